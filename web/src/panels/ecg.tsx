// One ECG: the place to drop it, then the sheet with everything beside it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { BeatView } from "../beats/view";
import { VectorView } from "../beats/vectors";
import { open, store } from "../session";
import { SheetView } from "../sheet/view";
import { useStore } from "../store";
import { useWords } from "../texts";
import { DropBox, FaultBox, FileButton, Tabs } from "../ui/parts";
import { openRows, patientKey, step, cohortStore } from "../cohort/state";
import { Cautions, PrintedNumbers } from "./cautions";
import { CompareView } from "./compare";
import { GuidelinesPanel } from "./guidelines";
import { LbbbPanel } from "./lbbb";
import { MeasurementsPanel } from "./measurements";
import { NotOpenedBox, OpenedBar } from "./opened";
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
  const progress = useStore(store, (s) => s.progress);
  const waiting = useStore(store, (s) => s.waitingFiles);
  const [tab, setTab] = useState<Tab>("sheet");
  const problem = <>{fault && <FaultBox fault={fault} />}{fault && waiting.length > 0 && <ReadOptionsForm key={waiting[0]!.name} files={waiting} />}<NotOpenedBox /></>;
  if (!recording) return <Welcome>{problem}</Welcome>;
  const tabs: [Tab, string, boolean][] = [
    ["sheet", t.tabSheet, true], ["beat", t.tabBeat, beats !== null], ["vectors", t.tabVectors, vectors !== null], ["compare", t.tabCompare, recording.twelve_leads],
  ];
  const showBeat = (): void => { setTab("beat"); setTimeout(seeBeat, 60); };
  const status = progress ? `${t.reading}, ${t.shownOf(progress.at, progress.of)}` : busy === "reading" ? t.reading : busy ? t.measuring : "";
  return (
    <div class="ecg">
      <div class="main">
        {problem}
        <OpenedBar />
        <PatientBar />
        <Tabs id="tab" label={t.recording} panel="tab-panel" tabs={tabs} now={tab} choose={setTab}>
          {status && <span class="muted busy" role="status">{status}…</span>}
        </Tabs>
        <Cautions recording={recording} />
        <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          {tab === "sheet" && <SheetView recording={recording} />}
          {tab === "beat" && beats && <BeatView beats={beats} />}
          {tab === "vectors" && vectors && <VectorView vectors={vectors} />}
          {tab === "compare" && <CompareView recording={recording} />}
        </div>
        <PrintedNumbers />
      </div>
      <div class="side">
        {measured && <MeasurementsPanel measured={measured} />}
        {lbbb && <LbbbPanel lbbb={lbbb} shown={showBeat} />}
        {measured && <GuidelinesPanel guidelines={measured.guidelines} />}
        {!recording.twelve_leads && <section class="panel"><h2>{t.lbbb}</h2><p class="muted">{t.needsTwelve}</p></section>}
        {recording.twelve_leads && measured && <PredictionPanel />}
      </div>
    </div>
  );
}

/** From one patient of the cohort to the next. */
function PatientBar(): JSX.Element | null {
  const { t } = useWords();
  const row = useStore(store, (s) => s.patientRow);
  const list = useStore(cohortStore, (s) => (row === null ? "" : openRows(s).join(" "))); // a text: drawn anew when the patients change, not with each that is measured
  if (row === null) return null;
  const rows = list.split(" ").map(Number);
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
  const take = (files: Parameters<typeof open>[0]): void => void open(files);
  return (
    <div class="welcome">
      {children}
      <DropBox title={busy ? `${t.reading}…` : t.dropTitle} words={t.dropWords} take={take}>
        <FileButton label={t.choose} multiple primary take={take} />
      </DropBox>
    </div>
  );
}
