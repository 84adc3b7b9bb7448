// One session on the tablet: what was prepared, what was entered since, and how it reaches the server.

import { Outbox } from "../today/outbox.js";
import { SessionRecord, cellsOf } from "../today/record.js";
import { ask } from "./contact.js";
import * as store from "./store.js";
import { SCHEMA, envelope } from "./vault.js";

/** @typedef {import("../today/outbox.js").Operation} Operation */
/** @typedef {import("../today/outbox.js").Change} Change */

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
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
  }

  /** Opens what the tablet holds of the session. */
  async load() {
    const { id, people = [] } = this.pack;
    const fields = new Map();
    for (const row of await store.all("rec", store.of(id))) fields.set(row.id, await this.vault.open(row.id, row));
    this.record = new SessionRecord(people.map((one) => ({ ...one, sameName: one.same_name,
      previous: { pre: one.previous?.pre ?? "", post: one.previous?.post ?? "" },
      cells: cellsOf(fields.get(`${id}/${one.id}`) ?? one.fields) })), this.outbox);
    const rows = (await store.all("out", store.of(id))).sort((one, other) => one.seq - other.seq);
    const waiting = [];
    for (const row of rows) waiting.push({ ...await this.vault.open(row.id, row), envelope: row.envelope });
    last = Math.max(last, ...rows.map((row) => row.seq));
    this.outbox.restore(waiting);
    return this;
  }

  /** @param {Operation} operation what the server is told of it, in the recorder's name */
  async sign(operation) {
    const { key, participant, field, value, base, at, incident } = operation;
    const { tablet } = this.tablet;
    const { id } = this.pack;
    const { kind, happened_at, words, participants, told } = incident ?? {};
    operation.proof = await this.vault.sign([tablet, id, key,
      ...(incident ? [kind, happened_at, words, participants, told] : [participant, field, value, base]), at]);
    operation.recorder = this.vault.account;
    operation.tz = ZONE;
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
      for (const [place, cells] of seen) put.push(["rec", { id: place, ...await this.vault.seal(place, cells) }]);
      for (const operation of add) {
        if (!operation.proof) await this.sign(operation);
        const { envelope, seq, ...rest } = operation;
        const place = `${id}/${operation.key}`;
        put.push(["out", { id: place, seq, envelope, ...await this.vault.seal(place, rest) }]);
      }
      await store.write({ put, drop: drop.map(({ key }) => ["out", `${id}/${key}`]) });
    });
    this.turn = work.catch(() => {});
    return work;
  }

  /** @param {Operation[]} batch @returns {Promise<import("../today/wire.js").Answer>} */
  async send(batch) {
    const session = this.pack.id;
    const results = [];
    for (const one of batch.filter((op) => op.incident)) {
      const { data, problem } = await ask(`${this.at}incidents`, { session, ...sent(one) });
      if (!data) return { results, problem };
      results.push({ key: one.key, ...data });
    }
    const operations = batch.filter((op) => !op.incident).map(sent);
    if (operations.length) {
      const unsent = this.outbox.unsaved;
      const { data, problem } = await ask(`${this.at}operations`, { schema: SCHEMA, session, unsent, operations });
      if (!data) return { results, problem };
      results.push(...await this.rescued(batch, data.results));
      this.told(data.state);
    }
    return { results, problem: "" };
  }

  /** What the server refuses is laid before a person there, so that it neither blocks nor is lost. */
  async rescued(batch, results) {
    const refused = results.filter((result) => result.outcome === "refused");
    const envelopes = refused.map(({ key }) => batch.find((op) => op.key === key)?.envelope).filter(Boolean);
    const { data } = envelopes.length ? await ask(`${this.at}rescue`, { envelopes }) : { data: null };
    return results.map((result) => data?.results.find(({ key, outcome }) => key === result.key && outcome !== "refused") ?? result);
  }

  async look(versions) {
    const { data } = await ask(`${this.at}sessions/${this.pack.id}?versions=${versions}`);
    return data?.participants ?? null;
  }
}

/** @param {Operation} operation */
function sent({ recorder, key, participant, field, value, base, after, at, tz, proof, incident }) {
  return incident ? { ...incident, key, recorder, at, tz, proof } : { recorder, key, participant, field, value, base, after, at, tz, proof };
}
