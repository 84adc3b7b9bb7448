// The end of a pack: what is unsent is never destroyed; what is about people and the key to it is, and the server is told.

import { DAY, MARK, WHOLE, ask, dayOf, h, openSheet, part, say, show, store, timeOf, wayOf, words } from "./main.js";

const BATCH = 50;
/** How long a browser may take to delete what the tablet held, in ms. */
const PATIENCE = 10_000;

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

/** Sends the envelopes; when they are refused whole, each for itself. @param {any} tablet @returns {Promise<string>} a problem, or nothing when all are there */
async function rescue(tablet) {
  let size = BATCH;
  /** @type {Set<string>} refused alone: they stay, and hold back no other */
  const left = new Set();
  for (;;) {
    const rows = (await store.all("out")).filter(({ id }) => !left.has(id)).sort((one, other) => one.seq - other.seq).slice(0, size);
    if (!rows.length) return left.size ? `${left.size}${words("stays")}` : "";
    const { data, problem, status } = await ask(`tablets/${tablet.tablet}/rescue`, { envelopes: rows.map((row) => row.envelope) });
    if (!data && !WHOLE.includes(status)) return problem;
    const taken = rows.filter((_, i) => data?.results[i] && data.results[i].outcome !== "refused");
    tablet.rescued = (tablet.rescued ?? 0) + taken.length;
    await store.write({ drop: taken.map(({ id }) => ["out", id]), put: [["key", tablet]] });
    if (taken.length) continue;
    if (size === 1) left.add(rows[0].id);
    size = 1;
  }
}

/** Deletes all that the tablet keeps, as often as it is asked. @returns {Promise<Record<string, number>>} what is there still */
async function clear() {
  const work = async () => {
    await store.destroy();
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  };
  await Promise.race([work().catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
  const [databases, names, workers] = await Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]);
  return { databases: databases.length, caches: names.length, registrations: workers.length };
}

/** @param {import("./main.js").Tablet} tablet @param {Reason} reason @returns {Promise<string>} a problem, or nothing when the tablet is empty */
async function wipe(tablet, reason) {
  const { tablet: id, packs, device, rescued } = tablet.row;
  const { problem } = await ask(`tablets/${id}`);
  // Counted last: what was entered while the server was asked counts too.
  const left = await unsent();
  if (left) return `未送信が${left}件あります。通信できる所で送ってから消してください。`;
  if (problem) return problem;
  localStorage.setItem(MARK, JSON.stringify({ id, rescued, told: { reason, at: new Date().toISOString(), unsent: 0, device, packs } }));
  tablet.row = null;
  await report();
  return "";
}

/** From the mark on nothing else happens here: all is deleted, also after a crash in between, and the server is told what is left. */
export async function report() {
  const { tablet, id = tablet, rescued = 0, told, ...before } = JSON.parse(localStorage.getItem(MARK) ?? "{}");
  const { reason } = told ?? before;
  show("wiped");
  const [again, link] = [part("wiped-again"), part("wiped-link")];
  again.hidden = link.hidden = true;
  const left = await clear();
  const whole = !Object.values(left).some(Boolean);
  const { data, problem } = whole ? await ask(`tablets/${id}/wiped`, { ...told ?? before, ...left }) : { data: null, problem: "" };
  if (data) localStorage.removeItem(MARK);
  part("wiped-title").textContent = whole ? "端末から消しました" : "まだ消しきれていません";
  again.hidden = Boolean(data);
  again.textContent = whole ? "消去記録をもう一度送る" : "もう一度消す";
  link.hidden = !data?.url;
  link.href = data?.url ?? "";
  show("wiped", !whole ? words("left") : data ? "" : `消去記録を送れませんでした。${problem}`);
  part("wiped-what").textContent = words(reason)
    + (rescued ? `未送信だった${rescued}件は、先にサーバーへ送りました。` : "")
    + (data ? `消去記録 ${data.record}` : whole ? "端末には何も残っていません。" : "");
}

/**
 * Takes everything off the tablet, or says why not yet.
 * @param {import("./main.js").Tablet} tablet @param {"unlock"|"over"} section @param {boolean} [sealed] what nobody here can open is sent as it is first
 */
export async function finish(tablet, section, sealed = false) {
  const { row } = tablet;
  part("over-why").textContent = words(row.over);
  // Nothing can be opened in the meantime.
  show("wiped");
  const problem = (sealed && await rescue(row)) || await wipe(tablet, row.over ?? "finished");
  if (!problem) return;
  const left = String(await unsent());
  for (const place of document.querySelectorAll(".unsent")) place.textContent = left;
  show(section, problem);
}

/**
 * Asks before everything is taken off a tablet that could still be used.
 * @param {import("./main.js").Tablet} tablet @param {boolean} [sealed] from the locked screen
 */
export async function askFirst(tablet, sealed = false) {
  const left = await unsent();
  if (left && !sealed) return say(part("home"), `未送信が${left}件あります。通信できる所で送ってから消してください。`);
  const coming = (await store.all("pack")).filter(({ expires }) => expires - DAY > tablet.now)
    .map(({ id, expires }) => `${tablet.rooms.get(id)?.pack.title ?? ""} ${dayOf(expires - DAY)} ${timeOf(expires - DAY)}まで`);
  const drafts = (await store.all("rec", store.of("draft"))).length;
  const asking = part("wipe-sheet").content.cloneNode(true);
  asking.querySelector("ul").append(...coming.map((text) => h("li", { text })));
  for (const [id, most] of Object.entries({ coming: coming.length, draft: drafts, left })) asking.querySelector(`[data-of=${id}]`).hidden = !most;
  asking.querySelector("b").textContent = left;
  openSheet("この端末から消しますか", [asking], () => {
    tablet.lock().then(() => { if (!tablet.vault.data) finish(tablet, "unlock", sealed); });
  }, "やめる");
}

/** Closing a class is the server's: only with nothing left here. @param {any} tablet @param {import("./outbox.js").Room} room */
export async function close(tablet, { outbox, pack }) {
  await outbox.flush();
  const left = outbox.unsaved;
  const { data, problem, way } = left ? { data: null, ...outbox } : await ask(`tablets/${tablet.tablet}`);
  if (data) location.assign(`/sessions/${pack.id}/close`);
  else {
    openSheet("まだ終了へ進めません", [h("p", { text: left ? `未送信が${left}件あります。通信できる所で送ってから、もう一度押してください。` : "" }),
      h("p", { text: problem }), way ? h("a", { class: "push", href: way, text: wayOf(way) }) : ""], () => {});
  }
}
