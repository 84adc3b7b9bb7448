// The tablet: from locked to a class and back, whatever becomes of the network, the browser and the clock.

import { h, onPress } from "../today/dom.js";
import { Screen } from "../today/screen.js";
import { open as openSheet } from "../today/sheets.js";
import { UNREACHABLE } from "../today/wire.js";
import { ask, me } from "./contact.js";
import { Room } from "./outbox.js";
import { MARK, chosen, dayOf, offer, part, say, show, timeOf } from "./parts.js";
import { register } from "./register.js";
import * as store from "./store.js";
import { draw, offerNumbers, open as unlock, recorders } from "./unlock.js";
import { Vault } from "./vault.js";

/** How long nobody may have touched the tablet, in ms. */
const IDLE = 5 * 60_000;
const TICK = 15_000;
const seldom = () => import("./seldom.js");
export { MARK, ask, chosen, dayOf, h, me, offer, offerNumbers, openSheet, part, recorders, register, say, show };
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
    /** Whether somebody asked for the new version. */
    this.asked = false;
    /** @type {import("./prepare.js").Preparation|null} */
    this.preparation = null;
    onPress(document.body, (name) => this.pressed(name));
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
  get now() { return Date.now() + (this.row?.skew ?? 0); }

  async start() {
    if (localStorage.getItem(MARK)) return (await seldom()).report();
    this.row = await store.one("key", "tablet");
    if (!this.row) {
      show("first");
      return store.destroy();
    }
    this.watch(await register());
    await this.closed();
  }

  /** Where a tablet that nobody has opened stands. */
  async closed() {
    if (!this.row.over && this.now > this.row.expires) await (await seldom()).end(this.row, "expired");
    const left = (await store.all("out")).length;
    for (const place of document.querySelectorAll(".unsent")) place.textContent = String(left);
    if (this.row.over) {
      return (await seldom()).finish(this.row, "over", true);
    }
    await draw();
    show("unlock");
  }

  async unlock() {
    if (await unlock(this.vault)) await this.enter();
  }

  /** Opens every class that the tablet holds. */
  async enter() {
    this.touched = Date.now();
    this.screen?.stop();
    this.screen = null;
    this.rooms.clear();
    const ids = new Set((await store.all("out")).map(({ id }) => id.split("/")[0]));
    for (const { id, expires, ...sealed } of await store.all("pack")) {
      if (expires < this.now) await store.write({ drop: [["pack", id], ["rec", store.of(id)]] });
      else {
        ids.delete(id);
        await this.open(await this.vault.open(`pack/${id}`, /** @type {any} */ (sealed)));
      }
    }
    // What is unsent of a class whose time is over is still sent.
    for (const id of ids) await this.open({ id, title: "期限のすぎた教室", over: true });
    const own = await store.one("key", this.vault.account);
    part("home-who").textContent = `記録者：${await this.vault.open(`name/${own.id}`, own.name)}（${own.n}番）`;
    this.home();
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
    part("home-state").textContent = failed?.outbox.state.text ?? (unsent ? `端末に保存ずみ・未送信 ${unsent}件` : "保存ずみ（未送信はありません）");
    const problem = this.all.find(({ outbox }) => outbox.state.problem)?.outbox.state.problem ?? "";
    say(part("home"), problem);
    part("home-login").hidden = !problem || problem === UNREACHABLE;
    this.offerUpdate();
  }

  /** @param {string} id */
  enterClass(id) {
    const room = this.rooms.get(id);
    if (!room?.record) return;
    const { pack } = room;
    this.screen = new Screen({ title: pack.title, date: `${dayOf(pack.date)} ${timeOf(pack.starts_at)}–${timeOf(pack.ends_at)}　${pack.place}`,
      limits: pack.soft_limits, back: "", close: "", incident: "", act: (name) => this.way(name, room) }, room.record);
    for (const section of document.querySelectorAll("main > section")) /** @type {HTMLElement} */ (section).hidden = true;
    this.screen.start(part("twice"));
    this.screen.look();
    this.offerUpdate();
  }

  /** The ways out of a class. @param {string} name @param {Room} room */
  way(name, room) {
    if (name === "back") return this.home();
    seldom().then((acts) => (name === "close" ? acts.close(this.row, room) : acts.reportIncident(room, (text) => this.screen?.say(text))));
  }

  /** @param {string} name */
  pressed(name) {
    if (name.startsWith("class ")) return this.enterClass(name.slice("class ".length));
    /** @type {Record<string, () => any>} */
    const acts = {
      prepare: async () => { (this.preparation ??= new (await seldom()).Preparation(this)).open(); },
      back: () => (this.vault.data ? this.home() : this.row ? this.closed() : show("first")),
      lock: () => this.lock(),
      send: () => this.tick(),
      wipe: async () => (await seldom()).finish(this.row, "home"),
      forgotten: async () => (await seldom()).finish(this.row, "unlock", true),
      rescue: () => this.closed(),
      report: async () => (await seldom()).report(),
      update: () => {
        this.asked = true;
        this.waiting?.postMessage("update");
      },
    };
    acts[name]?.();
  }

  /** Every so often, and whenever there is a reason to hope: locks what nobody uses, sends, asks whether the tablet may go on. */
  async tick() {
    if (!this.row || !this.vault.data) return;
    if (Date.now() - this.touched > IDLE) return this.lock();
    if (this.now > this.row.expires) return this.heard("expired");
    await Promise.all(this.all.map(({ outbox }) => outbox.flush()));
    const { data } = await ask(`tablets/${this.row.tablet}`);
    if (data) this.heard(data.state);
  }

  /** @param {string} state what the server says of the tablet */
  async heard(state) {
    if (state !== "revoked" && state !== "expired" || this.row.over) return;
    await this.lock();
    if (this.vault.data) return;
    await (await seldom()).end(this.row, state);
    await this.closed();
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
    if (this.all.some(({ outbox }) => outbox.unkept.length)) return;
    for (const { outbox } of this.all) outbox.stop();
    this.screen?.stop();
    this.screen = null;
    this.rooms.clear();
    this.vault.lock();
    part("home-list").replaceChildren();
    part("home-who").textContent = "";
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
  return tablet.start().then(() => new Promise(() => {}));
});
