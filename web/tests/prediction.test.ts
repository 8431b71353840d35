import { describe, expect, it } from "vitest";
import type { Caution, InputContribution, Lbbb } from "../src/api/types";
import { definitionsInWords } from "../src/panels/guidelines";
import { placeOf } from "../src/panels/lbbb";
import { cautionsToTell, whyWithheld } from "../src/panels/prediction";
import { joined, valueWords } from "../src/panels/reasons";
import { formQuery, reportQuery } from "../src/session";
import { en } from "../src/texts/en";
import { wordsOf } from "../src/texts";

const input = (name: string, label: string, value: number | null, contribution: number, table = "clinical", unit = ""): InputContribution => ({ table, name, label, value, unit, reference: 0, contribution });
const caution = (about: Caution["about"], refuse: boolean, text: string): Caution => ({ about, refuse, text });

describe("what moved the answer", () => {
  it("says flags and sex as a clinician does", () => {
    const words = wordsOf("en");
    expect(valueWords(input("digoxin", "digoxin", 1, 0.2), "flag", words)).toBe("yes");
    expect(valueWords(input("digoxin", "digoxin", 0, 0.2), "flag", words)).toBe("no");
    expect(valueWords(input("sex", "sex", 0, 0.2), "sex", words)).toBe("woman");
    expect(valueWords(input("qrs_duration_ms", "QRS duration", 133.09, -0.1, "ecg", "ms"), "number", words)).toBe("133 ms");
    expect(valueWords(input("t_axis_deg", "T axis", -12.4, -0.1, "ecg", "°"), undefined, words)).toBe("−12°");
  });
  it("lists a value once that stands in two tables alike, with both shares", () => {
    const lines = joined([input("qrs_duration_ms", "QRS duration", 133, -0.13, "clinical", "ms"), input("qrs_duration_ms", "QRS duration", 133, -0.12, "ecg", "ms")]);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.contribution).toBeCloseTo(-0.25, 12);
    // As given and as measured differ: both stand there.
    expect(joined([input("qrs_duration_ms", "QRS duration", 150, -0.13), input("qrs_duration_ms", "QRS duration", 133, -0.12)])).toHaveLength(2);
  });
});

describe("cautions of a prediction", () => {
  const told = [caution("model", false, "Simulated."), caution("model", false, "Fitted on simulated patients."), caution("recording", false, "The recording: noisy."), caution("answer", false, "Undecided.")];
  it("are not said twice", () => {
    expect(cautionsToTell({ cautions: told, simulated: true }).map((c) => c.text)).toEqual(["Fitted on simulated patients."]);
    expect(cautionsToTell({ cautions: told, simulated: false })).toHaveLength(2);
  });
  it("say what was missing where that is why there is no answer", () => {
    expect(whyWithheld([caution("inputs", true, "Too little")], en)).toBe(en.withheldInputs);
    expect(whyWithheld([caution("inputs", true, "Too little"), caution("recording", true, "Flat line")], en)).toBe(en.withheldRecording);
    expect(whyWithheld([caution("rhythm", true, "AF"), caution("inputs", false, "x")], en)).toBe(en.withheldUnlike);
  });
});

describe("what leaves the page", () => {
  const clinical = { lvef: "28", rhythm: "af" };
  it("holds the prediction that is shown, and the form's rhythm", () => {
    expect(reportQuery({ clinical, asked: { model: "fused", set: { lvef_pct: 28, digoxin: 1 } } }))
      .toEqual([["model", "fused"], ["set", "lvef_pct=28"], ["set", "digoxin=1"], ["rhythm", "af"]]);
  });
  it("holds no prediction where none is shown", () => expect(reportQuery({ clinical, asked: null })).toEqual(formQuery({ clinical })));
});

describe("the place of a criterion", () => {
  const lbbb = (to: number): Lbbb => ({ moved: [], answers: [{ definition: "strauss", name: "", title: "", answer: "yes", source: "", reasons: [
    { criterion: "QRS duration", lead: "", value: 150, limit: 140, unit: "ms", note: "", met: "yes", places: [{ lead: "", what: "QRS", from_ms: -40, to_ms: to }] }] }] });
  it("follows the boundaries, and goes when the criterion does", () => {
    const shown = { definition: "strauss", criterion: "QRS duration", lead: "" };
    expect(placeOf(lbbb(100), shown)?.to_ms).toBe(100);
    expect(placeOf(lbbb(120), shown)?.to_ms).toBe(120);
    expect(placeOf({ moved: [], answers: [] }, shown)).toBeNull();
    expect(placeOf(lbbb(100), null)).toBeNull();
  });
});

it("calls the definitions of LBBB as people do", () => {
  expect(definitionsInWords("no LBBB (esc_2013)")).toBe("no LBBB (ESC 2013)");
  expect(definitionsInWords("QRS 133 ms")).toBe("QRS 133 ms");
});
