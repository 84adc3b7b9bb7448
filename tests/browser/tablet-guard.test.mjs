// What guards a tablet between classes: a half-written report, the passphrase, the clock, the standing, and a wipe that is cut off.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { Device, WORDS, permitted, sessionOfToday } from "./lib/tablet.mjs";

const WORK = /後期/;
const HOUR = 3_600_000;

let server;
let browser;
let manager;
let officer;
const devices = [];

before(async () => {
  [server, browser] = [await serve(), await launch()];
  manager = await windowOf(browser, server.origin, "genki.manager");
  officer = await windowOf(browser, server.origin, "wakaba.officer");
  const office = await windowOf(browser, server.origin, "genki.recorder");
  await chooseWork(office.page, server.origin, WORK);
  const session = await sessionOfToday(office.page, server.origin);
  // A second class within the seven days.
  server.sql(`update session set held_on = current_date + 3 where number = 9 and course_id = (select course_id from session where id = '${session}')`);
}, { timeout: 120_000 });

after(async () => {
  for (const device of devices) await device.stop();
  await browser?.close();
  await server?.stop();
});

/** A permitted tablet with its classes on it. */
async function tablet(label, { words = WORDS } = {}) {
  await permitted(manager.page, officer.page, server.origin, WORK, label);
  const device = new Device(server.origin);
  devices.push(device);
  await device.start();
  await device.signIn("genki.recorder", WORK);
  await device.prepare({ tablet: label, words });
  return device;
}

test("a half-written first report outlives 閉じる, the lock and a reload, and goes when it is sent", { timeout: 90_000 }, async () => {
  const device = await tablet("試験1");
  const { page } = device;
  const words = page.locator("#incident-words");
  await page.clock.install();
  await device.open();
  await device.unlock();
  await device.enter("第8回");
  await device.context.setOffline(true);
  await device.button("事故・急変").tap();
  await page.locator("[data-list=kinds] label").nth(1).tap();
  await words.fill("頭を打ったかもしれない");
  await page.clock.fastForward("05:30");
  await page.locator("#unlock:visible").waitFor();
  assert.deepEqual([await device.rows("out"), await page.locator("dialog").count()], [0, 0]);
  await device.unlock();
  await device.enter("第8回");
  await page.locator(".said").filter({ hasText: "書きかけの第一報" }).waitFor();
  await device.button("事故・急変").tap();
  assert.equal(await words.inputValue(), "頭を打ったかもしれない");
  assert.equal(await page.locator("[data-list=kinds] input").nth(1).isChecked(), true);
  await words.fill("頭を打ったかもしれない。意識はある");
  await device.button("閉じる").tap();
  await page.locator("dialog").waitFor({ state: "detached" });
  await device.open();
  await device.unlock();
  await device.enter("第8回");
  await device.button("事故・急変").tap();
  assert.equal(await words.inputValue(), "頭を打ったかもしれない。意識はある");
  await device.button("報告する").tap();
  await page.locator("dialog").filter({ hasText: "まだ区に届いていません" }).waitFor();
  await device.button("わかりました").tap();
  await page.locator(".tools .late:visible").waitFor();
  await device.button("事故・急変").tap();
  assert.equal(await words.inputValue(), "", "what was sent is no draft any more");
  await device.button("閉じる").tap();
  const before = Number(server.sql("select count(*) from incident"));
  await device.context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await device.says(/^保存ずみ/);
  await page.locator(".tools .late").waitFor({ state: "hidden" });
  assert.equal(Number(server.sql("select count(*) from incident")), before + 1);
  await device.stop();
});

