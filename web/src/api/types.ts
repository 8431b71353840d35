// What the server answers, as its OpenAPI file (docs/api) says it. Times on a beat are ms from its R peak.

export interface Fault { kind: string; message: string; what: string; where: string; got: string; expected: string; hint: string }

export interface Health { status: string; version: string; notice: string; identity: boolean; networks: boolean; limits: { upload_bytes: number; cohort_bytes: number; recordings: number } }

export interface InfoWarning { text?: string; message?: string; what?: string; [key: string]: unknown }

export interface Info {
  format: string;
  sampling_frequency_hz: number;
  samples: number;
  duration_s: number;
  leads: unknown[];
  warnings: (InfoWarning | string)[];
  [key: string]: unknown;
}

export interface Recording { id: string; info: Info; bytes: number; digest: string; twelve_leads: boolean; moved: boolean; [key: string]: unknown }

export interface Wave { onset_ms: number; peak_ms: number; end_ms: number }
export interface Waves { p: Wave | null; qrs: Wave | null; t: Wave | null }
export type Boundary = "p_onset" | "p_end" | "qrs_onset" | "qrs_end" | "t_peak" | "t_end";
export interface Moved { boundary: Boundary; measured_ms: number | null; moved_ms: number }
export type Moves = Partial<Record<`${Boundary}_ms`, number>>;

export interface Vector { x: number; y: number; z: number }
export interface VectorMeasures {
  qrs_area_uvs: number; t_area_uvs: number; gradient_uvs: number; sai_qrst_uvs: number;
  qrs_area: Vector; t_area: Vector; qrs_peak_mv: Vector; t_peak_mv: Vector; qrs_t_angle_peak_deg: number; qrs_t_angle_mean_deg: number;
}

export type Met = "yes" | "no" | "unknown";
export interface Place { lead: string; what: string; from_ms: number; to_ms: number }
export interface Reason { criterion: string; lead: string; value: number | null; limit: number | null; unit: string; note: string; met: Met; places?: Place[] }
export interface LbbbAnswer { definition: string; name: string; title: string; answer: Met; source: string; reasons: Reason[] }
export interface Lbbb { answers: LbbbAnswer[]; moved: Moved[] }

export interface Guideline {
  name: string; title: string; source: string; lbbb_definition: string; class: string | null; level: string | null; place: string | null;
  checked: string | null; sentence: string; withheld: string | null; missing: string[]; from: string[];
}

export interface LeadQuality {
  lead: string; usable: boolean; flat: boolean; saturated: boolean; noisy: boolean; mains: boolean; baseline: boolean; missing: boolean;
  missing_part: number; noise_uv: number;
}

export interface Flag { name: string; words: string; detail: string; refuse: boolean; models_only?: boolean } // models_only: the ECG may be judged, models abstain

export interface Measurements {
  duration_s: number; beats: number; beats_in_median: number; aberrant_beats: number; heart_rate_bpm: number | null; rr_s: number;
  intervals: {
    p_ms: number | null; pr_ms: number | null; qrs_ms: number | null; qt_ms: number | null; jt_ms: number | null;
    qtc: { bazett_ms: number; fridericia_ms: number; framingham_ms: number; hodges_ms: number } | null;
  };
  axes: { p_deg: number | null; qrs_deg: number | null; t_deg: number | null };
  vectors: VectorMeasures | null;
  lbbb: boolean | null;
  conduction: { name: string; answer: Met; source: string; reasons: Reason[] }[];
  guidelines: Guideline[];
  waves: Waves;
  quality: LeadQuality[];
  flags: Flag[];
  warnings: string[];
  moved: Moved[];
  rhythm?: string | null;
  found: { name: string; title: string; borderline: boolean }[];
  [key: string]: unknown;
}

export interface Notch { kind: "notch" | "slur"; from_ms: number; at_ms: number; to_ms: number; depth_mv: number }
export interface BeatLead { name: string; derived: boolean; mv: number[]; waves: Waves; pattern: string | null; notches: Notch[] }
export interface Beats {
  sampling_frequency_hz: number; samples: number; first_ms: number; step_ms: number; beats: number; rr_s: number;
  waves: Waves; leads: BeatLead[]; moved: Moved[];
}

