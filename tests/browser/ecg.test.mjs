// One ECG: files of every format, criteria on the beat, boundaries by hand, guidelines, prediction, comparison, what can be saved.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { write } from "./records.mjs";
import { drop, formats, missing, root, run, scratch, simulated, start, synchrony } from "./program.mjs";

const skip = missing();
let t, cohort;

before(async () => {
  if (skip) return;
  const folder = scratch("models");
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

// Formats of which no sample may be shared and that the program does not write: ten seconds of one made-up ECG, by the encoders
// of the C++ tests (upload_samples beside the program), HDF5 by h5py. All must show the same QRS.
const encoder = join(dirname(synchrony), "upload_samples");
const ENCODED = [
  ["cardiosoft.xml", "500 Hz"], ["eli.xml", "500 Hz"], ["schiller.xml", "500 Hz"], ["ishne.ecg", "500 Hz"], ["mfer.mwf", "500 Hz"], ["contec.ECG", "800 Hz"],
  ["matlab.mat", "500 Hz", { "Sampling frequency, Hz": "500", "Unit of the values": "uV", "Names of the leads, with commas, or: standard": "I,II,V1,V2,V3,V4,V5,V6" }],
  ["ecg.h5", "500 Hz"],
];
let shown = null;
for (const [name, rate, answers] of ENCODED)
  test(`opens ${name}, with the same QRS as the others`, { skip: skip || (existsSync(encoder) ? false : `no ${encoder}`) }, async () => {
    const folder = scratch("encoded");
    if (name === "ecg.h5") copyFileSync(join(root, "tests/golden/hdf5", name), join(folder, name));
    else execFileSync(encoder, [folder]);
    const page = await t.open();
    await page.locator(".welcome input[type=file]").first().setInputFiles(join(folder, name));
    if (answers) { // all that the file does not say is asked at once
      await page.waitForSelector(".readoptions");
      assert.deepEqual(await page.locator(".readoptions label").allTextContents(), Object.keys(answers));
      for (const [label, value] of Object.entries(answers)) {
        const field = page.getByLabel(label);
        if (label.startsWith("Unit")) await field.selectOption(value); else await field.fill(value);
      }
      await page.getByRole("button", { name: "Read again" }).click();
    }
    await page.waitForSelector(".paper canvas");
    await page.waitForSelector(".numbers");
    assert.ok((await page.locator(".recordingname").textContent()).includes(`10 s · ${rate}`));
    const qrs = await number(page, "QRS duration");
    shown ??= qrs;
    assert.ok(qrs > 40 && qrs < 160 && Math.abs(qrs - shown) <= 6, `${qrs} ms, ${shown} ms in the first format`);
    await page.context().close();
  });

// Formats of which no sample may be shared: written by the program from a recording of its own, and read again.
for (const to of ["csv", "edf", "aecg", "dicom", "muse", "npz", "wfdb"])
  test(`opens the ${to} that it writes, with the same QRS`, { skip }, async () => {
    const page = await t.open();
    await drop(page, cohort.files[0]);
    const qrs = await number(page, "QRS duration");
    const saved = await page.evaluate(async (format) => {
      const answer = await fetch(`${document.querySelector('a[href*="/export"]').getAttribute("href").replace(/to=\w+/, `to=${format}`)}`);
      return { name: /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))[1], bytes: [...new Uint8Array(await answer.arrayBuffer())] };
    }, to);
    const file = join(t.folder, saved.name);
    writeFileSync(file, Buffer.from(saved.bytes));
    const other = await t.open();
    await drop(other, file);
    assert.ok(Math.abs(await number(other, "QRS duration") - qrs) <= 2, `${await number(other, "QRS duration")} of ${qrs} ms`);
    await other.context().close();
    await page.context().close();
  });

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
  // Everybody asks with the same form: the program measures an ECG once for all of them.
  const asked = t.asked.map((url) => new URL(url)).filter((url) => url.search.includes("rhythm=sinus") && url.search.includes("nyha=3"));
  const parts = new Set(asked.map((url) => url.pathname.split("/").pop()));
  assert.deepEqual([...parts].filter((part) => ["measurements", "beats", "lbbb", "vectors"].includes(part)).sort(), ["beats", "lbbb", "measurements", "vectors"]);
  assert.equal(new Set(asked.filter((url) => !url.pathname.endsWith(".pdf")).map((url) => url.search)).size, 1, "with one form");
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

