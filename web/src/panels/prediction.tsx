// The prediction: what the model expects, how sure it is, and why; or why it does not answer.
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../api/client";
import type { Caution, Fault, Input, MissingInput, Model, Prediction } from "../api/types";
import { clinicalValues, dropPrediction, faultOf, predict, setValue, store } from "../session";
import { useStore } from "../store";
import { useWords, type Texts } from "../texts";
import { FaultBox, Select } from "../ui/parts";
import { Reasons } from "./reasons";

const IN_FORM = new Set(["lvef_pct", "nyha", "sex", "ischemic"]); // asked in the guidelines' form already

export function PredictionPanel(): JSX.Element {
  const { t } = useWords();
  const models = useStore(store, (s) => s.models);
  const clinical = useStore(store, (s) => s.clinical);
  const measured = useStore(store, (s) => s.measurements);
  const prediction = useStore(store, (s) => s.prediction);
  const values = useStore(store, (s) => s.values);
  const asked = useStore(store, (s) => s.asked);
  const predictors = useMemo(() => models.filter((m) => m.kind === "predictor"), [models]);
  const [chosen, setChosen] = useState(asked?.model ?? "");
  const [model, setModel] = useState<Model | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const id = asked?.model || chosen || predictors[0]?.id || "";
  useEffect(() => {
    setModel(null);
    if (id) api.model(id).then(setModel).catch((error: unknown) => setFault(faultOf(error)));
  }, [id]);

  if (predictors.length === 0) return <section class="panel" aria-label={t.prediction}><h2>{t.prediction}</h2><p class="muted">{t.noPredictor}</p></section>;
  const more = (model?.inputs ?? []).filter((input) => !IN_FORM.has(input.name) && !input.after_implant);
  const ask = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try { await predict({ model: id, set: clinicalValues(clinical, Object.fromEntries(more.map((i) => [i.name, values[i.name] ?? ""]))) }); } catch (error) { setFault(faultOf(error)); }
    setBusy(false);
  };
  return (
    <section class="panel prediction" aria-label={t.prediction}>
      <h2>{t.prediction}</h2>
      <Select label={t.model} value={id} options={predictors.map((m) => [m.id, m.label || m.id])} change={(name) => { dropPrediction(); setChosen(name); }} />
      {more.length > 0 && (
        <details class="more">
          <summary>{t.modelValues} ({more.filter((i) => values[i.name]).length}/{more.length})</summary>
          <div class="grid2">{more.map((input) => <ValueField key={input.name} input={input} value={values[input.name] ?? ""} />)}</div>
        </details>
      )}
      <button type="button" class="primary" disabled={busy || model === null} onClick={() => void ask()}>{busy ? t.loading : t.predict}</button>
      {fault && <FaultBox fault={fault} />}
      {prediction && (measured?.moved.length ?? 0) > 0 && <p class="soft">{t.movedByHand}</p>}
      <div aria-live="polite">{prediction && <Answer prediction={prediction} />}</div>
    </section>
  );
}

function ValueField({ input, value }: { input: Input; value: string }): JSX.Element {
  const { t, term } = useWords();
  const id = `v-${input.name}`;
  return (
    <span class="field">
      <label for={id}>{term(input.meaning || input.name)}{input.unit ? `, ${input.unit}` : ""}</label>
      {input.kind === "flag"
        ? <select id={id} value={value} onChange={(e) => setValue(input.name, e.currentTarget.value)}>
            <option value="">{t.unset}</option><option value="1">{t.yes}</option><option value="0">{t.no}</option>
          </select>
        : <input id={id} inputMode="decimal" value={value} onInput={(e) => setValue(input.name, e.currentTarget.value)} />}
    </span>
  );
}

/** Cautions that are said here: not again what stands above the ECG or in the answer's own sentence. */
export function cautionsToTell(p: Pick<Prediction, "cautions" | "simulated">): Caution[] {
  const first = p.simulated === true ? 1 : 0; // that the recording is simulated, always the first: the sheet says it
  return p.cautions.slice(first).filter((c) => c.refuse || (c.about !== "recording" && c.about !== "answer"));
}

/** Why there is no answer: of what its refusing cautions are about, the first in this order. */
export function whyWithheld(cautions: Caution[], t: Texts): string {
  const about = (what: Caution["about"]): boolean => cautions.some((c) => c.refuse && c.about === what);
  if (about("recording")) return t.withheldRecording;
  if (about("rhythm") || about("likeness")) return t.withheldUnlike;
  if (about("inputs")) return t.withheldInputs;
  return t.withheldOther;
}

