// The patients: values of the table, a small trace and flags as their ECGs come into sight.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Patient, Patients } from "../api/types";
import { useStore } from "../store";
import { useWords } from "../texts";
import { flagWord } from "../panels/cautions";
import { linePath } from "../ui/path";
import { cohortStore, openPatient, peek, shownPatients, type Seen } from "./state";

const NONE_SEEN: Record<number, Seen> = {};
const FLAGS = new Set(["response", "lbbb"]);
const FIRST_COLUMNS = ["response", "age_y", "sex", "nyha", "lvef_pct", "lvesv_ml", "qrs_duration_ms", "lbbb"];
const WAIT_PEEKS = 2; // ECGs measured at once for the table

let running = 0;
const queue: number[] = [];
function soon(row: number): void {
  if (cohortStore.get().seen[row] || queue.includes(row)) return;
  queue.push(row);
  work();
}
function work(): void {
  while (running < WAIT_PEEKS && queue.length > 0) {
    ++running;
    void peek(queue.shift()!).finally(() => { --running; work(); });
  }
}

export function PatientTable(): JSX.Element {
  const { t } = useWords();
  const heads: Record<string, string> = { response: t.responseShort, lvesv_ml: t.lvesvMl, age_y: t.ageYears, sex: t.sex, nyha: t.nyha, lvef_pct: t.lvef, qrs_duration_ms: t.qrsTold, lbbb: t.lbbbShort };
  const patients = useStore(cohortStore, (s) => s.patients);
  const filter = useStore(cohortStore, (s) => s.filter);
  const flaggedOnly = useStore(cohortStore, (s) => s.flaggedOnly);
  const seen = useStore(cohortStore, (s) => (filter !== "" || flaggedOnly ? s.seen : NONE_SEEN)); // each line looks at its own
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = shownPatients({ patients, filter, flaggedOnly, seen });
  const columns = patients?.columns ?? [];
  const first = FIRST_COLUMNS.filter((c) => columns.includes(c));
  const digits = digitsOf(patients, first);
  useEffect(() => { // measured when seen
    const watch = new IntersectionObserver((entries) => { for (const e of entries) if (e.isIntersecting) soon(Number((e.target as HTMLElement).dataset.row)); }, { rootMargin: "200px" });
    body.current?.querySelectorAll('tr[data-ecg="there"]').forEach((row) => watch.observe(row));
    return () => watch.disconnect();
  }, [patients, filter, flaggedOnly]);
  const keys = (event: KeyboardEvent): void => {
    const rows = [...(body.current?.querySelectorAll<HTMLButtonElement>("button.openrow") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLButtonElement);
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 || at < 0) return;
    event.preventDefault();
    rows[at + by]?.focus();
  };
  return (
    <section class="patients">
      <div class="row">
        <span class="field"><label for="filter">{t.filter}</label><input id="filter" value={filter} placeholder={t.filterHint} onInput={(e) => cohortStore.set({ filter: e.currentTarget.value })} /></span>
        <label class="check"><input type="checkbox" checked={flaggedOnly} onChange={(e) => cohortStore.set({ flaggedOnly: e.currentTarget.checked })} /> {t.onlyFlagged}</label>
        <span class="muted" role="status">{t.shownOf(shown.length, patients?.patients.length ?? 0)}</span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.patients}>
        <table class="wide rows" onKeyDown={keys}>
          <thead><tr><th scope="col">{t.patient}</th><th scope="col">{t.trace}</th><th scope="col" class="n">{t.qrsMs}</th>{first.map((c) => <th scope="col" class="n" key={c} title={c}>{heads[c] ?? c}</th>)}<th scope="col">{t.flags}</th></tr></thead>
          <tbody ref={body}>{shown.map((p) => <Line key={p.row} patient={p} columns={columns} first={first} digits={digits} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

/** Decimals of each column, so that its numbers stand below one another: one where any value has some. */
export function digitsOf(patients: Patients | null, columns: string[]): Record<string, number> {
  return Object.fromEntries(columns.map((name) => {
    const at = patients?.columns.indexOf(name) ?? -1;
    return [name, patients?.patients.some((p) => typeof p.values[at] === "number" && !Number.isInteger(p.values[at])) ? 1 : 0];
  }));
}

function Line({ patient: p, columns, first, digits }: { patient: Patient; columns: string[]; first: string[]; digits: Record<string, number> }): JSX.Element {
  const { t, term, number } = useWords();
  const seen = useStore(cohortStore, (s) => s.seen[p.row]);
  const value = (name: string): string => {
    const v = p.values[columns.indexOf(name)];
    if (FLAGS.has(name) && (v === 0 || v === 1)) return v === 1 ? t.yes : t.no;
    return v === null || v === undefined ? "–" : typeof v === "number" ? number(v, digits[name] ?? 0) : v;
  };
  return (
    <tr data-row={p.row} data-ecg={p.ecg}>
      <th scope="row">{p.ecg === "there" ? <button type="button" class="link openrow" onClick={() => void openPatient(p.row)}>{p.id}</button> : p.id}</th>
      <td class="tracecell">{p.ecg === "there" ? <SmallTrace seen={seen} /> : <span class="muted">{p.ecg === "missing" ? t.ecgMissing : t.ecgNone}</span>}</td>
      <td class="n">{seen?.qrs ? number(seen.qrs) : "–"}</td>
      {first.map((c) => <td class="n" key={c}>{value(c)}</td>)}
      <td class="flagcell">
        {seen?.failed && <span class="flag refuse" lang="en" title={seen.failed}>!</span>}
        {seen?.flags.map((f) => <span key={f.name} class={f.refuse ? "flag refuse" : "flag"} title={f.detail}>{flagWord(f, term)}</span>)}
      </td>
    </tr>
  );
}

function SmallTrace({ seen }: { seen: Seen | undefined }): JSX.Element {
  const values = seen?.trace;
  if (!values || values.length === 0) return <svg viewBox="0 0 150 28" aria-hidden="true" />;
  const bins = values.length / seen.perBin;
  const known = values.filter((v) => !Number.isNaN(v));
  const low = Math.min(...known), high = Math.max(...known);
  const y = (v: number): number => 26 - ((v - low) / Math.max(0.2, high - low)) * 24;
  const line = linePath([...values].map((v, i) => [(Math.floor(i / seen.perBin) / bins) * 150, y(v)] as const));
  return <svg class="small" viewBox="0 0 150 28" aria-hidden="true"><path d={line} /></svg>;
}
