import { describe, expect, it } from "vitest";
import { filtered, NO_FILTERS } from "../src/sheet/filters";

const FS = 500;
const sine = (hz: number, seconds = 20): Float32Array => Float32Array.from({ length: FS * seconds }, (_, i) => Math.sin((2 * Math.PI * hz * i) / FS));
/** Amplitude in the middle half, where the ends no longer count. */
const amplitude = (values: Float32Array): number => {
  const middle = values.subarray(values.length / 4, (3 * values.length) / 4);
  return Math.sqrt((2 * middle.reduce((sum, v) => sum + v * v, 0)) / middle.length);
};

describe("display filters", () => {
  it("off: the very same samples", () => {
    const values = sine(10);
    expect(filtered(values, FS, NO_FILTERS)).toBe(values);
  });
  it("a Butterworth of second order, forwards and backwards, halves its corner and lets pass what is far from it", () => {
    // |H|^2 of both passes at the corner: 1/2 (analytic).
    expect(amplitude(filtered(sine(40), FS, { ...NO_FILTERS, lowPassHz: 40 }))).toBeCloseTo(0.5, 2);
    expect(amplitude(filtered(sine(0.5, 60), FS, { ...NO_FILTERS, highPassHz: 0.5 }))).toBeCloseTo(0.5, 1);
    expect(amplitude(filtered(sine(5), FS, { ...NO_FILTERS, lowPassHz: 40 }))).toBeGreaterThan(0.99);
  });
  it("takes mains away and leaves 10 Hz", () => {
    expect(amplitude(filtered(sine(50), FS, { ...NO_FILTERS, mainsHz: 50 }))).toBeLessThan(0.02);
    expect(amplitude(filtered(sine(10), FS, { ...NO_FILTERS, mainsHz: 50 }))).toBeGreaterThan(0.99);
  });
  it("shifts nothing in time", () => {
    const pulse = new Float32Array(2000);
    for (let i = -20; i <= 20; ++i) pulse[1000 + i] = 1 - Math.abs(i) / 20;
    const out = filtered(pulse, FS, { ...NO_FILTERS, lowPassHz: 40 });
    expect(out.indexOf(Math.max(...out))).toBe(1000);
  });
  it("keeps gaps gaps, and what lies beside them free of them", () => {
    const values = new Float32Array(1000).fill(3);
    values.fill(NaN, 400, 500);
    const out = filtered(values, FS, { ...NO_FILTERS, lowPassHz: 40 });
    expect(out.slice(400, 500).every(Number.isNaN)).toBe(true);
    expect(out[399]).toBeCloseTo(3, 4);
    expect(out[500]).toBeCloseTo(3, 4);
  });
});
