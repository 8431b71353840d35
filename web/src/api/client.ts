// Calls to the server that gave this page: same origin, its cookie is the key.
import type {
  Beats, Boundaries, Changes, Cohort, CohortCheck, Evaluation, EvaluationRequest, Fault, Health, Input, Lbbb, Measurements, Model,
  ModelLine, Moves, Patients, Prediction, Recording, Vectors,
} from "./types";

const BASE = "/api/v1";

export class ApiFault extends Error {
  constructor(readonly status: number, readonly fault: Fault) { super(fault.message); }
}

export type Query = Record<string, string | number | undefined | null>;

export function address(path: string, query: Query | [string, string][] = {}): string {
  const parameters = new URLSearchParams();
  const pairs = Array.isArray(query) ? query : Object.entries(query);
  for (const [name, value] of pairs) if (value !== undefined && value !== null && value !== "") parameters.append(name, String(value));
  const text = parameters.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

async function fail(response: Response): Promise<never> {
  let fault: Fault = { kind: "io", message: `${response.status} ${response.statusText}`, what: "", where: "", got: "", expected: "", hint: "" };
  try {
    const body = (await response.json()) as { error?: Partial<Fault> };
    if (body.error) fault = { ...fault, ...body.error };
  } catch { /* no JSON: the status line must do */ }
  throw new ApiFault(response.status, fault);
}

async function call(path: string, init: RequestInit = {}, query: Query = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path, query), { credentials: "same-origin", ...init });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new ApiFault(0, { kind: "gone", message: "", what: "", where: "", got: "", expected: "", hint: "" });
  }
  if (!response.ok) await fail(response);
  return response;
}

async function json<T>(path: string, init: RequestInit = {}, query: Query = {}): Promise<T> {
  return (await (await call(path, init, query)).json()) as T;
}

function body(method: string, value: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

function form(parts: [string, Blob, string][]): RequestInit {
  const data = new FormData();
  for (const [name, blob, file] of parts) data.append(name, blob, file);
  return { method: "POST", body: data };
}

export interface ReadOptions { fs?: string; unit?: string; leads?: string; decimal?: string; separator?: string; part?: string }
export interface Clinical { sex?: string; lvef?: string; nyha?: string; rhythm?: string; ischemic?: string }
const query = (clinical: Clinical): Query => ({ ...clinical });
const id = (text: string | number): string => encodeURIComponent(String(text));

export interface SamplesAnswer { kind: "samples" | "minmax"; leads: string[]; count: number; fs: number; first: number; samples: number; values: Float32Array }

export const api = {
  health: () => json<Health>("/health"),
  models: () => json<ModelLine[]>("/models"),
  model: (model: string) => json<Model>(`/models/${id(model)}`),
  inputs: () => json<Input[]>("/inputs"),
  upload: (files: File[], options: ReadOptions = {}) => {
    const single = files.length === 1 ? files[0] : undefined;
    const init = single
      ? { method: "POST", headers: { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(single.name) }, body: single }
      : form(files.map((file) => ["file", file, file.name]));
    return json<Recording>("/recordings", init, { ...options });
  },
  forget: (r: string) => call(`/recordings/${id(r)}`, { method: "DELETE" }),
  measurements: (r: string, clinical: Clinical) => json<Measurements>(`/recordings/${id(r)}/measurements`, {}, query(clinical)),
  // The whole form goes with each: with the same options an ECG is measured once, whoever asks.
  beats: (r: string, clinical: Clinical) => json<Beats>(`/recordings/${id(r)}/beats`, {}, query(clinical)),
  vectors: (r: string, clinical: Clinical) => json<Vectors>(`/recordings/${id(r)}/vectors`, {}, query(clinical)),
  lbbb: (r: string, clinical: Clinical) => json<Lbbb>(`/recordings/${id(r)}/lbbb`, {}, query(clinical)),
  move: (r: string, moves: Moves, clinical: Clinical) => json<Boundaries>(`/recordings/${id(r)}/boundaries`, body("POST", moves), query(clinical)),
  changes: (r: string, since: string, clinical: Clinical) => json<Changes>(`/recordings/${id(r)}/changes`, {}, { since, ...clinical }),
  predict: (r: string, model: string, set: Record<string, number | string>) =>
    json<Prediction>(`/recordings/${id(r)}/predictions`, body("POST", { model, set })),

  async samples(r: string, leads: string[], from: number, to: number, width: number): Promise<SamplesAnswer> {
    const response = await call(`/recordings/${id(r)}/samples`, {}, { lead: leads.join(","), from, to, width: width || undefined });
    const head = (name: string): string => response.headers.get(name) ?? "";
    const bytes = await response.arrayBuffer();
    return {
      kind: head("X-Kind") === "minmax" ? "minmax" : "samples",
      leads: decodeURIComponent(head("X-Leads")).split(","),
      count: Number(head("X-Count")), fs: Number(head("X-Sampling-Frequency")),
      first: Number(head("X-First-Sample")), samples: Number(head("X-Samples")),
      values: new Float32Array(bytes),
    };
  },

  uploadCohort: (table: File, files: { file: File; name: string }[], map?: string) => {
    const parts: [string, Blob, string][] = [["table", table, table.name]];
    if (map !== undefined) parts.push(["map", new Blob([map], { type: "application/toml" }), "map.toml"]);
    for (const { file, name } of files) parts.push(["file", file, name]);
    return json<Cohort>("/cohorts", form(parts));
  },
  addFiles: (c: string, files: { file: File; name: string }[]) =>
    json<Cohort>(`/cohorts/${id(c)}/files`, form(files.map(({ file, name }) => ["file", file, name]))),
  map: async (c: string) => (await call(`/cohorts/${id(c)}/map`)).text(),
  putMap: (c: string, map: string) => json<Cohort>(`/cohorts/${id(c)}/map`, { method: "PUT", headers: { "Content-Type": "application/toml" }, body: map }),
  check: (c: string) => json<CohortCheck>(`/cohorts/${id(c)}/check`),
  patients: (c: string) => json<Patients>(`/cohorts/${id(c)}/patients`),
  openPatient: (c: string, row: number) => json<Recording>(`/cohorts/${id(c)}/patients/${row}/recording`, { method: "POST" }),

  evaluate: (request: EvaluationRequest) => json<Evaluation>("/evaluations", body("POST", request)),
  cancel: (e: string) => json<Evaluation>(`/evaluations/${id(e)}`, { method: "DELETE" }),
};

/** Follows an evaluation until it ends; the answer stops listening. */
export function follow(evaluation: string, heard: (state: Evaluation) => void): () => void {
  const source = new EventSource(address(`/evaluations/${id(evaluation)}/events`));
  const take = (event: Event): void => heard(JSON.parse((event as MessageEvent<string>).data) as Evaluation);
  source.addEventListener("progress", take);
  source.addEventListener("end", (event) => { take(event); source.close(); });
  return () => source.close();
}
