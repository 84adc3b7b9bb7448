// The whole job as five people: ward officer, contractor manager, recorder on a tablet, centre staff, ward officer again.
// The contract begins today and so does its course: after today's class the ward cancels the other fifteen, so that the
// course is over and is reported.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { TABLET, chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { check, fill, isPdf, iso, pick, press, follow, notice } from "./lib/hands.mjs";
import { serve } from "./lib/server.mjs";

const CLAUSES = readFileSync(new URL("../fixtures/clauses-articles.txt", import.meta.url), "utf8");
const TITLE = "夕やけ体操の会";
const COURSE = "夕やけ体操コース";
const TODAY = iso(0);

/** Written as on the person's card: the forms of 髙 and 𠮷 must come back as they are. */
const PEOPLE = [
  { family_name: "髙橋", given_name: "花子", family_kana: "タカハシ", given_kana: "ハナコ", born_on: "昭和16年3月5日", sex: "female" },
  { family_name: "𠮷田", given_name: "一郎", family_kana: "ヨシダ", given_kana: "イチロウ", born_on: "S18.11.30", sex: "male" },
  { family_name: "佐藤", given_name: "三郎", family_kana: "さとう", given_kana: "さぶろう", born_on: "1940-7-1", sex: "male" },
];

let server;
let browser;
const who = {};
/** Addresses found on the way. */
const found = { people: [] };

/** A step of the job. What comes after a step that failed can't be tried. */
let broken = "";
async function step(t, name, act) {
  await t.test(name, { skip: broken ? `「${broken}」 failed` : false }, async () => {
    try {
      await act();
    } catch (problem) {
      broken = name;
      throw problem;
    }
  });
}

/** The name of somebody's account, as their own page head says it. */
const nameOf = ({ page }) => page.locator(".top__name").innerText();

const at = (path) => (path.startsWith("http") ? path : server.origin + path);

