// What a tablet is made of, without a browser: keys, seals and envelopes, the size of its script, the files of its worker, taps.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

globalThis.crypto ??= webcrypto;
const { subtle } = globalThis.crypto;
const { ROUNDS, Vault, b64, bytes, envelope, unb64 } = await import("../../static/js/tablet/vault.js");
const { Entry } = await import("../../static/js/today/reading.js");

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (path) => readFileSync(at(path));
const FAST = 1000;
const PROOF = b64(new Uint8Array(32).fill(7));

/** A vault that 山本 has opened, and the row that opened it. */
async function opened(words = "さくらの花が咲くころ") {
  const vault = new Vault();
  const row = { id: "yamamoto", ...await vault.enrol({ words, proof: PROOF, rounds: FAST }) };
  await vault.unlock(row, words);
  return { vault, row, words };
}

test("a passphrase is stretched by 600,000 rounds or more", () => {
  assert.ok(ROUNDS >= 600_000);
});

test("what is sealed opens with the passphrase only, in its own place only", async () => {
  const { vault, row, words } = await opened();
  const sealed = await vault.seal("rec/p1", { name: "佐藤 幸子" });
  assert.deepEqual(await vault.open("rec/p1", sealed), { name: "佐藤 幸子" });
  await assert.rejects(vault.open("rec/p2", sealed));
  const other = new Vault();
  await assert.rejects(other.unlock(row, `${words}。`), /合言葉がちがいます/);
  await assert.rejects(other.open("rec/p1", sealed), /鍵がかかっています/);
  await other.unlock(row, words.normalize("NFD"));
  assert.deepEqual(await other.open("rec/p1", sealed), { name: "佐藤 幸子" });
  vault.lock();
  await assert.rejects(vault.seal("rec/p1", {}), /鍵がかかっています/);
});

test("what an older version sealed without its store opens in its old place, and nothing else does", async () => {
  const { vault } = await opened();
  const old = await vault.seal("s1/k1", { value: "元気" });
  assert.deepEqual(await vault.open("out/s1/k1", old, "s1/k1"), { value: "元気" });
  await assert.rejects(vault.open("out/s1/k2", old, "s1/k2"));
  const now = await vault.seal("rec/s1/k1", {});
  await assert.rejects(vault.open("out/s1/k1", now, "s1/k1"), "a person's fields are no entry");
});

test("every seal has a nonce of its own and nothing readable in it", async () => {
  const { vault } = await opened();
  const all = await Promise.all(Array.from({ length: 200 }, () => vault.seal("rec/p1", "佐藤 幸子")));
  assert.equal(new Set(all.map(({ iv }) => b64(iv))).size, all.length);
  assert.ok(all.every(({ c }) => !Buffer.from(c).includes(Buffer.from("佐藤"))));
});

test("in normal use no key leaves the vault", async () => {
  const { vault } = await opened();
  assert.equal(vault.data.extractable, false);
  assert.equal(vault.proof.extractable, false);
  await assert.rejects(subtle.exportKey("raw", vault.data));
});

test("another recorder is let in by the first, reads the same and signs as another", async () => {
  const { vault, row, words } = await opened();
  const sealed = await vault.seal("pack/s1", ["佐藤 幸子"]);
  const second = new Vault();
  const known = { row, words };
  await assert.rejects(second.enrol({ words: "もみじの山をあるく", proof: PROOF, known: { row, words: "ちがう言葉です。" }, rounds: FAST }), /合言葉がちがいます/);
  const other = { id: "tanaka", ...await second.enrol({ words: "もみじの山をあるく", proof: b64(new Uint8Array(32).fill(8)), known, rounds: FAST }) };
  await second.unlock(other, "もみじの山をあるく");
  assert.deepEqual(await second.open("pack/s1", sealed), ["佐藤 幸子"]);
  assert.deepEqual([vault.account, second.account], ["yamamoto", "tanaka"]);
  assert.notEqual(await vault.sign(["x"]), await second.sign(["x"]));
});

test("a proof is the HMAC that the contract describes", async () => {
  const { vault } = await opened();
  const said = ["t", "s", "k", "p", "memo", "「元気」\n", 0, "2026-11-20T01:05:00.000Z"];
  const key = await subtle.importKey("raw", unb64(PROOF), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  assert.equal(await vault.sign(said), b64(await subtle.sign("HMAC", key, bytes(JSON.stringify(said)))));
});

test("an envelope opens with the server's key and for its own tablet only", async () => {
  const pair = await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const rescue = b64(await subtle.exportKey("raw", pair.publicKey));
  const sent = await envelope(rescue, "tablet-1", { session: "s1", operation: { value: "128/76/70" } });
  const open = async (tablet) => {
    const theirs = await subtle.importKey("raw", unb64(sent.e), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const base = await subtle.importKey("raw", await subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256), "HKDF", false, ["deriveKey"]);
    const key = await subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes("kayoi-rescue-1") }, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv: unb64(sent.iv), additionalData: bytes(tablet) }, key, unb64(sent.c))));
  };
  assert.deepEqual(await open("tablet-1"), { session: "s1", operation: { value: "128/76/70" } });
  await assert.rejects(open("tablet-2"));
});

test("what runs in the hall is 15 KB, what is needed seldom 5 KB", (t) => {
  const whole = ["app", "seldom"].map((name) => read(`static/t/${name}.js`));
  const [hall, seldom] = whole.map((script) => brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length);
  const [one, other] = whole.map((script) => gzipSync(script, { level: 9 }).length);
  t.diagnostic(`brotli: static/t/app.js ${hall} bytes, static/t/seldom.js ${seldom} bytes; gzip: ${one} and ${other}`);
  assert.ok(hall <= 15 * 1024, `${hall}`);
  assert.ok(seldom <= 5 * 1024, `${seldom}`);
});

test("the worker keeps files of the program only, and the shell has no name and no inline script or style", () => {
  const files = read("static/t/files.txt").toString().split("\n").filter(Boolean);
  assert.ok(files.includes("/t/"));
  for (const path of files) {
    assert.match(path, /^(\/t\/|\/static\/[\w./-]+)$/);
    if (path !== "/t/") assert.ok(existsSync(at(path.slice(1))), path);
  }
  const shell = read("static/t/shell.html").toString();
  assert.doesNotMatch(shell, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  const wanted = [...shell.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(wanted.filter((path) => !files.includes(path)), []);
});

test("14 presses for a person with 3-2-2 digits before and after", () => {
  let presses = 0;
  for (const reading of ["1307072", "1287670"]) {
    const entry = new Entry(null, 0);
    let time = 0;
    for (const key of reading) {
      presses += 1;
      entry.press(key, (time += 100));
    }
    assert.ok(entry.complete);
  }
  assert.equal(presses, 14);
});
