// The report of an evaluation, on a phone: no word is broken, nothing reaches beyond the page.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { chromiumPath, missing, root, run, scratch, simulated } from "./program.mjs";

const skip = missing();
let browser, report;

before(async () => {
  if (skip) return;
  const folder = scratch("report");
  const cohort = simulated(folder, 40, 5);
  run("evaluate", cohort.table, "--models", "rules,guidelines,clinical,fused", "--resamples", "100", "--out", join(folder, "out"));
  report = pathToFileURL(join(folder, "out", "report.html")).href;
  const { chromium } = createRequire(join(root, "web/package.json"))("playwright-core");
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
});
after(async () => { if (browser) await browser.close(); });

/** Words, without dashes and slashes, at which a line may end, that stand on more than one line. */
function broken() {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("svg, pre")) continue;
    for (const word of text.data.matchAll(/[^\s\u2010-\u2015/-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}

for (const width of [390, 1280]) {
  test(`at ${width} px no word is broken and nothing reaches beyond the page`, { skip }, async () => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(report);
    assert.deepEqual(await page.evaluate(broken), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.close();
  });
}
