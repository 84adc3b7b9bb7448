// Chromium, and people in it. Whatever a page says to the console, reports or asks another origin for is kept as a complaint.

import { chromium } from "playwright-core";
import { accounts } from "./server.mjs";

export const DESK = { width: 1280, height: 900 };
export const TABLET = { width: 1180, height: 820 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.KAYOI_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
}

/** A browser says this of every page answered with 4xx; the answer itself is what the tests look at. */
const EXPECTED = /Failed to load resource: the server responded with a status of 4\d\d/;

/** Collects what must not happen: console errors, CSP reports, exceptions, requests to other origins. */
export function listen(context, origin) {
  const complaints = [];
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type()) || EXPECTED.test(message.text())) return;
    complaints.push(`${message.page()?.url() ?? ""}: ${message.text()}`);
  });
  context.on("weberror", (problem) => complaints.push(`${problem.page()?.url() ?? ""}: ${problem.error().message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) complaints.push(`request to another origin: ${url}`);
  });
  return complaints;
}

const known = accounts();

/** Types name and password on the login page. */
export async function signIn(page, origin, login, password = known.get(login)?.password) {
  await page.goto(`${origin}/login`);
  await page.getByLabel("利用者ID").fill(login);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "ログインする" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** A window of one person: a context of its own with a page, signed in. */
export async function windowOf(browser, origin, login, options = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: "ja-JP", timezoneId: "Asia/Tokyo", ...options });
  context.setDefaultTimeout(15_000);
  const complaints = listen(context, origin);
  const page = await context.newPage();
  await signIn(page, origin, login);
  return { context, page, complaints, login };
}

/** Sets the first password with the code an operator handed out. */
export async function useCode(page, origin, login, code, password) {
  await page.goto(`${origin}/code`);
  await page.getByLabel("利用者ID").fill(login);
  await page.locator("#code").fill(code);
  await page.locator("#new_password").fill(password);
  await page.locator("#password_again").fill(password);
  await page.getByRole("button", { name: "パスワードを決める" }).click();
  await page.waitForURL((url) => url.pathname !== "/code");
}

/** The contracts a contractor's person can work under, by the names on `/work`. */
export async function works(page, origin) {
  await page.goto(`${origin}/work`);
  return page.locator(".card__title").allInnerTexts();
}

/** Chooses the contract to work under. @param {string|RegExp} title */
export async function chooseWork(page, origin, title) {
  await page.goto(`${origin}/work`);
  await page.locator(".card").filter({ hasText: title }).getByRole("button").click();
  await page.waitForURL((url) => url.pathname !== "/work");
}
