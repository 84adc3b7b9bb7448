// What people do with a form. Fields are named by their `name`, which is also their id.

/** Types into fields. @param {Record<string, string>} values */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`[id="${name}"]`).fill(value);
}

/** Chooses radio buttons. @param {Record<string, string>} values */
export async function check(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** Chooses the first option whose words fit. @param {string|RegExp} words */
export async function pick(page, name, words) {
  const option = page.locator(`[id="${name}"] option`).filter({ hasText: words }).first();
  await page.locator(`[id="${name}"]`).selectOption(await option.getAttribute("value"));
}

/** Presses a button of the page and waits for the answer. @param {string|RegExp} name */
export async function press(page, name) {
  const button = page.locator("main").getByRole("button", { name, exact: typeof name === "string" }).first();
  await Promise.all([page.waitForEvent("load"), button.click()]);
  const problems = page.locator("#errors li, .fault__answers dd");
  if (await problems.count()) throw new Error(`「${name}」: ${(await problems.allInnerTexts()).join(" / ")}`);
}

/** Follows a link of the page. @param {string} name */
export async function follow(page, name) {
  const link = page.locator("main").getByRole("link", { name }).first();
  await Promise.all([page.waitForEvent("load"), link.click()]);
}

/** What the last act said. */
export const notice = (page) => page.locator("main [role=status]").first().innerText();

/** A day from today in Japan as 2026-11-20. */
export function iso(days) {
  return new Date(Date.now() + (9 * 60 + days * 24 * 60) * 60_000).toISOString().slice(0, 10);
}

/** Whether the address answers with a PDF, asked as this person. */
export async function isPdf(page, url) {
  const answer = await page.request.get(url);
  return answer.ok() && (await answer.body()).subarray(0, 4).toString("latin1") === "%PDF";
}
