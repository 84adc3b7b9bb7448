// A tablet: Chromium with a profile of its own on disk, and what people do on /t/.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { TABLET, chooseWork, listen, signIn } from "./browser.mjs";
import { fill, iso, press } from "./hands.mjs";

/** 10 characters or more, and words that stand nowhere else. */
export const WORDS = "さくら並木をあるく会";

/** A browser complains of what it cannot reach; the tablet says so in its own words. */
const EXPECTED = /net::ERR_|Failed to load resource|did not return a valid JSON/;

/** A tablet whose profile outlives its browser. */
export class Device {
  constructor(origin) {
    this.origin = origin;
    this.profile = mkdtempSync(join(tmpdir(), "kayoi-tablet-"));
    this.complaints = [];
    this.taps = 0;
  }

  async start() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.KAYOI_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
      viewport: TABLET, hasTouch: true, locale: "ja-JP", timezoneId: "Asia/Tokyo",
    });
    this.context.setDefaultTimeout(20_000);
    const heard = listen(this.context, this.origin);
    heard.push = (...lines) => this.complaints.push(...lines.filter((line) => !EXPECTED.test(line)));
    [this.page] = this.context.pages();
    return this.page;
  }

  /** What a flat battery does: every process of this profile ends at once. */
  async kill() {
    const ended = new Promise((done) => this.context.once("close", done));
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (readFileSync(`/proc/${id}/cmdline`, "utf8").includes(`--user-data-dir=${this.profile}`)) process.kill(Number(id), "SIGKILL");
      } catch { /* it had ended already */ }
    }
    await ended;
  }

  async stop() {
    await this.context?.close().catch(() => {});
    rmSync(this.profile, { recursive: true, force: true });
  }

  button(name) { return this.page.getByRole("button", { name, exact: true }); }
  problem(section) { return this.page.locator(`#${section} .desk-problem`); }

  async open() {
    await this.page.goto(`${this.origin}/t/`);
    await this.page.locator("main > section:visible").waitFor();
  }

  async signIn(login, work) {
    await signIn(this.page, this.origin, login);
    if (work) await chooseWork(this.page, this.origin, work);
  }

  /** 「端末に準備する」 with every class that is offered, or the first `most`. @returns {Promise<string[]>} their titles */
  async prepare({ words = WORDS, most = 99, known = WORDS, tablet = "" } = {}) {
    const { page } = this;
    await this.open();
    const more = page.locator("#unlock:visible details").first();
    if (await more.count()) await more.locator("summary").click();
    await page.locator("section:visible [data-act=prepare]").click();
    await page.locator("#prepare-form").waitFor();
    if (tablet) {
      await page.locator("#tablets label").filter({ hasText: tablet }).click();
      await page.waitForFunction(() => document.querySelectorAll("#sessions label").length > 0);
    }
    if (await page.locator("#prepare-known").isVisible()) await page.locator("#known-words").fill(known);
    if (await page.locator("#words").isVisible()) await page.locator("#words").fill(words);
    if (await page.locator("#words-again").isVisible()) await page.locator("#words-again").fill(words);
    const boxes = page.locator("#sessions label");
    const titles = [];
    for (let at = 0; at < Math.min(most, await boxes.count()); at += 1) {
      await boxes.nth(at).click();
      titles.push(await boxes.nth(at).locator("b").innerText());
    }
    await this.button("準備する").click();
    const wrong = page.locator("#prepare :is(.desk-problem, .field-problem):not(:empty)");
    await page.locator("#home:visible").or(wrong).first().waitFor();
    if (await wrong.count()) throw new Error((await wrong.allInnerTexts()).join());
    return titles;
  }

  async unlock(words = WORDS, number = 1) {
    await this.page.locator("#unlock:visible").waitFor();
    await this.page.locator("#unlock-who label").filter({ hasText: `${number}番` }).click();
    await this.page.locator("#unlock-words").fill(words);
    await this.button("開く").click();
    await this.page.locator("#home:visible").waitFor();
  }

  /** Opens a class. @param {string|number} which its title, or its place in the list */
  async enter(which) {
    const all = this.page.locator(".desk-class");
    await (typeof which === "number" ? all.nth(which) : all.filter({ hasText: which }).first()).click();
    await this.page.locator(".today .pad").waitFor();
  }

  async leave() {
    await this.button("今日の教室").click();
    await this.page.locator("#home:visible").waitFor();
  }

  /** Types figures for whoever is selected. */
  async type(digits) {
    for (const digit of digits) {
      await this.page.locator(`.digit[value="${digit}"]`).tap();
      this.taps += 1;
    }
  }

  /** 「終了して端末から消す」, and yes when it asks. */
  async wipe() {
    await this.button("終了して端末から消す").click();
    await this.button("消す").click();
  }

  /** Opens what the bar says of the entries. What has two values it shows first. */
  async told() {
    const sheet = this.page.locator("dialog[open]");
    await this.page.locator(".saving").tap();
    if (!await sheet.count()) await this.page.locator(".saving").tap();
    await sheet.waitFor();
    return sheet.innerText();
  }

  /** Waits until the class says this. @param {RegExp} text */
  says(text) { return this.page.locator(".today .saving").filter({ hasText: text }).waitFor(); }

  /** What is in IndexedDB and the browser's other keeps. */
  left() {
    return this.page.evaluate(async () => ({
      databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length, local: localStorage.length,
    }));
  }

  /** How many rows a store has. */
  rows(store) {
    return this.page.evaluate((name) => new Promise((done, failed) => {
      const opening = indexedDB.open("kayoi-tablet");
      opening.onerror = () => failed(opening.error);
      opening.onsuccess = () => {
        const asking = opening.result.transaction(name).objectStore(name).count();
        asking.onsuccess = () => { opening.result.close(); done(asking.result); };
      };
    }), store);
  }
}

