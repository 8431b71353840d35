// The sheet against millimetres: layout, calibration pulse, calipers, filters, gaps, a day's recording, the printer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { drop, missing, start } from "./program.mjs";
import { day, gap, squares } from "./records.mjs";

const PX_PER_MM = 4; // what a ruler check is taken to have said
const skip = missing();
let t;

before(async () => { if (!skip) t = await start(); });
after(async () => { if (t) await t.close(); });

async function trueSize(files) {
  const page = await t.open();
  await page.evaluate((px) => localStorage.setItem("synchrony.pxPerMm", String(px)), PX_PER_MM);
  await page.reload();
  await drop(page, files, null);
  await page.locator(".frame").focus();
  await page.keyboard.press("1");
  await page.waitForTimeout(500);
  return page;
}

/** Pixels of the traces' ink in a part of the sheet, mm: their box. */
function ink(page, [x, y, width, height]) {
  return page.evaluate(([x, y, w, h, px]) => {
    const canvas = document.querySelector(".paper canvas");
    const data = canvas.getContext("2d").getImageData(x * px, y * px, w * px, h * px);
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity, count: 0 };
    for (let i = 0; i < data.data.length; i += 4) {
      if (data.data[i] > 110 || data.data[i + 1] > 110) continue; // paper and its lines are light
      const at = i / 4, cx = at % data.width, cy = Math.floor(at / data.width);
      box.left = Math.min(box.left, cx); box.right = Math.max(box.right, cx);
      box.top = Math.min(box.top, cy); box.bottom = Math.max(box.bottom, cy);
      ++box.count;
    }
    for (const side of ["left", "right"]) box[side] = box[side] / px + x;
    for (const side of ["top", "bottom"]) box[side] = box[side] / px + y;
    return box;
  }, [x, y, width, height, PX_PER_MM]);
}

const near = (got, wanted, what, by = 0.5) => assert.ok(Math.abs(got - wanted) <= by, `${what}: ${got}, expected ${wanted} +- ${by}`);

test("a pulse of 5 mm by 10 mm stands before the first row; a second is 25 mm, a millivolt 10 mm", { skip }, async () => {
  const page = await trueSize(squares(t.folder));
  const size = await page.locator(".paper canvas").boundingBox();
  near(size.width / PX_PER_MM, 275, "width of the sheet, mm", 0.01);
  const pulse = await ink(page, [9, 5, 8, 30]);
  const upper = await ink(page, [8, 5, 10, pulse.top + 5 - 5]); // above its feet
  near(upper.right - upper.left, 5, "width of the pulse, mm");
  near(pulse.bottom - pulse.top, 10, "height of the pulse, mm");
  // Lead I begins at 20 mm; its square lasts from 1.0 s to 1.2 s: from 45 to 50 mm.
  const square = await ink(page, [30, 5, 30, 17]);
  near(square.left, 45, "left edge of the recorded square");
  near(square.right, 50, "right edge of the recorded square");
  near(square.top, pulse.top, "top of the recorded square: as high as the pulse");
  await page.context().close();
});

test("calipers measure a calibration pulse as 1.00 mV and 200 ms, and a recorded one by keys", { skip }, async () => {
  const page = await trueSize(squares(t.folder));
  const box = await page.locator(".paper").boundingBox();
  const pulse = await ink(page, [9, 5, 8, 30]);
  const at = (x, y) => [box.x + x * PX_PER_MM, box.y + y * PX_PER_MM];
  await page.mouse.move(...at(10.4, pulse.bottom - 0.3));
  await page.mouse.down();
  await page.mouse.move(...at(14, 20));
  await page.mouse.move(...at(14.7, pulse.top + 0.4));
  await page.mouse.up();
  assert.equal(await page.locator(".caliper output").first().textContent(), "200 ms · 1.00 mV · 300/min");
  // The recorded square of lead I, away from any pulse of the paper: dragged, then its corner moved by keys of 1 ms and 0.01 mV.
  await page.mouse.move(...at(45, pulse.bottom));
  await page.mouse.down();
  await page.mouse.move(...at(48, 18));
  await page.mouse.move(...at(49, pulse.top));
  await page.mouse.up();
  const corner = page.locator(".caliper").nth(1).locator(".corner").nth(1);
  await corner.focus();
  const text = () => page.locator(".caliper output").nth(1).textContent();
  for (let i = 0; i < 60 && !(await text()).startsWith("200 ms"); ++i) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 60 && !(await text()).includes("1.00 mV"); ++i) await page.keyboard.press((await text()).includes("0.9") ? "ArrowUp" : "ArrowDown");
  assert.equal(await text(), "200 ms · 1.00 mV · 300/min");
  const edge = await corner.evaluate((e) => parseFloat(e.style.left));
  near(edge / PX_PER_MM, 50, "corner of the caliper on the square's right edge", 0.3);
  await page.keyboard.press("m");
  assert.ok((await page.locator(".marched").count()) > 20, "marched out every 5 mm");
  await page.keyboard.press("Delete");
  assert.equal(await page.locator(".caliper").count(), 1);
  await page.context().close();
});

test("the layout says what it is and follows keys; filters are off, and said when on", { skip }, async () => {
  const page = await trueSize(squares(t.folder));
  const state = page.locator(".state .drawn");
  assert.equal(await state.textContent(), "25 mm/s · 10 mm/mV · no filter · 1000 Hz");
  for (const key of ["f", "s", "g"]) await page.keyboard.press(key);
  assert.equal(await state.textContent(), "50 mm/s · 20 mm/mV · no filter · 1000 Hz");
  assert.ok(await page.locator('.segmented label.on', { hasText: "6×2" }).count());
  const before = await page.locator(".numbers").count() ? await page.locator(".numbers").textContent() : "";
  await page.getByText("Display", { exact: true }).click();
  await page.getByLabel("Low-pass").selectOption("40");
  assert.equal(await state.textContent(), "50 mm/s · 20 mm/mV · low-pass 40 Hz · 1000 Hz");
  assert.ok(await page.locator(".filteredword").isVisible());
  assert.equal(await page.locator(".numbers").count() ? await page.locator(".numbers").textContent() : "", before, "numbers do not depend on filters");
  await page.context().close();
});

