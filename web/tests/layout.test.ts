import { describe, expect, it } from "vitest";
import { layOut, STANDARD, stripAt, type LayoutInput } from "../src/sheet/layout";

const input: LayoutInput = { format: "3x4", speed: 25, gain: 10, rhythmLead: "II", leads: STANDARD, durationS: 10, seconds: 10 };

describe("layout in millimetres", () => {
  it("gives ten seconds 250 mm at 25 mm/s, in four columns of 62.5 mm and a strip of 250", () => {
    const sheet = layOut(input);
    expect(sheet.strips).toHaveLength(13);
    const one = sheet.strips.find((s) => s.lead === "I")!;
    expect(one.widthMm).toBe(62.5);
    const last = sheet.strips.find((s) => s.lead === "V4")!;
    expect(last.xMm + last.widthMm - one.xMm).toBe(250);
    const strip = sheet.strips.find((s) => s.rhythm)!;
    expect([strip.lead, strip.widthMm, strip.fromS, strip.toS]).toEqual(["II", 250, 0, 10]);
  });
  it("shows the columns one after the other in time, as printed", () => {
    const at = (lead: string) => layOut(input).strips.find((s) => s.lead === lead && !s.rhythm)!;
    expect([at("I").fromS, at("aVR").fromS, at("V1").fromS, at("V4").fromS]).toEqual([0, 2.5, 5, 7.5]);
    expect([at("I").row, at("II").row, at("III").row]).toEqual([0, 1, 2]);
  });
  it("draws a pulse of 1 mV and 200 ms before each row", () => {
    for (const [speed, gain, width, height] of [[25, 10, 5, 10], [50, 20, 10, 20], [25, 5, 5, 5]] as const) {
      const sheet = layOut({ ...input, speed, gain });
      expect(sheet.pulses).toHaveLength(4);
      for (const pulse of sheet.pulses) expect([pulse.widthMm, pulse.heightMm]).toEqual([width, height]);
    }
  });
  it("has six rows of two and a strip, or twelve rows of one", () => {
    const two = layOut({ ...input, format: "6x2" });
    expect(two.strips.filter((s) => !s.rhythm).map((s) => s.widthMm)).toEqual(Array(12).fill(125));
    const one = layOut({ ...input, format: "12x1" });
    expect(one.strips.map((s) => s.lead)).toEqual(STANDARD);
    expect(new Set(one.strips.map((s) => s.row)).size).toBe(12);
  });
  it("puts baselines on whole millimetres, rows without overlap", () => {
    const rows = layOut({ ...input, format: "12x1" }).strips;
    for (const [i, strip] of rows.entries()) {
      expect(Number.isInteger(strip.baselineMm)).toBe(true);
      if (i > 0) expect(strip.topMm).toBeGreaterThanOrEqual(rows[i - 1]!.topMm + rows[i - 1]!.heightMm);
    }
  });
  it("shows leads that are not the twelve below each other, over what is there", () => {
    const sheet = layOut({ ...input, leads: ["MLII", "V1"], durationS: 4 });
    expect(sheet.strips.map((s) => [s.lead, s.fromS, s.toS])).toEqual([["MLII", 0, 4], ["V1", 0, 4]]);
  });
  it("finds the strip under a point", () => {
    const sheet = layOut(input);
    const v5 = sheet.strips.find((s) => s.lead === "V5")!;
    expect(stripAt(sheet, v5.xMm + 3, v5.baselineMm)?.lead).toBe("V5");
  });
});
