import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (folder: string): [string, string][] => (readdirSync(new URL(folder, import.meta.url), { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name)).map((name) => [`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, import.meta.url), "utf8")]);

it("exports nothing that no other file reads", () => {
  const files = [...read("../src"), ...read(".")];
  const unused: string[] = [];
  for (const [path, text] of files.filter(([name]) => !name.endsWith("api/types.ts"))) // those are the server's
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function|const|let|class|interface|type) (\w+)/gm))
      if (!files.some(([other, words]) => other !== path && new RegExp(`\\b${name}\\b`).test(words))) unused.push(`${path}: ${name}`);
  expect(unused).toEqual([]);
});
