// An evaluation: start it, see how far it is and how long it will take, stop it, read its report here.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, api, follow } from "../api/client";
import type { Cohort, CohortCheck, Evaluation } from "../api/types";
import { faultOf, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { FaultBox, seconds, Select } from "../ui/parts";
import { cohortStore } from "./state";

const MODELS = ["majority", "rules", "guidelines", "clinical", "ecg", "fused", "svm-fused", "forest-fused", "boosting-fused"]; // those without networks
const USUAL = new Set(["rules", "guidelines", "clinical", "ecg", "fused"]);

export function EvaluationPanel({ cohort }: { cohort: Cohort }): JSX.Element {
  const { t } = useWords();
  const evaluation = useStore(cohortStore, (s) => s.evaluation);
  const check = useStore(cohortStore, (s) => s.check);
  const models = useStore(store, (s) => s.models);
  const predictors = models.filter((m) => m.kind === "predictor");
  const [chosen, setChosen] = useState(USUAL);
  const [folds, setFolds] = useState("5");
  const [repeats, setRepeats] = useState("2");
  const [predictor, setPredictor] = useState("");
  const running = evaluation?.state === "running" || evaluation?.state === "waiting";
  useEffect(() => (evaluation && running ? follow(evaluation.id, (state) => cohortStore.set({ evaluation: state })) : undefined), [evaluation?.id]);

  const begin = (validate: boolean) => async (): Promise<void> => {
    cohortStore.set({ fault: null });
    try {
      const request = validate ? { cohort: cohort.id, predictor: predictor || predictors[0]!.id }
        : { cohort: cohort.id, models: MODELS.filter((m) => chosen.has(m)), folds: Number(folds), repeats: Number(repeats) };
      cohortStore.set({ evaluation: await api.evaluate(request) });
    } catch (error) { cohortStore.set({ fault: faultOf(error) }); }
  };
  const stop = async (): Promise<void> => { if (evaluation) cohortStore.set({ evaluation: await api.cancel(evaluation.id) }); };
  return (
    <section class="evaluation">
      {check && <Check check={check} />}
      <div class="panel">
        <h2>{t.evaluate}</h2>
        <p>{t.evaluateWords}</p>
        <fieldset class="checks"><legend>{t.models}</legend>
          {MODELS.map((m) => (
            <label key={m} class="check"><input type="checkbox" checked={chosen.has(m)} onChange={(e) => { const next = new Set(chosen); if (e.currentTarget.checked) next.add(m); else next.delete(m); setChosen(next); }} /> {t.modelWords[m]} <small class="muted">{m}</small></label>
          ))}
        </fieldset>
        <div class="row">
          <Select label={t.folds} value={folds} options={[["3", "3"], ["5", "5"], ["10", "10"]]} change={setFolds} />
          <Select label={t.repeats} value={repeats} options={[["1", "1"], ["2", "2"], ["5", "5"], ["10", "10"]]} change={setRepeats} />
          <button type="button" class="primary" disabled={running || chosen.size === 0} onClick={() => void begin(false)()}>{t.startEvaluation}</button>
        </div>
        {predictors.length > 0 && (
          <div class="row">
            <Select label={t.validate} value={predictor || predictors[0]!.id} options={predictors.map((m) => [m.id, m.label || m.id])} change={setPredictor} />
            <button type="button" disabled={running} onClick={() => void begin(true)()}>{t.startValidation}</button>
          </div>
        )}
      </div>
      {evaluation && <Progress evaluation={evaluation} stop={() => void stop()} />}
      {evaluation?.state === "done" && <Report evaluation={evaluation} />}
    </section>
  );
}

function Check({ check }: { check: CohortCheck }): JSX.Element {
  const { t } = useWords();
  const texts = check.findings.map((f) => String(f.text ?? f.message ?? f.what ?? JSON.stringify(f)));
  return (
    <details class="more"><summary>{t.checkTitle} ({texts.length})</summary>
      {texts.length === 0 ? <p>{t.noFindings}</p> : <ul lang="en">{texts.map((text) => <li key={text}>{text}</li>)}</ul>}
    </details>
  );
}

function Progress({ evaluation: e, stop }: { evaluation: Evaluation; stop: () => void }): JSX.Element {
  const { t } = useWords();
  const running = e.state === "running" || e.state === "waiting";
  return (
    <div class="progress panel">
      <div class="row">
        <b role="status">{t.state[e.state] ?? e.state}</b><span lang="en">{running ? e.task : ""} {running ? e.note : ""}</span>
        <span class="push" />
        <span class="muted">{t.elapsed(seconds(e.elapsed_s))}{running && e.left_s !== null ? ` · ${t.timeLeft(seconds(e.left_s))}` : ""}</span>
        {running && <button type="button" onClick={stop}>{t.stop}</button>}
      </div>
      {running && (e.total > 0 ? <progress max={e.total} value={e.done} aria-label={t.evaluation} /> : <progress aria-label={t.evaluation} />)}
      {e.error && <FaultBox fault={e.error} />}
      {e.answer?.map((line) => <p key={line} class="summary" lang="en">{line}</p>)}
    </div>
  );
}

function Report({ evaluation: e }: { evaluation: Evaluation }): JSX.Element {
  const { t } = useWords();
  const path = `/evaluations/${e.id}`;
  return (
    <div class="report">
      <div class="row">
        <h2>{t.report}</h2><span class="push" />
        <a class="button" href={address(`${path}/report.pdf`)} download="report.pdf">{t.reportPdf}</a>
        <a class="button" href={address(`${path}/results.json`)} download="results.json">{t.resultsJson}</a>
        <a class="button" href={address(`${path}/results.csv`)} download="results.csv">{t.resultsCsv}</a>
      </div>
      <iframe title={t.report} sandbox="" src={address(`${path}/report.html`)} />
    </div>
  );
}