test("missing samples are drawn as a gap and said on the sheet", { skip }, async () => {
  const page = await trueSize(gap(t.folder));
  assert.match(await page.locator(".cautions").textContent(), /Missing samples, drawn as gaps: II 1\.0 s/);
  const strip = [20 + 4.1 * 25, 5 + 35 * 3, 0.8 * 25, 35]; // the rhythm strip of II from 4.1 to 4.9 s
  assert.equal((await ink(page, strip)).count, 0);
  assert.ok((await ink(page, [strip[0] - 50, strip[1], strip[2], strip[3]])).count > 0, "and there is a line beside it");
  await page.context().close();
});

test("a day's recording: overview, its end by key, few and small questions", { skip }, async () => {
  const page = await t.open();
  await drop(page, day(t.folder), null);
  await page.waitForSelector(".overview canvas", { timeout: 60000 });
  await page.waitForTimeout(1500);
  await page.locator(".frame").focus();
  await page.keyboard.press("End");
  await page.waitForTimeout(500);
  assert.match(await page.locator(".state").textContent(), /23:59:50 – 24:00:00/);
  const asked = t.asked.filter((url) => url.includes("/samples"));
  const before = asked.length;
  await page.locator(".overview canvas").focus();
  for (const key of ["Home", "+", "+", "+", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await page.waitForTimeout(1000);
  assert.ok(t.asked.filter((url) => url.includes("/samples")).length - before < 40, "zooming asks for tiles, not for the day");
  assert.equal(await page.locator(".overview canvas").getAttribute("aria-valuemax"), "86400");
  await page.context().close();
});

test("a filter of the display acts on a day's recording too, only as far as its samples allow, and is said", { skip }, async () => {
  const page = await t.open();
  await drop(page, day(t.folder), null);
  await page.waitForSelector(".overview canvas", { timeout: 60000 });
  await page.locator(".frame").focus();
  for (let i = 0; i < 3; ++i) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForTimeout(1500);
  const dark = () => page.evaluate(() => {
    const c = document.querySelector(".paper canvas"), d = c.getContext("2d").getImageData(c.width * 0.2, 0, c.width * 0.7, c.height * 0.5).data;
    let top = Infinity;
    for (let i = 0; i < d.length; i += 4) if (d[i] < 90 && d[i + 1] < 90) { top = Math.floor(i / 4 / Math.floor(c.width * 0.7)); break; }
    return top;
  });
  const before = await dark();
  await page.getByText("Display", { exact: true }).click();
  assert.deepEqual(await page.getByLabel("Low-pass").locator("option").allTextContents(), ["off", "40 Hz"], "at 100 Hz no filter of 50 Hz or more can be");
  assert.deepEqual(await page.getByLabel("Mains").locator("option").allTextContents(), ["off"]);
  await page.getByLabel("High-pass").selectOption("0.5");
  await page.getByLabel("Low-pass").selectOption("40");
  await page.waitForTimeout(600);
  assert.match(await page.locator(".state .drawn").textContent(), /high-pass 0\.5 Hz, low-pass 40 Hz/);
  assert.match(await page.locator(".filteredword").textContent(), /whole recording below are not/);
  assert.ok(await dark() > before + 2, `spikes of one sample, 1 mV, lose height: ${before} became ${await dark()}`);
  await page.context().close();
});

test("prints to scale: 5 mm of the printed paper are 5 mm", { skip: skip || (hasPoppler() ? false : "no pdftoppm (poppler-utils)") }, async () => {
  const page = await t.open({ colorScheme: "dark" });
  await drop(page, squares(t.folder), null);
  await page.waitForTimeout(500);
  const pdf = join(t.folder, "sheet.pdf");
  await page.pdf({ path: pdf, preferCSSPageSize: true });
  execFileSync("pdftoppm", ["-r", "254", "-gray", pdf, join(t.folder, "sheet")]); // ten pixels a millimetre
  const [, size, , ...rest] = splitPgm(readFileSync(join(t.folder, "sheet-1.pgm")));
  const [width, height] = size.split(" ").map(Number);
  near(width, 2970, "A4 landscape, 0.1 mm", 2);
  const pixels = rest[0];
  assert.ok(height > 1560);
  const grey = (x) => { let sum = 0; for (let y = 1500; y < 1560; ++y) sum += pixels[y * width + x]; return sum / 60; };
  const lines = [];
  for (let x = 100; x < width - 100; ++x) if (grey(x) < 205 && (lines.length === 0 || x - lines[lines.length - 1] > 20)) lines.push(x);
  assert.ok(lines.length >= 50 && lines.length <= 55, `${lines.length} coarse lines; the darkest is ${Math.min(...Array.from({ length: width - 200 }, (_, i) => grey(100 + i)))}`);
  near((lines[lines.length - 1] - lines[0]) / (lines.length - 1), 50, "from line to line, 0.1 mm", 0.1);
  await page.context().close();
});

function hasPoppler() { try { execFileSync("pdftoppm", ["-v"], { stdio: "ignore" }); return true; } catch { return false; } }

function splitPgm(bytes) {
  const parts = [];
  let from = 0;
  for (let i = 0; i < 3; ++i) { const end = bytes.indexOf(10, from); parts.push(bytes.subarray(from, end).toString()); from = end + 1; }
  return [...parts, bytes.subarray(from)];
}