/**
 * A tablet that the contractor has registered and the ward has permitted, as people do it. @returns {Promise<string>} its page
 * @param {import("playwright-core").Page} manager @param {import("playwright-core").Page} officer
 */
export async function permitted(manager, officer, origin, work, label) {
  await chooseWork(manager, origin, work);
  await manager.goto(`${origin}/home`);
  const contract = await manager.locator("a[href^='/contracts/']").first().getAttribute("href");
  await manager.goto(`${origin}${/\/contracts\/[0-9a-f-]{36}/.exec(contract)[0]}/tablets/new`);
  await fill(manager, { label, model: "10型タブレット、資産番号 12", keeping: "本社の鍵付きの棚。取扱責任者が鍵付きのかばんで運ぶ" });
  await manager.locator("#locked").check();
  await press(manager, "登録し、区の許可を求める");
  const { pathname } = new URL(manager.url());
  await officer.goto(`${origin}${pathname}/permission`);
  await fill(officer, { until: iso(30) });
  await press(officer, /許可/);
  return pathname;
}

/** The class that the recorder's `/today` leads to. */
export async function sessionOfToday(page, origin) {
  await page.goto(`${origin}/today`);
  const href = await page.locator(".card__link[href$='/record']").first().getAttribute("href");
  return /\/sessions\/([0-9a-f-]{36})/.exec(href)[1];
}

/** What the server holds of a class: by name, each field with version, value and the values kept beside it. */
export async function recorded(page, origin, session) {
  const { participants } = await (await page.request.get(`${origin}/sessions/${session}/operations?versions=-1`)).json();
  await page.goto(`${origin}/sessions/${session}/record`);
  const names = await page.locator("tr[data-person]").evaluateAll((rows) => rows.map((row) => [row.dataset.person, row.dataset.name]));
  return { byName: new Map(names.map(([id, name]) => [name, participants[id]])), participants };
}
