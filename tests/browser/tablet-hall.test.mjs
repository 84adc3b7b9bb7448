// The hall without a network: the server killed during entry, the page reloaded, the browser killed, a cold start; everything
// that was entered arrives, once. Taps are counted. A first report and a lock come between.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { Device, permitted, recorded, sessionOfToday } from "./lib/tablet.mjs";

const WORK = /後期/;

let server;
let browser;
let office;
let tablet;
let session;
/** What the server held before. */
let first;
/** Name → values as they should arrive. */
const entered = new Map();
/** Name → taps on keys. */
const taps = new Map();

before(async () => {
  [server, browser] = [await serve(), await launch()];
  const manager = await windowOf(browser, server.origin, "genki.manager");
  const officer = await windowOf(browser, server.origin, "wakaba.officer");
  await permitted(manager.page, officer.page, server.origin, WORK, "試験1");
  office = await windowOf(browser, server.origin, "genki.recorder");
  await chooseWork(office.page, server.origin, WORK);
  session = await sessionOfToday(office.page, server.origin);
  first = await recorded(office.page, server.origin, session);
  tablet = new Device(server.origin);
  await tablet.start();
  await tablet.signIn("genki.recorder", WORK);
  await tablet.prepare({ tablet: "試験1" });
}, { timeout: 120_000 });

after(async () => {
  await tablet?.stop();
  await browser?.close();
  await server?.stop();
});

/** Measures whoever comes up, `most` people, each with a reading of their own. */
async function measure(moment, most = 99) {
  const { page } = tablet;
  await page.locator(`.moment[value=${moment}]`).tap();
  for (let count = 0; count < most && await page.locator(".pad-kanji").count(); count += 1) {
    const name = (await page.locator(".pad-kanji").innerText()).replace(/ 様$/, "");
    // Between the ward's limits; the same key twice at once would be a bounce.
    const digit = "0134589"[count % 7];
    const reading = `12${digit}78${moment === "pre" ? 7 : 6}${digit}`;
    const before = tablet.taps;
    await tablet.type(reading);
    taps.set(name, (taps.get(name) ?? 0) + tablet.taps - before);
    if (await page.locator(".pad-ask").isVisible()) await tablet.button("この値で正しい").click({ delay: 600 });
    await page.locator(".pad-kanji").filter({ hasText: `${name} 様` }).waitFor({ state: "detached" });
    const value = `12${digit}/78/${reading.slice(5)}`;
    entered.set(name, { ...entered.get(name), [moment]: value });
  }
}

