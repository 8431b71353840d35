// A cohort: drop the table and its ECGs, see how it was understood, look at the patients, evaluate.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address } from "../api/client";
import { useStore } from "../store";
import { useWords } from "../texts";
import { droppedFiles, FaultBox, FileButton } from "../ui/parts";
import { EvaluationPanel } from "./evaluation";
import { Mapping } from "./mapping";
import { PatientTable } from "./table";
import type { Named } from "./files";
import { applyMap, cohortStore, take } from "./state";

type Tab = "patients" | "mapping" | "evaluation";

export function CohortView(): JSX.Element {
  const { t } = useWords();
  const { cohort, busy, fault } = useStore(cohortStore, (s) => s);
  const [tab, setTab] = useState<Tab | null>(null);
  if (!cohort) return <CohortDrop />;
  const now: Tab = tab ?? (cohort.ready ? "patients" : "mapping");
  const tabs: [Tab, string, boolean][] = [["mapping", t.mapping, true], ["patients", t.patients, cohort.ready], ["evaluation", t.evaluation, cohort.ready]];
  const named = (files: File[]): Named[] => files.map((file) => ({ file, name: (file as { webkitRelativePath?: string }).webkitRelativePath || file.name }));
  return (
    <div class="cohort" onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => { e.preventDefault(); e.stopPropagation(); if (e.dataTransfer) void droppedFiles(e.dataTransfer).then(take); }}>
      <div class="row headline">
        <h1>{t.viewCohort}</h1>
        <span class={cohort.ready ? "good" : "bad"}>{cohort.ready ? t.ready : t.notReady}</span>
        <span class="muted">{cohort.patients} {t.patients} · {t.filesHeld(cohort.files)}{cohort.ecgs_missing > 0 ? ` · ${t.ecgsMissing(cohort.ecgs_missing)}` : ""}</span>
        {busy && <span class="muted busy" role="status">{t.loading}…</span>}
        <span class="push" />
        <FileButton label={t.chooseFolder} folder multiple take={(files) => void take(named(files))} />
        <FileButton label={t.mapUpload} accept=".toml" take={(files) => void files[0]?.text().then((text) => applyMap(() => text))} />
        <a class="button" href={address(`/cohorts/${cohort.id}/map`)} download="cohort.map.toml">{t.mapDownload}</a>
        {cohort.ready && <a class="button" href={address(`/cohorts/${cohort.id}/cohort.csv`)} download="cohort.csv">{t.cohortCsv}</a>}
        <button type="button" class="quiet" onClick={() => cohortStore.set({ cohort: null, patients: null, check: null, seen: {}, evaluation: null, fault: null })}>{t.anotherCohort}</button>
      </div>
      {fault && <FaultBox fault={fault} />}
      <div class="tabs" role="tablist" aria-label={t.viewCohort}>
        {tabs.map(([name, text, on]) => (
          <button type="button" role="tab" key={name} id={`ctab-${name}`} aria-selected={now === name} aria-controls="cohort-panel" disabled={!on} onClick={() => setTab(name)}>{text}</button>
        ))}
      </div>
      <div id="cohort-panel" role="tabpanel" aria-labelledby={`ctab-${now}`}>
        {now === "mapping" && <Mapping cohort={cohort} />}
        {now === "patients" && <PatientTable />}
        {now === "evaluation" && <EvaluationPanel cohort={cohort} />}
      </div>
    </div>
  );
}

function CohortDrop(): JSX.Element {
  const { t } = useWords();
  const { busy, fault } = useStore(cohortStore, (s) => s);
  const [over, setOver] = useState(false);
  return (
    <div class="welcome">
      {fault && <FaultBox fault={fault} />}
      <div class={over ? "drop over" : "drop"} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(e) => { e.preventDefault(); e.stopPropagation(); setOver(false); if (e.dataTransfer) void droppedFiles(e.dataTransfer).then(take); }}>
        <h1>{busy ? `${t.cohortReading}…` : t.cohortDrop}</h1>
        <p>{t.cohortDropWords}</p>
        <FileButton label={t.chooseTable} primary accept=".csv,.tsv,.txt,.xlsx" take={(files) => void take(files.map((file) => ({ file, name: file.name })))} />
      </div>
    </div>
  );
}
