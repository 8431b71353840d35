// One ECG: files of every format, criteria on the beat, boundaries by hand, guidelines, prediction, comparison, what can be saved.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { write } from "./records.mjs";
import { drop, formats, missing, run, simulated, start } from "./program.mjs";

const skip = missing();
let t, cohort;

before(async () => {
  if (skip) return;
  const { mkdtempSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const folder = mkdtempSync(join(tmpdir(), "synchrony-models-"));
  cohort = simulated(folder, 60, 7);
  for (const model of ["ecg", "fused"]) run("train", cohort.table, "--model", model, "--out", join(folder, `${model}.safetensors`));
  t = await start({ models: ["ecg", "fused"].map((model) => join(folder, `${model}.safetensors`)) });
});
after(async () => { if (t) await t.close(); });

const number = async (page, name) => parseFloat((await page.locator(".numbers tr", { hasText: name }).first().locator("b").textContent()).replace("−", "-"));
const settled = async (page) => { await page.waitForTimeout(400); await page.waitForFunction(() => !document.querySelector(".tabs .busy")); };

// A file of each format, with the rate it was recorded at: shared/formats/README.md.
const FILES = [
  ["dicom/ecgtoolkit_Example.dcm", "500 Hz"], ["scp/ecgtoolkit_Example.scp", "500 Hz"], ["hl7aecg/fda_Example_aECG.xml", "500 Hz"],
  ["muse/ml4h_muse_deidentified_1.xml", "Hz"], ["muse/braveheart_example1.xml", "500 Hz"], ["edf/*", "Hz"], ["bdf/*", "Hz"], ["philips/*_orig.xml", "500 Hz"],
];
for (const [pattern, rate] of FILES) {
  const file = found(pattern);
  test(`opens ${pattern}`, { skip: skip || (file ? false : `no ${pattern} in ${formats}`) }, async () => {
    const page = await t.open();
    await page.locator(".welcome input[type=file]").first().setInputFiles(file);
    await page.waitForSelector(".paper canvas, .fault");
    if (await page.locator(".fault").count() && !(await page.locator(".paper canvas").count())) {
      // An EEG or an array without names is refused in words, never shown as an ECG.
      assert.ok((await page.locator(".fault").textContent()).length > 30);
    } else {
      assert.ok((await page.locator(".recordingname").textContent()).includes(rate));
      assert.ok(!(await page.locator("body").textContent()).includes(file.split("/").pop()), "the file's name, which may be a patient's, is not shown");
    }
    await page.context().close();
  });
}

function found(pattern) {
  if (!existsSync(formats)) return null;
  if (!pattern.includes("*")) return existsSync(join(formats, pattern)) ? join(formats, pattern) : null;
  const [folder, name] = pattern.split("/");
  const wanted = new RegExp(`^${name.replace(/\./g, "\\.").replace(/\*/g, ".*")}$`);
  try { return readdir(join(formats, folder)).filter((n) => wanted.test(n)).map((n) => join(formats, folder, n))[0] ?? null; } catch { return null; }
}
import { readdirSync as readdir } from "node:fs";

test("the printed QRS of a MUSE file is near ours, and eight leads become twelve", { skip: skip || (found("muse/braveheart_example1.xml") ? false : "no MUSE file") }, async () => {
  const page = await t.open();
  await drop(page, found("muse/braveheart_example1.xml"));
  assert.ok(Math.abs(await number(page, "QRS duration") - 96) <= 10, "printed 96 ms (shared/formats/README.md)");
  await page.locator(".segmented label", { hasText: "12×1" }).click();
  await page.waitForTimeout(300);
  const black = await page.evaluate(() => { // aVF, the sixth row: computed from I and II, not a blank row
    const c = document.querySelector(".paper canvas"), h = c.height / 12.5;
    const d = c.getContext("2d").getImageData(c.width / 2, 5.2 * h, c.width / 4, h).data;
    let n = 0;
    for (let i = 0; i < d.length; i += 4) if (d[i] < 90 && d[i + 1] < 90) ++n;
    return n;
  });
  assert.ok(black > 50, `${black} dark pixels`);
  await page.context().close();
});

test("a file that is no ECG is refused in words, and the page goes on", { skip }, async () => {
  const page = await t.open();
  await page.locator(".welcome input[type=file]").first().setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear colleague,") });
  await page.waitForSelector(".fault");
  assert.match(await page.locator(".fault").textContent(), /That did not work/);
  await drop(page, cohort.files[0]);
  await page.context().close();
});

test("asks for what a table does not say, and for nothing else", { skip }, async () => {
  const page = await t.open();
  const rows = Array.from({ length: 2500 }, (_, i) => { const v = i % 250 === 100 ? 1 : 0; return `${v},${v}`; });
  await page.locator(".welcome input[type=file]").first().setInputFiles({ name: "table.csv", mimeType: "text/csv", buffer: Buffer.from(["I,II", ...rows].join("\n")) });
  await page.waitForSelector(".readoptions");
  assert.deepEqual(await page.locator(".readoptions label").allTextContents(), ["Sampling frequency, Hz"]);
  await page.getByLabel("Sampling frequency, Hz").fill("250");
  await page.getByRole("button", { name: "Read again" }).click();
  await page.waitForSelector(".paper canvas");
  assert.match(await page.locator(".recordingname").textContent(), /10 s · 250 Hz/);
  await page.context().close();
});

test("a lead far from zero stands on its base line all the same", { skip }, async () => {
  // V3 carries an offset of 5 mV, half of a sheet's height: what an amplifier without high-pass gives.
  const files = write(t.folder, "offset", { fs: 500, samples: 5000, mv: (lead, i) => (lead === "V3" ? 5 : 0) + (i % 400 === 200 ? 1 : 0) });
  const page = await t.open();
  await drop(page, files, null);
  await page.waitForTimeout(600);
  const dark = await page.evaluate(() => { // V3: third row, third column of the 3x4 sheet of 275 mm by 150 mm
    const c = document.querySelector(".paper canvas"), mm = c.width / 275;
    const d = c.getContext("2d").getImageData((20 + 127) * mm, (5 + 2 * 35 + 8) * mm, 40 * mm, 20 * mm).data;
    let n = 0;
    for (let i = 0; i < d.length; i += 4) if (d[i] < 110 && d[i + 1] < 110) ++n;
    return n;
  });
  assert.ok(dark > 100, `${dark} dark pixels`);
  await page.context().close();
});

test("a criterion shows its place on the beat", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[0]);
  await page.waitForSelector(".definition");
  assert.equal(await page.locator(".definition").count(), 3);
  await page.locator(".definition summary").first().click();
  await page.locator("button.criterion", { hasText: "QS or rS" }).first().click();
  assert.ok(await page.locator("svg .place").count() === 1);
  assert.equal(await page.locator(".beat .name").textContent(), "V1");
  assert.match(await page.locator(".beat > p").textContent(), /in V1: -?−?\d+ to \d+ ms from QRS onset/);
  await page.context().close();
});

