// The end of a pack: what is unsent is never destroyed; what is about people and the key to it is, and the server is told.

import { MARK, ask, h, openSheet, part, say, show, store } from "./main.js";

const BATCH = 50;
const WHY = { expired: "持出しの期限がすぎました。", revoked: "区または事業者が、この端末の許可を取り消しました。" };

/** @typedef {"finished"|"expired"|"revoked"} Reason */

const unsent = async () => (await store.all("out")).length;

/** Destroys the keys. Unsent work stays as envelopes that only the server opens. @param {any} tablet @param {Reason} reason */
export async function end(tablet, reason) {
  const drop = /** @type {[import("./store.js").Name, string][]} */ ([]);
  for (const name of /** @type {import("./store.js").Name[]} */ (["key", "pack", "rec"])) {
    for (const { id } of await store.all(name)) if (id !== tablet.id) drop.push([name, id]);
  }
  const out = await store.all("out");
  tablet.over = reason;
  await store.write({ drop, put: [["key", tablet],
    ...out.map(({ id, seq, envelope }) => /** @type {[import("./store.js").Name, any]} */ (["out", { id, seq, envelope }]))] });
}

/** Sends the envelopes. @param {any} tablet @returns {Promise<string>} a problem, or nothing when all are there */
async function rescue(tablet) {
  for (;;) {
    const rows = (await store.all("out")).sort((one, other) => one.seq - other.seq).slice(0, BATCH);
    if (!rows.length) return "";
    const { data, problem } = await ask(`tablets/${tablet.tablet}/rescue`, { envelopes: rows.map((row) => row.envelope) });
    if (!data) return problem;
    const taken = rows.filter((_, i) => data.results[i] && data.results[i].outcome !== "refused");
    if (!taken.length) return "サーバーが受け付けませんでした。事業者の責任者に連絡してください。";
    await store.write({ drop: taken.map(({ id }) => ["out", id]) });
  }
}

/** @param {any} tablet @param {Reason} reason @returns {Promise<string>} a problem, or nothing when the tablet is empty */
async function wipe(tablet, reason) {
  const left = await unsent();
  if (left) return `未送信が${left}件あります。通信できる所で送ってから消してください。`;
  const { problem } = await ask(`tablets/${tablet.tablet}`);
  if (problem) return problem;
  localStorage.setItem(MARK, JSON.stringify({ tablet: tablet.tablet, reason, at: new Date().toISOString(), unsent: 0, packs: tablet.packs }));
  await store.destroy();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  await report();
  return "";
}

/** Tells the server what is left: nothing. */
export async function report() {
  const { tablet, ...told } = JSON.parse(localStorage.getItem(MARK) ?? "{}");
  show("wiped");
  const [databases, names, workers] = await Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]);
  const { data, problem } = await ask(`tablets/${tablet}/wiped`, { ...told, databases: databases.length, caches: names.length, registrations: workers.length });
  const link = part("wiped-link");
  part("wiped-again").hidden = Boolean(data);
  link.hidden = !data?.url;
  if (data) {
    localStorage.removeItem(MARK);
    link.href = data.url ?? "";
  }
  show("wiped", data ? "" : `消去記録を送れませんでした。${problem}`);
  part("wiped-what").textContent = data ? `消去記録 ${data.record}` : "端末には何も残っていません。";
}

/**
 * Takes everything off the tablet, or says why not yet.
 * @param {any} tablet @param {"home"|"unlock"|"over"} section @param {boolean} [sealed] what nobody here can open is sent as it is first
 */
export async function finish(tablet, section, sealed = false) {
  if (tablet.over) {
    show("over");
    part("over-why").textContent = WHY[/** @type {keyof typeof WHY} */ (tablet.over)] ?? "";
  }
  say(part(section), (sealed && await rescue(tablet)) || await wipe(tablet, tablet.over ?? "finished"));
}

/** Closing a class is the server's: only with nothing left here. @param {any} tablet @param {import("./outbox.js").Room} room */
export async function close(tablet, { outbox, pack }) {
  await outbox.flush();
  const left = outbox.unsaved;
  const { data, problem } = left ? { data: null, problem: outbox.state.problem } : await ask(`tablets/${tablet.tablet}`);
  if (data) location.assign(`/sessions/${pack.id}/close`);
  else openSheet("まだ終了へ進めません", [h("p", { text: left ? `未送信が${left}件あります。通信できる所で送ってから、もう一度押してください。` : "" }), h("p", { text: problem })], () => {});
}
