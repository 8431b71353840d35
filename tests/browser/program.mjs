// Starts the real program and a real browser for the tests of the page.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "web/package.json"));
export const synchrony = process.env.SYNCHRONY ?? join(root, "build/release/bin/synchrony");
export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const formats = process.env.SYNCHRONY_FORMATS ?? join(root, "../shared/formats");

/** Why the tests cannot run here, or false. */
export function missing() {
  if (!existsSync(synchrony)) return `no program at ${synchrony}`;
  if (!existsSync(chromiumPath)) return `no Chromium at ${chromiumPath}`;
  try { require.resolve("playwright-core"); } catch { return "no playwright-core: npm ci in web/"; }
  return false;
}

const folders = [];
/** A folder for one file of tests; gone when that has ended, however it ended. */
export function scratch(name) {
  const folder = mkdtempSync(join(tmpdir(), `synchrony-${name}-`));
  if (folders.push(folder) === 1 && !process.env.SYNCHRONY_KEEP) process.on("exit", () => { for (const f of folders) rmSync(f, { recursive: true, force: true }); });
  return folder;
}

export function run(...words) {
  return execFileSync(synchrony, [...words, "--quiet"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The program, a browser, and pages that say what went wrong in them. `close` ends everything. */
export async function start({ models = [], context = {} } = {}) {
  const folder = scratch("page");
  const program = spawn(synchrony, ["serve", ...models.flatMap((model) => ["--model", model])], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((yes, no) => {
    let text = "";
    program.stdout.on("data", (part) => { text += part; const found = /http:\S+/.exec(text); if (found) yes(found[0]); });
    program.on("exit", (code) => no(new Error(`the program ended with ${code}: ${text}`)));
    setTimeout(() => no(new Error(`no address: ${text}`)), 20000).unref();
  });
  const { chromium } = require("playwright-core");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const faults = [];
  const asked = [];
  const open = async (more = {}) => {
    const held = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...context, ...more });
    const page = await held.newPage();
    page.setDefaultTimeout(30000);
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("console", (line) => { if (line.type() === "error") faults.push(`console: ${line.text()}`); });
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(address);
    await page.waitForSelector(".top");
    return page;
  };
  const close = async () => {
    await browser.close();
    program.kill("SIGINT");
  };
  return { address, folder, browser, open, close, faults, asked };
}

/** Gives files to the page and waits until the sheet, and what is measured of it, is there. */
export async function drop(page, files, wanted = ".numbers") {
  await page.locator(".welcome input[type=file], .recordingname input[type=file]").first().setInputFiles(files);
  await page.waitForSelector(".paper canvas");
  if (wanted) await page.waitForSelector(wanted);
}

export function simulated(folder, patients = 1, seed = 1) {
  const out = join(folder, `cohort-${patients}-${seed}`);
  run("simulate", "--patients", String(patients), "--seed", String(seed), "--out", out);
  const records = readdirSync(join(out, "ecg")).filter((name) => name.endsWith(".hea")).sort();
  return { out, table: join(out, "cohort.csv"), files: records.map((name) => [join(out, "ecg", name), join(out, "ecg", name.replace(/hea$/, "dat"))]) };
}

export function axeSource() { return require.resolve("axe-core/axe.min.js"); }
