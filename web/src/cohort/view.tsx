// A cohort: drop the table and its ECGs, see how it was understood, look at the patients, evaluate.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address } from "../api/client";
import { useStore } from "../store";
import { useWords } from "../texts";
import { DropBox, FaultBox, FileButton, Tabs, useDrop } from "../ui/parts";
import { EvaluationPanel } from "./evaluation";
import { Mapping } from "./mapping";
import { PatientTable } from "./table";
import { applyMap, cohortStore, forgetCohort, take } from "./state";

type Tab = "patients" | "mapping" | "evaluation";

export function CohortView(): JSX.Element {
  const { t } = useWords();
  const cohort = useStore(cohortStore, (s) => s.cohort);
  const busy = useStore(cohortStore, (s) => s.busy);
  const fault = useStore(cohortStore, (s) => s.fault);
  const drop = useDrop((files) => void take(files));
  const [tab, setTab] = useState<Tab | null>(null);
  if (!cohort) return <CohortDrop />;
  const now: Tab = tab ?? (cohort.ready ? "patients" : "mapping");
  const tabs: [Tab, string, boolean][] = [["mapping", t.mapping, true], ["patients", t.patients, cohort.ready], ["evaluation", t.evaluation, cohort.ready]];
  return (
    <div class="cohort" {...drop.on}>
      <div class="row headline">
        <h1>{t.viewCohort}</h1>
        <span class={cohort.ready ? "good" : "bad"}>{cohort.ready ? t.ready : t.notReady}</span>
        <span class="muted">{cohort.patients} {t.patients}{cohort.ready ? ` · ${cohort.ecgs === 0 ? t.noEcgsNamed : cohort.ecgs_missing === 0 ? t.ecgsThere(cohort.ecgs) : t.ecgsOf(cohort.ecgs - cohort.ecgs_missing, cohort.ecgs)}` : ""}</span>
        {busy && <span class="muted busy" role="status">{t.loading}…</span>}
        <span class="push" />
        <FileButton label={t.chooseFolder} folder multiple take={(files) => void take(files)} />
        <FileButton label={t.mapUpload} accept=".toml" take={(files) => void files[0]?.file.text().then((text) => applyMap(() => text))} />
        <a class="button" href={address(`/cohorts/${cohort.id}/map`)} download="cohort.map.toml">{t.mapDownload}</a>
        {cohort.ready && <a class="button" href={address(`/cohorts/${cohort.id}/cohort.csv`)} download="cohort.csv">{t.cohortCsv}</a>}
        <button type="button" class="quiet" onClick={forgetCohort}>{t.anotherCohort}</button>
      </div>
      {fault && <FaultBox fault={fault} />}
      <Tabs id="ctab" label={t.viewCohort} panel="cohort-panel" tabs={tabs} now={now} choose={setTab} />
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
  const busy = useStore(cohortStore, (s) => s.busy);
  const fault = useStore(cohortStore, (s) => s.fault);
  return (
    <div class="welcome">
      {fault && <FaultBox fault={fault} />}
      <DropBox title={busy ? `${t.cohortReading}…` : t.cohortDrop} words={t.cohortDropWords} take={(files) => void take(files)}>
        <FileButton label={t.chooseTable} primary accept=".csv,.tsv,.txt,.xlsx" take={(files) => void take(files)} />
      </DropBox>
    </div>
  );
}
