// Contributions to the log-odds as bars from zero; each group opens to its inputs.
import type { JSX } from "preact";
import type { Explanation, GroupContribution, Input, InputContribution } from "../api/types";
import { store } from "../session";
import { useStore } from "../store";
import { useWords, type Words } from "../texts";
import { quantity } from "./limits";

export function Reasons({ explanation }: { explanation: Explanation }): JSX.Element {
  const words = useWords();
  const { t, term } = words;
  const inputs = useStore(store, (s) => s.inputs);
  // What is not known moves nothing; it stands below, with what it could change.
  const groups = (explanation.groups ?? []).map((g) => ({ ...g, inputs: joined(g.inputs.filter((i) => i.value !== null)) })).filter((g) => g.inputs.length > 0);
  const largest = Math.max(0.1, ...groups.flatMap((g) => [Math.abs(g.contribution), ...g.inputs.map((i) => Math.abs(i.contribution)), ...bounds(g).map(Math.abs)]));
  return (
    <div class="reasons">
      <h3>{t.reasonsTitle}</h3>
      {groups.length > 0 && <p class="muted">{t.reasonsWords}</p>}
      {groups.map((group) => (
        <details key={group.name}>
          <summary><Bar label={term(group.label || group.name)} value={group.contribution} largest={largest} interval={bounds(group)} /></summary>
          {group.inputs.map((input) => (
            <Bar key={`${input.table}/${input.name}`} label={term(input.label || input.name)} value={input.contribution} largest={largest} interval={[]} note={valueWords(input, inputs.find((i) => i.name === input.name)?.kind, words)} />
          ))}
        </details>
      ))}
      {explanation.note && <p class="muted" lang="en">{explanation.note}</p>}
    </div>
  );
}

function bounds(group: GroupContribution): number[] {
  if (!group.interval) return [];
  return Array.isArray(group.interval) ? group.interval : [group.interval.low, group.interval.high];
}

/** A value that a model reads from two tables, as given and as measured, is one line where both say the same. */
export function joined(inputs: InputContribution[]): InputContribution[] {
  const lines: InputContribution[] = [];
  for (const input of inputs) {
    const at = lines.findIndex((line) => line.label === input.label && line.value === input.value && line.unit === input.unit);
    if (at < 0) lines.push(input);
    else lines[at] = { ...lines[at]!, contribution: lines[at]!.contribution + input.contribution };
  }
  return lines;
}

/** As a clinician says it: "yes" for a drug that is given, "woman", "133 ms". */
export function valueWords(input: InputContribution, kind: Input["kind"] | undefined, { t, number }: Words): string {
  const { value } = input;
  if (value === null) return "";
  if (kind === "sex") return value > 0.5 ? t.male : t.female;
  if (kind === "flag" && (value === 0 || value === 1)) return value === 1 ? t.yes : t.no;
  return quantity(value, input.unit, Number.isInteger(value) || Math.abs(value) >= 10 ? 0 : 1, number);
}

function Bar({ label, value, largest, interval, note }: { label: string; value: number; largest: number; interval: number[]; note?: string }): JSX.Element {
  const { number } = useWords();
  const wide = 140, middle = wide / 2;
  const x = (v: number): number => middle + (v / largest) * (middle - 4);
  return (
    <span class="barrow">
      <span class="name">{label}{note && <small> {note}</small>}</span>
      <svg viewBox={`0 0 ${wide} 16`} aria-hidden="true">
        <line class="zero" x1={middle} x2={middle} y1={0} y2={16} />
        <rect class={value >= 0 ? "for" : "against"} x={Math.min(middle, x(value))} y={4} width={Math.abs(x(value) - middle)} height={8} />
        {interval.length === 2 && <line class="whisker" x1={x(interval[0]!)} x2={x(interval[1]!)} y1={8} y2={8} />}
      </svg>
      <span class="amount">{value >= 0.005 ? "+" : ""}{number(value, 2)}</span>
    </span>
  );
}
