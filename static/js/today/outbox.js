// Sends every entry at once, in order, until the server has answered it. Says honestly what is not saved yet.
// Over the server the entries wait in memory; a tablet without a network keeps each before anything is said of it.

/**
 * `at` is the device's clock, RFC 3339 in UTC. `after` is this device's previous entry in the same field: whoever typed over
 * it has seen it. A tablet adds who recorded; an `incident` is a first report that waits here like an entry.
 * @typedef {{key: string, participant: string, field: string, value: string|null, base: number, at: string,
 *   after: string|null, problem?: string, seq?: number, v?: number, recorder?: string, proof?: string, incident?: any,
 *   envelope?: any}} Operation
 * @typedef {{add?: Operation[], drop?: Operation[], people?: string[]}} Change
 * @typedef {{commit: (change: Change) => Promise<void>}} Keep
 * what a tablet does with entries: one commit is kept whole or not at all
 */

const BATCH = 50;
const LONGEST_WAIT = 15_000;
/** The server has the entry; what it makes of it is shown. */
const KNOWN = ["applied", "duplicate", "same"];

export class Outbox {
  /** @param {import("./wire.js").Wire} wire @param {Keep|null} [keep] */
  constructor(wire, keep = null) {
    this.wire = wire;
    this.keep = keep;
    this.changed = () => {};
    /** @type {Operation[]} without an answer */
    this.queue = [];
    /** @type {Operation[]} refused by the server: shown until the recorder has read why */
    this.refused = [];
    /** @type {Operation[]} laid aside by the server until a person decides */
    this.parked = [];
    /** @type {Operation[]} not kept on the device yet */
    this.unkept = [];
    /** @type {Set<Operation>} being kept at this moment: neither kept again nor sent yet */
    this.keeping = new Set();
    /** @type {Map<string, {key: string, version: number}>} this device's last entry of each field, and its answer */
    this.own = new Map();
    this.receipts = 0;
    this.received = "";
    this.failures = 0;
    this.problem = "";
    /** Where the problem is solved. */
    this.way = "";
    this.busy = false;
    /** Why the device keeps nothing more, or nothing. */
    this.full = "";
    /** @type {(operation: Operation, result: any, later: boolean) => void} set by the record; `later`: one typed over it waits */
    this.answered = () => {};
  }

  /** Sends when there is a reason to hope, and keeps the page while something lives only in it. */
  listen() {
    addEventListener("online", () => this.drain());
    document.addEventListener("visibilitychange", () => this.drain());
    addEventListener("beforeunload", (event) => { if (this.queue.length) event.preventDefault(); });
  }

  /** Whether the ward waits for a first report, or for this one. @param {string} [key] */
  late(key) { return [...this.queue, ...this.refused].some((op) => op.incident && (!key || op.key === key)); }

  get unsaved() { return this.queue.length + this.refused.length; }

  /** What may be said of the entries. @returns {{mood: "saved"|"saving"|"failed", text: string, problem: string}} */
  get state() {
    const { unsaved, unkept, keep, problem, full } = this;
    if (unkept.length && full) return { mood: "failed", text: `保存できません ${unkept.length}件`, problem: full };
    if (!unsaved) return { mood: "saved", text: "保存ずみ", problem };
    if (keep) return { mood: "saving", text: unkept.length ? `保存中 ${unkept.length}件` : `端末に保存ずみ・未送信 ${unsaved}件`, problem };
    const failed = this.failures > 0 || this.refused.length > 0;
    return { mood: failed ? "failed" : "saving", text: `${failed ? "保存できていません" : "保存中"} ${unsaved}件`, problem };
  }

  /** Whether an entry of this field still has no answer. */
  waiting(participant, field) {
    return this.queue.some((op) => op.participant === participant && op.field === field);
  }

