// The cohort of this session: its table, its patients, and the flags that come as their ECGs are opened.
import { api } from "../api/client";
import type { Cohort, CohortCheck, Evaluation, Fault, Flag, Measurements, Patients } from "../api/types";
import { faultOf, show, store } from "../session";
import type { Named } from "../recordings";
import { createStore } from "../store";
import { clinicalOf, pathVariants, relativeTo, tableOf } from "./files";

export interface Seen { qrs: number | null; rate: number | null; flags: Flag[]; trace: Float32Array | null; perBin: number; failed: string }

interface CohortState {
  cohort: Cohort | null;
  naming: ((path: string) => string) | null; // how the table names the files of a chosen folder, once that is known
  check: CohortCheck | null;
  patients: Patients | null;
  seen: Record<number, Seen>;
  filter: string;
  flaggedOnly: boolean;
  evaluation: Evaluation | null;
  busy: boolean;
  fault: Fault | null;
}

export const cohortStore = createStore<CohortState>({
  cohort: null, naming: null, check: null, patients: null, seen: {}, filter: "", flaggedOnly: false, evaluation: null, busy: false, fault: null,
});

export function forgetCohort(): void { cohortStore.set({ cohort: null, naming: null, patients: null, check: null, seen: {}, evaluation: null, fault: null }); }

const UPLOAD_AT_ONCE = 40; // files a call: progress is seen, and no call grows without bound
const PEEK_PX = 150;

async function guarded(work: () => Promise<void>): Promise<void> {
  cohortStore.set({ busy: true, fault: null });
  try { await work(); } catch (error) { cohortStore.set({ fault: faultOf(error) }); }
  cohortStore.set({ busy: false });
}

/** Sends some files under the names that the table gives them; whether one that was missing is there now. */
async function send(cohort: Cohort, files: Named[], naming: (path: string) => string): Promise<boolean> {
  const before = cohortStore.get().cohort!.ecgs_missing;
  const after = await api.addFiles(cohort.id, files.map((f) => ({ ...f, name: naming(f.name) })));
  cohortStore.set({ cohort: after });
  return after.ecgs_missing < before;
}

/** A chosen folder stands in each path, and the table may name the files from it, in it, or without any: what fits the first few is kept, and holds when the folder is chosen again. */
async function upload(cohort: Cohort, files: Named[]): Promise<void> {
  let { naming } = cohortStore.get();
  let rest = files;
  if (!naming) {
    rest = files.slice(UPLOAD_AT_ONCE);
    for (const variant of pathVariants) {
      const fits = await send(cohort, files.slice(0, UPLOAD_AT_ONCE), variant);
      naming = variant;
      if (fits) { cohortStore.set({ naming }); break; }
    }
  }
  for (let i = 0; i < rest.length; i += UPLOAD_AT_ONCE) await send(cohort, rest.slice(i, i + UPLOAD_AT_ONCE), naming!);
}

export function take(files: Named[]): Promise<void> {
  return guarded(async () => {
    const table = cohortStore.get().cohort ? undefined : tableOf(files);
    if (table) {
      const cohort = await api.uploadCohort(table.file, []);
      cohortStore.set({ cohort, naming: null, check: null, patients: null, seen: {}, evaluation: null });
    }
    const { cohort } = cohortStore.get();
    if (!cohort) { cohortStore.set({ fault: { ...faultOf(null), kind: "noTable" } }); return; }
    const rest = relativeTo(table?.name ?? "", files.filter((f) => f !== table));
    if (rest.length > 0) await upload(cohort, rest);
    await refresh();
  });
}

export function applyMap(change: (toml: string) => string): Promise<void> {
  return guarded(async () => {
    const { cohort } = cohortStore.get();
    if (!cohort) return;
    cohortStore.set({ cohort: await api.putMap(cohort.id, change(await api.map(cohort.id))) });
    await refresh();
  });
}

