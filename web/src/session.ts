// The state of the page and what can be done with it.
import { api, ApiFault, type Clinical, type ReadOptions } from "./api/client";
import type { Beats, Boundary, Fault, Health, Input, Lbbb, Measurements, ModelLine, Moves, Prediction, Recording, Vectors } from "./api/types";
import { usable, type Asked } from "./clinical";
import { keep, kept } from "./keep";
import { recordingsOf, type Named } from "./recordings";
import { createStore } from "./store";
import type { Format } from "./sheet/layout";
import { NO_FILTERS, type DisplayFilters } from "./sheet/filters";
import { firstSheet, prepareSamples } from "./sheet/source";

export type View = "ecg" | "cohort" | "model";
export type Theme = "system" | "light" | "dark";

interface PaperState { format: Format; speed: 25 | 50; gain: 5 | 10 | 20; rhythmLead: string; zoom: "fit" | "true" | number; filters: DisplayFilters }

/** A criterion whose place is shown on the beat; where that place lies follows from the criteria as they are now. */
export interface ShownCriterion { definition: string; criterion: string; lead: string }

/** All that belongs to one recording; kept while another one is looked at. */
export interface OneEcg {
  number: number; // by which an unnamed recording is called
  recording: Recording;
  fileName: string; // may name a patient: shown with identity alone
  patientRow: number | null; // of the cohort, when it was opened from there
  values: Record<string, string>; // clinical ones that models read, as the cohort's table or the user says them
  clinical: Clinical;
  earlier: Recording | null;
  measurements: Measurements | null;
  original: Measurements | null; // before any boundary was moved
  prediction: Prediction | null;
  asked: Asked | null; // with it
  beats: Beats | null;
  lbbb: Lbbb | null;
  vectors: Vectors | null;
  place: ShownCriterion | null;
  undone: Moves[]; // sets of moves before the present one
}

/** A file of several that could not be opened. */
interface NotOpened { number: number; fault: Fault }

interface State extends Omit<OneEcg, "recording"> {
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
  opened: OneEcg[]; // in the order of their tabs; the one on show is kept as it was when it came on show
  busy: string; // what is under way, for the status line
  progress: { at: number; of: number } | null; // of several files
  fault: Fault | null;
  notOpened: NotOpened[];
  severalAsked: number; // files of the last drop, for the words about those that failed
  waitingFiles: File[]; // whose reading asked for a unit or the like
}

const NOTHING: Omit<OneEcg, "recording"> = {
  number: 1, fileName: "", patientRow: null, values: {}, clinical: {}, earlier: null, measurements: null, original: null, prediction: null, asked: null,
  beats: null, lbbb: null, vectors: null, place: null, undone: [],
};

export const store = createStore<State>({
  lang: kept<"en" | "de">("lang", globalThis.navigator?.language.startsWith("de") ? "de" : "en"),
  theme: kept<Theme>("theme", "system"),
  view: "ecg",
  identity: false,
  pxPerMm: kept<number | null>("pxPerMm", null),
  paper: { format: "3x4", speed: 25, gain: 10, rhythmLead: "II", zoom: "fit", filters: NO_FILTERS },
  health: null, models: [], inputs: [],
  ...NOTHING, recording: null, opened: [],
  busy: "", progress: null, fault: null, notOpened: [], severalAsked: 0, waitingFiles: [],
});

export const CSS_PX_PER_MM = 96 / 25.4; // CSS Values 4: 96 px an inch, where no ruler has said otherwise

function pageFault(kind: string, message: string): Fault { return { kind, message, what: "", where: "", got: "", expected: "", hint: "" }; }

