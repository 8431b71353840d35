// A cohort: a hospital's table and its map, patients by key, an evaluation to its report, a model's card.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { missing, root, run, scratch, simulated, start } from "./program.mjs";

const skip = missing();
let t, cohort, model;

before(async () => {
  if (skip) return;
  const folder = scratch("cohort");
  cohort = simulated(folder, 40, 5);
  model = join(folder, "fused.safetensors");
  run("train", cohort.table, "--model", "fused", "--out", model);
  t = await start({ models: [model] });
});
after(async () => { if (t) await t.close(); });

async function openCohort(table, folder) {
  const page = await t.open();
  await page.getByRole("button", { name: "Cohort" }).click();
  await page.locator(".welcome:visible input[type=file]").setInputFiles(table);
  await page.waitForSelector(".cohort");
  if (folder) await page.locator(".cohort input[webkitdirectory]").setInputFiles(folder);
  return page;
}

const allThere = (page) => page.waitForFunction(() => / 40 ECGs$/.test(document.querySelector(".headline .muted").textContent));

test("ECGs are counted, not their files, and a folder chosen again adds none", { skip }, async () => {
  const page = await openCohort(cohort.table);
  assert.match(await page.locator(".headline").textContent(), /40 Patients · 0 of 40 ECGs are here/);
  for (let again = 0; again < 2; ++again) {
    await page.locator(".cohort input[webkitdirectory]").setInputFiles(cohort.out);
    await allThere(page);
    await page.waitForFunction(() => !document.querySelector(".headline .busy"));
  }
  const origin = new URL(t.address).origin;
  const held = await (await page.request.get(`${origin}/api/v1/cohorts`)).json();
  assert.equal(held[0].ecgs, 40);
  assert.equal(held[0].ecgs_missing, 0);
  const files = held[0].files;
  await page.locator(".cohort input[webkitdirectory]").setInputFiles(cohort.out);
  await page.waitForTimeout(300);
  await page.waitForFunction(() => !document.querySelector(".headline .busy"));
  assert.equal((await (await page.request.get(`${origin}/api/v1/cohorts`)).json())[0].files, files, "each file is held once");
  await page.context().close();
});

test("a German table is understood as its golden reading says, and a mended column changes the map", { skip }, async () => {
  const page = await openCohort(join(root, "tests/golden/hospital_tables/01_german.csv"));
  await page.click("#ctab-mapping");
  const taken = await page.locator(".mapping tbody tr").evaluateAll((rows) => rows.map((row) => row.querySelector("select").value));
  const golden = readFileSync(join(root, "tests/golden/hospital_tables/01_german.expected.csv"), "utf8").split(/\r?\n/)[0].split(",");
  assert.deepEqual(taken, golden);
  await page.getByLabel("Taken as: Betablocker").selectOption("");
  await page.waitForFunction(() => [...document.querySelectorAll(".mapping tr.leftout th")].some((th) => th.textContent.includes("Betablocker"))
    || [...document.querySelectorAll(".mapping tbody tr")].some((tr) => tr.textContent.includes("Betablocker") && tr.querySelector("select").value === ""));
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the map" }).click()]);
  const map = readFileSync(await saved.path(), "utf8");
  assert.match(map, /from = "Betablocker"\nas = ""/);
  // The command line reads the same file and leaves the column out too.
  const folder = scratch("map");
  copyFileSync(join(root, "tests/golden/hospital_tables/01_german.csv"), join(folder, "table.csv"));
  writeFileSync(join(folder, "map.toml"), map);
  run("cohort", "import", join(folder, "table.csv"), "--out", join(folder, "cohort.csv"), "--map", join(folder, "map.toml"));
  assert.ok(!readFileSync(join(folder, "cohort.csv"), "utf8").split(/\r?\n/)[0].includes("beta_blocker"));
  await page.context().close();
});

test("a workbook is read too", { skip }, async () => {
  const page = await openCohort(join(root, "tests/golden/hospital_tables/02_american.xlsx"));
  await page.click("#ctab-mapping");
  assert.ok(await page.locator(".mapping tbody tr").count() >= 8);
  await page.context().close();
});