async function refresh(): Promise<void> {
  const { cohort } = cohortStore.get();
  if (!cohort) return;
  if (!cohort.ready) { cohortStore.set({ patients: null, check: null }); return; }
  cohortStore.set({ patients: await api.patients(cohort.id) });
  api.check(cohort.id).then((check) => cohortStore.set({ check })).catch(() => cohortStore.set({ check: null }));
}

const WHOLE_BELOW = 3; // letters

/** Patients that the filter lets through, in the table's order. */
export function shownPatients(state: Pick<CohortState, "patients" | "seen" | "filter" | "flaggedOnly">): Patients["patients"] {
  const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (state.patients?.patients ?? []).filter((p) => {
    const cells = [p.row, p.id, ...p.values.map((v) => v ?? ""), ...(state.seen[p.row]?.flags ?? []).flatMap((f) => [f.name, f.words])].map((cell) => String(cell).toLowerCase());
    // "F" is a cell, "swap" a part of one: few letters stand in nearly everything.
    const found = (word: string): boolean => cells.some((cell) => (word.length < WHOLE_BELOW ? cell === word : cell.includes(word)));
    return words.every(found) && (!state.flaggedOnly || (state.seen[p.row]?.flags.length ?? 0) > 0);
  });
}

/** Measures a patient's ECG for the table and lets it go again: the server holds only so many. */
export async function peek(row: number): Promise<void> {
  const { cohort, seen } = cohortStore.get();
  if (!cohort || seen[row]) return;
  const put = (found: Seen): void => cohortStore.set((s) => ({ seen: { ...s.seen, [row]: found } }));
  const none: Seen = { qrs: null, rate: null, flags: [], trace: null, perBin: 1, failed: "" };
  put(none);
  try {
    const recording = await api.openPatient(cohort.id, row);
    try {
      const names = recording.info.leads.map((l) => (typeof l === "string" ? l : (l as { name: string }).name));
      const lead = names.includes("II") ? "II" : names[0]!;
      const [samples, m] = await Promise.all([
        api.samples(recording.id, [lead], 0, Math.min(5, recording.info.duration_s), PEEK_PX),
        api.measurements(recording.id, {}).catch((): Measurements | null => null),
      ]);
      put({ qrs: m?.intervals.qrs_ms ?? null, rate: m?.heart_rate_bpm ?? null, flags: m?.flags ?? [], trace: samples.values, perBin: samples.kind === "minmax" ? 2 : 1, failed: "" });
    } finally { void api.forget(recording.id).catch(() => undefined); }
  } catch (error) { put({ ...none, failed: faultOf(error).message }); }
}

/** Opens a patient's ECG on the sheet, with what the table knows of him. */
export function openPatient(row: number): Promise<void> {
  return guarded(async () => {
    const { cohort, patients } = cohortStore.get();
    if (!cohort || !patients) return;
    const recording = await api.openPatient(cohort.id, row);
    const patient = patients.patients.find((p) => p.row === row);
    const known = Object.fromEntries(patients.columns.flatMap((name, i) => { const v = patient?.values[i]; return v === null || v === undefined ? [] : [[name, String(v)]]; }));
    show({ recording, patientRow: row, clinical: patient ? clinicalOf(patients.columns, patient.values) : {}, values: known });
  });
}

/** Rows that can be opened, in the order shown. */
export function openRows(state: Parameters<typeof shownPatients>[0]): number[] { return shownPatients(state).filter((p) => p.ecg === "there").map((p) => p.row); }

export function patientKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || store.get().patientRow === null) return;
  const by = event.key.toLowerCase() === "n" ? 1 : event.key.toLowerCase() === "p" ? -1 : 0;
  if (by !== 0) { event.preventDefault(); void step(by); }
}

export async function step(by: 1 | -1): Promise<void> {
  const { patientRow } = store.get();
  const rows = openRows(cohortStore.get());
  const next = rows[rows.indexOf(patientRow ?? -1) + by];
  if (next !== undefined) await openPatient(next);
}
