// Left bundle branch block by three definitions, criterion by criterion; each shows where on the beat it rests.
import type { JSX } from "preact";
import type { Lbbb, LbbbAnswer, Place, Reason } from "../api/types";
import { showPlace, store, type ShownCriterion } from "../session";
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

/** "Strauss 2011": the definition without the words for what it defines. */
function definitionWords(answer: LbbbAnswer): string { return answer.title.replace(/^LBBB,?\s*(by)?\s*/i, ""); }

/** Where the criterion that is shown rests now: boundaries may have been moved since it was chosen. */
export function placeOf(lbbb: Lbbb | null, shown: ShownCriterion | null): Place | null {
  const answer = lbbb?.answers.find((a) => a.definition === shown?.definition);
  return answer?.reasons.find((r) => r.criterion === shown?.criterion && r.lead === shown.lead)?.places?.[0] ?? null;
}

/** Whole numbers, but where a value and its limit would read alike and are not: 119.6 ms is below 120 ms. */
export function digitsThatTellApart(value: number | null, limit: number | null): number {
  if (value === null || limit === null) return 0;
  const alike = (parts: number): boolean => Math.round(parts * value) === Math.round(parts * limit);
  return alike(1) && !alike(10) ? 1 : 0;
}

function Definition({ answer, shown }: { answer: LbbbAnswer; shown: () => void }): JSX.Element {
  const { t } = useWords();
  return (
    <details class="definition">
      <summary>
        <span class="title">{definitionWords(answer)}</span>
        <span class={`verdict ${answer.answer}`}>{t[answer.answer]}</span>
      </summary>
      <ul class="criteria">{answer.reasons.map((reason, i) => <Criterion key={i} definition={answer.definition} reason={reason} shown={shown} />)}</ul>
      <p class="muted source" lang="en">{answer.source}</p>
    </details>
  );
}

function Criterion({ definition, reason, shown }: { definition: string; reason: Reason; shown: () => void }): JSX.Element {
  const { t, number, term } = useWords();
  const on = useStore(store, (s) => s.place?.definition === definition && s.place.criterion === reason.criterion && s.place.lead === reason.lead);
  const choose = (): void => { showPlace(on ? null : { definition, criterion: reason.criterion, lead: reason.lead }); shown(); };
  const word = reason.met === "yes" ? t.met : reason.met === "no" ? t.notMet : t.unknown;
  const digits = reason.unit === "mV" ? 2 : digitsThatTellApart(reason.value, reason.limit);
  const value = reason.value === null ? "" : `${number(reason.value, digits)}${reason.unit && reason.unit !== "leads" ? ` ${reason.unit}` : ""}`;
  const unit = reason.unit && reason.unit !== "leads" ? ` ${reason.unit}` : "";
  const limit = reason.limit === null ? "" : `${t.limit} ${number(reason.limit, digits)}${unit}`;
  const body = (
    <>
      <span class={`sign ${reason.met}`}><span aria-hidden="true">{reason.met === "yes" ? "✓" : reason.met === "no" ? "✗" : "?"}</span><span class="hidden">{word}</span></span>
      <span class="what"><span>{term(reason.criterion)}{reason.lead ? <b> {reason.lead}</b> : null}</span>{reason.note && <small>{reason.note}</small>}</span>
      <span class="value">{value}{limit && <small>{limit}</small>}</span>
    </>
  );
  if (!reason.places?.length) return <li><span class="criterion">{body}</span></li>;
  return (
    <li>
      <button type="button" class="criterion" aria-pressed={on} title={t.showOnBeat} onClick={choose}>{body}</button>
    </li>
  );
}
