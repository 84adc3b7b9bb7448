// Locked, 72 hours later, past its time, revoked, wiped: what is unsent is never lost, and what is about people never stays. The
// browser's profile is searched for names and for the bytes of keys.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { faults, sideways, small } from "./lib/axe.mjs";
import { chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { fill, press } from "./lib/hands.mjs";
import { serve } from "./lib/server.mjs";
import { Device, WORDS, permitted, recorded, sessionOfToday } from "./lib/tablet.mjs";

const WORK = /後期/;
const HOUR = 3_600_000;

let server;
let browser;
let office;
let manager;
let officer;
let session;
const devices = [];

before(async () => {
  [server, browser] = [await serve(), await launch()];
  manager = await windowOf(browser, server.origin, "genki.manager");
  officer = await windowOf(browser, server.origin, "wakaba.officer");
  office = await windowOf(browser, server.origin, "genki.recorder");
  await chooseWork(office.page, server.origin, WORK);
  session = await sessionOfToday(office.page, server.origin);
}, { timeout: 120_000 });

after(async () => {
  for (const device of devices) await device.stop();
  await browser?.close();
  await server?.stop();
});

/** A permitted tablet with its classes on it. `spy` lets the test see the keys that no one else sees. */
async function tablet(label, { spy = false } = {}) {
  const path = await permitted(manager.page, officer.page, server.origin, WORK, label);
  const device = new Device(server.origin);
  devices.push(device);
  await device.start();
  if (spy) await device.context.addInitScript(keepKeys);
  await device.signIn("genki.recorder", WORK);
  await device.prepare({ tablet: label });
  return { device, path };
}

/** Runs in the page: the raw bytes of every key that is unwrapped or derived, in memory only. */
function keepKeys() {
  const { subtle } = crypto;
  const own = SubtleCrypto.prototype;
  const found = (globalThis.keysOfTest = []);
  const hex = (raw) => [...new Uint8Array(raw)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const { unwrapKey, deriveKey, exportKey } = own;
  own.unwrapKey = async function keep(format, wrapped, kek, how, kind, extractable, uses) {
    const open = await unwrapKey.call(subtle, format, wrapped, kek, how, kind, true, uses);
    found.push(hex(await exportKey.call(subtle, "raw", open)));
    return unwrapKey.call(subtle, format, wrapped, kek, how, kind, extractable, uses);
  };
  own.deriveKey = async function keep(how, base, kind, extractable, uses) {
    const open = await deriveKey.call(subtle, how, base, kind, true, uses);
    found.push(hex(await exportKey.call(subtle, "raw", open)));
    return deriveKey.call(subtle, how, base, kind, extractable, uses);
  };
}

async function memo(device, at, text) {
  await device.page.locator(".person").nth(at).locator(".note").tap();
  await device.page.locator("#sheet-memo").fill(text);
  await device.button("保存して閉じる").tap();
  await device.page.locator("dialog").waitFor({ state: "detached" });
}

/** Every file of the profile that holds these bytes. */
function holding(folder, bytes) {
  return readdirSync(folder, { recursive: true }).filter((name) => {
    const path = join(folder, name);
    return statSync(path, { throwIfNoEntry: false })?.isFile() && readFileSync(path).includes(bytes);
  });
}

test("nobody at the tablet for five minutes: it locks, and what was half written is kept", { timeout: 90_000 }, async () => {
  const { device } = await tablet("試験1");
  const { page } = device;
  await page.clock.install();
  await device.open();
  await device.unlock();
  await device.enter("第8回");
  const name = await page.locator(".person .kanji").first().innerText();
  await device.context.setOffline(true);
  await page.locator(".person").first().locator(".note").tap();
  await page.locator("#sheet-memo").fill("書きかけの言葉");
  await page.clock.fastForward("05:30");
  await page.locator("#unlock:visible").waitFor();
  assert.equal((await page.locator("body").innerText()).includes(name), false, "no name is left on the page");
  assert.equal(await page.locator("dialog").count(), 0);
  assert.ok(Number(await page.locator("#unlock .unsent").first().innerText()) >= 1);
  await device.unlock();
  await device.enter("第8回");
  await page.locator(".person").first().locator(".note").tap();
  assert.equal(await page.locator("#sheet-memo").inputValue(), "書きかけの言葉");
  await page.keyboard.press("Escape");
  await device.context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await device.says(/^保存ずみ/);
  await device.stop();
});

test("72 hours without a network: it still opens, records and sends", { timeout: 90_000 }, async (t) => {
  server.sql("update session set held_on = current_date + 3 where number = 9 and course_id = (select course_id from session where id = '" + session + "')");
  const { device } = await tablet("試験2");
  await device.context.setOffline(true);
  const { page } = device;
  await page.clock.install({ time: Date.now() + 72 * HOUR });
  await device.open();
  await device.unlock();
  assert.equal(await page.locator(".desk-class").count(), 1, "today's class is over by then");
  await device.enter("第9回");
  await memo(device, 0, "三日あとの言葉");
  await device.says(/未送信 1件/);
  await page.clock.setFixedTime(Date.now());
  server.sql("update session set held_on = current_date where number = 9 and course_id = (select course_id from session where id = '" + session + "')");
  await device.context.setOffline(false);
  await device.open();
  await device.unlock();
  await page.locator("#home-state").filter({ hasText: "未送信はありません" }).waitFor();
  const id = server.sql("select id from session where number = 9 and course_id = (select course_id from session where id = '" + session + "')");
  const now = await recorded(office.page, server.origin, id);
  assert.ok([...now.byName.values()].some((fields) => fields.memo?.value === "三日あとの言葉"));
  t.diagnostic("clock moved by 72 h: opened, recorded, sent 1 of 1");
  await device.stop();
});

test("past its time: the key is destroyed without a network, the unsent is rescued at the next contact, then it is wiped", { timeout: 90_000 }, async (t) => {
  const { device, path } = await tablet("試験3");
  const { page } = device;
  await device.enter("第8回");
  await device.context.setOffline(true);
  await memo(device, 1, "期限のまえの言葉");
  await device.says(/未送信 1件/);
  const name = await page.locator(".person .kanji").nth(1).innerText();
  await page.clock.install({ time: Date.now() + 10 * 24 * HOUR });
  await device.open();
  await page.locator("#over:visible").waitFor();
  assert.deepEqual([await device.rows("pack"), await device.rows("rec"), await device.rows("key"), await device.rows("out")], [0, 0, 1, 1]);
  await page.clock.setFixedTime(Date.now());
  await device.open();
  await page.locator("#over:visible").waitFor();
  assert.deepEqual([...await faults(page), ...await sideways(page), ...await small(page, 48, 18)], []);
  await device.context.setOffline(false);
  await device.button("送って端末から消す").click();
  await page.locator("#wiped-what").filter({ hasText: "消去記録" }).waitFor();
  assert.deepEqual([...await faults(page), ...await sideways(page), ...await small(page, 48, 18)], []);
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 0 });
  const now = await recorded(office.page, server.origin, session);
  assert.equal(now.byName.get(name).memo.value, "期限のまえの言葉");
  await manager.page.goto(server.origin + path);
  assert.match(await manager.page.locator("main").innerText(), /期限/);
  t.diagnostic("past its time: 1 of 1 unsent rescued, wiped");
  await device.stop();
});

