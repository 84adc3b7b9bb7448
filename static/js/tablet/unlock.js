// Opening the tablet: each recorder by an own passphrase.

import { offer, chosen, part, say } from "./parts.js";
import * as store from "./store.js";

/** So many wrong passphrases are free; after them each costs twice the wait of the one before. */
const FREE = 5;
const MOST = 10;

/** The rows of those who may open the tablet, by their numbers. @returns {Promise<any[]>} */
export const recorders = async () => (await store.all("key")).filter((row) => row.n).sort((one, other) => one.n - other.n);

/** No names: the tablet tells nobody who works with it. @param {HTMLElement} box @param {string} name @param {any[]} rows */
export const offerNumbers = (box, name, rows) => offer(box, "radio", name,
  rows.map(({ id, n }) => ({ value: id, text: `${n}番`, checked: rows.length < 2 })));

/** Passphrases are hidden again wherever one was shown. */
export function hide() {
  for (const button of document.querySelectorAll("[data-act=reveal][aria-pressed=true]")) reveal(/** @type {HTMLElement} */ (button));
}

/** Shows or hides what is typed beside the button. @param {HTMLElement} button */
export function reveal(button) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(shown));
  for (const input of button.closest("fieldset, form")?.querySelectorAll("input.desk-input") ?? []) {
    /** @type {HTMLInputElement} */ (input).type = shown ? "text" : "password";
  }
}

export async function draw() {
  offerNumbers(part("unlock-who"), "who", await recorders());
  part("unlock-words").value = "";
  hide();
}

/**
 * Counts a try with a passphrase before it is made, so that neither a reload nor a crash forgets it.
 * @template T @param {any} row the recorder's @param {(words: string) => Promise<T>} work @param {string} words as typed @returns {Promise<T>}
 */
export async function attempt(row, words, work) {
  const { fails = 0, until = 0 } = await store.one("key", row.id);
  const cost = (/** @type {number} */ n) => (n < FREE ? 0 : 1000 * 2 ** Math.min(n - FREE + 1, MOST));
  const wait = Math.min(until - Date.now(), cost(fails));
  if (wait > 0) throw new Error(`${fails}回まちがえました。あと${Math.ceil(wait / 1000)}秒待ってから、もう一度入力してください。`);
  const note = (/** @type {number} */ n) => store.write({ put: [["key", { ...row, fails: n, until: Date.now() + cost(n) }]] });
  await note(fails + 1);
  // Blanks around a passphrase count only where an older version of the program took them.
  const made = await work(words.trim()).catch((problem) => { if (words === words.trim()) throw problem; return work(words); });
  await note(0);
  return made;
}

/** @param {import("./vault.js").Vault} vault @returns {Promise<boolean>} whether it is open */
export async function open(vault) {
  const field = part("unlock-words");
  const button = part("unlock-open");
  if (button.disabled) return false;
  button.disabled = true;
  try {
    const row = (await recorders()).find(({ id }) => chosen(part("unlock-who"))[0] === id);
    if (!row) throw new Error("記録者の番号を選んでください。");
    await attempt(row, field.value, (words) => vault.unlock(row, words));
    field.value = "";
    hide();
    return true;
  } catch (/** @type {any} */ problem) {
    say(part("unlock"), problem.message);
    field.select();
    return false;
  } finally {
    button.disabled = false;
  }
}