before(async () => {
  [server, browser] = [await serve(), await launch()];
  who.officer = await windowOf(browser, server.origin, "wakaba.officer");
  who.manager = await windowOf(browser, server.origin, "genki.manager");
  who.recorder = await windowOf(browser, server.origin, "genki.recorder", { viewport: TABLET, hasTouch: true });
  who.north = await windowOf(browser, server.origin, "wakaba.kita");
  who.south = await windowOf(browser, server.origin, "wakaba.minami");
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a contract goes from the preset to accepted custodians", { timeout: 120_000 }, async (t) => {
  const { officer, manager, recorder } = who;

  await step(t, "the ward officer drafts it from the 目黒型 preset", async () => {
    const { page } = officer;
    await page.goto(at("/contracts/new"));
    await follow(page, "目黒型");
    await fill(page, { number: "若健契第99号", title: TITLE, starts_on: TODAY, ends_on: iso(200) });
    await pick(page, "contractor", "元気の木");
    await page.locator("#department").selectOption({ index: 1 });
    await press(page, "契約を登録する");
    await page.waitForURL(/\/contracts\/[0-9a-f-]{36}(\/.*)?$/);
    found.contract = /\/contracts\/[0-9a-f-]{36}/.exec(page.url())[0];
  });

  await step(t, "pastes the 特記事項, corrects a heading and saves 40 clauses", async () => {
    const { page } = officer;
    await page.goto(at(`${found.contract}/clauses/import`));
    await fill(page, { text: CLAUSES });
    await press(page, "条項に分ける");
    // The paper holds the body of a 仕様書 as well.
    await page.getByLabel(/標準特記仕様書/).check();
    await press(page, "条項に分ける");
    assert.match(await page.locator("h1").innerText(), /条項の確認\s*40\s*条/);
    await page.locator(".correction__clause").first().locator("input[type=text]").fill("この特記事項の趣旨");
    await press(page, "条項を保存する");
    assert.match(await notice(page), /40条を取り込みました/);
    await page.getByText("この特記事項の趣旨").first().waitFor();
    found.set = page.url();
  });

  await step(t, "confirms what the clauses ask for: the proposals at once, the others one by one", async () => {
    const { page } = officer;
    await page.goto(at(`${found.contract}/signature`));
    await press(page, "提案をまとめて確認する");
    assert.match(await notice(page), /提案どおりに確かめました/);
    for (let left = 40; left > 0; left -= 1) {
      await page.goto(found.set);
      const open = page.getByRole("link", { name: /^確かめる・変える/ }).first();
      if ((await open.count()) === 0) break;
      await open.click();
      await fill(page, { reason: "ほかの条項の義務のなかで確かめるため、ここですることはありません。" });
      await press(page, "この内容で確かめる");
    }
    await page.getByText("すべての条項を確かめました。").waitFor();
  });

  await step(t, "asks besides for pledges and for training before anybody sees people", async () => {
    const { page } = officer;
    for (const [clause, rule] of [[2, "誓約書"], [19, "業務に就く前の個人情報保護の研修"]]) {
      await page.goto(`${found.set.replace(/[?#].*$/, "")}/clauses/${clause}`);
      await pick(page, "more", rule);
      await fill(page, { reason: "" });
      await press(page, "この内容で確かめる");
    }
  });

  await step(t, "signs it: the obligations are dated", async () => {
    const { page } = officer;
    await page.goto(at(`${found.contract}/signature`));
    await press(page, "締結する");
    assert.match(await notice(page), /期限のある義務[1-9]\d*件/);
  });

  await step(t, "the contractor's manager writes the 従事者名簿 and reads what it still lacks", async () => {
    const { page } = manager;
    await chooseWork(page, server.origin, TITLE);
    await page.goto(at(`${found.contract}/roster`));
    await press(page, "従事者名簿を作る");
    found.roster = page.url();
    for (const [custody, job, part] of [[0, "管理者", "教室の運営と取扱いの監督"], [1, "健康運動指導士", "教室での指導と記録"]]) {
      await follow(page, "従事する人を加える");
      await pick(page, "account", await nameOf(custody ? recorder : manager));
      await page.locator("input[name=custody]").nth(custody).check();
      await fill(page, { job, work_place: "木の実ホール", valid_from: TODAY, part });
      if (!custody) await check(page, { carries_media: "yes" });
      await press(page, /名簿に加える|保存/);
      await page.waitForURL(found.roster);
    }
    assert.match(await page.locator("main").innerText(), /誓約書がまだの人がいます/);
    assert.equal(await page.getByRole("link", { name: "提出に進む" }).count(), 0);
  });

  await step(t, "each pledges under their own login, then the list is submitted", async () => {
    for (const one of [manager, recorder]) {
      const { page } = one;
      if (one === manager) await follow(page, "自分の誓約書を出す");
      else {
        await chooseWork(page, server.origin, TITLE);
        await page.goto(at("/home"));
        await follow(page, "誓約書と教育を確かめる");
      }
      await check(page, { agreed: "yes" });
      await fill(page, { name: await nameOf(one) });
      await press(page, "誓約書を出す");
      assert.match(await notice(page), /区に届いています/);
    }
    const { page } = manager;
    await page.goto(found.roster);
    await follow(page, "提出に進む");
    await press(page, "区に提出する");
    assert.match(await notice(page), /提出/);
  });

  await step(t, "before the ward accepts it the recorder sees no people", async () => {
    const { page } = recorder;
    await chooseWork(page, server.origin, TITLE);
    const answer = await page.goto(at("/participants"));
    assert.equal(answer.status(), 403);
    assert.match(await page.locator("main").innerText(), /従事者名簿/);
  });

  await step(t, "the ward accepts it and the contract begins", async () => {
    const { page } = officer;
    await page.goto(at(`${found.contract}/roster`));
    await follow(page, "開いて確かめる");
    await follow(page, "承認に進む");
    await press(page, "承認する");
    assert.match(await notice(page), /承認しました/);
    await page.goto(at(`${found.contract}/activation`));
    await press(page, "実施中にする");
  });

  await step(t, "the manager prepares the training; until it is passed people stay hidden", async () => {
    const { page } = manager;
    await page.goto(at(`${found.contract}/lessons`));
    await follow(page, "教育・訓練を用意する");
    await fill(page, { title: "業務に就く前の教育" });
    await press(page, "保存する");
    found.lesson = page.url();
    assert.equal((await recorder.page.goto(at("/participants"))).status(), 403);
  });

  await step(t, "the recorder takes the test, the manager who gives it takes none and is admitted with the ward's receipt", async () => {
    for (const { page } of [recorder, manager]) {
      await page.goto(at("/pledge"));
      assert.match(await page.locator("main").innerText(), /個人情報の教育をまだ終えていない/);
      await follow(page, "この契約の教育・訓練へ");
      await follow(page, "業務に就く前の教育");
      if (page === manager.page) break;
      await follow(page, "教材を読んで確認テストを受ける");
      for (let question = 0; await page.locator(`input[name=q${question}]`).count(); question += 1) await check(page, { [`q${question}`]: "0" });
      await press(page, "答えを出す");
      assert.match(await notice(page), /合格です/);
    }
    const { page } = manager;
    assert.equal(await page.getByRole("link", { name: "教材を読んで確認テストを受ける" }).count(), 0);
    assert.equal((await page.goto(at("/participants"))).status(), 403);
    await page.goto(found.lesson);
    await follow(page, "区に報告する");
    await fill(page, { words: "教材を読み合わせ、全員が確認テストに合格した。" });
    await press(page, "区に報告する");
    await officer.page.goto(found.lesson);
    await press(officer.page, "受理する");
    for (const one of [recorder, manager]) assert.equal((await one.page.goto(at("/participants"))).status(), 200);
  });
});

