// Makes the pictures of the page in docs/images, of virtual patients: node tests/browser/pictures.mjs
import { join } from "node:path";
import { drop, root, run, scratch, simulated, start } from "./program.mjs";

const to = (name) => ({ path: join(root, "docs/images", `${name}.png`) });
const folder = scratch("pictures");
const cohort = simulated(folder, 120, 1);
const model = join(folder, "fused.safetensors");
run("train", cohort.table, "--model", "fused", "--out", model);
const t = await start({ models: [model] });

const page = await t.open();
await drop(page, cohort.files[10]); // QRS 167 ms, LBBB by all three definitions
await page.waitForSelector(".definition");
await page.getByLabel("LVEF, %").fill("28");
await page.getByLabel("NYHA class").selectOption("3");
await page.waitForTimeout(800);
const box = await page.locator(".paper").boundingBox();
await page.mouse.move(box.x + 69.5, box.y + 408); // from T to T of lead II
await page.mouse.down();
await page.mouse.move(box.x + 100, box.y + 404, { steps: 3 });
await page.mouse.move(box.x + 141.7, box.y + 400, { steps: 3 });
await page.mouse.up();
await page.waitForTimeout(300);
await page.screenshot(to("page-ecg"));

await page.locator(".definition summary").first().click();
await page.locator("button.criterion", { hasText: "slur V6" }).first().click();
await page.waitForTimeout(400);
await page.evaluate(() => document.querySelector(".lbbb").scrollIntoView());
await page.waitForTimeout(200);
await page.screenshot(to("page-beat"));

await page.locator("nav button").nth(1).click();
await page.locator(".welcome:visible input[type=file]").setInputFiles(cohort.table);
await page.waitForSelector(".cohort .tabs");
await page.locator(".cohort input[webkitdirectory]").setInputFiles(cohort.out);
await page.waitForFunction(() => document.querySelectorAll("svg.small path").length >= 25);
await page.waitForTimeout(1500);
await page.screenshot(to("page-cohort"));

const phone = await t.open({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, colorScheme: "dark" });
await drop(phone, cohort.files[10]);
await phone.waitForSelector(".definition");
await phone.waitForTimeout(500);
await phone.screenshot(to("page-phone"));
await t.close();
