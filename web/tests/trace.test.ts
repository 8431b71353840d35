import { describe, expect, it } from "vitest";
import { gaps, traceLine, type Frame, type Pen } from "../src/sheet/trace";

class Recorder implements Pen {
  lines: [number, number][][] = [];
  moveTo(x: number, y: number): void { this.lines.push([[x, y]]); }
  lineTo(x: number, y: number): void { this.lines[this.lines.length - 1]!.push([x, y]); }
}
const frame = (pxPerS: number, toS: number): Frame => ({ fromS: 0, toS, x0: 0, pxPerS, y0: 100, pxPerMv: 10 });

describe("drawing of samples", () => {
  it("draws every sample where they are few, at its time and height", () => {
    const pen = new Recorder();
    traceLine({ kind: "samples", values: Float32Array.of(0, 1, -1, 0), fromS: 0, stepS: 0.01 }, frame(1000, 0.03), pen);
    expect(pen.lines).toEqual([[[0, 100], [10, 90], [20, 110], [30, 100]]]);
  });
  it("leaves a gap where samples are missing: never a line across, never zero", () => {
    const pen = new Recorder();
    traceLine({ kind: "samples", values: Float32Array.of(1, 1, NaN, NaN, 1, 1), fromS: 0, stepS: 0.01 }, frame(1000, 0.05), pen);
    expect(pen.lines).toEqual([[[0, 90], [10, 90]], [[40, 90], [50, 90]]]);
  });
  it("keeps a spike of one sample however many share its pixel", () => {
    const values = new Float32Array(10000);
    values[5678] = 2.5;
    const pen = new Recorder();
    traceLine({ kind: "samples", values, fromS: 0, stepS: 0.001 }, frame(10, 10), pen);
    expect(pen.lines).toHaveLength(1);
    expect(Math.min(...pen.lines[0]!.map(([, y]) => y))).toBe(75);
    expect(pen.lines[0]!.length).toBeLessThanOrEqual(4 * 101);
  });
  it("draws minimum and maximum of each bin, and gaps of bins", () => {
    const pen = new Recorder();
    traceLine({ kind: "minmax", values: Float32Array.of(-1, 1, NaN, NaN, -2, 2), fromS: 0, stepS: 1 }, frame(10, 3), pen);
    expect(pen.lines.map((line) => line.map(([, y]) => y))).toEqual([[110, 90], [80, 120]]);
    expect(pen.lines[1]![0]![0]).toBe(25);
  });
  it("draws nothing outside of its window", () => {
    const pen = new Recorder();
    traceLine({ kind: "samples", values: new Float32Array(100), fromS: 0, stepS: 0.01 }, { ...frame(1000, 0.3), fromS: 0.2 }, pen);
    const xs = pen.lines.flat().map(([x]) => x);
    expect(Math.min(...xs)).toBeCloseTo(0, 6);
    expect(Math.max(...xs)).toBeCloseTo(100, 6);
  });
  it("names the gaps in seconds", () => {
    expect(gaps({ kind: "samples", values: Float32Array.of(NaN, 0, 0, NaN, NaN), fromS: 10, stepS: 0.5 })).toEqual([{ fromS: 10, toS: 10.5 }, { fromS: 11.5, toS: 12.5 }]);
  });
});