test("participants get a place in a course that begins today", { timeout: 120_000 }, async (t) => {
  const { page } = who.officer;

  await step(t, "the ward makes the course", async () => {
    await page.goto(at(`/courses/new?contract=${found.contract.split("/").at(-1)}`));
    await fill(page, { name: COURSE, venue: "木の実ホール", first_on: TODAY, starts_at: "10:00", minutes: "90", count: "16", capacity: "10", minimum: "2" });
    await press(page, "日程を確かめる");
    await press(page, "この日程で作る");
    assert.match(await notice(page), /教室を作りました/);
    found.course = new URL(page.url()).pathname;
  });

  for (const person of PEOPLE) {
    await step(t, `registers and enrols ${person.family_name}さん`, async () => {
      await page.goto(at("/participants/new"));
      const { sex, ...words } = person;
      await fill(page, { ...words, address: "若葉町1-2-3" });
      await page.locator(`input[name=sex][value=${sex}]`).check();
      await pick(page, "district", "若葉町1丁目");
      await pick(page, "certification", "認定なし");
      await press(page, "確認画面へ進む");
      await press(page, /登録する/);
      await page.waitForURL(/\/participants\/[0-9a-f-]{36}$/);
      assert.ok((await page.locator("h1").innerText()).includes(person.family_name), "the name is written as it was typed");
      found.people.push(new URL(page.url()).pathname);
      await page.goto(`${page.url()}/enrolments/new?contract=${found.contract.split("/").at(-1)}`);
      await check(page, { insured_here: "yes", resident: "yes" });
      await press(page, "対象になるかを確かめる");
      await press(page, "参加に登録する");
      assert.match(await notice(page), /登録|参加/);
    });
  }
});

test("names leave Kayoi for the contractor only under permits of the ward", { timeout: 120_000 }, async (t) => {
  const { officer, manager } = who;
  const roster = () => `${at(found.course)}/roster.pdf`;
  const KINDS = ["個人情報の持出し", "個人情報の複写・複製"];

  await step(t, "the manager reads why the list isn't printed and applies", async () => {
    const { page } = manager;
    const shut = await page.goto(roster());
    assert.equal(shut.status(), 422);
    assert.match(await page.locator("main").innerText(), /「許可」の画面/);
    found.permits = [];
    for (const kind of KINDS) {
      await page.goto(at(`${found.contract}/permits`));
      await follow(page, new RegExp(`^申請する.*${kind}`));
      for (const field of await page.locator("form.form textarea").all()) await field.fill("会場の控えとして紙で1部。鍵付きのかばんに入れ、取扱責任者が持つ");
      await fill(page, { ends_on: iso(30) });
      await check(page, { covers_files: "yes" });
      await press(page, "区に申請する");
      found.permits.push(page.url());
    }
  });

  await step(t, "the ward approves both, and the list prints", async () => {
    const { page } = officer;
    for (const permit of found.permits) {
      assert.ok(!(await isPdf(manager.page, roster())), "applied for is not allowed");
      await page.goto(permit);
      await follow(page, "承諾に進む");
      await press(page, /^承諾する$/);
    }
    assert.ok(await isPdf(manager.page, roster()));
  });
});

/** Taps and counts them. */
class Finger {
  constructor(page) {
    this.page = page;
    this.taps = 0;
  }

  async tap(target) {
    await (typeof target === "string" ? this.page.getByRole("button", { name: target, exact: true }) : target).tap();
    this.taps += 1;
  }

  /** @param {string} digits 「1287670」: no Enter key */
  async type(digits) {
    for (const digit of digits) await this.tap(this.page.locator(`.digit[value="${digit}"]`));
  }

  /** Taps since the last time. */
  count() {
    const { taps } = this;
    this.taps = 0;
    return taps;
  }
}