function Answer({ prediction: p }: { prediction: Prediction }): JSX.Element {
  const { t, number, term } = useWords();
  const card = p.model;
  const percent = (share: number): string => number(share * 100);
  const cautions = cautionsToTell(p);
  if (p.abstain || p.probability === null) {
    const others = cautions.filter((c) => !c.refuse);
    return (
      <div class="answer abstains">
        <h3>{t.abstains}</h3>
        <p>{whyWithheld(cautions, t)}</p>
        <ul lang="en">{cautions.filter((c) => c.refuse).map((c) => <li key={c.text}>{c.text}</li>)}</ul>
        {others.length > 0 && (
          <details class="more"><summary>{t.otherCautions} ({others.length})</summary><ul class="muted" lang="en">{others.map((c) => <li key={c.text}>{c.text}</li>)}</ul></details>
        )}
      </div>
    );
  }
  const verdict = p.interval && p.interval.low <= p.threshold && p.interval.high >= p.threshold ? t.undecided : p.probability >= p.threshold ? t.aboveThreshold : t.belowThreshold;
  return (
    <div class="answer">
      <p class="chance">{p.outcome === "response" ? t.chance(percent(p.probability)) : t.chanceOutcome(percent(p.probability), p.outcome)}</p>
      {p.interval && <p>{t.intervalWords(percent(p.interval.level > 1 ? p.interval.level / 100 : p.interval.level), percent(p.interval.low), percent(p.interval.high))} <b>{verdict}</b></p>}
      <IntervalFigure prediction={p} />
      {cautions.length > 0 && <ul class="soft" lang="en">{cautions.map((c) => <li key={c.text}>{c.text}</li>)}</ul>}
      {p.explanation && <Reasons explanation={p.explanation} />}
      {p.missing.length > 0 && (
        <details class="more"><summary>{t.missingTitle} ({p.missing.length})</summary>
          <ul class="plain">{p.missing.map((m) => <li key={`${m.table}/${m.name}`}>{t.missingRow(nameOfInput(p, m, term), number(m.probability_low, 2), number(m.probability_high, 2))}</li>)}</ul>
        </details>
      )}
      {card.training && <p class="muted">{t.modelRests(number(card.training.patients), number(card.training.positives))}</p>}
    </div>
  );
}

function nameOfInput(p: Prediction, missing: MissingInput, term: (word: string) => string): string {
  const told = (p.explanation?.groups ?? []).flatMap((g) => g.inputs).find((i) => i.table === missing.table && i.name === missing.name);
  return term(told?.label || store.get().inputs.find((i) => i.name === missing.name)?.meaning || missing.name);
}

function IntervalFigure({ prediction: p }: { prediction: Prediction }): JSX.Element {
  const { t, number } = useWords();
  const wide = 320, left = 10, right = wide - 10, mid = 26;
  const x = (share: number): number => left + share * (right - left);
  const average = p.model.training?.prevalence;
  return (
    <figure class="interval">
      <svg viewBox={`0 0 ${wide} 62`} role="img" aria-label={`${number(p.probability!, 2)}; ${t.threshold(number(p.threshold, 2))}`}>
        <rect class="scale" x={left} y={mid - 12} width={right - left} height={24} rx={2} />
        {p.interval && <line class="bar" x1={x(p.interval.low)} x2={x(p.interval.high)} y1={mid} y2={mid} />}
        {average !== undefined && <line class="average" x1={x(average)} x2={x(average)} y1={mid - 12} y2={mid + 12} />}
        <line class="threshold" x1={x(p.threshold)} x2={x(p.threshold)} y1={mid - 16} y2={mid + 16} />
        <circle class="point" cx={x(p.probability!)} cy={mid} r={6} />
        {[0, 0.25, 0.5, 0.75, 1].map((v) => <text key={v} x={x(v)} y={56} class={v === 0 ? "first" : v === 1 ? "last" : "middle"}>{number(v * 100)}</text>)}
      </svg>
      <figcaption><span class="key solid" /> {t.threshold(number(p.threshold, 2))} {average !== undefined && <><span class="key dashed" /> {t.average(number(average, 2))}</>}</figcaption>
    </figure>
  );
}
