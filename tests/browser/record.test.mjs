// The recording screen in every state it can take, at the sizes of a tablet: no axe fault, nothing sideways, targets and
// letters large enough, nothing personal left in the browser, everything within reach of the keyboard.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { contrasts, faults, sideways } from "./lib/axe.mjs";
import { TABLET, chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

/** Landscape, portrait, the tablet at 200 % and at 400 %. */
const SIZES = [TABLET, { width: 820, height: 1180 }, { width: 590, height: 410 }, { width: 320, height: 640 }];

let server;
let browser;
let window;
let page;

before(async () => {
  [server, browser] = [await serve(), await launch()];
  window = await windowOf(browser, server.origin, "genki.recorder", { viewport: TABLET, hasTouch: true });
  page = window.page;
  await chooseWork(page, server.origin, /後期/);
  await page.goto(`${server.origin}/today`);
  await page.locator(".card__link[href$='/record']").first().click();
  await page.locator(".today .pad").waitFor();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const row = (name) => page.locator(".person").filter({ hasText: name });
const chip = (status) => page.locator(".person").filter({ has: page.locator(`.attend-${status}`) }).first();
const button = (name) => page.getByRole("button", { name, exact: true });
const type = (digits) => page.keyboard.type(digits, { delay: 80 });

/** name → how to get there from the screen without a sheet. Run in this order; each leaves the state open. */
const STATES = {
  "somebody selected": async () => { await chip("present").locator(".who").click(); },
  "figures half typed": async () => {
    await page.locator(".person:has(.attend-present):not(:has(.has-value.reading)) .who").or(page.locator(".person:has(.attend-present) .who")).first().click();
    await page.locator(".moment[value=post]").click();
    await type("12");
  },
  "a figure refused": async () => { for (const key of ["Backspace", "Backspace", "3"]) await page.keyboard.press(key, { delay: 80 }); },
  "a rule of the ward reached": async () => { await type("1929870"); await page.locator(".pad-ask").waitFor(); },
  "somebody without attendance": async () => { await button("測り直す").click({ delay: 500 }); await chip("none").locator(".who").click(); },
  "somebody absent": async () => { await chip("absent").locator(".who").click(); },
  "the sheet of attendance": async () => { await chip("present").locator(".pick").click(); },
  "the sheet of a memo": async () => { await chip("present").locator(".note").click(); },
  "the sheet of reasons": async () => { await chip("present").locator(".who").click(); await button("測れない").click(); },
  "two values of one field": async () => { await page.locator(".clash:visible").first().click(); },
  "somebody with two values": async () => { await page.locator(".saving").filter({ hasText: "要確認" }).click(); await page.locator(".is-selected .clash").waitFor(); },
  "everything saved": async () => { await page.locator(".saving").click(); await page.locator("dialog[open]").waitFor(); },
  "letters larger": async () => { await button("文字：大").click(); },
};

const closeSheet = async () => {
  if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
};

/** Visible controls smaller than `least` px either way, and texts smaller than `letters` px. */
function small(least, letters) {
  return page.evaluate(([least, letters]) => {
    const root = document.querySelector("dialog[open]") ?? document.querySelector(".today");
    const seen = [...root.querySelectorAll("*")].filter((e) => e.checkVisibility());
    const found = [];
    for (const e of seen) {
      const box = e.getBoundingClientRect();
      if (e.matches("button, a, input, textarea") && (box.width < least || box.height < least)) {
        found.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${e.className} ${e.textContent.slice(0, 12)}`);
      }
      const says = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (says && size < letters) found.push(`letters ${size}: ${e.className} ${e.textContent.slice(0, 12)}`);
    }
    return [...new Set(found)];
  }, [least, letters]);
}

test("every state of the screen is without a fault at every size", async () => {
  const problems = [];
  for (const [state, reach] of Object.entries(STATES)) {
    await closeSheet();
    await reach();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const found = [...await faults(page), ...await sideways(page), ...await small(48, 16)];
      problems.push(...found.map((line) => `${state} ${size.width}: ${line}`));
    }
    await page.setViewportSize(TABLET);
  }
  await closeSheet();
  await button("文字：特大").click();
  assert.deepEqual(problems, []);
});

test("on the tablet no text is below 18 px and no figure of a reading below 24", async () => {
  const problems = [];
  for (const size of SIZES.slice(0, 2)) {
    await page.setViewportSize(size);
    await chip("present").locator(".who").click();
    problems.push(...(await small(48, 18)).map((line) => `${size.width}: ${line}`));
    const values = await page.locator(".pad-value, .digit:not(.digit-word)").evaluateAll((all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize)));
    assert.ok(values.length > 10 && values.every((px) => px >= 24), `${values}`);
  }
  await page.setViewportSize(TABLET);
  assert.deepEqual(problems, []);
});

test("letters of 130 % push nothing out of the screen", async () => {
  const device = await window.context.newCDPSession(page);
  await device.send("Page.setFontSizes", { fontSizes: { standard: 21 } });
  assert.equal(await page.evaluate(() => Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize))), 24);
  const problems = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    problems.push(...[...await faults(page), ...await sideways(page)].map((line) => `${size.width}: ${line}`));
  }
  await device.send("Page.setFontSizes", { fontSizes: { standard: 16 } });
  await page.setViewportSize(TABLET);
  assert.deepEqual(problems, []);
});

test("the screen is light: fonts of the first visit, everything of the next", async () => {
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready;
    const ahead = [...document.querySelectorAll("link[rel=preload][as=font]")].map((link) => link.href);
    const size = (urls) => Promise.all(urls.map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength));
    const sum = (sizes) => sizes.reduce((all, one) => all + one, 0);
    const used = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.endsWith(".woff2"));
    const variants = /[\u{E0100}-\u{E01EF}]/u.test(document.body.innerText);
    const rest = used.filter((name) => name.endsWith("/udp-rest.woff2"));
    return { variants, variant: variants ? sum(await size([...new Set(rest)])) : 0, ahead: sum(await size(ahead)), used: sum(await size([...new Set(used)])), seldom: used.filter((name) => /\/(udp-rest|rare)\.woff2$/.test(name)) };
  });
  assert.ok(fonts.ahead > 0 && fonts.ahead <= 40 * 1024, `${fonts.ahead} bytes of fonts are loaded ahead`);
  // A tablet with the fonts of its own fetches none. The name 𣘺本 on the roster brings the few rare names, nothing the seldom parts.
  // A variant of a kanji (辻 with one dot), which no part has, makes the browser look through the seldom part once, and no other.
  assert.deepEqual([...new Set(fonts.seldom.map((name) => name.split("/").at(-1)))], fonts.variants ? ["udp-rest.woff2"] : []);
  assert.ok(fonts.used - fonts.variant <= 550 * 1024, `${fonts.used} bytes of fonts`);
  await page.reload();
  await page.locator(".today .pad").waitFor();
  const again = await page.evaluate(() => performance.getEntries().reduce((sum, one) => sum + (one.transferSize ?? 0), 0));
  assert.ok(again > 0 && again <= 40 * 1024, `${again} bytes on the next visit`);
});

test("figures stand out 7 to 1, all other words 4.5 to 1", async () => {
  await chip("present").locator(".who").click();
  const figures = await contrasts(page, ".pad-value, .digit, .reading-now, .pad-kanji, .kanji");
  assert.ok(figures.length > 20);
  assert.ok(Math.min(...figures) >= 7, `${Math.min(...figures)}`);
  const words = await contrasts(page, ".today button:enabled, .today a, .today p, .today span, .today h1, .today h2");
  assert.ok(Math.min(...words) >= 4.5, `${Math.min(...words)}`);
});

test("nobody is forgotten: while an attendance is open nothing says that all are measured", async () => {
  await page.locator(".moment[value=pre]").click();
  assert.ok(await page.locator(".attend-none").count() > 0, "the demo's class has people without attendance");
  for (let presses = 0; presses < 20 && await page.locator(".pad-kanji").count(); presses += 1) {
    await page.keyboard.press("Enter");
    const said = await page.locator(".pad").innerText() + await page.locator(".said").innerText();
    assert.doesNotMatch(said, /全員がすみました/);
    if (!await page.locator(".pad-kanji").count()) break;
    await button("測れない").click();
    await button("本人が希望しない").click();
  }
  assert.match(await page.locator(".pad-name").innerText(), /まだの人が\d+人います/);
});

test("the keyboard reaches everything in reading order, and what has the focus is seen", async () => {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const seen = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const box = e.getBoundingClientRect();
      const style = getComputedStyle(e);
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const order = [...document.querySelectorAll("body *")].indexOf(e);
      return { order, what: `${e.className} ${e.textContent.slice(0, 10)}`, marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
        covered: !(top && (e.contains(top) || top.contains(e))) };
    });
    if (!at.what.trim()) break;
    seen.push(at);
  }
  assert.ok(seen.length > 30, `only ${seen.length} stops`);
  assert.deepEqual(seen.filter((at) => !at.marked || at.covered), []);
  const orders = seen.map((at) => at.order);
  assert.deepEqual(orders, [...orders].sort((a, b) => a - b));
});

test("nothing personal stays in the browser, and nothing complained", async () => {
  const names = await page.locator(".kanji").allInnerTexts();
  const left = await page.evaluate(async () => ({
    caches: await caches.keys(), local: { ...localStorage }, session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map((one) => one.name), workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
  }));
  assert.deepEqual(left, { caches: [], local: {}, session: {}, databases: [], workers: 0 });
  const urls = await page.evaluate(() => performance.getEntries().map((entry) => decodeURI(entry.name)).join("\n"));
  assert.deepEqual(names.filter((name) => urls.includes(name)), []);
  const ground = await page.evaluate(() => document.querySelectorAll("[style], style, script:not([src])").length);
  assert.equal(ground, 0, "inline styles or scripts");
  assert.deepEqual(window.complaints, []);
});