test("a boundary moved by 20 keys makes the QRS 20 ms longer, marks it, and can be undone", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[0]);
  await page.click("#tab-beat");
  const before = await number(page, "QRS duration");
  const end = page.getByRole("slider", { name: /QRS end/ });
  await end.focus();
  for (let i = 0; i < 2; ++i) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForSelector(".moved");
  await settled(page);
  assert.ok(Math.abs(await number(page, "QRS duration") - before - 20) <= 1, `${before} became ${await number(page, "QRS duration")}`);
  assert.match(await page.locator(".numbers tr", { hasText: "QRS duration" }).textContent(), new RegExp(`✎ ${before}`));
  const criterion = await page.locator(".criteria").first().textContent();
  assert.match(criterion, new RegExp(`QRS duration.*${await number(page, "QRS duration")} ms`), "the criteria follow");
  await page.locator("#tab-sheet").click();
  await page.getByText("Save", { exact: true }).click();
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Measurements (JSON)" }).click()]);
  const json = JSON.parse(readFileSync(await saved.path(), "utf8"));
  assert.equal(json.moved.length, 1);
  assert.equal(json.moved[0].boundary, "qrs_end");
  assert.ok(Math.abs(json.moved[0].moved_ms - json.moved[0].measured_ms - 20) < 0.2);
  await page.click("#tab-beat");
  await page.getByRole("slider", { name: /QRS end/ }).focus();
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => !document.querySelector(".moved"));
  await settled(page);
  assert.equal(await number(page, "QRS duration"), before);
  await page.context().close();
});

test("a boundary is dragged by mouse", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[1]);
  await page.click("#tab-beat");
  await settled(page);
  const before = await number(page, "QT interval");
  const box = await page.getByRole("slider", { name: /T end/ }).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 25, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.waitForSelector(".moved");
  await settled(page);
  assert.ok(await number(page, "QT interval") < before - 5);
  await page.context().close();
});

