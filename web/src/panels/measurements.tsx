// Intervals, axes and the signal, in plain words.
import type { JSX } from "preact";
import type { LeadQuality, Measurements } from "../api/types";
import { store } from "../session";
import { useStore } from "../store";
import { useWords, type Texts } from "../texts";
import { quantity, rowsOf, standing, type Limit } from "./limits";

export function MeasurementsPanel({ measured }: { measured: Measurements }): JSX.Element {
  const { t, number, term } = useWords();
  const sex = useStore(store, (s) => s.clinical.sex);
  const lbbb = measured.conduction.filter((c) => c.name.startsWith("lbbb") && c.answer === "yes").length > 0 ? [t.lbbbShort] : [];
  const blocks = [...lbbb, ...measured.found.map((f) => term(f.title) + (f.borderline ? ` (${t.borderline})` : ""))].join("; ");
  const original = useStore(store, (s) => s.original);
  const rows = rowsOf(measured, sex);
  const before = original ? rowsOf(original, sex) : [];
  const printed = useStore(store, (s) => s.recording?.info.printed) as Record<string, number | null> | undefined;
  const device = (key: string | undefined): number | null => (key ? printed?.[key] ?? null : null); // what the recorder printed
  const anyPrinted = rows.some((row) => device(row.printed) !== null);
  const outside = rows.filter((row) => ["above", "below"].includes(standing(row.value, row.limit) ?? ""));
  const summary = outside.length === 0 ? t.summaryNormal
    : t.summaryOutside(outside.map((row) => `${t[row.key]} ${quantity(row.value!, row.unit, row.digits, number)}`).join(", "));
  return (
    <section class="panel" aria-label={t.measurements}>
      <h2>{t.measurements}</h2>
      <p class="summary">{measured.flags.some((f) => f.name === "likely_atrial_fibrillation") ? `${t.likelyAf} ` : ""}{summary}</p>
      {measured.moved.length > 0 && <p class="soft">{t.movedByHand}</p>}
      <table class="numbers">
        <thead><tr><th scope="col"><span class="hidden">{t.measured}</span></th><th scope="col"><span class="hidden">{t.value}</span></th><th scope="col">{t.usual}</th>{anyPrinted && <th scope="col">{t.device}</th>}</tr></thead>
        <tbody>
          {measured.rhythm && <tr><th scope="row">{t.rhythm}</th><td class="value words" colSpan={anyPrinted ? 3 : 2}><b>{t.rhythms[measured.rhythm] ?? measured.rhythm}</b></td></tr>}
          {blocks && <tr><th scope="row">{t.conduction}</th><td class="value words" colSpan={anyPrinted ? 3 : 2}><b>{blocks}</b></td></tr>}
          {rows.map((row, i) => {
            const where = standing(row.value, row.limit);
            const was = before[i]?.value;
            const changed = measured.moved.length > 0 && was !== undefined && was !== row.value && (was === null || row.value === null || number(was, row.digits) !== number(row.value, row.digits));
            return (
              <tr key={row.key} class={where ?? ""}>
                <th scope="row">{t[row.key]}</th>
                <td class="value">
                  {row.value === null ? <span class="muted">{t.notMeasured}</span> : <b>{quantity(row.value, row.unit, row.digits, number)}</b>}
                  {(where === "above" || where === "below") && <span class="mark" title={t[where]}><span aria-hidden="true">{where === "above" ? "▲" : "▼"}</span><span class="hidden">{t[where]}</span></span>}
                  {changed && <span class="was" title={t.follows}>✎ {was === null || was === undefined ? "–" : number(was, row.digits)}</span>}
                </td>
                <td class="usual">{limitWords(row.limit, row.key, sex, t, number)}</td>
                {anyPrinted && <td class="usual">{device(row.printed) !== null ? number(device(row.printed)!, 0) : ""}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="muted">{t.beatsUsed(measured.beats_in_median, measured.beats)}. {t.limitsSource}</p>
      <Quality leads={measured.quality} />
    </section>
  );
}

function limitWords(limit: Limit | undefined, key: string, sex: string | undefined, t: Texts, number: (v: number) => string): string {
  if (!limit) return "";
  if (key === "qtc" && !sex) return t.usualQtc;
  if (limit.low === undefined) return t.usualBelow(number(limit.high!));
  return t.usualRange(number(limit.low), number(limit.high!));
}

function Quality({ leads }: { leads: LeadQuality[] }): JSX.Element {
  const { t } = useWords();
  const words = (q: LeadQuality): string => [
    q.flat && t.qFlat, q.saturated && t.qSaturated, q.noisy && t.qNoisy, q.mains && t.qMains, q.baseline && t.qBaseline, q.missing && t.qMissing, !q.usable && t.qUnusable,
  ].filter(Boolean).join(", ");
  const doubtful = leads.filter((q) => words(q) !== "");
  return (
    <div class="quality">
      <h3>{t.quality}</h3>
      {doubtful.length === 0 ? <p>{t.qualityGood}</p> : <ul>{doubtful.map((q) => <li key={q.lead}><b>{q.lead}</b> {words(q)}</li>)}</ul>}
    </div>
  );
}
