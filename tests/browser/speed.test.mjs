// How long a person waits: from choosing a file to its sheet, and for each frame while something is moved.
import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { after, before, test } from "node:test";
import { drop, missing, scratch, simulated, start } from "./program.mjs";
import { day } from "./records.mjs";

const FIRST_SHEET_MS = 200; // issue 19: a 10 s file on loopback
const FRAME_MS = 16;
const ROUNDS = 7;
const skip = missing();
let t, files;

before(async () => {
  if (skip) return;
  files = simulated(scratch("speed"), 1, 3).files[0];
  t = await start();
});
after(async () => { if (t) await t.close(); });

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];
const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
/** On a machine with more to do than it has processors a time says nothing: it is printed, and held against nothing. */
const idle = () => loadavg()[0] < availableParallelism();

test("the first sheet is there before 200 ms, and is asked for before anything is measured", { skip }, async (context) => {
  const times = [];
  let order = [];
  for (let i = 0; i < ROUNDS; ++i) {
    const page = await t.open();
    await page.waitForTimeout(400);
    await page.evaluate(() => {
      window.seen = null;
      document.querySelector(".welcome input[type=file]").addEventListener("change", () => { window.began = performance.now(); }, true);
      const look = () => {
        const c = document.querySelector(".paper canvas");
        if (c && c.width > 100) {
          const w = Math.round(c.width * 0.5), d = c.getContext("2d").getImageData(c.width * 0.2, 0, w, c.height * 0.3).data; // the traces of lead I and what is beside it
          let n = 0;
          for (let k = 0; k < d.length; k += 4) if (d[k] < 90 && d[k + 1] < 90) ++n;
          if (n > w) { window.seen = performance.now(); return; }
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.locator(".welcome input[type=file]").first().setInputFiles(files);
    await page.waitForFunction(() => window.seen !== null);
    await page.waitForSelector(".numbers");
    times.push(await page.evaluate(() => window.seen - window.began));
    order = await page.evaluate(() => performance.getEntriesByType("resource").filter((e) => /recordings\/\w+\/(samples|measurements)/.test(e.name)).sort((a, b) => a.startTime - b.startTime).map((e) => /samples|measurements/.exec(e.name)[0]));
    await page.context().close();
  }
  assert.equal(order[0], "samples");
  context.diagnostic(`first sheet: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${ROUNDS}; load ${loadavg()[0].toFixed(1)}`);
  if (idle()) assert.ok(median(times) < FIRST_SHEET_MS, `median ${median(times)} ms`);
});

/** Milliseconds of the processor for script, layout and paint in each frame while `act` goes on, as the browser traces them. */
async function frames(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline.frame", "toplevel"] } });
  await act();
  const ended = new Promise((yes) => session.once("Tracing.tracingComplete", yes));
  await session.send("Tracing.end");
  await ended;
  const main = events.find((e) => e.name === "thread_name" && e.args?.name === "CrRendererMain" && events.some((o) => o.tid === e.tid && o.pid === e.pid && o.name === "FunctionCall"));
  assert.ok(main, "the trace has the page's own thread");
  const mine = events.filter((e) => e.pid === main.pid && e.tid === main.tid && e.ph === "X");
  // What a frame costs: the tasks between one begin of a frame and the next.
  const begins = events.filter((e) => e.pid === main.pid && e.tid === main.tid && e.name === "BeginMainThreadFrame").map((e) => e.ts).sort((a, b) => a - b);
  const tasks = mine.filter((e) => e.name === "RunTask" || e.name === "ThreadControllerImpl::RunTask");
  return begins.slice(0, -1).map((from, i) => tasks.filter((e) => e.ts >= from && e.ts < begins[i + 1]).reduce((sum, e) => sum + (e.tdur ?? e.dur), 0) / 1000);
}

for (const [what, prepare, act] of [
  ["a day's recording is scrolled", async (page) => { await drop(page, day(t.folder), null); await page.waitForSelector(".overview canvas", { timeout: 60000 }); await page.waitForTimeout(1500); await page.locator(".frame").focus(); },
    async (page) => { for (let i = 0; i < 40; ++i) { await page.keyboard.press("ArrowRight"); await page.waitForTimeout(25); } }],
  ["a boundary is dragged", async (page) => { await drop(page, files); await page.click("#tab-beat"); await page.waitForTimeout(800); },
    async (page) => { const box = await page.getByRole("slider", { name: /QRS end/ }).boundingBox(); await page.mouse.move(box.x + 12, box.y + 60); await page.mouse.down(); for (let i = 0; i < 40; ++i) { await page.mouse.move(box.x + 12 + i, box.y + 60); await page.waitForTimeout(20); } }],
  ["a caliper is drawn", async (page) => { await drop(page, files); await page.waitForTimeout(800); },
    async (page) => { const box = await page.locator(".paper").boundingBox(); await page.mouse.move(box.x + 300, box.y + 90); await page.mouse.down(); for (let i = 0; i < 40; ++i) { await page.mouse.move(box.x + 300 + 4 * i, box.y + 90 + i); await page.waitForTimeout(20); } await page.mouse.up(); }],
])
  test(`a frame takes less than 16 ms while ${what}`, { skip }, async (context) => {
    const page = await t.open();
    await prepare(page);
    const spent = await frames(page, () => act(page));
    assert.ok(spent.length >= 20, `${spent.length} frames`);
    assert.ok(median(spent) > 0.2, "a frame that costs nothing was not looked at");
    context.diagnostic(`${what}: median ${median(spent).toFixed(1)} ms, of 20 the longest ${quantile(spent, 0.95).toFixed(1)} ms, ${spent.length} frames; load ${loadavg()[0].toFixed(1)}`);
    if (idle()) assert.ok(quantile(spent, 0.95) < FRAME_MS, `${quantile(spent, 0.95)} ms`);
    await page.context().close();
  });
