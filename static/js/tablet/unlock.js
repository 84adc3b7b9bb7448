// Opening the tablet: each recorder by an own passphrase, or by a passkey that keeps a secret for it (WebAuthn PRF).

import { offer, chosen, part, say } from "./parts.js";
import * as store from "./store.js";
import { bytes, kekOfSecret } from "./vault.js";

/** The rows of those who may open the tablet, by their numbers. @returns {Promise<any[]>} */
export const recorders = async () => (await store.all("key")).filter((row) => row.n).sort((one, other) => one.n - other.n);

/** No names: the tablet tells nobody who works with it. @param {HTMLElement} box @param {string} name @param {any[]} rows */
export const offerNumbers = (box, name, rows) => offer(box, "radio", name,
  rows.map(({ id, n }, i) => ({ value: id, text: `${n}番`, checked: !i })));

export async function draw() {
  const rows = await recorders();
  offerNumbers(part("unlock-who"), "who", rows);
  part("unlock-words").value = "";
  /** @type {HTMLElement} */ (document.querySelector("[data-act=passkey]")).hidden = !rows.some((row) => row.passkey);
}

const chosenRow = async () => (await recorders()).find((row) => chosen(part("unlock-who"))[0] === row.id);

/** @param {import("./vault.js").Vault} vault @returns {Promise<boolean>} whether it is open */
export async function open(vault, passkey = false) {
  const words = part("unlock-words");
  try {
    const row = await chosenRow();
    if (passkey) await vault.unlockWith({ ...row, ...row.passkey }, await secretOf(row.passkey));
    else await vault.unlock(row, words.value);
    words.value = "";
    return true;
  } catch (problem) {
    say(part("unlock"), problem.message);
    words.select();
    return false;
  }
}

const SALT = bytes("kayoi-tablet");

async function secretOf({ credential }) {
  const found = /** @type {any} */ (await navigator.credentials.get({ publicKey: {
    challenge: crypto.getRandomValues(new Uint8Array(32)), userVerification: "required",
    allowCredentials: [{ type: "public-key", id: credential }],
    extensions: /** @type {any} */ ({ prf: { eval: { first: SALT } } }),
  } }));
  return kekOfSecret(found.getClientExtensionResults().prf.results.first);
}

/** Makes a passkey on this device. @param {string} account @returns {Promise<{credential: ArrayBuffer, kek: CryptoKey}>} */
export async function makePasskey(account) {
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey: {
    challenge: crypto.getRandomValues(new Uint8Array(32)), rp: { name: "kayoi" },
    user: { id: bytes(account), name: "kayoi", displayName: "kayoi" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    authenticatorSelection: { userVerification: "required" }, extensions: /** @type {any} */ ({ prf: {} }),
  } }));
  const passkey = { credential: made.rawId };
  return { ...passkey, kek: await secretOf(passkey) };
}