test("weak passphrases are refused; five wrong ones cost a wait that a reload doesn't end", { timeout: 120_000 }, async () => {
  await assert.rejects(tablet("試験2", { words: "1111111111" }), /5種類以上/);
  const device = devices.at(-1);
  const { page } = device;
  await device.prepare({ tablet: "試験2", words: `  ${WORDS} ` });
  await page.clock.install();
  await device.open();
  await page.locator("#unlock-words").fill(WORDS);
  await page.locator("#unlock [data-act=reveal]").click();
  assert.equal(await page.locator("#unlock-words").getAttribute("type"), "text");
  const wrong = async (says) => {
    await page.locator("#unlock-words").fill("ちがう言葉を入力する");
    await device.button("開く").click();
    await device.problem("unlock").filter({ hasText: says }).waitFor();
    await page.locator("#unlock-open:enabled").waitFor();
    await page.locator("#unlock .desk-problem").evaluate((line) => { line.textContent = ""; });
  };
  for (let count = 0; count < 5; count += 1) await wrong("ちがいます");
  for (const [count, seconds] of [[5, 2], [6, 4], [7, 8], [8, 16]]) {
    await wrong(`${count}回まちがえました`);
    await page.clock.fastForward((seconds + 1) * 1000);
    await wrong("ちがいます");
  }
  await wrong("9回まちがえました。あと3");
  await device.open();
  assert.equal(await page.locator("#unlock-words").getAttribute("type"), "password");
  await wrong("9回まちがえました。あと");
  await page.clock.fastForward(33_000);
  await device.unlock();
  await device.button("鍵をかける").click();
  await wrong("ちがいます");
  await device.stop();
});

test("a clock turned back opens nothing again; any standing but a permission ends the tablet, locked too", { timeout: 120_000 }, async () => {
  const device = await tablet("試験3");
  const { page } = device;
  await device.button("鍵をかける").click();
  await device.context.setOffline(true);
  const start = Date.now();
  await page.clock.install({ time: start + 50 * HOUR });
  await device.open();
  await page.locator("#unlock:visible").waitFor();
  assert.equal(await device.rows("pack"), 1, "a class whose time is over goes without a key");
  await page.clock.setFixedTime(start);
  await device.open();
  assert.ok(await page.evaluate((then) => new Promise((done) => {
    const opening = indexedDB.open("kayoi-tablet");
    opening.onsuccess = () => {
      const asking = opening.result.transaction("key").objectStore("key").get("clock");
      asking.onsuccess = () => { opening.result.close(); done(asking.result.seen >= then); };
    };
  }), start + 49 * HOUR), "the latest time is remembered");
  // Nothing was wiped yet, but the server believes it: revoked and wiped.
  await page.route("**/t/api/tablets/*", (route) => route.fulfill({ json: { state: "wiped", until: null, now: new Date().toISOString() } }));
  await device.context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.locator("#wiped-what").filter({ hasText: "消去記録" }).waitFor();
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 0 });
  await device.stop();
});

test("a wipe that the battery cut off is done to its end at the next start", { timeout: 120_000 }, async () => {
  const device = await tablet("試験4");
  await device.page.evaluate(() => { IDBFactory.prototype.deleteDatabase = () => ({}); });
  await device.wipe();
  // A browser that deletes nothing is told of: nothing is called wiped.
  await device.page.locator("#wiped-title").filter({ hasText: "まだ消しきれていません" }).waitFor();
  assert.ok(await device.rows("key") > 0 && await device.rows("pack") > 0);
  await device.kill();
  await device.start();
  await device.context.setOffline(true);
  await device.page.goto(`${server.origin}/t/`);
  await device.page.locator("#wiped .desk-problem").filter({ hasText: "消去記録を送れませんでした" }).waitFor();
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 1 });
  await device.context.setOffline(false);
  await device.signIn("genki.recorder", WORK);
  await device.open();
  await device.page.locator("#wiped-what").filter({ hasText: "消去記録" }).waitFor();
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 0 });
  await device.stop();
});

test("whoever may not record any more opens the tablet no more", { timeout: 90_000 }, async () => {
  const device = await tablet("試験5");
  const { page } = device;
  await device.enter(0);
  const standing = { state: "permitted", until: null, now: new Date().toISOString() };
  await page.route("**/t/api/tablets/*", (route) => route.fulfill({ json: { ...standing, recorders: [] } }));
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.locator("#unlock:visible").waitFor();
  assert.equal(await page.locator("#unlock-who label").count(), 0);
  await page.locator("#unlock-words").fill(WORDS);
  await device.button("開く").click();
  await device.problem("unlock").filter({ hasText: "番号を選んで" }).waitFor();
  assert.ok(await device.rows("pack") > 0, "for others the classes are still there");
  await device.stop();
});