test("the recorder records today's class on a tablet and closes it", { timeout: 120_000 }, async (t) => {
  const { page } = who.recorder;
  const finger = new Finger(page);
  const saved = () => page.locator(".saving.is-saved").waitFor();

  await step(t, "attendance, vitals before and after: 14 taps a person, 2 an absence, 1 an undo", async () => {
    await page.goto(at("/today"));
    await page.getByRole("link", { name: new RegExp(COURSE) }).first().click();
    await page.locator(".today").waitFor();
    await finger.tap("全員を出席にする");
    await finger.tap(page.locator(".person").filter({ hasText: "佐藤" }).locator(".attend"));
    await finger.tap(page.locator(".person").filter({ hasText: "佐藤" }).locator(".why[value=absent_notified]"));
    assert.equal(finger.count(), 3, "one for everybody, two for the absence");

    const taps = new Map();
    for (const moment of ["pre", "post"]) {
      await page.locator(`.moment[value=${moment}]`).tap();
      for (const reading of ["1287670", "1367682"]) {
        const name = await page.locator(".pad-kanji").innerText();
        await finger.type(reading);
        taps.set(name, (taps.get(name) ?? 0) + finger.count());
      }
    }
    assert.equal(taps.size, 2, "the next person comes up without a tap");
    for (const [name, count] of taps) assert.ok(count <= 14, `${name}: ${count} taps`);
    await saved();
  });

  await step(t, "one tap takes back the last entry, the record keeps it after a reload", async () => {
    const reading = page.locator(".person").filter({ hasText: "𠮷田" }).locator(".reading");
    const before = await reading.innerText();
    await finger.tap("1つ戻す");
    assert.equal(finger.count(), 1);
    assert.notEqual(await reading.innerText(), before);
    const again = page.locator(".person").filter({ hasText: (await page.locator(".pad-kanji").innerText()).replace(/ 様$/, "") });
    await finger.type("1367682");
    await saved();
    await page.reload();
    await page.locator(".moment[value=post]").tap();
    assert.match(await again.locator(".reading").innerText(), /136\D+76\D+82/);
  });

  await step(t, "the class is closed with the staff on duty and what was done", async () => {
    await page.getByRole("link", { name: "終了へ進む" }).tap();
    await page.locator("input[name=staff]").first().check();
    for (const done of await page.locator("input[name=end_checks]").all()) await done.check();
    await fill(page, { content: "準備体操、いす体操、口の体操" });
    await press(page, "記録を確定する");
    await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
    found.session = page.url();
    assert.match(await page.locator("main").innerText(), /128\D+76\D+70/);
  });

  await step(t, "the ward reads the same record", async () => {
    const { page: desk } = who.officer;
    await desk.goto(found.session);
    const text = await desk.locator("main").innerText();
    for (const part of [/髙橋/, /𠮷田/, /128\D+76\D+70/, /136\D+76\D+82/]) assert.match(text, part);
  });

  await step(t, "the ward cancels what is left and reads that it isn't paid", async () => {
    const { page: desk } = who.officer;
    await desk.goto(at(`${found.course}/cancellation`));
    await check(desk, { by: "ward", cause: "ward_convenience" });
    await fill(desk, { reason: "会場の改修のため" });
    await press(desk, "確認画面へ進む");
    assert.match(await desk.locator("main").innerText(), /委託料の対象外/);
    await press(desk, "中止にする");
    assert.match(await notice(desk), /15回を中止/);
  });
});

test("assessments before and after are compared", { timeout: 120_000 }, async (t) => {
  const { page } = who.manager;
  for (const [timing, nth] of [["開始時", 2], ["終了時", 0]]) {
    await step(t, `the 主観的健康感 at the ${nth ? "beginning" : "end"}`, async () => {
      await page.goto(at(`${found.course}/assessments`));
      const cell = page.getByRole("link", { name: new RegExp(`髙橋.*主観的健康感.*${timing}|主観的健康感.*${timing}.*髙橋|髙橋.*${timing}.*主観的健康感`) });
      await cell.first().click();
      await fill(page, { done_on: TODAY });
      await page.locator("input[name=mode]").first().check();
      for (const question of await page.locator(".question").all()) await question.locator("input[type=radio]").nth(nth).check();
      await page.locator(".sheet button[type=submit]").last().click();
      assert.match(await notice(page), /保存|記録/);
    });
  }

  await step(t, "the comparison says that it got better", async () => {
    await page.goto(at(`${found.people[0]}/assessments`));
    assert.match(await page.locator("main").innerText(), /改善/);
  });
});

