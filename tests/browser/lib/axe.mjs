// What axe finds on a page as it stands: violations, and what it could not decide and nobody has looked at yet.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe leaves to a person ("incomplete"), looked at: its rule, why it could not decide, where, and why it is no fault.
 * Anything else that it leaves open is reported like a violation.
 */
const LOOKED_AT = [
  { rule: "color-contrast", why: "nonBmp", within: "body", because: "▾, ✓ and ● are signs it does not measure; record.test.mjs measures every word and sign of that screen" },
  { rule: "color-contrast", why: "emptyValue", within: "input, textarea", because: "an empty field shows no letters" },
  { rule: "color-contrast", why: "bgOverlap", within: "dialog[open]", because: "it takes the docked keypad, which lies under the modal sheet, for its ground" },
];

/** One line for each fault. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
export async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations", "incomplete"] }), RULES);
  const violations = found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} — ${n.failureSummary?.split("\n").at(-1)?.trim()}`));
  const open = [];
  for (const v of found.incomplete) {
    for (const n of v.nodes) {
      const [why, target] = [whyOf(n), n.target.join(" ")];
      const known = LOOKED_AT.find((one) => one.rule === v.id && one.why === why);
      const inside = known && await page.evaluate(([target, within]) => Boolean(document.querySelector(target)?.closest(within)), [target, known.within]);
      if (!inside) open.push(`undecided ${v.id} ${why}: ${target}`);
    }
  }
  return [...violations, ...open];
}

/** Why axe could not decide about a node. */
function whyOf(node) {
  const checks = [...node.any, ...node.all, ...node.none];
  return checks.map((check) => check.data?.messageKey ?? check.id).join("+") || "?";
}

/** Elements that make the page scroll sideways. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
export function sideways(page) {
  return page.evaluate(() => {
    const wide = document.documentElement;
    if (wide.scrollWidth <= wide.clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide.clientWidth + 1);
    return [`scrolls sideways: ${wide.scrollWidth} > ${wide.clientWidth}, e.g. ${out.slice(0, 3).map((e) => `${e.tagName}.${e.className}`).join(", ")}`];
  });
}
