// One ECG: the place to drop it, then the sheet with everything beside it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { BeatView } from "../beats/view";
import { VectorView } from "../beats/vectors";
import { open, store } from "../session";
import { SheetView } from "../sheet/view";
import { useStore } from "../store";
import { useWords } from "../texts";
import { droppedFiles, FaultBox, FileButton } from "../ui/parts";
import { openRows, patientKey, step, cohortStore } from "../cohort/state";
import { CompareView } from "./compare";
import { GuidelinesPanel } from "./guidelines";
import { LbbbPanel } from "./lbbb";
import { MeasurementsPanel } from "./measurements";
import { PredictionPanel } from "./prediction";
import { ReadOptionsForm } from "./read_options";

type Tab = "sheet" | "beat" | "vectors" | "compare";

export function EcgView(): JSX.Element {
  const { t } = useWords();
  const recording = useStore(store, (s) => s.recording);
  const measured = useStore(store, (s) => s.measurements);
  const beats = useStore(store, (s) => s.beats);
  const vectors = useStore(store, (s) => s.vectors);
  const lbbb = useStore(store, (s) => s.lbbb);
  const fault = useStore(store, (s) => s.fault);
  const busy = useStore(store, (s) => s.busy);
  const waiting = useStore(store, (s) => s.waitingFiles);
  const [tab, setTab] = useState<Tab>("sheet");
  const problem = fault && <><FaultBox fault={fault} />{waiting.length > 0 && <ReadOptionsForm key={waiting[0]!.name} files={waiting} />}</>;
  if (!recording) return <Welcome>{problem}</Welcome>;
  const tabs: [Tab, string, boolean][] = [
    ["sheet", t.tabSheet, true], ["beat", t.tabBeat, beats !== null], ["vectors", t.tabVectors, vectors !== null], ["compare", t.tabCompare, recording.twelve_leads],
  ];
  const showBeat = (): void => { setTab("beat"); setTimeout(seeBeat, 60); };
  const keys = (event: KeyboardEvent): void => {
    const able = tabs.filter(([, , on]) => on).map(([name]) => name);
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = able[(able.indexOf(tab) + by + able.length) % able.length]!;
    setTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="ecg">
      <div class="main">
        {problem}
        <PatientBar />
        <div class="tabs" role="tablist" aria-label={t.recording} onKeyDown={keys}>
          {tabs.map(([name, text, on]) => (
            <button type="button" role="tab" key={name} id={`tab-${name}`} aria-selected={tab === name} aria-controls="tab-panel" tabIndex={tab === name ? 0 : -1}
              disabled={!on} onClick={() => setTab(name)}>{text}</button>
          ))}
          <span class="push" />
          {busy && <span class="muted busy" role="status">{busy === "reading" ? t.reading : t.measuring}…</span>}
        </div>
        <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          {tab === "sheet" && <SheetView recording={recording} />}
          {tab === "beat" && beats && <BeatView beats={beats} />}
          {tab === "vectors" && vectors && <VectorView vectors={vectors} />}
          {tab === "compare" && <CompareView recording={recording} />}
        </div>
      </div>
      <div class="side">
        {measured && <MeasurementsPanel measured={measured} />}
        {lbbb && <LbbbPanel lbbb={lbbb} shown={showBeat} />}
        {measured && <GuidelinesPanel guidelines={measured.guidelines} />}
        {!recording.twelve_leads && <section class="panel"><h2>{t.lbbb}</h2><p class="muted">{t.needsTwelve}</p></section>}
        {recording.twelve_leads && measured && <PredictionPanel recording={recording} />}
      </div>
    </div>
  );
}

/** From one patient of the cohort to the next. */
function PatientBar(): JSX.Element | null {
  const { t } = useWords();
  const row = useStore(store, (s) => s.patientRow);
  const cohort = useStore(cohortStore, (s) => s);
  if (row === null) return null;
  const rows = openRows(cohort);
  const at = rows.indexOf(row);
  return (
    <div class="row patientbar" role="group" aria-label={t.viewCohort} onKeyDown={patientKey}>
      <button type="button" onClick={() => store.set({ view: "cohort" })}>{t.backToCohort}</button>
      <span class="push" />
      <button type="button" disabled={at <= 0} onClick={() => void step(-1)} title={`${t.previousPatient} (P)`} aria-label={t.previousPatient}>‹ P</button>
      <span class="muted">{t.shownOf(at + 1, rows.length)}</span>
      <button type="button" disabled={at < 0 || at >= rows.length - 1} onClick={() => void step(1)} title={`${t.nextPatient} (N)`} aria-label={t.nextPatient}>N ›</button>
    </div>
  );
}

/** Below the criteria, as on a telephone, the beat would be out of sight. */
function seeBeat(): void {
  const box = document.querySelector(".beatbox");
  const at = box?.getBoundingClientRect();
  if (at && (at.top < 0 || at.bottom > window.innerHeight)) box!.scrollIntoView({ block: "center" });
}

function Welcome({ children }: { children: JSX.Element | null | false }): JSX.Element {
  const { t } = useWords();
  const busy = useStore(store, (s) => s.busy);
  const [over, setOver] = useState(false);
  return (
    <div class="welcome">
      {children}
      <div class={over ? "drop over" : "drop"} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(e) => { e.preventDefault(); e.stopPropagation(); setOver(false); if (e.dataTransfer) void droppedFiles(e.dataTransfer).then((f) => open(f.map((x) => x.file))); }}>
        <svg class="pulse" viewBox="0 0 240 60" aria-hidden="true"><path d="M0 38H52q8-13 16 0h16l6 6 9-40 10 50 7-16h18q11-22 26 0h80" /></svg>
        <h1>{busy ? `${t.reading}…` : t.dropTitle}</h1>
        <p>{t.dropWords}</p>
        <FileButton label={t.choose} multiple primary take={(files) => void open(files)} />
      </div>
    </div>
  );
}