test("everything entered without a server arrives, once", { timeout: 240_000 }, async (t) => {
  const { origin } = server;
  const incidents = Number(server.sql("select count(*) from incident"));
  await tablet.enter(0);
  await server.kill();
  let { page } = tablet;

  const here = tablet.button("全員を出席にする");
  if (await here.isEnabled()) await here.tap();
  await measure("pre", 5);
  await tablet.says(/^端末に保存ずみ・未送信 \d+件/);
  const before = await tablet.rows("out");
  assert.ok(before >= 5, `${before} rows wait`);

  await page.reload();
  await tablet.unlock();
  await tablet.enter(0);
  assert.equal(await tablet.rows("out"), before, "a reload loses nothing");
  for (const [name, { pre }] of entered) {
    const shown = await page.locator(".person").filter({ hasText: name }).locator(".reading-now").innerText();
    assert.equal(shown, pre.replace(/\/(\d+)$/, "・$1"));
  }
  await measure("pre");

  // The battery goes flat while a reading is being typed.
  await page.locator(".moment[value=post]").tap();
  await measure("post", 4);
  await tablet.type("12");
  const kept = await tablet.rows("out");
  await tablet.kill();
  await tablet.start();
  page = tablet.page;
  await tablet.open();
  assert.equal(await page.locator("#unlock .unsent").first().innerText(), String(kept), "the locked tablet says how much waits");
  await tablet.unlock();
  await tablet.enter(0);
  assert.equal(await tablet.rows("out"), kept, "a kill loses at most the reading that is being typed");
  await measure("post");

  // Somebody falls: the first report is written here too.
  await tablet.button("事故・急変").click();
  await page.locator("dialog[open] [data-list=kinds] label").first().click();
  // Whom to call is behind a press.
  const people = await page.locator("#incident-who option").count();
  for (let at = 1; at < people && await page.locator("#incident-call").isHidden(); at += 1) await page.locator("#incident-who").selectOption({ index: at });
  await tablet.button("緊急連絡先を見る").tap();
  await page.locator("#incident-call").filter({ hasText: /\d{2,}/ }).waitFor();
  await page.locator("#incident-words").fill("立ち上がるときによろけ、手をついた。手首を冷やした。");
  await tablet.button("報告する").click();
  await page.locator("dialog[open]").filter({ hasText: "まだ区に届いていません" }).waitFor();
  await tablet.button("わかりました").click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.locator(".tools .late:visible").waitFor();
  await page.locator(".today-close").click();
  await page.locator("dialog[open]").filter({ hasText: "未送信" }).waitFor();
  await page.keyboard.press("Escape");
  const waiting = await tablet.rows("out");
  await tablet.says(new RegExp(`未送信 ${waiting}件`));

  await server.start();
  await tablet.leave();
  // The flat battery ended the login, which is the browser's; what was entered is the tablet's.
  await tablet.button("いますぐ送る").click();
  await page.locator("#home-login a").click();
  await tablet.signIn("genki.recorder", WORK);
  await tablet.open();
  await tablet.unlock();
  await page.locator("#home-state").filter({ hasText: "未送信はありません" }).waitFor();
  await page.waitForFunction(() => new Promise((done) => {
    const opening = indexedDB.open("kayoi-tablet");
    opening.onsuccess = () => {
      const asking = opening.result.transaction("out").objectStore("out").count();
      asking.onsuccess = () => { opening.result.close(); done(asking.result === 0); };
    };
  }));

  const now = await recorded(office.page, origin, session);
  let changed = 0;
  for (const [name, values] of entered) {
    for (const [moment, value] of Object.entries(values)) {
      const cell = now.byName.get(name)[moment];
      assert.equal(cell.value, value, `${name} ${moment}`);
      assert.equal(cell.version, (first.byName.get(name)[moment]?.version ?? 0) + 1, `${name} ${moment} was stored once`);
      assert.deepEqual(cell.others ?? [], [], `${name} ${moment} is in no conflict`);
      changed += 1;
    }
  }
  assert.ok(changed >= 10);
  const most = Math.max(...taps.values());
  assert.ok(most <= 14, `${most} taps`);
  t.diagnostic(`taps: one for the attendance of all, then at most ${most} for a person with both readings`);
  t.diagnostic(`entered without a server: ${changed} readings of ${entered.size} people and a first report, ${waiting} operations; lost 0, twice 0, in conflict 0`);
  assert.equal(Number(server.sql("select count(*) from incident")), incidents + 1, "the first report is there, once");
  assert.deepEqual(tablet.complaints, []);
});

test("2 taps for an absence with its reason, 1 for an undo", async () => {
  await tablet.enter(0);
  const { page } = tablet;
  const name = await page.locator(".person:has(.attend-present) .kanji").first().innerText();
  const row = page.locator(".person").filter({ hasText: name });
  await row.locator(".attend").tap();
  await row.locator(".why[value=absent_notified]").tap();
  await row.locator(".why[value=absent_notified][aria-pressed=true]").waitFor();
  await tablet.button("1つ戻す").tap();
  await row.locator(".why[value=absent_unnotified][aria-pressed=true]").waitFor();
  await tablet.button("1つ戻す").tap();
  await row.locator(".attend-present").waitFor();
  await tablet.says(/^保存ずみ/);
});
