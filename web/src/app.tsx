// The frame of the page: name, views, settings, and the notice that stands on every one of them.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CohortView } from "./cohort/view";
import { ModelView } from "./model/view";
import { EcgView } from "./panels/ecg";
import { open, setLang, setTheme, store, type Theme, type View } from "./session";
import { useStore } from "./store";
import { useWords } from "./texts";
import { nameOf } from "./panels/opened";
import { Dialog, FileButton, Menu, Select, useDrop } from "./ui/parts";
import { useDark } from "./ui/theme";

export function App(): JSX.Element {
  const { t } = useWords();
  const lang = useStore(store, (s) => s.lang);
  const theme = useStore(store, (s) => s.theme);
  const view = useStore(store, (s) => s.view);
  const health = useStore(store, (s) => s.health);
  const identity = useStore(store, (s) => s.identity);
  const [help, setHelp] = useState(false);
  const dark = useDark();
  const drop = useDrop((files) => { if (view === "ecg") void open(files); });
  useEffect(() => { document.documentElement.lang = lang; }, [lang]);
  useEffect(() => { document.documentElement.dataset.theme = dark ? "dark" : "light"; }, [dark]);
  const views: [View, string][] = [["ecg", t.viewEcg], ["cohort", t.viewCohort], ["model", t.viewModel]];
  return (
    <div class="app" {...drop.on}>
      <a class="skip" href="#content">{t.skip}</a>
      <header class="top">
        <span class="brand">{t.product}</span>
        <nav aria-label={t.product}>
          {views.map(([name, text]) => (
            <button type="button" key={name} aria-current={view === name ? "page" : undefined} onClick={() => store.set({ view: name })}>{text}</button>
          ))}
        </nav>
        <Title />
        <span class="push" />
        <Menu label={t.theme}>
          <div class="form" onClick={(e) => e.stopPropagation()}>
            <Select label={t.language} value={lang} options={[["en", "English"], ["de", "Deutsch"]]} change={setLang} />
            <Select<Theme> label={t.theme} value={theme} options={[["system", t.themeSystem], ["light", t.themeLight], ["dark", t.themeDark]]} change={setTheme} />
            <label class="check"><input type="checkbox" checked={identity} disabled={!health?.identity} onChange={(e) => store.set({ identity: e.currentTarget.checked })} /> {t.identity}</label>
            {health && !health.identity && <p class="muted">{t.identityOff}</p>}
          </div>
        </Menu>
        <button type="button" class="quiet" onClick={() => setHelp(true)}>{t.help}</button>
      </header>
      <main id="content" tabIndex={-1}>
        {view === "ecg" && <EcgView />}
        <div class={view === "cohort" ? "" : "away"}><CohortView /></div>
        {view === "model" && <ModelView />}
      </main>
      <footer class="notice">{t.notice}{health && <span class="muted"> Synchrony {health.version}</span>}</footer>
      <Dialog title={t.keysTitle} open={help} close={() => setHelp(false)}>
        <dl class="keys">{t.keys.map(([key, what]) => <div key={what}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      </Dialog>
    </div>
  );
}

function Title(): JSX.Element | null {
  const words = useWords();
  const { t, number } = words;
  const view = useStore(store, (s) => s.view);
  const recording = useStore(store, (s) => s.recording);
  const identity = useStore(store, (s) => s.identity);
  const fileName = useStore(store, (s) => s.fileName);
  const patientRow = useStore(store, (s) => s.patientRow);
  const ordinal = useStore(store, (s) => s.number);
  const several = useStore(store, (s) => s.opened.length > 1);
  if (!recording || view !== "ecg") return null;
  const patient = recording.info.patient as { name?: string | null; id?: string | null } | undefined;
  const known = identity ? [patient?.name, patient?.id] : [];
  const name = [...known, nameOf({ fileName, patientRow, number: ordinal }, identity, several, words)].filter(Boolean).join(" · ");
  const seconds = recording.info.duration_s;
  const length = seconds >= 7200 ? `${number(seconds / 3600, 1)} h` : seconds >= 120 ? `${number(seconds / 60, 1)} min` : `${number(seconds, seconds % 1 ? 1 : 0)} s`;
  return (
    <div class="recordingname">
      <b>{name}</b><span class="muted">{recording.info.format.toUpperCase()} · {length} · {number(recording.info.sampling_frequency_hz)} Hz</span>
      <FileButton label={t.openAnother} multiple take={(files) => void open(files)} />
    </div>
  );
}
