// Every page of the route table, as somebody who may open it: no axe violation, no complaint of the browser, no sideways
// scrolling on a narrow screen. Filled, error, refused and not-found states; four viewports.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { faults, sideways } from "./lib/axe.mjs";
import { DESK, TABLET, chooseWork, launch, listen, signIn, useCode, windowOf, works } from "./lib/browser.mjs";
import { crawl, matcher } from "./lib/crawl.mjs";
import { accounts, routes, serve } from "./lib/server.mjs";

/** 590×410 is the tablet at 200 %. */
const OTHERS = [TABLET, { width: 590, height: 410 }, { width: 320, height: 640 }];

/** GET routes that are no pages to look at, each with its reason. */
const NO_PAGE = {
  "/healthz": "for the operator's monitor",
  "/readyz": "for the operator's monitor",
  "/": "leads on to /home or /login",
  "/participants/import/template": "a file",
  "/sessions/{id}/operations": "JSON for the tablet screen",
  "/sessions/{id}/sheet.pdf": "a file",
  "/t/": "the tablet's shell, looked at by its own tests",
  "/t/sw.js": "a worker",
  "/t/kill-sw.js": "a worker",
  "/t/api/me": "JSON for a tablet",
  "/t/api/tablets/{id}": "JSON for a tablet",
  "/t/api/tablets/{id}/sessions": "JSON for a tablet",
  "/t/api/tablets/{id}/sessions/{session}": "JSON for a tablet",
  "/liaison/{id}/pdf": "a file",
  "/liaison/{id}/assessment.pdf": "a file",
  "/reports/{id}/pdf": "a file",
  "/courses/{id}/roster.pdf": "a file",
  "/courses/{id}/plan.pdf": "a file",
  "/courses/{id}/name-tags.pdf": "a file",
  "/courses/{id}/lists/{list}": "a file",
  "/contracts/{id}/fees/pdf": "a file",
  "/contracts/{id}/fees/csv": "a file",
  "/programmes/{id}/versions/{number}/file": "a file",
  "/applications/{id}/consents/pdf": "a file",
  "/enrolments/{id}/consents/pdf": "a file",
  "/contracts/{id}/applicants/pdf": "a file",
  "/contracts/{id}/applicants/xlsx": "a file",
  "/contracts/{id}/guidance/import/template": "a file",
  "/contracts/{id}/guidance/figures/pdf": "a file",
  "/guidance/{id}/report/pdf": "a file",
  "/filings/{id}/file": "a file",
  "/filings/{id}/pdf": "a PDF",
  "/calendars/{address}": "a calendar, for who has its address",
  "/contracts/{id}/rosters/{roster}/pdf": "a file",
  "/permits/{id}/pdf": "a file",
  "/job-windows/{id}/pdf": "a file",
  "/surveys/{id}/pdf": "a file",
  "/contracts/{id}/certificates/pdf": "a file",
  "/pledges/{id}/pdf": "a file",
  "/pledges/{id}/file": "a file",
  "/lessons/{id}/pdf": "a file",
  "/contracts/{id}/handovers/pdf": "a file",
  "/contracts/{id}/handovers/table/{format}": "a file",
  "/handovers/{id}/custody-receipt": "a file",
  "/handovers/{id}/package/file": "a file",
  "/erasure-photos/{id}": "a file",
  "/erasure-plans/{id}/pdf": "a file",
  "/erasures/{id}/papers/{paper}": "a file",
  "/key-destructions/{id}/certificate": "a file",
  "/key-destructions/{id}": "after the end of a contract, which no contract of the demo has reached",
  "/measures/{id}/pdf": "a file",
  "/contracts/{id}/data-flows/pdf": "a file",
  "/council-papers/{id}/pdf": "a file",
  "/obligations/calendar": "a file",
  "/contracts/{id}/standing/paper": "a file",
  "/user-fee-receipts/{id}/pdf": "a file",
  "/plans/{id}/pdf": "a file",
  "/enrolments/{id}/provision/pdf": "a file",
  "/enrolments/{id}/result-sheet": "a file",
  "/incidents/{id}/first.pdf": "a file",
  "/incidents/{id}/whole.pdf": "a file",
  "/inspections/{id}/kit.pdf": "a file",
  "/requests/{id}/pdf": "a file",
  "/contracts/{id}/access-reviews/{month}/pdf": "a file",
  "/requests/{id}/answers/{ward_request_answer}/file": "a file",
  "/inspections/{id}/result.pdf": "a file",
  "/consequences/{id}/statement/file": "a file",
  "/consequences/{id}/notice.pdf": "a file",
  "/consequences/{id}/decision.pdf": "a file",
};
/** Forms that take nothing at all as a beginning: a draft is complete only when it is sent. */
const DRAFTS = ["/liaison/new", "/liaison/{id}/edit"];
/** People whose 従事者名簿 is not accepted yet: the menu shows them the work, its pages say why they are closed. */
const UNDESIGNATED = ["genki.newcomer", "minatoken.manager", "minatoken.recorder"];

