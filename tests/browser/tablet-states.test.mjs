// Every state of the tablet, upright and on its side: no axe fault, nothing sideways, targets and letters large enough. And a new
// version of the program, which waits for its moment, and the worker that ends all. KAYOI_SCREENS=folder keeps pictures.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { faults, sideways, small } from "./lib/axe.mjs";
import { TABLET, chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { proxy } from "./lib/proxy.mjs";
import { serve } from "./lib/server.mjs";
import { Device, WORDS, permitted } from "./lib/tablet.mjs";

const WORK = /後期/;
const SIZES = [TABLET, { width: 820, height: 1180 }];
const KILL = readFileSync(new URL("../../static/js/tablet/kill-sw.js", import.meta.url), "utf8");

let server;
let browser;
let line;
let device;
let page;

before(async () => {
  [server, browser] = [await serve(), await launch()];
  line = await proxy(server.origin);
  const manager = await windowOf(browser, server.origin, "genki.manager");
  const officer = await windowOf(browser, server.origin, "wakaba.officer");
  await permitted(manager.page, officer.page, server.origin, WORK, "試験1");
  device = new Device(line.origin);
  page = await device.start();
}, { timeout: 120_000 });

after(async () => {
  await device?.stop();
  await browser?.close();
  await line?.close();
  await server?.stop();
});

/** name → how to get there from the one before. */
const STATES = {
  "nothing on it": async () => { await device.open(); await page.locator("#first:visible").waitFor(); },
  "nobody signed in": async () => {
    await page.locator("#first [data-act=prepare]").click();
    await device.problem("prepare").filter({ hasText: "ログイン" }).waitFor();
  },
  "preparing": async () => {
    await device.signIn("genki.recorder", WORK);
    await device.open();
    await page.locator("#first [data-act=prepare]").click();
    await page.locator("#prepare-form:visible").waitFor();
  },
  "a passphrase too short": async () => {
    await page.locator("#tablets label").filter({ hasText: "試験1" }).click();
    await page.locator("#sessions label").first().click();
    await page.locator("#words").fill("みじかい");
    await device.button("準備する").click();
    await page.locator(".field-problem").filter({ hasText: "10文字以上" }).waitFor();
  },
  "its classes": async () => { await device.prepare({ tablet: "試験1" }); },
  "asked before it is wiped": async () => {
    await device.button("終了して端末から消す").click();
    await page.locator("dialog[open]").filter({ hasText: "まだ終わっていない教室" }).waitFor();
  },
  "a class": async () => { await device.button("やめる").click(); await device.enter(0); },
  "everybody here": async () => { await device.button("全員を出席にする").click(); await page.locator(".said").filter({ hasText: "出席" }).waitFor(); },
  "somebody selected": async () => { await page.locator(".person:has(.attend-present, .attend-none) .who").first().click(); },
  "what is unsent": async () => {
    await device.context.setOffline(true);
    await page.locator(".person").first().locator(".note").tap();
    await page.locator("#sheet-memo").fill("元気");
    await device.button("保存して閉じる").tap();
    await device.says(/未送信/);
    await page.locator(".saving").tap();
    await page.locator("dialog[open]").waitFor();
  },
  "no closing yet": async () => {
    await page.keyboard.press("Escape");
    await page.locator(".today-close").click();
    await page.locator("dialog[open]").filter({ hasText: "まだ終了へ進めません" }).waitFor();
  },
  "a first report": async () => {
    await page.keyboard.press("Escape");
    await device.button("事故・急変").click();
    await device.button("報告する").click();
    await page.locator("dialog[open] .desk-problem").filter({ hasText: "種類" }).waitFor();
  },
  "a first report that the ward does not have": async () => {
    await page.locator("dialog [data-list=kinds] label").first().click();
    await page.locator("#incident-words").fill("立ち上がるときによろけた。");
    await device.button("報告する").click();
    await page.locator("dialog[open]").filter({ hasText: "まだ区に届いていません" }).waitFor();
  },
  "the class after it": async () => { await device.button("わかりました").click(); await page.locator(".tools .late:visible").waitFor(); },
  "nobody signed in any more": async () => {
    await device.context.clearCookies();
    await device.context.setOffline(false);
    await page.locator(".saving").tap();
    await device.button("いますぐ送る").tap();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.waitForResponse((answer) => answer.url().includes("/t/api/") && answer.status() === 401);
    await page.locator(".saving").tap();
    await page.locator("dialog[open] a[href='/login?next=/t/']").waitFor();
  },
  "unsent at the list": async () => {
    await page.keyboard.press("Escape");
    await device.leave();
    await page.locator("#home-late:visible").waitFor();
    await page.locator("#home-login a[href='/login?next=/t/']").waitFor();
    await page.locator("#home-state").filter({ hasText: /未送信 \d+件/ }).waitFor();
  },
  "not wiped while anything is unsent": async () => {
    await device.button("終了して端末から消す").click();
    await device.problem("home").filter({ hasText: "未送信が" }).waitFor();
  },
  "locked": async () => { await device.button("鍵をかける").click(); await page.locator("#unlock:visible").waitFor(); },
  "a wrong passphrase": async () => {
    await page.locator("#unlock-words").fill("ちがう合言葉です");
    await device.button("開く").click();
    await device.problem("unlock").filter({ hasText: "ちがいます" }).waitFor();
    for (const more of await page.locator("#unlock summary").all()) await more.click();
  },
  "asked before it is sent sealed and wiped": async () => {
    await device.button("未送信を送って端末から消す").click();
    await page.locator("dialog[open]").filter({ hasText: "先にサーバーへ送ります" }).waitFor();
  },
  "sealed and no login": async () => {
    await device.context.setOffline(true);
    await device.button("消す").click();
    await device.problem("unlock").filter({ hasText: "つながる所で、もう一度押してください" }).waitFor();
    for (const more of await page.locator("#unlock summary").all()) await more.click();
  },
  "a second tab": async () => {
    const other = await device.context.newPage();
    await device.context.setOffline(false);
    await other.goto(`${line.origin}/t/`);
    await other.locator("#twice:visible").waitFor();
    [device.page, page] = [other, other];
  },
};

test("every state of the tablet is without a fault, upright and on its side", { timeout: 240_000 }, async () => {
  const problems = [];
  const main = page;
  for (const [at, [state, reach]] of Object.entries(STATES).entries()) {
    await reach();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const found = [...await faults(page), ...await sideways(page), ...await small(page, 48, 18)];
      problems.push(...found.map((text) => `${state} ${size.width}: ${text}`));
      if (process.env.KAYOI_SCREENS) await page.screenshot({ path: join(process.env.KAYOI_SCREENS, `${String(at).padStart(2, "0")}-${size.width}.png`), fullPage: true });
    }
    await page.setViewportSize(TABLET);
  }
  await page.close();
  [device.page, page] = [main, main];
  assert.deepEqual(problems, []);
});