test("revoked: at the next contact nothing opens any more, the unsent is rescued, the tablet is wiped", { timeout: 90_000 }, async (t) => {
  const { device, path } = await tablet("試験4");
  const { page } = device;
  await device.enter("第8回");
  const name = await page.locator(".person .kanji").nth(2).innerText();
  await device.context.setOffline(true);
  await memo(device, 2, "止められるまえの言葉");
  await device.says(/未送信 1件/);
  await device.button(/・交代$/).tap();
  await page.locator("#unlock:visible").waitFor();
  await device.context.clearCookies();
  await officer.page.goto(`${server.origin}${path}/revocation`);
  await fill(officer.page, { words: "端末が見当たらないと連絡があったため" });
  await press(officer.page, /止め/);
  await device.context.setOffline(false);
  // Nobody opens it: the next login in this browser is contact enough, and what is unsent goes as it lies there, sealed.
  await device.signIn("genki.recorder", WORK);
  await page.goto(`${server.origin}/t/`);
  await page.locator("#wiped-what").filter({ hasText: "消去記録" }).waitFor();
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 0 });
  // The recorder's first login in the office has given way to the newer ones.
  const now = await recorded(manager.page, server.origin, session);
  assert.equal(now.byName.get(name).memo.value, "止められるまえの言葉");
  await page.locator("#wiped-what").filter({ hasText: "取り消しました。未送信だった1件は、先にサーバーへ送りました。" }).waitFor();
  t.diagnostic("revoked while locked: 1 of 1 unsent rescued, wiped");
  await device.stop();
});

