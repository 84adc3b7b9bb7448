// From the records of the demo to the report and the fee statement: 仙台型 by quarter, 重症化予防 by fiscal year, 新宿型 by
// month, and the fees of 目黒型, whose course `journey` plays to its accepted report.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { check, fill, follow, isPdf, notice, press } from "./lib/hands.mjs";
import { serve } from "./lib/server.mjs";

let server;
let browser;
const at = (path) => (path.startsWith("http") ? path : server.origin + path);

before(async () => {
  [server, browser] = [await serve(), await launch()];
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the contract of this title; gives its address. */
async function contractOf(page, title) {
  await page.goto(at("/contracts"));
  return page.getByRole("link", { name: title }).first().getAttribute("href");
}

/** The manager begins the first report of the contract that waits, writes its passages and hands it in; gives its address. */
async function report(page, title, words) {
  await page.goto(at("/reports"));
  const row = page.locator("tr").filter({ hasText: title }).filter({ has: page.getByRole("button", { name: /作成を始める/ }) });
  await Promise.all([page.waitForURL(/\/reports\/[0-9a-f-]{36}$/), row.first().getByRole("button").click()]);
  const address = page.url();
  for (const [code, text] of Object.entries(words)) {
    await page.goto(`${address}/sections/${code}/edit`);
    await fill(page, { text });
    await press(page, "保存する");
  }
  return address;
}

/** The ward's officer reads it whole and accepts it. */
async function accept(page, address) {
  await page.goto(`${address}/review`);
  await follow(page, "受理に進む");
  await press(page, /受理する/);
  assert.match(await notice(page), /受理しました/);
  assert.ok(await isPdf(page, `${address}/pdf`));
}

/** Agrees a price for everything the programme leaves to the contract, from its first day. */
async function agree(page, contract, yen) {
  await page.goto(at(`${contract}/prices`));
  const codes = await page.locator("input[name=code]").evaluateAll((all) => all.map((one) => one.value));
  assert.ok(codes.length > 0, "the programme leaves no price to the contract");
  for (const code of codes) {
    await page.goto(at(`${contract}/prices`));
    await check(page, { code });
    await fill(page, { yen: String(yen) });
    await press(page, "登録する");
    assert.match(await notice(page), /単価を登録しました/);
  }
}

/** The statement of the whole term: it comes to something, every line leads to rows, and its paper is a PDF. */
async function statement(page, contract, line) {
  await page.goto(at(`${contract}/fees?period=all`));
  const words = await page.locator("main").innerText();
  assert.match(words, line);
  assert.match(words, /＝ [1-9][\d,]*円/, "nothing is owed");
  const rows = await page.locator('main a[href*="/fees/rows"]').evaluateAll((all) => all.map((one) => one.href));
  assert.ok(rows.length > 0, "no line leads to its rows");
  for (const address of new Set(rows)) {
    await page.goto(address);
    assert.ok((await page.locator("main table tbody tr").count()) > 0, address);
  }
  assert.ok(await isPdf(page, at(`${contract}/fees/pdf?period=all`)));
}

test("仙台型: an application, a quarter's report, the fees", { timeout: 180_000 }, async () => {
  const TITLE = "青葉台フレイル予防教室";
  const officer = await windowOf(browser, server.origin, "aobadai.officer");
  const manager = await windowOf(browser, server.origin, "genki.manager");
  await chooseWork(manager.page, server.origin, TITLE);

  await officer.page.goto(at("/applications"));
  const handedIn = officer.page.locator("main tbody tr").filter({ hasText: "提出ずみ" }).filter({ hasText: TITLE });
  await Promise.all([officer.page.waitForEvent("load"), handedIn.first().getByRole("link").first().click()]);
  await follow(officer.page, "受け付ける");
  await officer.page.locator("input[name=person]").first().check();
  await press(officer.page, "受け付ける");
  assert.match(await notice(officer.page), /受け付け/);

  const address = await report(manager.page, TITLE, { impressions: "立ち上がりが楽になったという声が多く、休む人にはその日のうちに電話しました。" });
  await manager.page.goto(`${address}/whole`);
  const whole = await manager.page.locator("main").innerText();
  for (const part of [/月別の利用者数と開催回数/, /口腔・栄養プログラムの実施/, /6　教室の様子と今後の課題/]) assert.match(whole, part);
  await press(manager.page, /提出する/);
  await accept(officer.page, address);

  const contract = await contractOf(officer.page, TITLE);
  await agree(officer.page, contract, 20000);
  await statement(officer.page, contract, /教室開催費用/);
  assert.deepEqual([...officer.complaints, ...manager.complaints], []);
});

test("重症化予防: a year's report with every person, the fees by contact", { timeout: 180_000 }, async () => {
  const TITLE = "若葉区糖尿病性腎症等重症化予防";
  const officer = await windowOf(browser, server.origin, "wakaba.officer");
  const manager = await windowOf(browser, server.origin, "genki.manager");
  await chooseWork(manager.page, server.origin, TITLE);

  const address = await report(manager.page, TITLE, { impressions: "電話を夕方に移してからつながる人が増えました。" });
  await manager.page.goto(`${address}/whole`);
  const whole = await manager.page.locator("main").innerText();
  for (const part of [/対象者と参加勧奨の結果/, /保健指導の実施状況/, /検査値の推移/, /1人ごとの指導結果/]) assert.match(whole, part);
  assert.ok(await isPdf(manager.page, `${address}/pdf`));
  assert.match(whole, /年度はまだ終わっていません/, "a year that runs is not handed in yet");

  const contract = await contractOf(officer.page, TITLE);
  await agree(officer.page, contract, 12000);
  await statement(officer.page, contract, /保健指導/);
  assert.deepEqual([...officer.complaints, ...manager.complaints], []);
});

test("新宿型: a month's report, the fees of a service by attendance", { timeout: 120_000 }, async () => {
  const TITLE = "通所型短期集中サービス";
  const officer = await windowOf(browser, server.origin, "aobadai.officer");
  const manager = await windowOf(browser, server.origin, "aobakai.manager");
  await chooseWork(manager.page, server.origin, TITLE);

  // Last month's waits for the city in the story: it goes back once, is handed in again and accepted.
  await officer.page.goto(at("/reports?state=submitted"));
  await Promise.all([officer.page.waitForEvent("load"), officer.page.locator("tr").filter({ hasText: TITLE }).first().getByRole("link").first().click()]);
  const address = officer.page.url().replace(/\/review$/, "");
  await officer.page.goto(`${address}/review`);
  await fill(officer.page, { reason: "利用日数をもう一度確かめてください。" });
  await press(officer.page, "差し戻す");
  await manager.page.goto(`${address}/whole`);
  assert.match(await manager.page.locator("main").innerText(), /利用者と利用日数/);
  await press(manager.page, /提出する/);
  await accept(officer.page, address);

  // This month's is begun, and isn't handed in before the month is over.
  const begun = await report(manager.page, TITLE, {});
  await manager.page.goto(`${begun}/whole`);
  assert.match(await manager.page.locator("main").innerText(), /この月はまだ終わっていません/);
  assert.equal(await manager.page.locator("main").getByRole("button", { name: /提出する/ }).count(), 0);

  const contract = await contractOf(officer.page, TITLE);
  await agree(officer.page, contract, 3500);
  await statement(officer.page, contract, /通所サービス/);
  assert.deepEqual([...officer.complaints, ...manager.complaints], []);
});

test("目黒型: the fees of a course by session", { timeout: 120_000 }, async () => {
  const officer = await windowOf(browser, server.origin, "wakaba.officer");
  await officer.page.goto(at("/courses"));
  await follow(officer.page, "からだ元気コース");
  const contract = await contractOf(officer.page, (await officer.page.locator("main dl").innerText()).split("\n")[1].trim());
  await agree(officer.page, contract, 31000);
  await statement(officer.page, contract, /教室の実施/);
  assert.deepEqual(officer.complaints, []);
});