test("a new version waits while a class is open or anything is unsent, and comes when it is asked", { timeout: 90_000 }, async () => {
  line.worker = (text) => text.replace(/VERSION\s*=\s*"[^"]*"/, 'VERSION="of-the-test"');
  await device.context.setOffline(false);
  await device.signIn("genki.recorder", WORK);
  await device.open();
  await device.unlock(WORDS);
  await page.waitForFunction(async () => Boolean((await navigator.serviceWorker.getRegistration("/t/"))?.waiting));
  await page.locator("#home-state").filter({ hasText: "未送信はありません" }).waitFor();
  await page.locator("#update:visible").waitFor();
  await device.enter(0);
  assert.equal(await page.locator("#update").isVisible(), false, "no banner over an open class");
  await device.context.setOffline(true);
  await page.locator(".person").nth(1).locator(".note").tap();
  await page.locator("#sheet-memo").fill("新しい版のまえ");
  await device.button("保存して閉じる").tap();
  await device.says(/未送信 1件/);
  await device.leave();
  assert.equal(await page.locator("#update").isVisible(), false, "no banner over unsent work");
  await device.context.setOffline(false);
  await device.button("いますぐ送る").click();
  await page.locator("#update:visible").waitFor();
  await device.button("新しい版にする").click();
  await page.locator("#unlock:visible").waitFor();
  await page.waitForFunction(async () => (await caches.keys()).join() === "kayoi-tablet-of-the-test");
  await device.unlock(WORDS);
});

test("the worker that ends all takes itself and its files away, and nothing that is unsent", { timeout: 60_000 }, async () => {
  await device.context.setOffline(true);
  await device.enter(0);
  await page.locator(".person").nth(2).locator(".note").tap();
  await page.locator("#sheet-memo").fill("終わらせる版のまえ");
  await device.button("保存して閉じる").tap();
  await device.says(/未送信 1件/);
  const kept = await device.rows("rec");
  await page.route("**/t/api/**", (route) => route.abort());
  await device.context.setOffline(false);
  line.worker = () => KILL;
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration("/t/")).update().catch(() => {}); });
  await page.waitForFunction(async () => !(await caches.keys()).length);
  line.worker = null;
  await device.open();
  await device.unlock(WORDS);
  assert.deepEqual([await device.rows("rec"), await device.rows("out")], [kept, 1]);
  assert.deepEqual(device.complaints, []);
});