/** The operator's login inside a job window. */
const INSIDE = "genki.operator inside";

/** Marks the pages of a ward that has nothing yet. */
const EMPTY = "empty";

/** One new person and one line with mistakes. */
const ROLL = "姓,名,セイ,メイ,生年月日,性別,住所,地区\n浜口,とよ,ハマグチ,トヨ,昭和15年6月1日,女,浜通り1-1,浜通り\n浜口,,,,あした,女,,\n";

/** One person whose values select and one who can't be decided. */
const CHECKUPS = "氏名カナ,氏名,生年月日,性別,住所,電話,メール,傷病名,治療状況,健診日,HbA1c（％）,空腹時血糖,eGFR,尿蛋白,喫煙\n" +
  "ケンシン　イチロウ,健診　一郎,S30.4.1,男,わかば1-2,03-0000-1111,,2型糖尿病,内服,R8.5.20,7.2,,48.5,2+,なし\nケンシン　ミワ,健診　美和,S32.4.1,女,わかば5-6,,,2型糖尿病,内服,R8.5.20,8.0,,62,,なし\n";

/** Two clauses as a ward pastes them. */
const CLAUSES = "（秘密の保持）\n第１条 受託者は、業務に関して知り得た秘密を漏らしてはならない。\n（複写の禁止）\n第２条 受託者は、個人情報を複写してはならない。\n";

let server;
let browser;
const table = routes();
const routeOf = matcher(table);
/** login → { window, samples: [{ route, url, work }] } */
const people = new Map();
/** `route kind` → sample, one for each kind of organisation and each ward's filled or empty pages. */
const samples = new Map();
const wrongLinks = [];

async function visit(login, window, work) {
  const kind = accounts().get(login).role.split(" ")[0];
  for (const page of await crawl(window.context, server.origin, routeOf)) {
    const path = page.url.slice(server.origin.length);
    const closed = page.status === 403 && page.route?.people && UNDESIGNATED.includes(login);
    if ((page.status >= 400 && !closed) || !page.route) wrongLinks.push(`${login}: ${path} → ${page.status}`);
    if (page.status !== 200 || !page.type.startsWith("text/html")) continue;
    const key = `${page.route.path} ${kind}`;
    if (!samples.has(key)) samples.set(key, { login, work, route: page.route.path, url: page.url });
  }
}

/** Pages that no link leads to, because a form does or only a guest sees them. */
async function visitTyped() {
  const guest = await browser.newContext({ viewport: DESK });
  people.set("", { context: guest, page: await guest.newPage(), complaints: listen(guest, server.origin) });
  const add = (login, route, url, work = null) => samples.set(`${route} typed`, { login, work, route, url });
  for (const path of ["/login", "/code"]) add("", path, server.origin + path);
  add("wakaba.officer", "/participants/export", `${server.origin}/participants/export`);
  const { page } = people.get("minato.officer");
  await page.goto(`${server.origin}/contracts`);
  await page.getByRole("link", { name: "浜の体操教室" }).click();
  add("minato.officer", "/contracts/{id}/activation", `${page.url()}/activation`);
  await page.goto(`${server.origin}/participants/import`);
  await page.locator("input[type=file]").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(ROLL) });
  await page.locator("main button[type=submit]").click();
  await page.waitForURL(/\/participants\/import\/.+/);
  add("minato.officer", "/participants/import/{id}", page.url());
  const { page: ward } = people.get("wakaba.officer");
  await ward.goto(samples.get("/contracts/{id}/guidance/import 区").url);
  await ward.locator("input[type=file]").setInputFiles({ name: "checkups.csv", mimeType: "text/csv", buffer: Buffer.from(CHECKUPS) });
  await ward.locator("main button[type=submit]").first().click();
  await ward.waitForURL(/\/guidance\/import\/.+/);
  add("wakaba.officer", "/contracts/{id}/guidance/import/{batch}", ward.url());
  const fields = samples.get("/programmes/{id}/draft/forms/{form} 区");
  const editor = people.get(fields.login).page;
  await editor.goto(fields.url.replace(/forms\/[^/]+$/, "forms/cancellation"));
  const row = await editor.locator(".row__ways a").first().getAttribute("href");
  for (const end of ["", "/removal"]) add(fields.login, `/programmes/{id}/draft/rows/{rows}/{at}${end}`, server.origin + row + end);
  const unsigned = samples.get("/contracts/{id}/clauses/import 区");
  const drafter = people.get(unsigned.login).page;
  await drafter.goto(unsigned.url);
  await drafter.locator("textarea[name=text]").fill(CLAUSES);
  await drafter.getByRole("button", { name: "条項に分ける" }).click();
  await drafter.getByRole("button", { name: "条項を保存する" }).click();
  await drafter.waitForURL(/\/clause-sets\/.+/);
  add(unsigned.login, "/clause-sets/{id}/clauses/{number}", `${drafter.url()}/clauses/1`);
  const guided = samples.get("/contracts/{id}/guidance 受託者");
  const { page: caller } = await open({ ...guided, url: `${guided.url.split("?")[0]}?state=uncalled` });
  const called = await caller.locator('main a[href^="/guidance/"]').first().getAttribute("href");
  add(guided.login, "/guidance/{id}/calls/new", `${server.origin}${called}/calls/new`, guided.work);
  const sheet = samples.get("/surveys/{id} 受託者");
  const writer = (await open(sheet)).page;
  await writer.goto(server.origin + (await writer.locator('a[href$="/surveys"]').first().getAttribute("href")));
  for (const href of await writer.locator('main a[href^="/surveys/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
    await writer.goto(server.origin + href);
    if (await writer.locator(`a[href="${href}/edit"]`).count()) add(sheet.login, "/surveys/{id}/edit", `${server.origin}${href}/edit`, sheet.work);
  }
  // Whoever prepared a lesson takes no test of it.
  const prepared = samples.get("/lessons/{id}/edit 受託者");
  add("genki.recorder", "/lessons/{id}/test", prepared.url.replace(/edit$/, "test"), prepared.work);
  const draft = samples.get("/liaison/{id}/edit 受託者");
  add(draft.login, "/liaison/{id}/check", draft.url.replace(/edit$/, "check"), draft.work);
}