export interface Vectors {
  transform: string; first_ms: number; step_ms: number; x: number[]; y: number[]; z: number[];
  qrs: { from: number; to: number }; t: { from: number; to: number } | null; measures: VectorMeasures | null; moved: Moved[];
}

export interface Boundaries { measured: Waves; waves: Waves; moved: Moved[] }

export interface Change { name: string; title: string; unit: string; before: number | null; after: number | null; change: number | null; repeatability: number; doubtful: boolean; beyond: boolean | null }
export interface Answered { name: string; title: string; before: string; after: string; verdict: "changed" | "same" | "not assessable" }
export interface Changes { changes: Change[]; answers: Answered[]; notice: string }

/** Reasons of a prediction: contributions in log-odds, from a patient with the median of every input. */
export interface InputContribution { table: string; name: string; label: string; value: number | null; unit: string; reference: number | null; contribution: number }
export interface GroupContribution { name: string; label: string; contribution: number; interval: { low: number; high: number } | [number, number] | null; inputs: InputContribution[] }
export interface Explanation { method: string; base_log_odds: number | null; log_odds: number | null; groups: GroupContribution[]; note: string }
/** Where on the ECG: log-odds that each part of each lead is worth; ms from QRS onset. */

export interface Card {
  model?: string; label?: string; outcome?: string;
  training?: { patients: number; positives: number; prevalence: number; simulated: boolean };
  doubts?: string[];
  threshold?: { value: number; rule: string };
  cross_validation?: { figures?: Record<string, { value: number | null; ci95: [number, number] | null }>; [key: string]: unknown };
  [key: string]: unknown;
}

export type About = "recording" | "rhythm" | "inputs" | "likeness" | "answer" | "model";
export interface Caution { text: string; refuse: boolean; about: About }
export interface MissingInput { table: string; name: string; probability_low: number; probability_high: number; from: number; to: number }
export interface Prediction {
  abstain: boolean; probability: number | null; interval: { low: number; high: number; level: number } | null; threshold: number;
  responds: boolean | null; outcome: string; cautions: Caution[]; missing: MissingInput[];
  simulated?: boolean; model: Card; says?: string[]; explanation?: Explanation | null; alike?: { distance: number; had_outcome: boolean }[] | null; notice: string; [key: string]: unknown;
}

export interface ModelLine { id: string; kind: "predictor" | "network" | "unreadable"; label: string; outcome: string; shipped: boolean; error: string }
export interface Input { name: string; meaning: string; unit: string; kind: "number" | "integer" | "flag" | "sex" | "text"; min: number | null; max: number | null; after_implant: boolean }
export interface Model { id: string; kind: string; info: Record<string, unknown>; card: Card | null; inputs: Input[] }

export interface CohortColumn {
  from: string; column: string; as: string; known: boolean; left_out: string; unit: string; unit_told_by: string; read_as: string;
  present: number; missing: Record<string, unknown>; words: Record<string, unknown>;
}
export interface CohortFault { column: string; as: string; what: string; cells: number; first_row: number; spellings: [string, number][]; expected: string; hint: string }
export interface Cohort {
  id: string; source: string; patients: number; columns: CohortColumn[]; notes: string[]; faults: CohortFault[]; ready: boolean; files: number; ecgs: number; ecgs_missing: number;
}
export interface CohortCheck {
  patients: number; outcome: string; positives: number; negatives: number; findings: Record<string, unknown>[]; notes: string[];
  errors: Record<string, unknown>[]; not_evaluable: Record<string, unknown> | null; [key: string]: unknown;
}
export interface Patient { row: number; id: string; ecg: "there" | "missing" | "none"; values: (number | string | null)[] }
export interface Patients { columns: string[]; patients: Patient[] }

export interface EvaluationRequest { cohort: string; predictor?: string; outcome?: string; models?: string[]; folds?: number; repeats?: number; resamples?: number; seed?: number; title?: string }
export interface Evaluation {
  id: string; kind: "comparison" | "validation"; cohort: string; state: "waiting" | "running" | "done" | "failed" | "cancelled";
  task: string; done: number; total: number; note: string; elapsed_s: number; left_s: number | null; answer: string[]; error: Fault | null;
}