test("a liaison sheet goes to the centre of the district and comes back answered", { timeout: 120_000 }, async (t) => {
  await step(t, "the contractor writes and sends it", async () => {
    const { page } = who.manager;
    await page.goto(at(`${found.course}/liaison`));
    await page.getByRole("link", { name: /書く.*髙橋/ }).click();
    const words = { conduct: "毎回笑顔で参加しています。", social: "近所の人と散歩を始めました。", impressions: "体が軽くなったとのこと。", comment: "主観的健康感が上がりました。" };
    await fill(page, words);
    await press(page, "確認画面へ進む");
    await press(page, "送信する");
    assert.match(await notice(page), /送信しました/);
  });

  await step(t, "the staff of that district open and answer it", async () => {
    const { page } = who.north;
    await page.goto(at("/liaison?state=sent"));
    await page.getByRole("link", { name: /髙橋/ }).first().click();
    found.sheet = page.url();
    await press(page, "開封する");
    assert.match(await page.locator("main").innerText(), /毎回笑顔で参加しています/);
    assert.ok(await isPdf(page, `${found.sheet}/pdf`), "the sheet prints");
    await page.locator("input[name=action]").first().check();
    await fill(page, { visit_on: iso(7), text: "訪問のときに様子を伺います。" });
    await press(page, "回答を送る");
    assert.match(await notice(page), /回答を送りました/);
  });

  await step(t, "another centre does not find it", async () => {
    assert.equal((await who.south.page.goto(found.sheet)).status(), 404);
    assert.equal((await who.south.page.goto(at(found.people[0]))).status(), 404);
  });

  await step(t, "the contractor and the ward read the answer", async () => {
    for (const { page } of [who.manager, who.officer]) {
      await page.goto(found.sheet);
      assert.match(await page.locator("main").innerText(), /訪問のときに様子を伺います/);
    }
  });
});

test("the report of the course is written, returned, mended and accepted", { timeout: 120_000 }, async (t) => {
  const { officer, manager } = who;

  await step(t, "the contractor writes and submits it", async () => {
    const { page } = manager;
    await page.goto(at("/reports"));
    await press(page, /作成を始める/);
    found.report = page.url();
    const parts = await page.locator("main a[href*='/sections/']").evaluateAll((links) => links.map((link) => link.href.replace(/\/edit$/, "")));
    for (const part of new Set(parts)) {
      const answer = await page.goto(`${part}/edit`);
      if (!answer.ok()) continue;
      if (await page.locator("input[name=outcome]").count()) await page.locator("input[name=outcome]").first().check();
      await fill(page, { text: "1回の教室で、いす体操と口の体操を行った。" });
      await press(page, "保存する");
    }
    await page.goto(`${found.report}/whole`);
    await press(page, /提出/);
    assert.match(await notice(page), /区に提出しました/);
  });

  await step(t, "the ward returns it with a reason", async () => {
    const { page } = officer;
    await page.goto(`${found.report}/review`);
    await fill(page, { reason: "「教室の様子と今後の課題」に、欠席が続いた人への対応を加えてください。" });
    await press(page, "差し戻す");
    assert.match(await notice(page), /差し戻しました/);
  });

  await step(t, "the contractor mends the part and submits again", async () => {
    const { page } = manager;
    await page.goto(found.report);
    assert.match(await page.locator(".returned").innerText(), /欠席が続いた人への対応/);
    await page.goto(`${found.report}/sections/impressions/edit`);
    await fill(page, { text: "2回続けて休んだ人には、その日のうちに電話で様子を確かめた。" });
    await press(page, "保存する");
    await page.goto(`${found.report}/whole`);
    await press(page, /提出/);
    assert.match(await notice(page), /区に提出しました/);
  });

  await step(t, "the ward reads the new words and accepts; it is frozen", async () => {
    const { page } = officer;
    await page.goto(`${found.report}/review`);
    assert.match(await page.locator("main").innerText(), /その日のうちに電話で様子を確かめた/);
    await follow(page, "受理に進む");
    await press(page, "受理する");
    assert.match(await notice(page), /もう変わりません/);
    assert.ok(await isPdf(page, `${found.report}/pdf`), "the report prints");
    const refused = await manager.page.goto(`${found.report}/sections/impressions/edit`);
    assert.ok(refused.status() >= 400, "an accepted report can't be changed");
  });
});

test("nothing on the way made the browser complain", () => {
  assert.deepEqual(Object.values(who).flatMap((one) => one.complaints), []);
});
