// The state of the page and what can be done with it.
import { api, ApiFault, type Clinical, type ReadOptions } from "./api/client";
import type { Beats, Boundary, Fault, Health, Input, Lbbb, Measurements, ModelLine, Moves, Place, Prediction, Recording, Vectors } from "./api/types";
import { keep, kept } from "./keep";
import { createStore } from "./store";
import type { Format } from "./sheet/layout";
import { NO_FILTERS, type DisplayFilters } from "./sheet/filters";

export type View = "ecg" | "cohort" | "model";
export type Theme = "system" | "light" | "dark";

export interface PaperState { format: Format; speed: 25 | 50; gain: 5 | 10 | 20; rhythmLead: string; zoom: "fit" | "true" | number; filters: DisplayFilters }

export interface State {
  lang: "en" | "de";
  theme: Theme;
  view: View;
  identity: boolean; // names shown: the server must have them, and the user must ask
  pxPerMm: number | null; // of this screen, once checked with a ruler
  paper: PaperState;
  health: Health | null;
  models: ModelLine[];
  inputs: Input[];
  recording: Recording | null;
  fileName: string; // may name a patient: shown with identity alone
  known: Record<string, string>; // values of the cohort's table for this patient, by the names that models read
  patientRow: number | null; // of the cohort, when it was opened from there
  earlier: Recording | null;
  clinical: Clinical;
  measurements: Measurements | null;
  original: Measurements | null; // before any boundary was moved
  prediction: Prediction | null;
  beats: Beats | null;
  lbbb: Lbbb | null;
  vectors: Vectors | null;
  place: Place | null; // shown on the beat
  undone: Moves[]; // sets of moves before the present one
  busy: string; // what is under way, for the status line
  fault: Fault | null;
  waitingFiles: File[]; // whose reading asked for a unit or the like
}

export const store = createStore<State>({
  lang: kept<"en" | "de">("lang", navigator.language.startsWith("de") ? "de" : "en"),
  theme: kept<Theme>("theme", "system"),
  view: "ecg",
  identity: false,
  pxPerMm: kept<number | null>("pxPerMm", null),
  paper: { format: "3x4", speed: 25, gain: 10, rhythmLead: "II", zoom: "fit", filters: NO_FILTERS },
  health: null, models: [], inputs: [],
  recording: null, fileName: "", known: {}, patientRow: null, earlier: null, clinical: {},
  measurements: null, original: null, prediction: null, beats: null, lbbb: null, vectors: null, place: null, undone: [],
  busy: "", fault: null, waitingFiles: [],
});

export const CSS_PX_PER_MM = 96 / 25.4; // CSS Values 4: 96 px an inch, where no ruler has said otherwise

const NOT_FOUND: Fault = { kind: "gone", message: "", what: "", where: "", got: "", expected: "", hint: "" };

export function faultOf(error: unknown): Fault {
  if (error instanceof ApiFault) return error.fault;
  return { ...NOT_FOUND, kind: "page", message: error instanceof Error ? error.message : String(error) };
}

const OPTIONS: (keyof ReadOptions)[] = ["fs", "unit", "leads", "decimal", "separator", "part"];

/** What the reader asks of the user: its hint names the options of the command line. */
export function asksFor(fault: Fault): (keyof ReadOptions)[] {
  const text = `${fault.message} ${fault.hint}`;
  return OPTIONS.filter((name) => new RegExp(`--${name}\\b|\\b${name}=`).test(text) || (name === "part" && /\bas part\b/.test(fault.expected)));
}

export function setLang(lang: "en" | "de"): void { keep("lang", lang); store.set({ lang }); }
export function setTheme(theme: Theme): void { keep("theme", theme); store.set({ theme }); }
export function setPaper(change: Partial<PaperState>): void { store.set((s) => ({ paper: { ...s.paper, ...change } })); }
export function setRuler(pxPerMm: number | null): void { keep("pxPerMm", pxPerMm); store.set({ pxPerMm }); }

export async function start(): Promise<void> {
  try {
    const [health, models, inputs] = await Promise.all([api.health(), api.models(), api.inputs()]);
    store.set({ health, models, inputs });
  } catch (error) { store.set({ fault: faultOf(error) }); }
}