test("the guideline form gives the class of the ESC 2021 with its sentence", { skip }, async () => {
  // LBBB, QRS 150 ms or more, LVEF 35 % or less, sinus rhythm, symptomatic: class I (Glikson 2021). The truth is simulated: LBBB of 170 ms or more.
  const page = await t.open();
  await drop(page, lbbbFile());
  await page.getByLabel("LVEF, %").fill("28");
  await page.getByLabel("NYHA class").selectOption("3");
  await page.getByLabel("Sex").selectOption("M");
  await page.getByLabel("Rhythm", { exact: true }).selectOption("sinus");
  const esc = page.locator(".classes li", { hasText: "ESC 2021" });
  await esc.getByText("Class I", { exact: true }).waitFor();
  assert.match(await esc.textContent(), /CRT is recommended/);
  await page.getByLabel("LVEF, %").fill("55");
  await page.waitForFunction(() => !/Class I$/.test(document.querySelector(".classes .class").textContent));
  await page.context().close();
});

function lbbbFile() {
  const lines = readFileSync(cohort.table, "utf8").trim().split(/\r?\n/).map((line) => line.split(","));
  const at = (name) => lines[0].indexOf(name);
  const row = lines.slice(1).findIndex((cells) => cells[at("lbbb")] === "1" && Number(cells[at("qrs_duration_ms")]) >= 170 && measuredLbbb(cells[at("ecg")]));
  return cohort.files[row];
}
function measuredLbbb(ecg) {
  const [measured] = JSON.parse(run("measure", join(cohort.out, ecg), "--json", "--lbbb", "esc_2013"));
  return measured.lbbb === true && measured.intervals.qrs_ms >= 155;
}

test("a model answers with its interval, or says in plain words that it does not", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[2]);
  await page.getByLabel("Model", { exact: true }).selectOption("ecg");
  await page.getByRole("button", { name: "Predict" }).click();
  await page.waitForSelector(".answer");
  const answer = page.locator(".answer");
  const said = JSON.parse(run("predict", modelFile("ecg"), cohort.files[2][0], "--json"));
  const one = Array.isArray(said) ? said[0] : said;
  if (one.abstain) assert.match(await answer.textContent(), /does not answer/);
  else {
    assert.match(await answer.textContent(), new RegExp(`expects ${Math.round(one.probability * 100)} to respond`));
    assert.match(await answer.textContent(), new RegExp(`from ${Math.round(one.interval.low * 100)} to ${Math.round(one.interval.high * 100)}`));
  }
  await page.getByLabel("Model", { exact: true }).selectOption("fused");
  await page.getByRole("button", { name: "Predict" }).click();
  await page.waitForSelector(".abstains"); // nothing clinical is known
  assert.match(await page.locator(".abstains").textContent(), /The model does not answer.*Too little is known/);
  await page.context().close();
});
const modelFile = (name) => join(cohort.out, "..", `${name}.safetensors`);

test("two ECGs of a patient are compared, and what is offered can be saved", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[0]);
  await page.click("#tab-compare");
  await page.locator(".compare input[type=file]").setInputFiles(cohort.files[1]);
  await page.waitForSelector(".compare table");
  assert.ok(await page.locator(".compare tbody tr").count() >= 5);
  const links = await page.evaluate(async () => {
    const wanted = { "page.html": "text/html", "report.pdf": "application/pdf", "sheet.png": "image/png", "sheet.svg": "image/svg+xml", "export?to=wfdb": "" };
    document.querySelector("#tab-sheet").click();
    await new Promise((yes) => setTimeout(yes, 300));
    const got = [];
    for (const [part, type] of Object.entries(wanted)) {
      const link = [...document.querySelectorAll("a[download]")].find((a) => a.getAttribute("href").includes(part));
      const response = await fetch(link.href);
      got.push([part, response.status, (response.headers.get("content-type") ?? "").startsWith(type), (await response.arrayBuffer()).byteLength > 500]);
    }
    return got;
  });
  for (const [part, status, type, size] of links) assert.deepEqual([part, status, type, size], [part, 200, true, true]);
  await page.context().close();
});

test("nothing went wrong behind the page", { skip }, () => {
  assert.deepEqual(t.faults.filter((f) => !/status of 4(00|22)/.test(f)), []);
});
