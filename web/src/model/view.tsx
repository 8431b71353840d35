// A model: its card, the figures expected of it, and how well its probabilities were calibrated.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type { Card, Fault, Model, ModelLine } from "../api/types";
import { faultOf, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { FaultBox } from "../ui/parts";
import { linePath } from "../ui/path";

export function ModelView(): JSX.Element {
  const { t } = useWords();
  const models = useStore(store, (s) => s.models);
  const [id, setId] = useState("");
  const [model, setModel] = useState<Model | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const now = id || models.find((m) => m.kind === "predictor")?.id || models[0]?.id || "";
  useEffect(() => {
    setModel(null);
    setFault(null);
    if (now) api.model(now).then(setModel).catch((error: unknown) => setFault(faultOf(error)));
  }, [now]);
  const line = models.find((m) => m.id === now);
  const kind = (m: ModelLine): string => (m.kind === "predictor" ? t.kindPredictor : m.kind === "network" ? t.kindNetwork : t.kindUnreadable);
  return (
    <div class="models">
      <h1>{t.modelsTitle}</h1>
      {models.length === 0 && <p>{t.noModels}</p>}
      <div class="columns">
        <ul class="modellist">
          {models.map((m) => (
            <li key={m.id}><button type="button" aria-current={m.id === now ? "true" : undefined} onClick={() => setId(m.id)}><b>{m.kind === "predictor" ? m.label || m.id : m.id}</b><small>{m.kind === "predictor" && m.label ? `${m.id} · ` : ""}{kind(m)}{m.shipped ? ` · ${t.shipped}` : ""}</small></button></li>
          ))}
        </ul>
        <div class="modelcard">
          {fault && <FaultBox fault={fault} />}
          {line?.error && <p class="bad" lang="en">{line.error}</p>}
          {model?.card && <CardView card={model.card} model={model} />}
          {model && !model.card && <Facts info={model.info} />}
        </div>
      </div>
    </div>
  );
}

function CardView({ card, model }: { card: Card; model: Model }): JSX.Element {
  const { t, number } = useWords();
  const training = card.training;
  const all = card.cross_validation?.figures ?? {};
  const known = Object.keys(t.figures).filter((name) => name in all);
  const figures = [...known, ...Object.keys(all).filter((name) => !known.includes(name) && !name.startsWith("uncalibrated"))].map((name) => [name, all[name]!] as const);
  const holds = card.cross_validation?.holds_for;
  return (
    <>
      <h2>{card.label || card.model}</h2>
      {training?.simulated && <p class="soft">{t.modelSimulated}</p>}
      <dl class="facts">
        {training && <div><dt>{t.trainedOn}</dt><dd>{t.patientsWith(number(training.patients), number(training.positives))}</dd></div>}
        {card.outcome && <div><dt>{t.outcome}</dt><dd>{card.outcome}</dd></div>}
        {training && <div><dt>{t.prevalence}</dt><dd>{number(training.prevalence, 2)}</dd></div>}
        {card.threshold && <div><dt>{t.thresholdRule}</dt><dd>{number(card.threshold.value, 2)} <span class="muted">{t.thresholdRules[card.threshold.rule] ?? card.threshold.rule}</span></dd></div>}
      </dl>
      {(card.doubts?.length ?? 0) > 0 && <><h3>{t.doubts}</h3><ul lang="en">{card.doubts!.map((d) => <li key={d}>{d}</li>)}</ul></>}
      <div class="twoup">
        <div>
          <h3>{t.crossValidated}</h3>
          <table class="wide">
            <thead><tr><th scope="col">{t.figure}</th><th scope="col" class="n">{t.value}</th><th scope="col" class="n">{t.interval95}</th></tr></thead>
            <tbody>{figures.map(([name, f]) => (
              <tr key={name}><th scope="row">{t.figures[name] ?? name.replace(/_/g, " ")}</th><td class="n">{f.value === null ? "–" : number(f.value, 2)}</td>
                <td class="n">{f.ci95 ? t.position(number(f.ci95[0], 2), number(f.ci95[1], 2)) : "–"}</td></tr>
            ))}</tbody>
          </table>
          {typeof holds === "string" && <p class="muted" lang="en">{t.holdsFor}: {holds}</p>}
        </div>
        <CalibrationFigure figures={card.cross_validation?.figures ?? {}} />
      </div>
      <h3>{t.reads}</h3>
      <p>{model.inputs.length === 0 ? t.ecgOnly : model.inputs.map((i) => i.meaning || i.name).join(", ")}</p>
      <p class="muted">{t.externalWords}</p>
    </>
  );
}

/** The line that the cross-validated slope and intercept say: logit of what happens = intercept + slope x logit of what is predicted. */
function CalibrationFigure({ figures }: { figures: Record<string, { value: number | null }> }): JSX.Element | null {
  const { t, number } = useWords();
  const slope = figures.calibration_slope?.value, intercept = figures.calibration_intercept?.value ?? 0;
  if (slope === null || slope === undefined) return null;
  const side = 252, pad = 42, room = side - pad - 8;
  const x = (p: number): number => pad + p * room;
  const y = (p: number): number => 8 + (1 - p) * room;
  const points = Array.from({ length: 49 }, (_, i) => 0.02 + i * 0.02).map((p) => [p, 1 / (1 + Math.exp(-(intercept + slope * Math.log(p / (1 - p)))))] as const);
  return (
    <figure class="calibration">
      <figcaption>{t.calibrationFigure}</figcaption>
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={`${t.calibrationFigure}: ${t.figures.calibration_slope} ${number(slope, 2)}`}>
        <rect class="scale" x={pad} y={8} width={room} height={room} />
        <line class="ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <path class="curve" d={linePath(points.map(([p, q]) => [x(p), y(q)] as const))} />
        {[0, 0.5, 1].map((v) => <g key={v}><text class="middle" x={x(v)} y={side - 20}>{number(v, 1)}</text><text class="last" x={pad - 5} y={y(v) + 4}>{number(v, 1)}</text></g>)}
        <text class="middle" x={x(0.5)} y={side - 5}>{t.axisPredicted}</text>
        <text class="middle" transform={`translate(12 ${y(0.5)}) rotate(-90)`}>{t.axisExpected}</text>
      </svg>
    </figure>
  );
}

function Facts({ info }: { info: Record<string, unknown> }): JSX.Element {
  const plain = Object.entries(info).filter(([, v]) => ["string", "number", "boolean"].includes(typeof v) && v !== "");
  return <dl class="facts" lang="en">{plain.map(([name, value]) => <div key={name}><dt>{name.replace(/_/g, " ")}</dt><dd>{String(value)}</dd></div>)}</dl>;
}
