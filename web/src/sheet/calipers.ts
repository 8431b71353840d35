// Calipers: two corners on the paper, and what they measure.
import type { SheetLayout } from "./layout";

/** Corners in mm of the paper. `startS` is what the sheet began with when it was placed: scrolling moves it along. */
export interface Caliper {
  id: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  startS: number;
  march: boolean;
}

export interface Reading {
  ms: number;
  mv: number;
  perMinute: number | null; // rate, where the two lines stand apart
}

const MS_PER_S = 1000;
const MS_PER_MINUTE = 60000;
const SNAP_MM = 1.2; // a hand's width of error at usual zoom

export function read(caliper: Caliper, speed: number, gain: number): Reading {
  const ms = (Math.abs(caliper.x2 - caliper.x1) / speed) * MS_PER_S;
  const mv = (caliper.y1 - caliper.y2) / gain;
  return { ms, mv, perMinute: ms >= 1 ? MS_PER_MINUTE / ms : null };
}

/** One step of a key: 1 ms or 0.01 mV; with Shift ten of them. */
export function keyStep(speed: number, gain: number, large: boolean): { x: number; y: number } {
  const factor = large ? 10 : 1;
  return { x: (speed / MS_PER_S) * factor, y: 0.01 * gain * factor };
}

/** Draws to the edges of a calibration pulse that are near, so that the paper itself can be checked. */
export function snap(layout: SheetLayout, x: number, y: number): { x: number; y: number } {
  for (const pulse of layout.pulses) {
    const xs = [pulse.xMm, pulse.xMm + pulse.widthMm];
    const ys = [pulse.baselineMm, pulse.baselineMm - pulse.heightMm];
    const nearX = xs.find((edge) => Math.abs(edge - x) <= SNAP_MM);
    const nearY = ys.find((edge) => Math.abs(edge - y) <= SNAP_MM);
    if (nearX !== undefined && nearY !== undefined) return { x: nearX, y: nearY };
  }
  return { x, y };
}

/** Lines marched out to both sides at the caliper's own distance, within [left, right] mm. */
export function marchLines(caliper: Caliper, left: number, right: number): number[] {
  const step = Math.abs(caliper.x2 - caliper.x1);
  if (step < 0.5) return []; // closer than a hair: a black wall, not a measure
  const low = Math.min(caliper.x1, caliper.x2);
  const high = Math.max(caliper.x1, caliper.x2);
  const lines: number[] = [];
  for (let x = low - step; x >= left; x -= step) lines.unshift(x);
  for (let x = high + step; x <= right; x += step) lines.push(x);
  return lines;
}

/** Where a caliper stands on a sheet that begins at `startS` now. */
export function shifted(caliper: Caliper, startS: number, speed: number): Caliper {
  const dx = (caliper.startS - startS) * speed;
  return dx === 0 ? caliper : { ...caliper, x1: caliper.x1 + dx, x2: caliper.x2 + dx };
}

export function words(reading: Reading, number: (value: number, digits: number) => string): string {
  const rate = reading.perMinute !== null && reading.perMinute < 1000 ? `${number(reading.perMinute, 0)}/min` : null;
  return [`${number(reading.ms, 0)} ms`, `${number(Math.abs(reading.mv), 2)} mV`, rate].filter((part) => part !== null).join(" · ");
}
