// The tablet: from locked to a class and back, whatever becomes of the network, the browser and the clock.

import { h, onPress } from "../today/dom.js";
import { whole } from "../today/record.js";
import { Screen } from "../today/screen.js";
import { open as openSheet } from "../today/sheets.js";
import { wayOf } from "../today/wire.js";
import { ask, me } from "./contact.js";
import { Room, WHOLE } from "./outbox.js";
import { MARK, chosen, dayOf, offer, part, say, show, timeOf, words } from "./parts.js";
import { register } from "./register.js";
import * as store from "./store.js";
import { attempt, draw, hide, offerNumbers, open as unlock, recorders, reveal } from "./unlock.js";
import { Vault } from "./vault.js";

/** How long nobody may have touched the tablet, in ms. */
const IDLE = 5 * 60_000;
const TICK = 15_000;
/** How long a class stays after its end, in ms. */
export const DAY = 86_400_000;
const seldom = () => import("./seldom.js");
export { MARK, WHOLE, ask, attempt, chosen, dayOf, h, hide, me, offer, offerNumbers, openSheet, part, recorders, register, say, show, timeOf, wayOf, whole, words };
export * as store from "./store.js";

export class Tablet {
  constructor() {
    this.vault = new Vault();
    /** @type {any} what the tablet knows of itself: nothing about people */
    this.row = null;
    /** @type {Map<string, Room>} */
    this.rooms = new Map();
    /** @type {Screen|null} */
    this.screen = null;
    this.touched = Date.now();
    /** The latest time that this tablet has known: a clock that is turned back opens nothing again. */
    this.seen = 0;
    /** Whether it is being ended. */
    this.ending = false;
    /** Where who is signed in has to go. */
    this.way = "";
    /** Who records now, with the number. */
    this.who = "";
    /** Whether somebody asked for the new version. */
    this.asked = false;
    /** @type {import("./prepare.js").Preparation|null} */
    this.preparation = null;
    onPress(document.body, (name, element) => this.pressed(name, element));
    part("unlock-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.unlock();
    });
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { this.touched = Date.now(); }, true);
    for (const kind of ["online", "visibilitychange"]) addEventListener(kind, () => this.tick(), true);
    addEventListener("beforeunload", (event) => { if (this.all.some(({ outbox }) => outbox.unkept.length)) event.preventDefault(); });
    setInterval(() => this.tick(), TICK);
  }

  get all() { return [...this.rooms.values()]; }
  get unsent() { return this.all.reduce((sum, { outbox }) => sum + outbox.unsaved, 0); }
  /** The server's time, as far as it is known here. */
  get now() { return Math.max(Date.now() + (this.row?.skew ?? 0), this.seen); }

  async start() {
    if (localStorage.getItem(MARK)) return (await seldom()).report();
    this.row = await store.one("key", "tablet");
    if (!this.row) {
      show("first");
      // A preparation whose answer was lost is taken up by the device that the server knows.
      return await store.one("key", "device") || store.destroy();
    }
    this.seen = (await store.one("key", "clock"))?.seen ?? 0;
    this.watch(await register());
    await this.closed();
    this.tick();
  }

  /** Where a tablet that nobody has opened stands. */
  async closed() {
    if (!this.row.over && this.now > this.row.expires) await (await seldom()).end(this.row, "expired");
    await this.tidy();
    const left = (await store.all("out")).length;
    for (const place of document.querySelectorAll(".unsent")) place.textContent = String(left);
    if (this.row.over) {
      return (await seldom()).finish(this, "over", true);
    }
    await draw();
    show("unlock");
  }

  /** A class whose time is over goes; no key is needed for it. */
  async tidy() {
    for (const { id, expires } of await store.all("pack")) {
      if (expires < this.now) await store.write({ drop: [["pack", id], ["rec", store.of(id)], ["rec", store.draft(id)]] });
    }
  }

  async unlock() {
    if (await unlock(this.vault)) await this.enter();
  }

  /** Opens every class that the tablet holds. */
  async enter() {
    this.touched = Date.now();
    this.screen?.stop();
    this.screen = null;
    for (const { outbox } of this.all) outbox.stop();
    this.rooms.clear();
    const ids = new Set((await store.all("out")).map(({ id }) => id.split("/")[0]));
    await this.tidy();
    let shut = false;
    for (const { id, ...sealed } of await store.all("pack")) {
      ids.delete(id);
      await this.vault.open(`pack/${id}`, /** @type {any} */ (sealed)).then((pack) => this.open(pack)).catch(() => { shut = true; });
    }
    // What is unsent of a class whose time is over is still sent.
    for (const id of ids) await this.open({ id, title: "期限のすぎた教室", over: true });
    const own = await store.one("key", this.vault.account);
    this.who = `${await this.vault.open(`name/${own.id}`, own.name)}（${own.n}番）`;
    part("home-who").textContent = `${this.row.label ?? ""}　記録者：${this.who}`.trim();
    this.home();
    if (shut) this.done(words("shut"));
    this.tick();
  }

  async open(pack) {
    const room = await new Room(this.vault, this.row, pack, (state) => this.heard(state)).load();
    room.outbox.changed = () => this.showState();
    this.rooms.set(pack.id, room);
  }

  home() {
    this.screen?.stop();
    this.screen = null;
    const now = this.all.sort((one, other) => String(one.pack.starts_at).localeCompare(String(other.pack.starts_at)));
    part("home-list").replaceChildren(...now.map(({ pack }) => h("li", {}, h("button", { class: "desk-class", act: `class ${pack.id}`, ...(pack.over && { disabled: "" }) },
      h("b", { text: pack.title }), h("span", { text: pack.over ? "" : `${dayOf(pack.date)} ${timeOf(pack.starts_at)}–${timeOf(pack.ends_at)}　${pack.place}　${pack.people.length}人` })))));
    for (const { outbox } of now) outbox.changed = () => this.showState();
    show("home");
    this.showState();
  }

  showState() {
    const failed = this.all.find(({ outbox }) => outbox.state.mood === "failed");
    const { unsent } = this;
    part("home-late").hidden = !this.all.some(({ outbox }) => outbox.late());
    part("home-state").textContent = failed?.outbox.state.text ?? (unsent ? `端末に保存ずみ・未送信 ${unsent}件` : "保存ずみ（未送信はありません）");
    const { problem = "", way = this.way } = this.all.find(({ outbox }) => outbox.state.problem)?.outbox ?? {};
    part("home-why").textContent = problem;
    part("home-login").hidden = !way;
    Object.assign(part("home-login").firstElementChild, { href: way, textContent: wayOf(way) });
    if (!unsent) say(part("home"), "");
    this.offerUpdate();
  }

  /** @param {string} id */
  enterClass(id) {
    const room = this.rooms.get(id);
    if (!room?.record) return;
    this.done("");
    const { pack } = room;
    this.screen = new Screen({ title: pack.title, date: `${dayOf(pack.date)} ${timeOf(pack.starts_at)}–${timeOf(pack.ends_at)}　${pack.place}`,
      limits: pack.soft_limits, back: "", close: "", incident: "", who: this.who, late: part("late").content.cloneNode(true).firstElementChild,
      act: (name) => this.leave(name, room) }, room.record);
    for (const section of document.querySelectorAll("main > section")) /** @type {HTMLElement} */ (section).hidden = true;
    this.screen.start(part("twice"));
    this.screen.look();
    if (room.draft) this.screen.say(words("draft"));
    this.offerUpdate();
  }

  /** The ways out of a class. @param {string} name @param {Room} room */
  leave(name, room) {
    if (name === "back") return this.home();
    if (name === "lock") return this.lock();
    seldom().then((acts) => (name === "close" ? acts.close(this.row, room) : acts.reportIncident(room, (text) => this.screen?.say(text))));
  }

  /** @param {string} name @param {HTMLElement} element */
  pressed(name, element) {
    if (name.startsWith("class ")) return this.enterClass(name.slice("class ".length));
    /** @type {Record<string, () => any>} */
    const acts = {
      prepare: async () => { (this.preparation ??= new (await seldom()).Preparation(this)).open(); },
      back: () => (this.vault.data ? this.home() : this.row ? this.closed() : show("first")),
      lock: () => this.lock(),
      reveal: () => reveal(element),
      send: async () => {
        this.done("送っています…");
        await this.tick();
        this.done(this.unsent ? "まだ送れていません。" : "すべて送りました。");
      },
      wipe: async () => (await seldom()).askFirst(this),
      forgotten: async () => (await seldom()).askFirst(this, true),
      rescue: () => this.closed(),
      report: async () => (await seldom()).report(),
      update: () => {
        this.asked = true;
        this.waiting?.postMessage("update");
      },
    };
    acts[name]?.();
  }

  /** What a press on the list of classes has done. @param {string} text */
  done(text) { part("home-done").textContent = text; }

  /** Every so often, and whenever there is a reason to hope: locks what nobody uses, sends, asks whether the tablet may go on. */
  async tick() {
    if (!this.row || this.row.over) return;
    if (this.vault.data && Math.abs(Date.now() - this.touched) > IDLE) return this.lock();
    if (this.now > this.row.expires) return this.heard("expired");
    await this.remember(this.now);
    await Promise.all(this.all.map(({ outbox }) => outbox.flush()));
    const { row } = this;
    const { data, way = "" } = row ? await ask(`tablets/${row.tablet}`) : { data: null };
    // It may have been wiped meanwhile.
    if (!this.row) return;
    this.way = way;
    if (!this.screen && this.vault.data) this.showState();
    if (!data) return;
    // The server's own time is believed, also where the tablet had known a later one.
    const now = Date.parse(data.now);
    this.row.skew = now - Date.now();
    await this.remember(now);
    await this.keepOnly(data.recorders);
    await this.heard(data.state);
  }

  /** Whoever may not record any more opens nothing here. @param {string[]|undefined} accounts those who may */
  async keepOnly(accounts) {
    const gone = accounts ? (await recorders()).filter(({ id }) => !accounts.includes(id)) : [];
    if (!gone.length) return;
    await store.write({ drop: gone.map(({ id }) => ["key", id]) });
    if (gone.some(({ id }) => id === this.vault.account)) return this.lock();
    if (!this.vault.data && !part("unlock").hidden) await draw();
  }

  /** @param {number} now */
  async remember(now) {
    if (Math.abs(now - this.seen) < 60_000 || !this.row || this.row.over) return;
    this.seen = now;
    await store.write({ put: [["key", { id: "clock", seen: now }]] }).catch(() => {});
  }

  /** Whatever isn't allowed any more ends. @param {string} state what the server says of the tablet */
  async heard(state) {
    if (["permitted", "requested"].includes(state) || !this.row || this.row.over || this.ending) return;
    this.ending = true;
    try {
      await this.lock();
      if (this.vault.data) return;
      await (await seldom()).end(this.row, state === "expired" ? state : "revoked");
      await this.closed();
    } finally {
      this.ending = false;
    }
  }

  /** Puts the keys away. What was entered is sealed by then; what is unsent waits. */
  async lock() {
    // A sheet that closes keeps what was typed into it, a moment later.
    await Promise.all([...document.querySelectorAll("dialog")].map((sheet) => new Promise((done) => {
      sheet.addEventListener("close", done);
      sheet.close();
    })));
    await Promise.all(this.all.map((room) => {
      room.outbox.flush();
      return room.turn;
    }));
    await null;
    // What the device could not keep lives here only, until it is sent.
    if (this.all.some(({ outbox }) => outbox.unkept.length)) {
      return this.screen ? this.screen.say(words("unkept")) : say(part("home"), words("unkept"));
    }
    for (const { outbox } of this.all) outbox.stop();
    this.screen?.stop();
    this.screen = null;
    this.rooms.clear();
    this.vault.lock();
    part("home-list").replaceChildren();
    this.who = part("home-who").textContent = "";
    this.done("");
    await this.closed();
  }

  /** A new version waits until nothing is unsent and no class is open. @param {ServiceWorkerRegistration} registration */
  watch(registration) {
    const found = () => {
      this.waiting = registration.waiting;
      this.offerUpdate();
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", found));
    navigator.serviceWorker.addEventListener("controllerchange", () => { if (this.asked) location.reload(); });
    found();
    registration.update().catch(() => {});
  }

  offerUpdate() {
    part("update").hidden = !(this.waiting && !this.screen && !this.unsent);
  }
}

const tablet = new Tablet();
// One tab only: two would not know of each other's entries.
navigator.locks.request("kayoi-tablet", { ifAvailable: true }, (held) => {
  if (!held) return show("twice");
  return tablet.start().catch(({ message }) => show("broken", message)).then(() => new Promise(() => {}));
});
