// Who may see the page, what it may reach, and whether everybody can use it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axeSource, drop, missing, run, scratch, simulated, start } from "./program.mjs";

const skip = missing();
let t, cohort, letter;

before(async () => {
  if (skip) return;
  const folder = scratch("guard");
  cohort = simulated(folder, 40, 5);
  const model = join(folder, "ecg.safetensors");
  run("train", cohort.table, "--model", "ecg", "--out", model);
  letter = join(folder, "letter.txt");
  writeFileSync(letter, "Dear colleague,");
  t = await start({ models: [model] });
});
after(async () => { if (t) await t.close(); });

test("a wrong key sees nothing and is told so", { skip }, async () => {
  const context = await t.browser.newContext();
  const page = await context.newPage();
  const wrong = t.address.replace(/key=.*/, `key=${"0".repeat(64)}`);
  const answer = await page.goto(wrong);
  assert.equal(answer.status(), 401);
  const bare = await page.request.get(`${new URL(t.address).origin}/api/v1/recordings`);
  assert.equal(bare.status(), 401);
  assert.match((await bare.json()).error.kind, /key/);
  await context.close();
});

test("nothing outside is asked for, also without a network", { skip }, async () => {
  const page = await t.open();
  await page.context().route((url) => !["127.0.0.1", "localhost"].includes(url.hostname) && !url.protocol.startsWith("blob") && !url.protocol.startsWith("data"), (route) => route.abort());
  await drop(page, cohort.files[0]);
  for (const tab of ["beat", "vectors", "compare", "sheet"]) { await page.click(`#tab-${tab}`); await page.waitForTimeout(150); }
  const origin = new URL(t.address).origin;
  assert.deepEqual(t.asked.filter((url) => !url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")), []);
  await page.context().close();
});

test("the page's policy lets no script, style or address in from elsewhere", { skip }, async () => {
  const page = await t.open();
  const response = await page.request.get(`${new URL(t.address).origin}/`);
  const policy = response.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.strange = 1";
    document.head.append(script);
    return window.strange;
  });
  assert.equal(ran, undefined);
  t.faults.length = 0; // that the browser said so
  await page.context().close();
});

test("what is kept in the browser is settings, never a patient", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[0]);
  await page.locator(".top .menu summary").click();
  await page.locator(".top .menu select").nth(1).selectOption("dark");
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ["synchrony.theme"]);
  await page.context().close();
});

const AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
async function axe(page, what) {
  const session = await page.context().newCDPSession(page); // past the page's policy, as an extension would
  await session.send("Runtime.evaluate", { expression: readFileSync(axeSource(), "utf8") });
  const run = `axe.run(document, { runOnly: ${JSON.stringify(AXE)} }).then((r) => JSON.stringify({ passes: r.passes.length, violations: r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")) }))`;
  const { result } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
  const found = JSON.parse(result.value);
  assert.ok(found.passes >= 10, `${what}: only ${found.passes} rules ran`);
  assert.deepEqual(found.violations, [], what);
}

for (const colorScheme of ["light", "dark"])
  for (const width of [1280, 390])
    test(`axe finds nothing, ${colorScheme}, ${width} px`, { skip }, async () => {
      const page = await t.open({ colorScheme, viewport: { width, height: 900 }, locale: width === 390 ? "de-DE" : "en-GB" });
      await axe(page, "welcome");
      await drop(page, cohort.files[0]);
      await page.waitForSelector(".definition");
      await page.waitForTimeout(400);
      await page.locator(".frame").focus();
      await page.keyboard.press("c");
      await axe(page, "sheet with a caliper");
      await page.click("#tab-beat");
      await page.locator(".definition summary").first().click();
      await page.locator("button.criterion").first().click();
      await axe(page, "median beat and criteria");
      await page.click("#tab-vectors");
      await page.locator(".prediction button.primary").click();
      await page.waitForSelector(".answer");
      await axe(page, "vectors and prediction");
      await page.click("#tab-compare");
      await page.locator(".compare input[type=file]").setInputFiles(cohort.files[1]);
      await page.waitForSelector(".compare table");
      await axe(page, "an earlier ECG");
      await page.locator(".recordingname input[type=file]").setInputFiles([...cohort.files[2], ...cohort.files[3], letter]);
      await page.waitForSelector(".notopened");
      await page.waitForSelector(".opened");
      await page.waitForSelector(".numbers");
      await axe(page, "two recordings");
      await page.locator("nav button").nth(1).click();
      await axe(page, "cohort");
      await page.locator(".welcome:visible input[type=file]").setInputFiles(cohort.table);
      await page.waitForSelector(".cohort .tabs");
      await axe(page, "patients");
      await page.locator("#ctab-mapping").click();
      await axe(page, "mapping");
      await page.locator("#ctab-evaluation").click();
      await axe(page, "evaluation");
      await page.locator("nav button").nth(2).click();
      await page.waitForSelector(".modelcard table");
      await axe(page, "models");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} px wide`);
      await page.context().close();
    });

test("the notice stands on every view, in both languages", { skip }, async () => {
  for (const [locale, words] of [["en-GB", /not a medical device/], ["de-DE", /kein Medizinprodukt/]]) {
    const page = await t.open({ locale });
    for (const view of [0, 1, 2]) {
      await page.locator("nav button").nth(view).click();
      assert.ok(await page.locator(".notice").isVisible());
      assert.match(await page.locator(".notice").textContent(), words);
    }
    await page.context().close();
  }
});

test("by keyboard alone: open, measure, move a boundary, show a criterion, predict", { skip }, async () => {
  const page = await t.open();
  const tabTo = async (what, most = 120) => {
    for (let i = 0; i < most; ++i) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((s) => document.activeElement?.matches(s) === true, what)) return;
    }
    assert.fail(`Tab never reached ${what}`);
  };
  const chooser = page.waitForEvent("filechooser");
  await tabTo(".drop input[type=file]");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(cohort.files[0]);
  await page.waitForSelector(".definition");
  await page.waitForTimeout(300);
  await page.evaluate(() => document.activeElement?.blur());
  await tabTo(".frame");
  await page.keyboard.press("c");
  await page.waitForFunction(() => document.activeElement?.matches(".corner"));
  const reading = () => page.locator(".caliper output").textContent();
  const first = await reading();
  await page.keyboard.press("Shift+ArrowRight");
  assert.equal(parseInt(await reading(), 10), parseInt(first, 10) + 10);
  await tabTo(".definition summary");
  await page.keyboard.press("Enter");
  await tabTo("button.criterion");
  await page.keyboard.press("Enter");
  await page.waitForSelector("svg .place");
  await tabTo(".prediction button.primary");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".answer");
  await page.evaluate(() => document.querySelector("#tab-beat").focus());
  await tabTo(".handle");
  await page.keyboard.press("ArrowLeft");
  await page.waitForSelector(".moved");
  await page.context().close();
});

test("nothing went wrong behind the page", { skip }, () => assert.deepEqual(t.faults.filter((f) => !/status of 422/.test(f)), [])); // the letter is refused
