import { describe, expect, it } from "vitest";
import type { SamplesAnswer } from "../src/api/client";
import { leadWindow, levelOf, shownLeads } from "../src/sheet/leads";
import { limits, standing } from "../src/panels/limits";
import { SampleSource } from "../src/sheet/source";

const FS = 500, SAMPLES = 24 * 3600 * FS; // a day
function fake(asked: [number, number, number][]) {
  return async (leads: string[], from: number, to: number, width: number): Promise<SamplesAnswer> => {
    asked.push([from, to, width]);
    const first = Math.round(from * FS), samples = Math.round(to * FS) - first;
    const minmax = width > 0 && samples > 2 * width;
    const count = minmax ? 2 * width : samples;
    const values = Float32Array.from({ length: count * leads.length }, (_, i) => Math.floor(i / count) + 1);
    return { kind: minmax ? "minmax" : "samples", leads, count, fs: FS, first, samples, values };
  };
}
const settled = () => new Promise((yes) => setTimeout(yes, 0));

describe("samples by tiles", () => {
  it("takes a day in few small questions, and a second look in none", async () => {
    const asked: [number, number, number][] = [];
    const source = new SampleSource(["II"], FS, SAMPLES, () => undefined, fake(asked));
    const level = source.level(1000 / 86400); // a day on 1000 pixels
    source.stretches("II", 0, 86400, level);
    await settled();
    const calls = asked.length;
    expect(calls).toBeLessThanOrEqual(2);
    const { here, complete } = source.stretches("II", 0, 86400, level);
    expect(complete).toBe(true);
    expect(asked).toHaveLength(calls);
    expect(here.reduce((sum, s) => sum + s.values.length / 2, 0)).toBeLessThan(4096);
    expect(here[here.length - 1]!.fromS + (here[here.length - 1]!.values.length / 2) * here[here.length - 1]!.stepS).toBeCloseTo(86400, 3);
  });
  it("stands in with a coarser tile while the finer one is on its way", async () => {
    const source = new SampleSource(["II"], FS, SAMPLES, () => undefined, fake([]));
    source.stretches("II", 0, 60, 6);
    await settled();
    const { here, complete } = source.stretches("II", 0, 10, 4);
    expect(complete).toBe(false);
    expect(here.length).toBeGreaterThan(0);
  });
  it("joins tiles to one window and computes limb leads from I and II", async () => {
    const source = new SampleSource(["I", "II"], FS, 10 * FS, () => undefined, fake([]));
    expect(leadWindow(source, "III", 0, 10)).toBeNull();
    await settled();
    const window = (lead: string) => leadWindow(source, lead, 0, 10)!.values;
    expect(window("I")).toHaveLength(5000);
    // I = 1, II = 2: III = II - I, aVR = -(I + II)/2, aVL = I - II/2, aVF = II - I/2 (Einthoven, Goldberger).
    expect(["III", "aVR", "aVL", "aVF"].map((lead) => window(lead)[0])).toEqual([1, -1.5, 0, 1.5]);
    expect(shownLeads(["V1", "II", "I", "resp"])).toEqual(["I", "II", "III", "aVR", "aVL", "aVF", "V1", "resp"]);
  });
});

describe("the level of a lead", () => {
  it("is the median of what is on the sheet, missing samples aside", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 500 ? -9 : i % 10 === 0 ? 5 : 3.25));
    values.fill(NaN, 700, 800);
    expect(levelOf({ kind: "samples", values, fromS: 0, stepS: 0.01 }, 5, 10)).toBe(3.25);
    expect(levelOf({ kind: "samples", values: new Float32Array(10).fill(NaN), fromS: 0, stepS: 1 }, 0, 10)).toBe(0);
  });
});

describe("usual limits", () => {
  it("say below, within and above; QTc by sex", () => {
    const l = limits("F");
    expect([standing(59, l.heartRate), standing(60, l.heartRate), standing(100, l.heartRate), standing(101, l.heartRate)]).toEqual(["below", "within", "within", "above"]);
    expect([standing(119.9, l.qrs), standing(120, l.qrs)]).toEqual(["within", "above"]);
    expect([standing(455, limits("F").qtc), standing(455, limits("M").qtc)]).toEqual(["within", "above"]);
    expect(standing(null, l.pr)).toBeNull();
  });
});