export function faultOf(error: unknown): Fault {
  if (error instanceof ApiFault) return error.fault;
  return pageFault("page", error instanceof Error ? error.message : String(error));
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

// --- opening

let timer: ReturnType<typeof setTimeout> | undefined; // of a form that is being filled in

/** The recordings among the files; a file that went away meanwhile is said. */
async function grouped(files: Named[]): Promise<Named[][]> {
  try { return await recordingsOf(files); } catch (error) { store.set({ fault: faultOf(error) }); return []; }
}

/** Opens what was dropped or chosen: one recording, or several, each of which is listed. */
export async function open(files: Named[]): Promise<void> {
  const found = await grouped(files);
  if (found.length === 0) return;
  if (found.length === 1) { await openOne(found[0]!.map((f) => f.file)); return; }
  const most = store.get().health?.limits.recordings ?? 50;
  if (store.get().opened.length + found.length > most) {
    store.set({ fault: pageFault("many", String(most)), notOpened: [], waitingFiles: [] });
    return;
  }
  store.set({ busy: "reading", fault: null, notOpened: [], severalAsked: found.length, waitingFiles: [] });
  let shown = false;
  for (const [i, group] of found.entries()) {
    store.set({ progress: { at: i + 1, of: found.length } });
    try {
      const recording = await api.upload(group.map((f) => f.file));
      const one = added({ recording, fileName: group[0]!.file.name });
      if (!shown) { putAway(); bringOn(one); }
      shown = true;
    } catch (error) { store.set((s) => ({ notOpened: [...s.notOpened, { number: i + 1, fault: faultOf(error) }] })); }
  }
  store.set((s) => ({ progress: null, busy: s.busy === "reading" ? "" : s.busy }));
}

/** The files of one recording. */
export async function openOne(files: File[], options: ReadOptions = {}): Promise<void> {
  if (files.length === 0) return;
  store.set({ busy: "reading", fault: null, notOpened: [], waitingFiles: [] });
  try {
    const recording = await api.upload(files, options);
    show({ recording, fileName: files[0]!.name });
  } catch (error) {
    const fault = faultOf(error);
    store.set({ busy: "", fault, waitingFiles: asksFor(fault).length > 0 ? files : [] });
  }
}

/** An earlier ECG of the patient on show. */
export async function openEarlier(files: Named[]): Promise<void> {
  const found = await grouped(files);
  if (found.length === 0) return;
  if (found.length > 1) { store.set({ fault: pageFault("oneEarlier", "") }); return; }
  store.set({ busy: "reading", fault: null });
  try {
    const before = store.get().earlier;
    store.set({ earlier: await api.upload(found[0]!.map((f) => f.file)), busy: "" });
    if (before) forget(before.id);
  } catch (error) { store.set({ busy: "", fault: faultOf(error) }); }
}

function forget(id: string): void { void api.forget(id).catch(() => undefined); } // gone already: as well

const ANSWERED_MS = 2000; // what was asked of a patient's ECG before the next one came is answered by then

let numbered = 0; // recordings that were opened in this visit

function added(of: Partial<OneEcg> & { recording: Recording }): OneEcg {
  const one: OneEcg = { ...NOTHING, number: of.patientRow == null ? ++numbered : 0, ...of };
  store.set((s) => ({ opened: [...s.opened, one] }));
  return one;
}

/** Opens a recording in a tab of its own; the next patient of a cohort takes the place of the one before. */
export function show(of: Partial<OneEcg> & { recording: Recording }): void {
  const { opened, recording, patientRow, earlier } = store.get();
  const replaced = of.patientRow != null && patientRow !== null ? recording?.id : undefined;
  const one = added(of);
  if (replaced !== undefined) {
    const at = opened.findIndex((o) => o.recording.id === replaced);
    store.set({ opened: opened.map((o, i) => (i === at ? one : o)) });
    setTimeout(() => { forget(replaced); if (earlier) forget(earlier.id); }, ANSWERED_MS);
  } else putAway();
  bringOn(one);
}

/** What is on show as an entry of the list. */
function ofShow(s: State): OneEcg | null {
  if (!s.recording) return null;
  const names = [...Object.keys(NOTHING), "recording"] as (keyof OneEcg)[];
  return Object.fromEntries(names.map((name) => [name, s[name]])) as unknown as OneEcg;
}

function putAway(): void {
  if (timer !== undefined) { clearTimeout(timer); timer = undefined; store.set({ measurements: null }); } // the form was just changed
  store.set((s) => { const now = ofShow(s); return now ? { opened: s.opened.map((o) => (o.recording.id === now.recording.id ? now : o)) } : {}; });
}

function bringOn(one: OneEcg): void {
  ++newest; // what is still being asked of the one before asks no further
  prepareSamples(one.recording); // asked for before anything is drawn: the sheet comes first
  const { recording } = one;
  const whole = one.measurements !== null && (one.beats !== null || !recording.twelve_leads);
  store.set({ ...one, fault: null, busy: whole ? "" : "measuring", view: "ecg" });
  if (!whole) void firstSheet(recording.id).then(() => { if (store.get().recording === recording) void measure(); });
}

/** From one open recording to another. */
export function goTo(id: string): void {
  if (store.get().recording?.id === id) return;
  putAway();
  const one = store.get().opened.find((o) => o.recording.id === id);
  if (one) bringOn(one);
}

/** Lets a recording go, here and in the program. */
export function closeRecording(id: string): void {
  const { opened, recording } = store.get();
  const at = opened.findIndex((o) => o.recording.id === id);
  if (at < 0) return;
  const earlier = recording?.id === id ? store.get().earlier : opened[at]!.earlier;
  const left = opened.filter((o) => o.recording.id !== id);
  forget(id);
  if (earlier) forget(earlier.id);
  store.set({ opened: left });
  if (recording?.id !== id) return;
  const next = left[Math.min(at, left.length - 1)];
  if (next) bringOn(next);
  else { ++newest; store.set({ ...NOTHING, recording: null, busy: "", fault: null }); }
}

// --- measuring

let newest = 0; // an answer that was overtaken by a newer question is dropped

export async function measure(): Promise<void> {
  const { recording } = store.get();
  const clinical = usable(store.get().clinical);
  if (!recording) return;
  const mine = ++newest;
  store.set({ busy: "measuring" });
  const put = (change: Partial<State>): void => { if (mine === newest) store.set(change); };
  const part = async (work: Promise<Partial<State>>): Promise<void> => {
    try { put(await work); } catch (error) { put({ fault: faultOf(error) }); }
  };
  await part(api.measurements(recording.id, clinical).then((measurements) => (measurements.moved.length === 0 ? { measurements, original: measurements } : { measurements })));
  if (recording.twelve_leads && mine === newest) {
    await Promise.all([
      part(api.beats(recording.id, clinical).then((beats) => ({ beats }))),
      part(api.lbbb(recording.id, clinical).then((lbbb) => ({ lbbb }))),
      ...(store.get().measurements?.vectors ? [part(api.vectors(recording.id, clinical).then((vectors) => ({ vectors })))] : []), // a lead without a beat: no loop, the cautions say it
    ]);
  }
  put({ busy: "" });
}

const NO_PREDICTION = { prediction: null, asked: null }; // an old answer must not stand beside new values

export function setClinical(change: Clinical): void {
  store.set((s) => ({ clinical: { ...s.clinical, ...change }, ...NO_PREDICTION }));
  later();
}

export function setValue(name: string, value: string): void {
  store.set((s) => ({ values: { ...s.values, [name]: value }, ...NO_PREDICTION }));
}

export function dropPrediction(): void { store.set(NO_PREDICTION); }

/** Asks a model; the answer counts if nothing was changed meanwhile. */
export async function predict(asked: Asked): Promise<void> {
  const before = store.get();
  if (!before.recording) return;
  const prediction = await api.predict(before.recording.id, asked.model, asked.set);
  const now = store.get();
  const same = now.recording === before.recording && now.clinical === before.clinical && now.values === before.values && now.measurements === before.measurements;
  if (same) store.set({ prediction, asked });
}

function later(): void { clearTimeout(timer); timer = setTimeout(() => { timer = undefined; void measure(); }, 250); } // while one types

// --- boundaries

function movesOf(beats: Beats | null): Moves {
  return Object.fromEntries((beats?.moved ?? []).map((m) => [`${m.boundary}_ms`, m.moved_ms])) as Moves;
}

async function send(moves: Moves): Promise<boolean> {
  const { recording, clinical } = store.get();
  if (!recording) return false;
  try {
    await api.move(recording.id, moves, usable(clinical));
    store.set({ fault: null, ...NO_PREDICTION });
    await measure();
    return true;
  } catch (error) { store.set({ fault: faultOf(error) }); await measure(); return false; }
}

export async function move(boundary: Boundary, ms: number): Promise<void> {
  const { recording, beats } = store.get();
  const before = movesOf(beats);
  if (await send({ ...before, [`${boundary}_ms`]: ms }) && store.get().recording === recording) store.set((s) => ({ undone: [...s.undone, before] }));
}

export async function undo(): Promise<void> {
  const { undone } = store.get();
  const last = undone[undone.length - 1];
  if (last && (await send(last))) store.set({ undone: undone.slice(0, -1) });
}

export async function undoAll(): Promise<void> {
  if (await send({})) store.set({ undone: [] });
}

export function showPlace(place: ShownCriterion | null): void { store.set({ place }); }
