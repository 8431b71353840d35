// Filters of the display, off by default. What is measured never passes through them.

export interface DisplayFilters {
  highPassHz: 0 | 0.05 | 0.5;
  lowPassHz: 0 | 40 | 100 | 150;
  mainsHz: 0 | 50 | 60;
}

export const NO_FILTERS: DisplayFilters = { highPassHz: 0, lowPassHz: 0, mainsHz: 0 };

const LEAST_MARGIN_S = 2;
const CONSTANTS = 5;

/** What a filter needs beside a window to settle: a high-pass forgets an offset within five of its time constants. */
export function marginS(filters: DisplayFilters): number {
  const constant = filters.highPassHz ? 1 / (2 * Math.PI * filters.highPassHz) : 0;
  return Math.max(LEAST_MARGIN_S, CONSTANTS * constant);
}

/** A filter at or above half of the sampling frequency cannot be. */
export function canFilter(hz: number, fs: number): boolean { return hz < fs / 2; }

/** Those that act on a recording of this sampling frequency: what is said of the display is what is done to it. */
export function acting(filters: DisplayFilters, fs: number): DisplayFilters {
  return {
    highPassHz: filters.highPassHz,
    lowPassHz: canFilter(filters.lowPassHz, fs) ? filters.lowPassHz : 0,
    mainsHz: canFilter(filters.mainsHz, fs) ? filters.mainsHz : 0,
  };
}

export function anyFilter(filters: DisplayFilters): boolean {
  return filters.highPassHz !== 0 || filters.lowPassHz !== 0 || filters.mainsHz !== 0;
}

/** b0 b1 b2 a1 a2 of a section of second order. */
type Section = [number, number, number, number, number];

const BUTTERWORTH_Q = Math.SQRT1_2;
const NOTCH_Q = 30;

// Bilinear designs of R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
function section(kind: "low" | "high" | "notch", hz: number, fs: number): Section {
  const w = (2 * Math.PI * hz) / fs;
  const c = Math.cos(w);
  const alpha = Math.sin(w) / (2 * (kind === "notch" ? NOTCH_Q : BUTTERWORTH_Q));
  const a0 = 1 + alpha;
  const b: [number, number, number] = kind === "low" ? [(1 - c) / 2, 1 - c, (1 - c) / 2]
    : kind === "high" ? [(1 + c) / 2, -(1 + c), (1 + c) / 2] : [1, -2 * c, 1];
  return [b[0] / a0, b[1] / a0, b[2] / a0, (-2 * c) / a0, (1 - alpha) / a0];
}

function pass(values: Float64Array, [b0, b1, b2, a1, a2]: Section): void {
  // Starts as if the first value had been there for ever: no jump at the edge.
  const first = values[0]!;
  const level = (first * (b0 + b1 + b2)) / (1 + a1 + a2);
  let x1 = first, x2 = first, y1 = level, y2 = level;
  for (let i = 0; i < values.length; ++i) {
    const x = values[i]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1; x1 = x; y2 = y1; y1 = y;
    values[i] = y;
  }
}

/** Zero phase: forwards and backwards. Gaps stay gaps, and each stretch between them is filtered by itself. */
export function filtered(values: Float32Array, fs: number, filters: DisplayFilters): Float32Array {
  const sections: Section[] = [];
  if (filters.highPassHz) sections.push(section("high", filters.highPassHz, fs));
  if (filters.lowPassHz && canFilter(filters.lowPassHz, fs)) sections.push(section("low", filters.lowPassHz, fs));
  if (filters.mainsHz && canFilter(filters.mainsHz, fs)) sections.push(section("notch", filters.mainsHz, fs));
  if (sections.length === 0) return values;
  const out = new Float32Array(values.length).fill(NaN);
  for (let from = 0; from < values.length;) {
    if (Number.isNaN(values[from]!)) { ++from; continue; }
    let to = from;
    while (to < values.length && !Number.isNaN(values[to]!)) ++to;
    const part = Float64Array.from(values.subarray(from, to));
    for (const s of sections) { pass(part, s); part.reverse(); pass(part, s); part.reverse(); }
    out.set(part, from);
    from = to;
  }
  return out;
}