test("neither a name nor a byte of a key is on the disk; then it is wiped, and nothing stays", { timeout: 120_000 }, async (t) => {
  const { device } = await tablet("試験5", { spy: true });
  let { page } = device;
  await device.open();
  await device.unlock();
  await device.enter("第8回");
  const names = await page.locator(".person .kanji").allInnerTexts();
  const kana = await page.locator(".person .kana").allInnerTexts();
  await device.context.setOffline(true);
  await memo(device, 3, "円盤に残らない言葉");
  await device.says(/未送信 1件/);
  const keys = await page.evaluate(() => globalThis.keysOfTest);
  assert.ok(keys.length >= 3, "the test has seen the data key, the proof key and the key that wraps them");
  // What the search must find, so that finding nothing means something.
  await page.evaluate(([name, key]) => new Promise((done, failed) => {
    const opening = indexedDB.open("control", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("all");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("all", "readwrite", { durability: "strict" });
      transaction.objectStore("all").put({ name, raw: Uint8Array.from(key.match(/../g), (byte) => parseInt(byte, 16)) }, 1);
      transaction.oncomplete = () => { opening.result.close(); done(); };
    };
  }), ["対照に書いた名前", "5a".repeat(32)]);
  // The pages before the tablet's own are not its storage: what they showed is the server's to forbid.
  await device.kill();
  const encoded = (text) => [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
  const found = (needles) => needles.flatMap((needle) => holding(device.profile, needle));
  assert.ok(found(encoded("対照に書いた名前")).length > 0, "control: a name written in the clear is found");
  assert.ok(found([Buffer.from("5a".repeat(32), "hex")]).length > 0, "control: bytes of a key in the clear are found");
  const people = [...names, ...kana, "円盤に残らない言葉", WORDS].flatMap(encoded);
  const bytes = keys.flatMap((hex) => [Buffer.from(hex, "hex"), Buffer.from(hex, "utf8"), Buffer.from(Buffer.from(hex, "hex").toString("base64"))]);
  assert.deepEqual(found(people), [], "names, words and the passphrase");
  assert.deepEqual(found(bytes), [], "bytes of keys");
  t.diagnostic(`disk scan: ${names.length * 2 + 2} names and words, ${keys.length} keys: 0 found; controls found 2 of 2`);

  await device.start();
  page = device.page;
  await device.context.setOffline(true);
  await device.open();
  await page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase("control").onsuccess = done; }));
  await device.unlock();
  await device.button("終了して端末から消す").click();
  await device.problem("home").filter({ hasText: "未送信が1件あります" }).waitFor();
  assert.equal(await device.rows("out"), 1, "nothing is wiped while anything is unsent");
  await device.context.setOffline(false);
  await device.signIn("genki.recorder", WORK);
  await device.open();
  await device.unlock();
  await page.locator("#home-state").filter({ hasText: "未送信はありません" }).waitFor();
  await page.waitForFunction(async () => !(await new Promise((done) => {
    const opening = indexedDB.open("kayoi-tablet");
    opening.onsuccess = () => {
      const asking = opening.result.transaction("out").objectStore("out").count();
      asking.onsuccess = () => { opening.result.close(); done(asking.result); };
    };
  })));
  await device.wipe();
  await page.locator("#wiped-what").filter({ hasText: "消去記録" }).waitFor();
  assert.deepEqual(await device.left(), { databases: 0, caches: 0, workers: 0, local: 0 });
  await page.locator("#wiped-link").waitFor();
  t.diagnostic("wipe: databases 0, caches 0, registrations 0, localStorage 0");
  assert.deepEqual(devices.flatMap(({ complaints }) => complaints), []);
});