const pdfText = (bytes) => { const file = join(t.folder, "report.pdf"); writeFileSync(file, bytes); return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }); };
const hasText = (() => { try { execFileSync("pdftotext", ["-v"], { stdio: "ignore" }); return true; } catch { return false; } })();

test("the report holds the prediction that is shown, by the form as it is, and none that is not", { skip: skip || (hasText ? false : "no pdftotext (poppler-utils)") }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[2]);
  const report = async () => { const link = page.locator('a[download][href*="report.pdf"]'); return pdfText(await (await page.request.get(new URL(await link.getAttribute("href"), t.address).href)).body()); };
  assert.doesNotMatch(await report(), /What the model says/);
  await page.getByLabel("LVEF, %").fill("28");
  await page.getByLabel("NYHA class").selectOption("3");
  await page.getByLabel("Rhythm", { exact: true }).selectOption("af");
  await settled(page);
  await page.getByLabel("Model", { exact: true }).selectOption("ecg");
  await page.getByRole("button", { name: "Predict" }).click();
  await page.waitForSelector(".answer");
  const said = JSON.parse(run("predict", modelFile("ecg"), cohort.files[2][0], "--set", "lvef_pct=28", "--set", "nyha=3", "--json"));
  const one = Array.isArray(said) ? said[0] : said;
  const text = await report();
  assert.match(text, /What the model says/);
  if (!one.abstain) assert.match(text, new RegExp(`expects ${Math.round(one.probability * 100)} to respond`));
  assert.match(text, /atrial fibrillation/, "the form's rhythm");
  const html = await page.request.get(new URL(await page.locator('a[download][href*="page.html"]').getAttribute("href"), t.address).href);
  assert.match(await html.text(), /What the model says/);
  await page.getByLabel("LVEF, %").fill("30"); // the answer goes, and with it the report's
  await page.waitForFunction(() => !document.querySelector(".answer"));
  assert.doesNotMatch(await report(), /What the model says/);
  await page.context().close();
});

test("several recordings dropped at once all open; what cannot be opened is said", { skip }, async () => {
  const page = await t.open();
  const letter = join(t.folder, "letter.txt");
  writeFileSync(letter, "Dear colleague,");
  await page.locator(".welcome input[type=file]").first().setInputFiles([...cohort.files[0], ...cohort.files[1], letter]);
  await page.waitForSelector(".notopened");
  assert.equal(await page.locator(".opened li").count(), 2);
  assert.match(await page.locator(".notopened").textContent(), /1 of 3 recordings could not be opened.*Number 3/);
  assert.ok(!(await page.locator("body").textContent()).includes("letter"), "a file's name may be a patient's");
  await page.waitForSelector(".numbers");
  await settled(page);
  const first = await number(page, "Heart rate");
  await page.getByLabel("LVEF, %").fill("28");
  await settled(page);
  await page.locator(".opened li").nth(1).locator("button").first().click();
  await page.waitForFunction(() => document.querySelector(".recordingname b").textContent === "Recording 2" && document.querySelector(".numbers"));
  await settled(page);
  const [measured] = JSON.parse(run("measure", cohort.files[1][0], "--json"));
  assert.equal(await number(page, "Heart rate"), Math.round(measured.heart_rate_bpm));
  assert.equal(await page.getByLabel("LVEF, %").inputValue(), "", "another recording may be another patient's");
  await page.locator(".opened li").first().locator("button").first().click();
  await page.waitForFunction(() => document.querySelector(".recordingname b").textContent === "Recording 1");
  assert.equal(await number(page, "Heart rate"), first);
  assert.equal(await page.getByLabel("LVEF, %").inputValue(), "28", "and its own values wait for it");
  await page.getByRole("button", { name: "Close Recording 1" }).click();
  await page.waitForFunction(() => !document.querySelector(".opened"));
  assert.equal(await page.locator(".recordingname b").textContent(), "Recording");
  await page.context().close();
});

