// What axe finds on a page as it stands: violations, and what it could not decide and nobody has looked at yet.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe leaves to a person ("incomplete"), looked at: its rule, why it could not decide, and why it is no fault. A contrast
 * it could not decide is measured here instead. Anything else that it leaves open is reported like a violation.
 */
const LOOKED_AT = [
  { rule: "color-contrast", why: "emptyValue", because: "an empty field shows no letters" },
  { rule: "th-has-data-cells", why: "th-has-data-cells", because: "the table of departments is one column of names, which head their rows" },
];

/** The contrast of the words of each element with the first opaque ground behind it; NaN over a picture. Runs in the page. */
function contrastOf(elements) {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (colour) => colour.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return [NaN, NaN, NaN];
      const colour = rgb(style.backgroundColor);
      if ((colour[3] ?? 1) === 1) return colour;
    }
    return [255, 255, 255];
  };
  return elements.filter((element) => element.checkVisibility()).map((element) => {
    const [dark, bright] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((one, other) => one - other);
    return (bright + 0.05) / (dark + 0.05);
  });
}

/** The contrasts of everything visible that a selector names. @param {import("playwright-core").Page} page @returns {Promise<number[]>} */
export function contrasts(page, selector) {
  return page.locator(selector).evaluateAll(contrastOf);
}

/** One line for each fault. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
export async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations", "incomplete"] }), RULES);
  const violations = found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} — ${n.failureSummary?.split("\n").at(-1)?.trim()}`));
  const open = [];
  for (const v of found.incomplete) {
    for (const n of v.nodes) {
      const [why, target] = [whyOf(n), n.target.join(" ")];
      if (LOOKED_AT.some((one) => one.rule === v.id && one.why === why)) continue;
      const found = v.id === "color-contrast" ? await contrasts(page, target) : [];
      if (found.length && found.every((contrast) => contrast >= 4.5)) continue;
      open.push(`undecided ${v.id} ${why} ${found}: ${target}`);
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

/** Visible controls smaller than `least` px either way, and texts smaller than `letters` px, on the page or its open sheet. */
export function small(page, least, letters) {
  return page.evaluate(([least, letters]) => {
    const root = document.querySelector("dialog[open]") ?? document.body;
    const seen = [...root.querySelectorAll("*")].filter((e) => e.checkVisibility());
    const found = [];
    for (const e of seen) {
      const box = e.getBoundingClientRect();
      // A tick within a label is pressed by its label.
      const control = e.matches("button, a, select, textarea, summary, label:has(input), input:not([type=radio], [type=checkbox])");
      if (control && (box.width < least || box.height < least)) found.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${e.className} ${e.textContent.slice(0, 12)}`);
      const says = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (says && size < letters) found.push(`letters ${size}: ${e.className} ${e.textContent.slice(0, 12)}`);
    }
    return [...new Set(found)];
  }, [least, letters]);
}
