// Contributions to the log-odds as bars from zero; each group opens to its inputs.
import type { JSX } from "preact";
import type { Explanation, GroupContribution } from "../api/types";
import { useWords } from "../texts";

export function Reasons({ explanation }: { explanation: Explanation }): JSX.Element {
  const { t } = useWords();
  const groups = explanation.groups ?? [];
  const largest = Math.max(0.1, ...groups.flatMap((g) => [Math.abs(g.contribution), ...g.inputs.map((i) => Math.abs(i.contribution)), ...bounds(g).map(Math.abs)]));
  return (
    <div class="reasons">
      <h3>{t.reasonsTitle}</h3>
      {groups.length > 0 && <p class="muted">{t.reasonsWords}</p>}
      {groups.map((group) => (
        <details key={group.name}>
          <summary><Bar label={group.label || group.name} value={group.contribution} largest={largest} interval={bounds(group)} /></summary>
          {group.inputs.map((input) => (
            <Bar key={`${input.table}/${input.name}`} label={input.label || input.name} value={input.contribution} largest={largest} interval={[]} note={inputValue(input.value, input.unit)} />
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

function inputValue(value: number | null, unit: string): string {
  return value === null ? "" : `${Math.round(value * 100) / 100}${unit ? ` ${unit}` : ""}`;
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