test("the place of a criterion follows a boundary that is moved", { skip }, async () => {
  const page = await t.open();
  await drop(page, cohort.files[0]);
  await page.waitForSelector(".definition");
  await page.locator(".definition summary").first().click();
  await page.locator("button.criterion", { hasText: "QRS duration" }).first().click();
  const width = async () => Number(await page.locator("svg .place").getAttribute("width"));
  const before = await width(), scale = before / await number(page, "QRS duration");
  await page.getByRole("slider", { name: /QRS end/ }).focus();
  for (let i = 0; i < 2; ++i) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForSelector(".moved");
  await settled(page);
  assert.ok(Math.abs(await width() - before - 20 * scale) < 2 * scale, `${before} became ${await width()}, ${scale} px a ms`);
  assert.equal(await page.locator('button.criterion[aria-pressed="true"]').count(), 1);
  await page.context().close();
});

test("the median beat on paper has its cautions and no buttons, dark or light", { skip }, async () => {
  const page = await t.open({ colorScheme: "dark" });
  await drop(page, cohort.files[0]);
  await page.click("#tab-beat");
  await page.getByRole("slider", { name: /QRS end/ }).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.waitForSelector(".moved");
  await settled(page);
  await page.emulateMedia({ media: "print" });
  for (const name of ["Undo", "Undo all", "All leads"]) assert.equal(await page.getByRole("button", { name, exact: true }).isVisible(), false, name);
  assert.ok(await page.locator(".cautions").isVisible());
  assert.match(await page.locator(".cautions").textContent(), /Simulated/);
  assert.match(await page.locator(".cautions").textContent(), /moved by hand/);
  assert.equal(await page.locator(".beat .trace").first().evaluate((e) => getComputedStyle(e).stroke), "rgb(0, 0, 0)");
  assert.match(await page.locator(".printonly").textContent(), /QRS duration \d+ ms/);
  await page.context().close();
});

test("of two ECGs the cautions of each stand there, LBBB on both, and a verdict that a telephone shows", { skip }, async () => {
  const gap = write(t.folder, "earlier", { fs: 500, samples: 5000, mv: (lead, i) => (lead === "V6" ? 0 : i % 400 === 200 ? 1 : i % 400 > 190 && i % 400 < 210 ? 0.5 : 0) });
  for (const width of [1280, 390]) {
    const page = await t.open({ viewport: { width, height: 900 } });
    await drop(page, cohort.files[0]);
    await page.click("#tab-compare");
    await page.locator(".compare input[type=file]").setInputFiles(gap);
    await page.waitForSelector(".compare table");
    const cautions = page.getByRole("list", { name: "Cautions of the earlier ECG" });
    const [measured] = JSON.parse(run("measure", gap[0], "--json"));
    assert.ok(measured.flags.length > 0);
    for (const flag of measured.flags.filter((f) => f.detail && f.name !== "missing_samples").slice(0, 3)) assert.ok((await cautions.textContent()).includes(flag.detail), flag.detail);
    assert.equal(await page.locator(".changes tr", { hasText: "LBBB" }).count(), 3);
    for (const cell of await page.locator(".changes td.verdict").all()) {
      const box = await cell.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width, `a verdict ends at ${box.x + box.width} of ${width} px`);
    }
    assert.match(await page.locator(".changes tr", { hasText: "QRS duration" }).textContent(), /(within|beyond) ±\d/);
    await page.context().close();
  }
});

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
