// Left bundle branch block by three definitions, criterion by criterion; each shows where on the beat it rests.
import type { JSX } from "preact";
import type { Lbbb, LbbbAnswer, Reason } from "../api/types";
import { showPlace, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";

export function LbbbPanel({ lbbb, shown }: { lbbb: Lbbb; shown: () => void }): JSX.Element {
  const { t } = useWords();
  return (
    <section class="panel lbbb" aria-label={t.lbbb}>
      <h2>{t.lbbb}</h2>
      {lbbb.answers.map((answer) => <Definition key={answer.definition} answer={answer} shown={shown} />)}
    </section>
  );
}

function Definition({ answer, shown }: { answer: LbbbAnswer; shown: () => void }): JSX.Element {
  const { t } = useWords();
  const met = answer.reasons.filter((r) => r.met === "yes").length;
  return (
    <details class="definition">
      <summary>
        <span class="title">{answer.title.replace(/^LBBB,?\s*(by)?\s*/i, "")}</span>
        <span class={`verdict ${answer.answer}`}>{t[answer.answer]}</span>
        <span class="muted">{t.lbbbOf(met, answer.reasons.length)}</span>
      </summary>
      <ul class="criteria">{answer.reasons.map((reason, i) => <Criterion key={i} reason={reason} shown={shown} />)}</ul>
      <p class="muted source" lang="en">{answer.source}</p>
    </details>
  );
}

function Criterion({ reason, shown }: { reason: Reason; shown: () => void }): JSX.Element {
  const { t, number, term } = useWords();
  const place = useStore(store, (s) => s.place);
  const first = reason.places?.[0];
  const word = reason.met === "yes" ? t.met : reason.met === "no" ? t.notMet : t.unknown;
  const digits = reason.unit === "mV" ? 2 : 0;
  const value = reason.value === null ? "" : `${number(reason.value, digits)}${reason.unit && reason.unit !== "leads" ? ` ${reason.unit}` : ""}`;
  const limit = reason.limit === null ? "" : `${t.limit.toLowerCase()} ${number(reason.limit, digits)}`;
  const body = (
    <>
      <span class={`sign ${reason.met}`}><span aria-hidden="true">{reason.met === "yes" ? "✓" : reason.met === "no" ? "✗" : "?"}</span><span class="hidden">{word}</span></span>
      <span class="what"><span>{term(reason.criterion)}{reason.lead ? <b> {reason.lead}</b> : null}</span>{reason.note && <small>{reason.note}</small>}</span>
      <span class="value">{value}{limit && <small>{limit}</small>}</span>
    </>
  );
  if (!first) return <li><span class="criterion">{body}</span></li>;
  return (
    <li>
      <button type="button" class="criterion" aria-pressed={place === first} title={t.showOnBeat} onClick={() => { showPlace(place === first ? null : first); shown(); }}>{body}</button>
    </li>
  );
}
