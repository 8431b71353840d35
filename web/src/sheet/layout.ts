// Where on ECG paper each lead stands, in millimetres. Pure arithmetic: no pixels here.

export type Format = "3x4" | "6x2" | "12x1";

interface PaperSettings {
  format: Format;
  speed: number; // mm/s
  gain: number; // mm/mV
  rhythmLead: string;
}

/** A stretch of paper with one lead on it. */
export interface Strip {
  lead: string;
  row: number;
  xMm: number; // left edge of its trace
  widthMm: number;
  baselineMm: number; // where 0 mV lies, from the top
  topMm: number;
  heightMm: number;
  fromS: number; // what is shown: seconds from the sheet's start
  toS: number;
  first: boolean; // the first of its row: its pulse stands before it
  rhythm: boolean;
}

interface Pulse {
  xMm: number; // its rising edge
  baselineMm: number;
  widthMm: number;
  heightMm: number;
}

export interface SheetLayout {
  widthMm: number;
  heightMm: number;
  tracesMm: number; // where time 0 of the sheet lies
  seconds: number; // shown from left to right
  strips: Strip[];
  pulses: Pulse[];
  speed: number;
  gain: number;
}

export const STANDARD = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];

// The pulse of 1 mV and 200 ms (AHA/ACC/HRS 2007, Kligfield, section "calibration").
const PULSE_MV = 1;
const PULSE_S = 0.2;

const MARGIN_MM = 5;
const PULSE_LEAD_MM = 5; // paper before the rising edge
const AFTER_PULSE_MM = 5;

const COLUMNS: Record<Format, string[][]> = {
  "3x4": [["I", "II", "III"], ["aVR", "aVL", "aVF"], ["V1", "V2", "V3"], ["V4", "V5", "V6"]],
  "6x2": [STANDARD.slice(0, 6), STANDARD.slice(6)],
  "12x1": [STANDARD],
};

// Heights of a row at 10 mm/mV: enough for the complexes of most adults; others may reach into a neighbour's row, as on paper.
const ROW_MM: Record<Format, number> = { "3x4": 35, "6x2": 25, "12x1": 20 };

export interface LayoutInput extends PaperSettings {
  leads: string[]; // that the recording has, or that can be computed
  durationS: number;
  seconds: number; // that the sheet shows when the recording is long enough
}

/** Rows for leads that are not all of the twelve: one below the other over the whole width. */
function columnsFor(input: LayoutInput): string[][] {
  const all = STANDARD.every((lead) => input.leads.includes(lead));
  if (!all) return [input.leads];
  const extra = input.leads.filter((lead) => !STANDARD.includes(lead));
  const columns = COLUMNS[input.format];
  return input.format === "12x1" ? [[...STANDARD, ...extra]] : columns;
}

export function layOut(input: LayoutInput): SheetLayout {
  const columns = columnsFor(input);
  const seconds = Math.max(Math.min(input.seconds, input.durationS), 0.5);
  const pulseMm = PULSE_S * input.speed;
  const tracesMm = MARGIN_MM + PULSE_LEAD_MM + pulseMm + AFTER_PULSE_MM;
  const rowMm = ROW_MM[columns.length === 4 ? "3x4" : columns.length === 2 ? "6x2" : "12x1"] * Math.max(input.gain / 10, 0.8);
  const rows = Math.max(...columns.map((column) => column.length));
  const rhythm = columns.length > 1 && input.leads.includes(input.rhythmLead);
  const columnS = seconds / columns.length;
  const strips: Strip[] = [];
  const place = (lead: string, row: number, column: number, lengthS: number, isRhythm: boolean): void => {
    const topMm = MARGIN_MM + row * rowMm;
    strips.push({
      lead, row, topMm, heightMm: rowMm,
      xMm: tracesMm + column * lengthS * input.speed,
      widthMm: lengthS * input.speed,
      baselineMm: Math.round(topMm + rowMm * 0.55),
      fromS: column * lengthS, toS: (column + 1) * lengthS,
      first: column === 0, rhythm: isRhythm,
    });
  };
  columns.forEach((column, c) => column.forEach((lead, r) => place(lead, r, c, columnS, false)));
  if (rhythm) place(input.rhythmLead, rows, 0, seconds, true);
  const pulses = strips.filter((strip) => strip.first).map((strip) => ({
    xMm: MARGIN_MM + PULSE_LEAD_MM, baselineMm: strip.baselineMm, widthMm: pulseMm, heightMm: PULSE_MV * input.gain,
  }));
  const bottom = MARGIN_MM + (rows + (rhythm ? 1 : 0)) * rowMm;
  return {
    widthMm: Math.ceil((tracesMm + seconds * input.speed + MARGIN_MM) / 5) * 5,
    heightMm: Math.ceil((bottom + MARGIN_MM) / 5) * 5,
    tracesMm, seconds, strips, pulses, speed: input.speed, gain: input.gain,
  };
}

/** The strip under a point of the paper: the nearest row's, of the column that holds x. */
export function stripAt(layout: SheetLayout, xMm: number, yMm: number): Strip | undefined {
  let best: Strip | undefined;
  let distance = Infinity;
  for (const strip of layout.strips) {
    const inside = xMm >= strip.xMm && xMm < strip.xMm + strip.widthMm;
    if (!inside && !(strip.first && xMm < strip.xMm)) continue;
    const d = Math.abs(yMm - (strip.topMm + strip.heightMm / 2));
    if (d < distance) { best = strip; distance = d; }
  }
  return best;
}
