// Takes the pictures of docs/screens/ from the demo wards: `node tests/browser/screens.mjs`. Not a test.

import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DESK, TABLET, chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/screens/", import.meta.url));
mkdirSync(FOLDER, { recursive: true });
const server = await serve();
const browser = await launch();

async function shoot(page, name) {
  const path = `${FOLDER}${name}.png`;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: "disabled" });
  process.stdout.write(`${String(Math.round(statSync(path).size / 1024)).padStart(5)} KB  ${name}.png\n`);
}

async function open(page, path) {
  await page.goto(`${server.origin}${path}`);
}

/** Follows the first link of the page that fits. */
async function follow(page, selector) {
  await open(page, await page.locator(`main ${selector}`).first().getAttribute("href"));
}

try {
  const { page: ward } = await windowOf(browser, server.origin, "wakaba.officer", { viewport: DESK });
  await shoot(ward, "ward-home");
  await open(ward, "/participants");
  await shoot(ward, "participants");
  await open(ward, "/contracts");
  await ward.locator("main a").filter({ hasText: "後期" }).first().click();
  await shoot(ward, "contract");
  await open(ward, "/courses?state=finished");
  await follow(ward, "tbody a[href^='/courses/']");
  await follow(ward, "a[href$='/assessments']");
  await follow(ward, "tbody a[href^='/participants/']");
  const chart = ward.locator("figure").first();
  if (await chart.count()) await chart.scrollIntoViewIfNeeded();
  await shoot(ward, "assessment-chart");
  await open(ward, "/reports");
  await follow(ward, "tbody a[href^='/reports/']");
  await follow(ward, "a[href$='/review'], a[href$='/whole']");
  await shoot(ward, "report");

  const { page: centre } = await windowOf(browser, server.origin, "wakaba.kita", { viewport: DESK });
  await open(centre, "/liaison?state=answered");
  await follow(centre, "tbody a[href^='/liaison/']");
  await shoot(centre, "liaison-sheet");

  const { page: tablet } = await windowOf(browser, server.origin, "genki.recorder", { viewport: TABLET, hasTouch: true });
  await chooseWork(tablet, server.origin, "後期");
  await open(tablet, "/today");
  await follow(tablet, "a[href$='/record']");
  await tablet.locator(".person .who").nth(2).tap();
  await shoot(tablet, "record-tablet");
} finally {
  await browser.close();
  await server.stop();
}