/** What opens to an operator inside the job window that is open in the demo: a login of its own, beside the one outside. */
async function visitInside(login) {
  const { url, work } = samples.get("/job-windows/{id} 運用保守");
  const window = await windowOf(browser, server.origin, login);
  people.set(INSIDE, window);
  await chooseWork(window.page, server.origin, work);
  await window.page.goto(new URL("/job-windows", url).href);
  await window.page.getByRole("row").filter({ hasText: "作業時間中" }).getByRole("link").click();
  await window.page.getByRole("button", { name: "作業を始める" }).click();
  await window.page.waitForURL(/\/maintenance$/);
  for (const page of await crawl(window.context, server.origin, routeOf)) {
    if (page.status >= 400 || !page.route) wrongLinks.push(`${INSIDE}: ${page.url} → ${page.status}`);
  }
  samples.set("/maintenance 運用保守", { login: INSIDE, work: null, route: "/maintenance", url: window.page.url() });
}

/** A ward of its first day: every list says that it is empty and what to do. */
async function visitEmpty() {
  const [login, password] = ["sora.admin", "sora-no-machi-no-ichi-nichi-me"];
  server.admin("create-ward", "990001", "空野町");
  const said = server.admin("create-account", "--ward", "990001", "ward.admin", login, "空野 始");
  const context = await browser.newContext({ viewport: DESK, locale: "ja-JP" });
  const page = await context.newPage();
  people.set(login, { context, page, complaints: listen(context, server.origin) });
  await useCode(page, server.origin, login, /(\S+)\s*$/.exec(said)[1], password);
  if (new URL(page.url()).pathname === "/login") await signIn(page, server.origin, login, password);
  for (const { url, route, status, type } of await crawl(context, server.origin, routeOf)) {
    if (status === 200 && type.startsWith("text/html")) samples.set(`${route.path} ${EMPTY}`, { login, work: null, route: route.path, url });
    else if (status >= 400) wrongLinks.push(`${login}: ${url} → ${status}`);
  }
}

/** A report in writing: the demo's are all sent in. */
async function beginReport(page) {
  await page.goto(`${server.origin}/reports`);
  await page.getByRole("button", { name: "作成を始める" }).first().click();
  await page.waitForURL(/\/reports\/.+/);
}

