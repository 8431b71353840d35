// From samples to a line: every sample while they are few, else minimum and maximum of each pixel; missing samples leave a gap.

/** A stretch of one lead. `minmax`: pairs, one a bin. Missing samples are NaN. */
export interface Stretch {
  kind: "samples" | "minmax";
  values: Float32Array;
  fromS: number;
  stepS: number; // of a sample, or of a bin
}

export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface Frame {
  fromS: number; // of the recording, at x0
  toS: number;
  x0: number; // px
  pxPerS: number;
  y0: number; // px of 0 mV
  pxPerMv: number;
}

const BINS_A_PIXEL = 2; // more samples than this in a pixel are drawn as minimum and maximum

export function traceLine(stretch: Stretch, frame: Frame, pen: Pen): void {
  if (stretch.kind === "minmax") { traceBins(stretch, frame, pen); return; }
  const perPixel = 1 / (stretch.stepS * frame.pxPerS);
  if (perPixel > BINS_A_PIXEL) traceColumns(stretch, frame, pen, perPixel);
  else traceSamples(stretch, frame, pen);
}

function range(stretch: Stretch, frame: Frame, count: number): [number, number] {
  const first = Math.max(0, Math.ceil((frame.fromS - stretch.fromS) / stretch.stepS - 1e-9));
  const last = Math.min(count, Math.floor((frame.toS - stretch.fromS) / stretch.stepS + 1e-9) + 1);
  return [first, last];
}

function traceSamples(stretch: Stretch, frame: Frame, pen: Pen): void {
  const [first, last] = range(stretch, frame, stretch.values.length);
  let down = false;
  for (let i = first; i < last; ++i) {
    const mv = stretch.values[i]!;
    if (Number.isNaN(mv)) { down = false; continue; }
    const x = frame.x0 + (stretch.fromS + i * stretch.stepS - frame.fromS) * frame.pxPerS;
    const y = frame.y0 - mv * frame.pxPerMv;
    if (down) pen.lineTo(x, y); else pen.moveTo(x, y);
    down = true;
  }
}

/** One pixel column after the other: first sample, minimum, maximum, last, as the line passes through them. */
function traceColumns(stretch: Stretch, frame: Frame, pen: Pen, perPixel: number): void {
  const [first, last] = range(stretch, frame, stretch.values.length);
  let down = false;
  for (let from = first; from < last;) {
    const column = Math.floor(from / perPixel);
    const to = Math.min(last, Math.max(from + 1, Math.ceil((column + 1) * perPixel)));
    let low = Infinity, high = -Infinity, start = NaN, end = NaN, gap = false;
    for (let i = from; i < to; ++i) {
      const mv = stretch.values[i]!;
      if (Number.isNaN(mv)) { gap = true; continue; }
      if (Number.isNaN(start)) start = mv;
      end = mv;
      if (mv < low) low = mv;
      if (mv > high) high = mv;
    }
    const x = frame.x0 + (stretch.fromS + ((from + to - 1) / 2) * stretch.stepS - frame.fromS) * frame.pxPerS;
    if (Number.isNaN(start)) { down = false; from = to; continue; }
    const rising = end >= start;
    for (const mv of [start, rising ? low : high, rising ? high : low, end]) {
      const y = frame.y0 - mv * frame.pxPerMv;
      if (down) pen.lineTo(x, y); else pen.moveTo(x, y);
      down = true;
    }
    if (gap) down = false;
    from = to;
  }
}

function traceBins(stretch: Stretch, frame: Frame, pen: Pen): void {
  const [first, last] = range(stretch, frame, stretch.values.length / 2);
  let down = false;
  let up = true;
  for (let i = first; i < last; ++i) {
    const low = stretch.values[2 * i]!;
    const high = stretch.values[2 * i + 1]!;
    if (Number.isNaN(low)) { down = false; continue; }
    const x = frame.x0 + (stretch.fromS + (i + 0.5) * stretch.stepS - frame.fromS) * frame.pxPerS;
    const [a, b] = up ? [low, high] : [high, low]; // to and fro, so that neighbouring bins join
    if (down) pen.lineTo(x, frame.y0 - a * frame.pxPerMv); else pen.moveTo(x, frame.y0 - a * frame.pxPerMv);
    pen.lineTo(x, frame.y0 - b * frame.pxPerMv);
    up = !up;
    down = true;
  }
}

/** Stretches of missing samples, s, for the words beside the sheet. */
export function gaps(stretch: Stretch): { fromS: number; toS: number }[] {
  const found: { fromS: number; toS: number }[] = [];
  const stride = stretch.kind === "minmax" ? 2 : 1;
  let open: number | null = null;
  const count = stretch.values.length / stride;
  for (let i = 0; i <= count; ++i) {
    const missing = i < count && Number.isNaN(stretch.values[i * stride]!);
    if (missing && open === null) open = i;
    if (!missing && open !== null) {
      found.push({ fromS: stretch.fromS + open * stretch.stepS, toS: stretch.fromS + i * stretch.stepS });
      open = null;
    }
  }
  return found;
}
