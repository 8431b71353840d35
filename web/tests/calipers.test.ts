import { describe, expect, it } from "vitest";
import { keyStep, marchLines, read, shifted, snap, words, type Caliper } from "../src/sheet/calipers";
import { layOut, STANDARD } from "../src/sheet/layout";

const caliper = (x1: number, y1: number, x2: number, y2: number): Caliper => ({ id: 1, x1, y1, x2, y2, startS: 0, march: false });

describe("calipers", () => {
  it("reads 5 mm by 10 mm as 200 ms and 1.00 mV at 25 mm/s and 10 mm/mV, 300/min", () => {
    const reading = read(caliper(20, 40, 25, 30), 25, 10);
    expect(reading.ms).toBeCloseTo(200, 9);
    expect(reading.mv).toBeCloseTo(1, 9);
    expect(reading.perMinute).toBeCloseTo(300, 9);
  });
  it("reads the same paper at 50 mm/s and 20 mm/mV as half of both", () => {
    const reading = read(caliper(20, 40, 25, 30), 50, 20);
    expect([reading.ms, reading.mv]).toEqual([100, 0.5]);
  });
  it("says down as negative, and no rate of nothing", () => {
    expect(read(caliper(20, 30, 20, 40), 25, 10)).toEqual({ ms: 0, mv: -1, perMinute: null });
  });
  it("moves by 1 ms and 0.01 mV a key, by ten with Shift", () => {
    const step = keyStep(25, 10, false);
    expect(read(caliper(0, 0, step.x, step.y), 25, 10).ms).toBeCloseTo(1, 9);
    expect(Math.abs(read(caliper(0, 0, step.x, step.y), 25, 10).mv)).toBeCloseTo(0.01, 9);
    expect(read(caliper(0, 0, keyStep(25, 10, true).x, 0), 25, 10).ms).toBeCloseTo(10, 9);
  });
  it("snaps to the corners of a calibration pulse near by, else not at all", () => {
    const sheet = layOut({ format: "3x4", speed: 25, gain: 10, rhythmLead: "II", leads: STANDARD, durationS: 10, seconds: 10 });
    const pulse = sheet.pulses[0]!;
    const foot = snap(sheet, pulse.xMm + 0.8, pulse.baselineMm - 0.6);
    const top = snap(sheet, pulse.xMm + pulse.widthMm - 0.5, pulse.baselineMm - pulse.heightMm + 0.9);
    const reading = read({ ...caliper(0, 0, 0, 0), x1: foot.x, y1: foot.y, x2: top.x, y2: top.y }, 25, 10);
    expect([reading.ms, reading.mv]).toEqual([200, 1]);
    expect(snap(sheet, 100.3, 20.7)).toEqual({ x: 100.3, y: 20.7 });
  });
  it("marches out at its own distance within the paper", () => {
    expect(marchLines(caliper(50, 0, 70, 0), 20, 115)).toEqual([30, 90, 110]);
    expect(marchLines(caliper(50, 0, 50.2, 0), 0, 100)).toEqual([]);
  });
  it("travels with its place when the sheet scrolls", () => {
    const moved = shifted(caliper(50, 0, 70, 0), 2, 25);
    expect([moved.x1, moved.x2]).toEqual([0, 20]);
  });
  it("is said in the language's decimals", () => {
    const say = (v: number, d: number): string => v.toFixed(d).replace(".", ",");
    expect(words({ ms: 400, mv: -0.25, perMinute: 150 }, say)).toBe("400 ms · 0,25 mV · 150/min");
  });
});
