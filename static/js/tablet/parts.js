// The page's own parts. Its words stand in the shell; here they are only shown, hidden and filled.

import { h } from "../today/dom.js";

/** Where a wipe is noted until the server has been told. */
export const MARK = "kayoi-wiped";

/** @param {string} id @returns {any} */
export const part = (id) => document.getElementById(id);

/** A sentence that is said seldom. @param {string} [id] @returns {string} */
export const words = (id) => part(`said-${id}`)?.textContent ?? "";

/** Shows one section and hides the others. @param {string} id @param {string} [problem] */
export function show(id, problem = "") {
  for (const section of document.querySelectorAll("main > section")) /** @type {HTMLElement} */ (section).hidden = section.id !== id;
  const section = part(id);
  say(section, problem);
  section.querySelector("h1").focus();
}

/** The sentence that says what to do. @param {HTMLElement} where @param {string} text */
export function say(where, text) {
  const place = where.querySelector(".desk-problem");
  if (place) place.textContent = text;
}

/** @param {HTMLElement} box @param {"radio"|"checkbox"} type @param {string} name @param {{value: string, text: string, more?: string, checked?: boolean}[]} choices */
export function offer(box, type, name, choices) {
  box.replaceChildren(...choices.map(({ value, text, more, checked }) => {
    const input = h("input", { type, name, value });
    /** @type {HTMLInputElement} */ (input).checked = Boolean(checked);
    return h("label", { class: "desk-choice" }, input, h("span", {}, h("b", { text }), more ? h("span", { class: "desk-more", text: more }) : ""));
  }));
}

/** @param {HTMLElement} box @returns {string[]} */
export const chosen = (box) => [...box.querySelectorAll("input:checked")].map((input) => /** @type {HTMLInputElement} */ (input).value);

/** @param {string|number} at @returns {string} */
export const dayOf = (at) => new Date(at).toLocaleDateString("ja-JP", { month: "long", day: "numeric", weekday: "short", timeZone: "Asia/Tokyo" });
/** @param {string|number} at @returns {string} */
export const timeOf = (at) => new Date(at).toLocaleTimeString("ja-JP", { timeStyle: "short", timeZone: "Asia/Tokyo" });
