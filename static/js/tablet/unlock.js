// Opening the tablet: each recorder by an own passphrase.

import { offer, chosen, part, say } from "./parts.js";
import * as store from "./store.js";

/** The rows of those who may open the tablet, by their numbers. @returns {Promise<any[]>} */
export const recorders = async () => (await store.all("key")).filter((row) => row.n).sort((one, other) => one.n - other.n);

/** No names: the tablet tells nobody who works with it. @param {HTMLElement} box @param {string} name @param {any[]} rows */
export const offerNumbers = (box, name, rows) => offer(box, "radio", name,
  rows.map(({ id, n }, i) => ({ value: id, text: `${n}番`, checked: !i })));

export async function draw() {
  offerNumbers(part("unlock-who"), "who", await recorders());
  part("unlock-words").value = "";
}

const chosenRow = async () => (await recorders()).find((row) => chosen(part("unlock-who"))[0] === row.id);

/** @param {import("./vault.js").Vault} vault @returns {Promise<boolean>} whether it is open */
export async function open(vault) {
  const words = part("unlock-words");
  try {
    const row = await chosenRow();
    await vault.unlock(row, words.value);
    words.value = "";
    return true;
  } catch (/** @type {any} */ problem) {
    say(part("unlock"), problem.message);
    words.select();
    return false;
  }
}
