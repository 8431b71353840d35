// The patients: values of the table, a small trace and flags as their ECGs come into sight.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Patient } from "../api/types";
import { useStore } from "../store";
import { useWords } from "../texts";
import { cohortStore, openPatient, peek, shownPatients, type Seen } from "./state";

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
  const { t, number } = useWords();
  const state = useStore(cohortStore, (s) => s);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = shownPatients(state);
  const columns = state.patients?.columns ?? [];
  const first = FIRST_COLUMNS.filter((c) => columns.includes(c));
  useEffect(() => { // measured when seen
    const watch = new IntersectionObserver((entries) => { for (const e of entries) if (e.isIntersecting) soon(Number((e.target as HTMLElement).dataset.row)); }, { rootMargin: "200px" });
    body.current?.querySelectorAll('tr[data-ecg="there"]').forEach((row) => watch.observe(row));
    return () => watch.disconnect();
  }, [state.patients, state.filter, state.flaggedOnly]);
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
        <span class="field"><label for="filter">{t.filter}</label><input id="filter" value={state.filter} placeholder={t.filterHint} onInput={(e) => cohortStore.set({ filter: e.currentTarget.value })} /></span>
        <label class="check"><input type="checkbox" checked={state.flaggedOnly} onChange={(e) => cohortStore.set({ flaggedOnly: e.currentTarget.checked })} /> {t.onlyFlagged}</label>
        <span class="muted" role="status">{t.shownOf(shown.length, state.patients?.patients.length ?? 0)}</span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.patients}>
        <table class="wide rows" onKeyDown={keys}>
          <thead><tr><th scope="col">{t.patient}</th><th scope="col">{t.trace}</th><th scope="col" class="n">{t.qrsMs}</th>{first.map((c) => <th scope="col" class="n" key={c}>{c}</th>)}<th scope="col">{t.flags}</th></tr></thead>
          <tbody ref={body}>{shown.map((p) => <Line key={p.row} patient={p} columns={columns} first={first} seen={state.seen[p.row]} number={number} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Line({ patient: p, columns, first, seen, number }: { patient: Patient; columns: string[]; first: string[]; seen: Seen | undefined; number: (v: number, d?: number) => string }): JSX.Element {
  const { t, term } = useWords();
  const value = (name: string): string => {
    const v = p.values[columns.indexOf(name)];
    return v === null || v === undefined ? "–" : typeof v === "number" ? number(v, Number.isInteger(v) ? 0 : 1) : v;
  };
  return (
    <tr data-row={p.row} data-ecg={p.ecg}>
      <th scope="row">{p.ecg === "there" ? <button type="button" class="link openrow" onClick={() => void openPatient(p.row)}>{p.id}</button> : p.id}</th>
      <td class="tracecell">{p.ecg === "there" ? <SmallTrace seen={seen} /> : <span class="muted">{p.ecg === "missing" ? t.ecgMissing : t.ecgNone}</span>}</td>
      <td class="n">{seen?.qrs ? number(seen.qrs) : "–"}</td>
      {first.map((c) => <td class="n" key={c}>{value(c)}</td>)}
      <td class="flagcell">
        {seen?.failed && <span class="flag refuse" lang="en" title={seen.failed}>!</span>}
        {seen?.flags.map((f) => <span key={f.name} class={f.refuse ? "flag refuse" : "flag"} title={f.detail}>{term(f.name) === f.name ? f.name.replace(/_/g, " ") : term(f.name)}</span>)}
      </td>
    </tr>
  );
}

function SmallTrace({ seen }: { seen: Seen | undefined }): JSX.Element {
  const values = seen?.trace;
  if (!values || values.length === 0) return <svg viewBox="0 0 150 28" aria-hidden="true" />;
  const bins = values.length / seen.traceHz;
  const known = values.filter((v) => !Number.isNaN(v));
  const low = Math.min(...known), high = Math.max(...known);
  const y = (v: number): string => (26 - ((v - low) / Math.max(0.2, high - low)) * 24).toFixed(1);
  let d = "", down = false;
  for (let i = 0; i < values.length; ++i) {
    const v = values[i]!;
    if (Number.isNaN(v)) { down = false; continue; }
    d += `${down ? "L" : "M"}${((Math.floor(i / seen.traceHz) / bins) * 150).toFixed(1)} ${y(v)}`;
    down = true;
  }
  return <svg class="small" viewBox="0 0 150 28" aria-hidden="true"><path d={d} /></svg>;
}