  /** @param {{participant: string, field: string, value: string|null, base: number}} entry */
  add({ participant, field, value, base }) {
    const place = `${participant} ${field}`;
    const own = this.own.get(place);
    const operation = { key: crypto.randomUUID(), participant, field, value,
      // Typed after this device's own entry was answered, even if it was begun before.
      base: Math.max(base, own?.version ?? 0), at: new Date().toISOString(), after: own?.key ?? null };
    this.own.set(place, { key: operation.key, version: 0 });
    this.take(operation);
  }

  /** @param {Operation} operation */
  take(operation) {
    this.queue.push(operation);
    if (this.keep) this.unkept.push(operation);
    this.changed();
    // One commit and one request for everything that one tap enters.
    queueMicrotask(() => this.flush());
  }

  /** What a restart of the device left. @param {Operation[]} operations in the order in which they were entered */
  restore(operations) {
    this.queue = [...operations];
    for (const { participant, field, key } of operations) this.own.set(`${participant} ${field}`, { key, version: 0 });
  }

  /** Forgets what is in memory; what is kept is taken up again by `restore`. */
  stop() {
    clearTimeout(this.timer);
    this.queue = [];
    this.keep = null;
    this.changed = () => {};
  }

  /** Keeps on the device what is not kept yet, then sends. */
  async flush() {
    const add = this.unkept.filter((op) => !this.keeping.has(op));
    for (const op of add) this.keeping.add(op);
    if (add.length) await this.commit({ add, people: add.map((op) => op.participant) });
    for (const op of add) this.keeping.delete(op);
    return this.drain();
  }

  /** @param {Change} change */
  async commit(change) {
    try {
      await this.keep?.commit(change);
      this.unkept = this.unkept.filter((op) => !change.add?.includes(op));
      this.full = "";
    } catch (/** @type {any} */ problem) {
      this.full = problem.message;
    }
    this.changed();
  }

  async drain() {
    const { chains } = this.wire;
    const ready = this.queue.filter((op) => !this.keeping.has(op));
    // Nobody waits with an accident: a first report overtakes what was entered before it.
    const batch = [...ready.filter((op) => op.incident), ...ready.filter((op) => !op.incident && (chains || !ready.some((other) => other.key === op.after)))].slice(0, BATCH);
    if (this.busy || !batch.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    const { results, problem, way = "" } = await this.wire.send(batch).finally(() => { this.busy = false; });
    const before = this.queue.length;
    for (const result of results ?? []) this.settle(batch.find((op) => op.key === result.key), result);
    this.failures = this.queue.length < before ? 0 : this.failures + 1;
    this.problem = problem;
    this.way = way;
    this.changed();
    if (!this.queue.length) return;
    this.timer = setTimeout(() => this.drain(), this.failures && Math.min(LONGEST_WAIT, 500 * 2 ** this.failures));
  }

  /** @param {Operation|undefined} operation @param {any} result */
  settle(operation, result) {
    if (!operation || !this.queue.includes(operation)) return;
    const { outcome, version = 0, message = "" } = result;
    const later = this.queue.slice(this.queue.indexOf(operation) + 1)
      .some(({ participant, field }) => participant === operation.participant && field === operation.field);
    this.queue = this.queue.filter((op) => op !== operation);
    this.unkept = this.unkept.filter((op) => op !== operation);
    // After a conflict its author has not seen the other value: what was typed over it stays based on what was seen.
    const known = KNOWN.includes(outcome);
    const own = this.own.get(`${operation.participant} ${operation.field}`);
    if (known && own?.key === operation.key) own.version = version;
    if (known && !this.wire.chains) {
      for (const next of this.queue) if (next.after === operation.key) next.base = Math.max(next.base, version);
    }
    if (outcome === "refused") this.refused.push({ ...operation, problem: message });
    else {
      if (outcome === "parked") this.parked.push({ ...operation, problem: message });
      this.receipts += 1;
      this.received = new Date().toISOString();
    }
    this.answered(operation, result, later);
    if (outcome !== "refused") this.commit({ drop: [operation], people: [operation.participant] });
  }
}
