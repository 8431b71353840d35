import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Measurements } from "../src/api/types";
import { rowsOf } from "../src/panels/limits";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";
import { wordsOf } from "../src/texts";

const sources = (readdirSync(new URL("../src", import.meta.url), { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("texts"))
  .map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), "utf8")).join("\n");

/** Words that are chosen by a value: rows of the measurements, boundaries, answers, standings. */
function chosenByValue(): string[] {
  const none = { heart_rate_bpm: null, intervals: { p_ms: null, pr_ms: null, qrs_ms: 120, qt_ms: null, jt_ms: null, qtc: null }, axes: { p_deg: null, qrs_deg: null, t_deg: null }, vectors: null };
  const types = readFileSync(new URL("../src/api/types.ts", import.meta.url), "utf8");
  const union = (name: string): string[] => [...(new RegExp(`type ${name} = ([^;]+);`).exec(types)?.[1] ?? "").matchAll(/"(\w+)"/g)].map((m) => m[1]!);
  return [...rowsOf(none as unknown as Measurements, undefined).map((row) => row.key), ...union("Boundary"), ...union("Met"), "above", "below", "terms", "phrases"];
}

describe("texts", () => {
  it("have the same keys in both languages", () => expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort()));
  it("are each used somewhere", () => {
    const chosen = new Set(chosenByValue());
    expect(chosen.size).toBeGreaterThan(20);
    expect(Object.keys(en).filter((key) => !chosen.has(key) && !new RegExp(`\\bt\\.${key}\\b`).test(sources))).toEqual([]);
  });
  it("are there for every word that the page asks for", () => {
    const asked = new Set([...sources.matchAll(/(?<![\w.])t\.(\w+)/g)].map((m) => m[1]!));
    expect([...asked].filter((key) => !(key in en))).toEqual([]);
  });
  it("advise no option of a command line but where the program is started", () => {
    const spoken = Object.entries({ ...en, ...de }).filter(([, value]) => typeof value === "string" && /--\w/.test(value)).map(([key]) => key);
    expect(spoken.sort()).toEqual(["identityOff", "noPredictor"]);
  });
  it("are never empty, but where English needs no word", () => {
    for (const [key, value] of Object.entries(de)) if (typeof value === "string") expect(value, key).not.toBe("");
  });
  it("say in German what the program says of a recording", () => {
    const { phrase } = wordsOf("de");
    expect(phrase("12 of 14 beats, ventricular pulses: is there a pacemaker?")).toBe("12 von 14 Schlägen, Kammerimpulse: gibt es einen Schrittmacher?");
    expect(phrase("80 ms, or 176 ms with the activity that follows it")).toBe("80 ms, oder 176 ms mit der Aktivität danach");
    expect(phrase("aVL is upside down: not measured")).toBe("aVL ist verkehrt herum: nicht gemessen");
    expect(phrase("QRS end moved by hand to 60 ms after R (measured 54 ms after R, QRS 102 ms)")).toBe("QRS-Ende von Hand verschoben auf 60 ms nach R (gemessen 54 ms nach R, QRS 102 ms)");
    expect(phrase("V3 V4")).toBe("V3 V4");
    expect(wordsOf("en").phrase("12 beats")).toBe("12 beats");
  });
  it("say the notice in both", () => {
    expect(en.notice).toMatch(/not a medical device/);
    expect(de.notice).toMatch(/kein Medizinprodukt/);
  });
  it("give functions that use what they are given", () => {
    for (const [key, value] of Object.entries({ ...en, ...de })) {
      if (typeof value !== "function") continue;
      const words = (value as (...parts: unknown[]) => string)(...Array.from({ length: value.length }, (_, i) => `§${i}`));
      for (let i = 0; i < value.length; ++i) if (key !== "movedCount") expect(words, key).toContain(`§${i}`);
    }
  });
  it("leave no English in the components' markup", () => {
    const bare = [...sources.matchAll(/<(?:p|h1|h2|h3|button|label|span|th|summary|b)[^<>]*>\s*([A-Z][a-z]+(?: [a-z]+)+)[^<{]*</g)].map((m) => m[1]);
    expect(bare).toEqual([]);
  });
});

describe("numbers", () => {
  it("are those of Intl.NumberFormat, with a true minus sign and none before zero", () => {
    for (const lang of ["en", "de"] as const) {
      const { number } = wordsOf(lang);
      for (const digits of [0, 1, 2]) {
        const theirs = new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false, signDisplay: "negative" } as unknown as Intl.NumberFormatOptions);
        for (const value of [0, -0, -0.001, 0.5, 1.5, 2.5, -2.5, 172.4, -12.36, 86400, 1234567.891, ...Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** (i % 7))])
          expect(number(value, digits), `${value} with ${digits}`).toBe(theirs.format(value).replace("-", "\u2212"));
      }
    }
  });
});
