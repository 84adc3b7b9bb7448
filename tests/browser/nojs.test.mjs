// The ward's and the centre's main flows without JavaScript: sign in, find somebody, open a sheet, answer it.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { launch, windowOf } from "./lib/browser.mjs";
import { check, fill, iso, notice, press } from "./lib/hands.mjs";
import { serve } from "./lib/server.mjs";

let server;
let browser;
const plain = { javaScriptEnabled: false };

before(async () => {
  [server, browser] = [await serve(), await launch()];
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a ward officer signs in, searches and opens a participant", async () => {
  const { page, complaints } = await windowOf(browser, server.origin, "wakaba.officer", plain);
  assert.match(await page.locator("h1").innerText(), /対応が必要なこと/);
  await page.goto(`${server.origin}/participants`);
  const name = await page.locator("tbody th a").first().innerText();
  await fill(page, { typed: name.split(/[\s　]/)[0] });
  await press(page, "探す");
  assert.ok(!page.url().includes(encodeURIComponent(name.slice(0, 1))), "no name in the address");
  await page.getByRole("link", { name }).first().click();
  await page.waitForURL(/\/participants\/[0-9a-f-]{36}$/);
  assert.ok((await page.locator("h1").innerText()).includes(name.split(/[\s　]/)[0]));
  assert.deepEqual(complaints, []);
});

test("a ward officer corrects a form that came back with its problems", async () => {
  const { page } = await windowOf(browser, server.origin, "wakaba.officer", plain);
  await page.goto(`${server.origin}/participants/new`);
  await fill(page, { family_name: "試験" });
  await page.locator("main").getByRole("button", { name: "確認画面へ進む" }).click();
  await page.locator("#errors").waitFor();
  assert.equal(await page.locator("#family_name").inputValue(), "試験", "what was typed is kept");
});

test("the centre's staff open a sheet and answer it", async () => {
  const { page, complaints } = await windowOf(browser, server.origin, "wakaba.kita", plain);
  await page.goto(`${server.origin}/liaison?state=sent`);
  await page.locator("tbody th a").first().click();
  await press(page, "開封する");
  assert.match(await notice(page), /開封しました/);
  await check(page, { action: await page.locator("input[name=action]").first().getAttribute("value") });
  await fill(page, { visit_on: iso(7), text: "来週、訪問します。" });
  await press(page, "回答を送る");
  assert.match(await notice(page), /回答を送りました/);
  assert.match(await page.locator("main").innerText(), /来週、訪問します。/);
  assert.deepEqual(complaints, []);
});

test("a class is recorded with the plain form", async () => {
  const { page } = await windowOf(browser, server.origin, "wakaba.officer", plain);
  await page.goto(`${server.origin}/home`);
  await page.locator("tbody a[href^='/sessions/']").first().click();
  const session = page.url();
  const { page: hall } = await windowOf(browser, server.origin, "genki.recorder", plain);
  await hall.goto(`${server.origin}/work`);
  if (new URL(hall.url()).pathname === "/work") await hall.locator(".card").filter({ hasText: "後期" }).getByRole("button").click();
  await hall.goto(`${session}/record`);
  await Promise.all([hall.waitForEvent("load"), hall.getByRole("button", { name: "未記録の人を全員出席にして保存する" }).click()]);
  await hall.goto(session);
  assert.ok(!(await hall.locator(".people").innerText()).includes("未記録"), "everybody has a mark");
});