before(async () => {
  [server, browser] = [await serve(), await launch()];
  for (const login of accounts().keys()) {
    const window = await windowOf(browser, server.origin, login);
    people.set(login, window);
    if (!/^(受託者|運用保守)/.test(accounts().get(login).role)) {
      await visit(login, window, null);
      continue;
    }
    for (const title of await works(window.page, server.origin)) {
      await chooseWork(window.page, server.origin, title);
      if (login === "aobakai.manager") await beginReport(window.page);
      await visit(login, window, title);
    }
    if (accounts().get(login).role === "運用保守") await visitInside(login);
  }
  await visitTyped();
  await visitEmpty();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** login → the contract it works under now */
const chosen = new Map();
async function open({ login, work, url }) {
  const { page } = people.get(login);
  if (work && chosen.get(login) !== work) {
    await chooseWork(page, server.origin, work);
    chosen.set(login, work);
  }
  const answer = await page.goto(url);
  // The tablet's page says by its script which of its parts stands there.
  if (new URL(url).pathname === "/t/") await page.locator(".desk:visible").first().waitFor();
  return { page, status: answer.status() };
}

function report(problems, where, found) {
  for (const line of found) problems.push(`${where}: ${line}`);
}

test("every link of every page leads somewhere the reader may go", () => {
  assert.deepEqual([...new Set(wrongLinks)], []);
});

test("every page of the route table was reached", () => {
  const reached = new Set([...samples.values()].map((sample) => sample.route));
  const pages = table.filter((route) => route.method === "GET" && !(route.path in NO_PAGE)).map((route) => route.path);
  assert.deepEqual(pages.filter((path) => !reached.has(path)), []);
  const stale = Object.keys(NO_PAGE).filter((path) => !table.some((route) => route.path === path));
  assert.deepEqual(stale, [], "routes on the list of exceptions that are gone");
});

test("no violation on any page at any of four sizes", async () => {
  const problems = [];
  const done = new Set();
  for (const [key, sample] of samples) {
    const { page, status } = await open(sample);
    if (status !== 200) problems.push(`${key}: ${status} on the second visit`);
    report(problems, `${key} 1280`, await faults(page));
    if (done.has(sample.route) && !key.endsWith(EMPTY)) continue;
    done.add(sample.route);
    for (const size of OTHERS) {
      await page.setViewportSize(size);
      report(problems, `${key} ${size.width}`, [...await faults(page), ...await sideways(page)]);
    }
    await page.setViewportSize(DESK);
  }
  assert.deepEqual(problems, []);
});

test("refused and missing pages say so without a violation", async () => {
  const problems = [];
  const wards = samples.get("/participants/{id} 区");
  const cases = [
    ["wakaba.auditor", "/participants", 403],
    ["wakaba.kita", "/contracts", 403],
    ["genki.newcomer", new URL(wards.url).pathname, 403],
    ["genki.operator", "/maintenance", 403],
    ["wakaba.officer", "/no/such/page", 404],
    ["wakaba.officer", "/participants/00000000-0000-7000-8000-000000000000", 404],
  ];
  for (const [login, path, expected] of cases) {
    const { page, status } = await open({ login, work: null, url: server.origin + path });
    assert.equal(status, expected, `${login} ${path}`);
    for (const size of [DESK, ...OTHERS]) {
      await page.setViewportSize(size);
      report(problems, `${path} ${size.width}`, [...await faults(page), ...await sideways(page)]);
    }
    await page.setViewportSize(DESK);
  }
  assert.deepEqual(problems, []);
});

/** Sends the form with its fields emptied; gives the status of the answer. */
async function sendEmpty(page, action) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.request().method() === "POST"),
    page.waitForEvent("load"),
    page.evaluate((wanted) => {
      const form = [...document.forms].find((one) => one.getAttribute("action") === wanted);
      for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
        if (field.matches("[type=checkbox], [type=radio]")) field.checked = false;
        else if (field.matches("select")) field.selectedIndex = field.querySelector("option[value='']") ? 0 : -1;
        else field.value = "";
      }
      form.querySelector("button[type=submit], button:not([type])").click();
    }, action),
  ]);
  return answer.status();
}

test("every form sent empty comes back with what is missing, and without a violation", async () => {
  const problems = [];
  let forms = 0;
  const done = new Set();
  for (const sample of samples.values()) {
    if (done.has(sample.route) || DRAFTS.includes(sample.route)) continue;
    done.add(sample.route);
    const { page } = await open(sample);
    const actions = await page.evaluate(() => [...document.querySelectorAll("form[method=post]:not([hidden])")]
      .filter((form) => form.querySelector(".need:not(.need--free)")).map((form) => form.getAttribute("action")));
    for (const action of actions) {
      await open(sample);
      const status = await sendEmpty(page, action);
      forms += 1;
      if (status !== 422) problems.push(`${sample.route} → ${action}: answered ${status}`);
      if (!/^エラー：/.test(await page.title())) problems.push(`${sample.route} → ${action}: the title does not say エラー`);
      for (const size of [DESK, OTHERS[2]]) {
        await page.setViewportSize(size);
        report(problems, `${sample.route} → ${action} ${size.width}`, [...await faults(page), ...await sideways(page)]);
      }
      await page.setViewportSize(DESK);
    }
  }
  assert.deepEqual(problems, []);
  assert.ok(forms >= 20, `only ${forms} forms were found`);
});

test("no console error, no CSP report, no request to another origin", () => {
  assert.deepEqual([...people.values()].flatMap((one) => one.complaints), []);
});
