// The keys of a tablet. The data key is stored wrapped only, once for each recorder; nothing that opens it is stored.

const { subtle } = crypto;
/** Of sealed rows and of what is sent; the server goes on accepting every one it ever shipped. */
export const SCHEMA = 1;
export const ROUNDS = 600_000;
const AES = { name: "AES-GCM", length: 256 };
const WRAP = { name: "AES-KW", length: 256 };
const HMAC = { name: "HMAC", hash: "SHA-256" };
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const WRONG = "合言葉がちがいます。番号と合言葉をたしかめて、もう一度入力してください。";

/** @param {string} text */
export const bytes = (text) => new TextEncoder().encode(text);
/** @param {ArrayBuffer|Uint8Array} data */
export const b64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
/** @param {string} text */
export const unb64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
/** @param {number} length */
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @typedef {{salt: BufferSource, rounds: number, data: ArrayBuffer, proof: ArrayBuffer}} Wrapped */
/** @typedef {{iv: BufferSource, c: ArrayBuffer}} Sealed */

/** @param {string} words @param {BufferSource} salt @param {number} rounds */
async function kekOf(words, salt, rounds) {
  const base = await subtle.importKey("raw", bytes(words.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, WRAP, false, ["wrapKey", "unwrapKey"]);
}

/** @param {CryptoKey} kek @param {ArrayBuffer} wrapped @param {any} kind @param {KeyUsage[]} uses @param {boolean} [open] */
const unwrap = (kek, wrapped, kind, uses, open = false) => subtle.unwrapKey("raw", wrapped, kek, WRAP, kind, open, uses);

export class Vault {
  constructor() { this.lock(); }

  lock() {
    /** @type {CryptoKey|null} */
    this.data = null;
    /** @type {CryptoKey|null} */
    this.proof = null;
    /** who records now */
    this.account = "";
  }

  /**
   * Wraps the keys for a recorder: the tablet's first brings the data key into being, any other is let in by `known`.
   * @param {{words: string, proof: string, known?: {words: string, row: Wrapped}, rounds?: number}} recorder `proof` is base64
   * @returns {Promise<Wrapped>}
   */
  async enrol({ words, proof, known, rounds = ROUNDS }) {
    const data = known ? await this.dataKey(known.row, await kekOf(known.words, known.row.salt, known.row.rounds), true)
      : await subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
    const salt = random(16);
    const kek = await kekOf(words, salt, rounds);
    const key = await subtle.importKey("raw", unb64(proof), HMAC, true, ["sign"]);
    return { salt, rounds, data: await subtle.wrapKey("raw", data, kek, WRAP), proof: await subtle.wrapKey("raw", key, kek, WRAP) };
  }

  /** @param {Wrapped} row @param {CryptoKey} kek @returns {Promise<CryptoKey>} */
  dataKey(row, kek, open = false) {
    return unwrap(kek, row.data, AES, ["encrypt", "decrypt"], open).catch(() => { throw new Error(WRONG); });
  }

  /** @param {Wrapped & {id: string}} row @param {string} words */
  async unlock(row, words) {
    const kek = await kekOf(words, row.salt, row.rounds);
    const data = await this.dataKey(row, kek);
    this.proof = await unwrap(kek, row.proof, HMAC, ["sign"]);
    this.data = data;
    this.account = row.id;
  }

  /** @param {string} place store and id: what is moved elsewhere does not open @param {any} value @returns {Promise<Sealed>} */
  async seal(place, value) {
    const iv = random(12);
    return { iv, c: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(`${place}/${SCHEMA}`) }, this.opened, bytes(JSON.stringify(value))) };
  }

  /** @param {string} place @param {Sealed} sealed @param {string} [before] where an older version of the program sealed it @returns {Promise<any>} */
  async open(place, { iv, c }, before) {
    const { opened } = this;
    const from = (/** @type {string} */ one) => subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(`${one}/${SCHEMA}`) }, opened, c);
    const plain = await from(place).catch((problem) => { if (!before) throw problem; return from(before); });
    return JSON.parse(new TextDecoder().decode(plain));
  }

  get opened() {
    if (!this.data) throw new Error("鍵がかかっています。合言葉を入力してください。");
    return this.data;
  }

  /** Who recorded, in a form that only that recorder's key makes. @param {any[]} said */
  async sign(said) {
    if (!this.proof) throw new Error(WRONG);
    return b64(await subtle.sign("HMAC", this.proof, bytes(JSON.stringify(said))));
  }
}

/**
 * What only the server opens, so that unsent work outlives this tablet's keys.
 * @param {string} rescue the server's public key, base64 @param {string} tablet @param {any} value
 */
export async function envelope(rescue, tablet, value) {
  const theirs = await subtle.importKey("raw", unb64(rescue), CURVE, false, []);
  const ours = /** @type {CryptoKeyPair} */ (await subtle.generateKey(CURVE, false, ["deriveBits"]));
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes("kayoi-rescue-1") };
  const key = await subtle.deriveKey(info, base, AES, false, ["encrypt"]);
  const iv = random(12);
  const c = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(tablet) }, key, bytes(JSON.stringify(value)));
  return { e: b64(await subtle.exportKey("raw", ours.publicKey)), iv: b64(iv), c: b64(c) };
}
