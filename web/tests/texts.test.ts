import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

const sources = (readdirSync(new URL("../src", import.meta.url), { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("texts"))
  .map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), "utf8")).join("\n");

describe("texts", () => {
  it("have the same keys in both languages", () => expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort()));
  it("are never empty, but where English needs no word", () => {
    for (const [key, value] of Object.entries(de)) if (typeof value === "string") expect(value, key).not.toBe("");
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