test("patients stand in a table with traces and flags, are filtered, and follow one another by key", { skip }, async () => {
  const page = await openCohort(cohort.table, cohort.out);
  await page.waitForFunction(() => document.querySelectorAll("svg.small path").length >= 5);
  assert.match(await page.locator(".headline").textContent(), /40 Patients/);
  assert.ok(!(await page.locator("body").textContent()).includes("VP0000"), "patients are numbered, not named");
  const heads = await page.locator(".rows thead th").allTextContents();
  assert.ok(heads.includes("LVESV, ml") && !heads.some((head) => head.includes("_")), `columns by their names in the field: ${heads}`);
  await page.getByLabel("Filter").fill("F");
  const women = readFileSync(cohort.table, "utf8").split(/\r?\n/).filter((line) => /,F,/.test(line)).length;
  assert.equal(await page.locator(".rows tbody tr").count(), women);
  await page.getByLabel("Filter").fill("");
  await page.locator(".openrow").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".patientbar");
  await page.waitForSelector(".numbers");
  assert.match(await page.locator(".recordingname b").textContent(), /^Patient 2$/);
  const row = readFileSync(cohort.table, "utf8").split(/\r?\n/).map((line) => line.split(","));
  assert.equal(await page.getByLabel("LVEF, %").inputValue(), String(Number(row[2][row[0].indexOf("lvef_pct")])), "what the table knows stands in the form");
  await page.locator(".frame").focus();
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.querySelector(".recordingname b").textContent === "Patient 3");
  await page.keyboard.press("p");
  await page.waitForFunction(() => document.querySelector(".recordingname b").textContent === "Patient 2");
  // As fast as a hand is: what was asked of a patient who is gone troubles nobody.
  for (const wanted of [3, 4, 5, 4, 3]) {
    await page.keyboard.press(wanted === Number((await page.locator(".recordingname b").textContent()).split(" ")[1]) + 1 ? "n" : "p");
    await page.waitForFunction((n) => document.querySelector(".recordingname b").textContent === `Patient ${n}`, wanted);
  }
  await page.waitForSelector(".numbers");
  await page.waitForTimeout(2500);
  assert.equal(await page.locator(".fault").count(), 0);
  await page.context().close();
});

test("an evaluation shows how far it is and ends in its report, in a frame that may do nothing", { skip }, async () => {
  const page = await openCohort(cohort.table, cohort.out);
  await allThere(page);
  await page.click("#ctab-evaluation");
  for (const name of ["rules", "guidelines", "ecg", "fused"]) await page.getByLabel(new RegExp(`(^| )${name}$`)).uncheck();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.waitForSelector(".progress");
  await page.waitForSelector(".report iframe", { timeout: 120000 });
  assert.equal(await page.locator(".report iframe").getAttribute("sandbox"), "");
  const frame = page.frameLocator(".report iframe");
  await frame.getByText("The answer", { exact: true }).first().waitFor();
  assert.match(await frame.locator("body").textContent(), /not a medical device/);
  assert.match(await page.locator(".progress").textContent(), /Logistic regression/);
  await page.context().close();
});

test("an evaluation is stopped", { skip }, async () => {
  const page = await openCohort(cohort.table, cohort.out);
  await allThere(page);
  await page.click("#ctab-evaluation");
  await page.getByLabel("boosting-fused").check();
  await page.getByLabel("Repeats").selectOption("10");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("stopped", { exact: true }).waitFor({ timeout: 60000 });
  await page.context().close();
});

test("a model's card says what it promises", { skip }, async () => {
  const page = await t.open();
  await page.getByRole("button", { name: "Models" }).click();
  await page.waitForSelector(".modelcard table");
  const info = JSON.parse(run("info", model, "--json"));
  const text = await page.locator(".modelcard").textContent();
  const auc = (Array.isArray(info) ? info[0] : info).cross_validated.auc.value;
  assert.ok(text.includes(auc.toFixed(2)), `AUC ${auc}`);
  assert.match(text, /40 patients/);
  const card = (Array.isArray(info) ? info[0] : info);
  const slope = card.cross_validated.calibration_slope.value.toFixed(2).replace("-", "−");
  assert.match(text, new RegExp(`Calibration slope \\(1 is right\\)${slope}`), "the slope that was estimated, with what it should be");
  assert.equal(text.split("Calibration slope").length, 2, "and no other beside it");
  assert.doesNotMatch(text, /slope \(1 is right\) 1\.00/);
  assert.ok(await page.locator(".calibration .curve").count() === 1);
  await page.context().close();
});

test("nothing went wrong behind the page", { skip }, () => assert.deepEqual(t.faults, []));