/** Files of one recording, or one file. Files of an earlier ECG go to `earlier`. */
export async function open(files: File[], options: ReadOptions = {}, earlier = false): Promise<void> {
  if (files.length === 0) return;
  store.set({ busy: "reading", fault: null, waitingFiles: [] });
  try {
    const recording = await api.upload(files, options);
    if (earlier) { store.set({ earlier: recording, busy: "" }); return; }
    show(recording, files[0]!.name, null);
  } catch (error) {
    const fault = faultOf(error);
    store.set({ busy: "", fault, waitingFiles: asksFor(fault).length > 0 ? files : [] });
  }
}

export function show(recording: Recording, fileName: string, patientRow: number | null, clinical: Clinical = {}, known: Record<string, string> = {}): void {
  store.set({
    recording, fileName, patientRow, clinical, known, earlier: null, measurements: null, original: null, prediction: null, beats: null, lbbb: null, vectors: null,
    place: null, undone: [], fault: null, busy: "measuring", view: "ecg",
  });
  void measure();
}

let asked = 0; // an answer that was overtaken by a newer question is dropped

export async function measure(): Promise<void> {
  const { recording } = store.get();
  const clinical = usable(store.get().clinical);
  if (!recording) return;
  const mine = ++asked;
  store.set({ busy: "measuring" });
  const put = (change: Partial<State>): void => { if (mine === asked) store.set(change); };
  const part = async (work: Promise<Partial<State>>): Promise<void> => {
    try { put(await work); } catch (error) { put({ fault: faultOf(error) }); }
  };
  await part(api.measurements(recording.id, clinical).then((measurements) => (measurements.moved.length === 0 ? { measurements, original: measurements } : { measurements })));
  if (recording.twelve_leads) {
    await Promise.all([
      part(api.beats(recording.id, clinical.sex).then((beats) => ({ beats }))),
      part(api.lbbb(recording.id, clinical.sex).then((lbbb) => ({ lbbb }))),
      part(api.vectors(recording.id).then((vectors) => ({ vectors }))),
    ]);
  }
  put({ busy: "" });
}

/** Empty, or a share that a ventricle can eject; anything else is asked of nobody. */
export function isLvef(text: string | undefined): boolean {
  if (!text) return true;
  const share = Number(text);
  return share >= 1 && share <= 100;
}

function usable(clinical: Clinical): Clinical {
  return isLvef(clinical.lvef) ? clinical : { ...clinical, lvef: "" };
}

export function setClinical(change: Clinical): void {
  store.set((s) => ({ clinical: { ...s.clinical, ...change } }));
  later();
}

let timer: ReturnType<typeof setTimeout> | undefined;
function later(): void { clearTimeout(timer); timer = setTimeout(() => void measure(), 250); } // while one types

export function movesOf(beats: Beats | null): Moves {
  return Object.fromEntries((beats?.moved ?? []).map((m) => [`${m.boundary}_ms`, m.moved_ms])) as Moves;
}

async function send(moves: Moves): Promise<boolean> {
  const { recording } = store.get();
  if (!recording) return false;
  try {
    await api.move(recording.id, moves);
    store.set({ fault: null });
    await measure();
    return true;
  } catch (error) { store.set({ fault: faultOf(error) }); await measure(); return false; }
}

export async function move(boundary: Boundary, ms: number): Promise<void> {
  const before = movesOf(store.get().beats);
  if (await send({ ...before, [`${boundary}_ms`]: ms })) store.set((s) => ({ undone: [...s.undone, before] }));
}

export async function undo(): Promise<void> {
  const { undone } = store.get();
  const last = undone[undone.length - 1];
  if (last && (await send(last))) store.set({ undone: undone.slice(0, -1) });
}

export async function undoAll(): Promise<void> {
  if (await send({})) store.set({ undone: [] });
}

export function showPlace(place: Place | null): void { store.set({ place }); }

/** Values of the form under the names that models read. */
export function clinicalValues(clinical: Clinical, extra: Record<string, string>): Record<string, number | string> {
  const set: Record<string, number | string> = {};
  if (clinical.lvef && isLvef(clinical.lvef)) set.lvef_pct = Number(clinical.lvef);
  if (clinical.nyha) set.nyha = Number(clinical.nyha);
  if (clinical.sex) set.sex = clinical.sex;
  if (clinical.ischemic) set.ischemic = clinical.ischemic === "yes" ? 1 : 0;
  for (const [name, value] of Object.entries(extra)) {
    if (value === "") continue;
    const number = Number(value.replace(",", "."));
    set[name] = Number.isNaN(number) ? value : number;
  }
  return set;
}
