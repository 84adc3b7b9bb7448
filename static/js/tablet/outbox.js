// One session on the tablet: what was prepared, what was entered since, and how it reaches the server.

import { Outbox } from "../today/outbox.js";
import { SessionRecord, cellsOf } from "../today/record.js";
import { ask } from "./contact.js";
import * as store from "./store.js";
import { SCHEMA, envelope } from "./vault.js";

/** @typedef {import("../today/outbox.js").Operation} Operation */
/** @typedef {import("../today/outbox.js").Change} Change */

/** Answers that refuse a request as a whole: one entry of it may be the reason. */
export const WHOLE = [400, 413, 422, 500];
/** Which words a proof is over: of this version also what the entry follows. */
const PROOF = 2;
/** The order in which things were entered, whatever the clock does. */
let last = 0;

export class Room {
  /** @param {import("./vault.js").Vault} vault @param {any} tablet the tablet's row @param {any} pack the session as prepared @param {(state: string) => void} told */
  constructor(vault, tablet, pack, told) {
    this.vault = vault;
    this.tablet = tablet;
    this.pack = pack;
    this.told = told;
    this.outbox = new Outbox(this, this);
    this.turn = Promise.resolve();
    this.chains = true;
    this.at = `tablets/${tablet.tablet}/`;
    /** @type {Map<string, number>} how often an entry was refused alone, and its envelope too */
    this.tries = new Map();
    /** Whether a first report is half written. */
    this.draft = false;
  }

  /** Opens what the tablet holds of the session. */
  async load() {
    const { id, people = [] } = this.pack;
    const fields = new Map();
    for (const row of await store.all("rec", store.of(id))) fields.set(row.id, await this.vault.open(`rec/${row.id}`, row, row.id));
    this.draft = Boolean(await store.one("rec", store.draft(id)));
    this.record = new SessionRecord(people.map((one) => ({ ...one, sameName: one.same_name,
      previous: { pre: one.previous?.pre ?? "", post: one.previous?.post ?? "" },
      cells: cellsOf(fields.get(`${id}/${one.id}`) ?? one.fields) })), this.outbox);
    const rows = (await store.all("out", store.of(id))).sort((one, other) => one.seq - other.seq);
    const waiting = [];
    for (const row of rows) waiting.push({ ...await this.vault.open(`out/${row.id}`, row, row.id), envelope: row.envelope });
    last = Math.max(last, ...rows.map((row) => row.seq));
    this.outbox.restore(waiting);
    return this;
  }

  /** @param {Operation} operation what the server is told of it, in the recorder's name */
  async sign(operation) {
    const { key, participant, field, value, base, at, after, incident } = operation;
    const { tablet } = this.tablet;
    const { id } = this.pack;
    const { kind, happened_at, words, participants, told } = incident ?? {};
    if (!incident) operation.v = PROOF;
    operation.proof = await this.vault.sign([tablet, id, key,
      ...(incident ? [kind, happened_at, words, participants, told, at] : [participant, field, value, base, at, after])]);
    operation.recorder = this.vault.account;
    operation.envelope = await envelope(this.tablet.rescue, tablet, { session: id, [incident ? "incident" : "operation"]: sent(operation) });
  }

  /** Keeps a change whole or not at all; each waits for the one before. @param {Change} change */
  commit({ add = [], drop = [], people = [] }) {
    const { id } = this.pack;
    // Taken now: what is kept is what the screen shows at this moment.
    const seen = [...new Set(people)].flatMap((one) => this.record?.byId.get(one) ?? [])
      .map((person) => /** @type {[string, any]} */ ([`${id}/${person.id}`, structuredClone(person.cells)]));
    for (const operation of add) operation.seq ??= last = Math.max(last + 1, Date.now());
    const work = this.turn.then(async () => {
      /** @type {[store.Name, any][]} */
      const put = [];
      for (const [place, cells] of seen) put.push(["rec", { id: place, ...await this.vault.seal(`rec/${place}`, cells) }]);
      for (const operation of add) {
        if (!operation.proof) await this.sign(operation);
        const { envelope, seq, ...rest } = operation;
        const place = `${id}/${operation.key}`;
        put.push(["out", { id: place, seq, envelope, ...await this.vault.seal(`out/${place}`, rest) }]);
      }
      await store.write({ put, drop: drop.map(({ key }) => ["out", `${id}/${key}`]) });
    });
    this.turn = work.catch(() => {});
    return work;
  }

  /**
   * First reports first, then what is new, then one by one what was refused alone before: it holds back nothing else.
   * @param {Operation[]} batch @returns {Promise<import("../today/wire.js").Answer>}
   */
  async send(batch) {
    const tries = (/** @type {Operation} */ { key }) => this.tries.get(key) ?? 0;
    const fresh = batch.filter((op) => !tries(op));
    const parts = [...fresh.filter((op) => op.incident).map((op) => [op]), fresh.filter((op) => !op.incident),
      ...batch.filter(tries).sort((one, other) => tries(one) - tries(other)).map((op) => [op])];
    /** @type {any[]} */
    const results = [];
    for (const part of parts) {
      const said = part.length && await this.post(part, results);
      if (said) return { results, problem: said.problem, way: said.way };
    }
    return { results, problem: "" };
  }

  /**
   * Sends entries; when they are refused whole, each for itself; what is refused alone goes as its envelope.
   * @param {Operation[]} part @param {any[]} results what the server made of them, added to
   * @returns {Promise<import("./contact.js").Reply|null>} what stopped it
   */
  async post(part, results) {
    const session = this.pack.id;
    const [one] = part;
    const said = one.incident ? await ask(`${this.at}incidents`, { session, ...sent(one) }, true)
      : await ask(`${this.at}operations`, { schema: SCHEMA, device: this.tablet.device, session, unsent: this.outbox.unsaved - results.length, operations: part.map(sent) }, true);
    if (said.data) {
      results.push(...said.data.results ?? [{ key: one.key, ...said.data }]);
      if (said.data.state) this.told(said.data.state);
      return null;
    }
    if (!WHOLE.includes(said.status)) return said;
    if (part.length > 1) {
      for (const op of part) {
        const stopped = await this.post([op], results);
        if (stopped) return stopped;
      }
      return null;
    }
    const { data } = await ask(`${this.at}rescue`, { envelopes: [one.envelope] }, true);
    const taken = data?.results[0];
    if (taken && taken.outcome !== "refused") {
      results.push({ ...taken, key: one.key });
      return null;
    }
    this.tries.set(one.key, (this.tries.get(one.key) ?? 0) + 1);
    return said;
  }

  async look(versions) {
    const { data } = await ask(`${this.at}sessions/${this.pack.id}?versions=${versions}`);
    return data?.participants ?? null;
  }
}

/** @param {Operation} operation */
function sent({ v, recorder, key, participant, field, value, base, after, at, proof, incident }) {
  return incident ? { ...incident, key, recorder, at, proof } : { v, recorder, key, participant, field, value, base, after, at, proof };
}
