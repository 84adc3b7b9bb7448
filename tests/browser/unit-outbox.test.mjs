// Two tablets on one class: 1,000 random interleavings of entries, lost and repeated answers, restarts and looks, against the
// server's merge. Nothing is lost, nothing counted twice, nothing overwritten unseen, no tablet in conflict with itself.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import test from "node:test";
import { Field } from "./lib/merge.mjs";

globalThis.crypto ??= webcrypto;

const { Outbox } = await import("../../static/js/today/outbox.js");
const { SessionRecord, cellsOf } = await import("../../static/js/today/record.js");

const FIELDS = ["attendance", "pre", "memo"];

/** A small generator of numbers, so that a failure can be played again by its seed. */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

class Server {
  fields = new Map();
  applied = new Map();
  replaced = new Map();

  field(participant, name) {
    const place = `${participant} ${name}`;
    if (!this.fields.has(place)) this.fields.set(place, new Field());
    return this.fields.get(place);
  }

  take(operation, tablet) {
    const place = `${operation.participant} ${operation.field}`;
    const field = this.field(operation.participant, operation.field);
    const held = [{ value: field.value, by: field.by }, ...field.others];
    const others = new Set(held.filter((one) => one.by !== undefined && one.by !== tablet.name).map((one) => one.value));
    const result = field.take(operation, tablet.name);
    if (result.outcome === "applied" && field.version === result.version) {
      const again = (this.applied.get(operation.key) ?? 0) + 1;
      this.applied.set(operation.key, again);
      assert.equal(again, 1, "an operation was applied twice");
      for (const { value, by } of held) {
        if (value === null || by === tablet.name) continue;
        assert.ok(operation.seen.has(`${place} ${value}`), `${value} of ${by} was overwritten unseen by ${tablet.name}`);
      }
      for (const { value } of held) this.replaced.set(`${place} ${value}`, true);
    }
    if (result.outcome === "conflict") {
      assert.ok(field.others.some((one) => one.by !== tablet.name) || field.by !== tablet.name || others.size,
        `${tablet.name} is in conflict with itself alone`);
    }
    return result;
  }

  state(people) {
    return Object.fromEntries(people.map((id) => [id, Object.fromEntries(FIELDS.map((name) => {
      const { version, value, others, by } = this.field(id, name);
      return [name, { version, value, by, at: "10:05", others: others.map((one) => ({ ...one, at: "10:05" })) }];
    }))]));
  }
}

class Tablet {
  constructor(name, server, chains, roll) {
    Object.assign(this, { name, server, chains, roll });
    this.disk = { rec: new Map(), out: new Map() };
    this.seen = new Set();
    this.start();
  }

  /** From what is kept: what a battery that went flat leaves. */
  start() {
    this.outbox?.stop();
    const outbox = new Outbox(this, this);
    this.outbox = outbox;
    outbox.changed = () => {};
    this.record = new SessionRecord(["p1", "p2"].map((id) => ({ id, name: id, previous: {}, cells: cellsOf(this.disk.rec.get(id) ?? {}) })), outbox);
    // Nothing begun outlives a restart: no entry is older than this.
    this.oldest = new Map(this.record.people.flatMap(({ id, cells }) => FIELDS.map((name) => [`${id} ${name}`, cells[name].version])));
    outbox.restore([...this.disk.out.values()].map((op) => ({ ...op })));
    outbox.drain = () => Promise.resolve();
  }

  async commit({ add = [], drop = [], people = [] }) {
    for (const op of add) this.disk.out.set(op.key, { ...op });
    for (const op of drop) this.disk.out.delete(op.key);
    for (const id of people) this.disk.rec.set(id, structuredClone(this.record.byId.get(id).cells));
  }

  look() { return null; }

  sees() {
    for (const person of this.record.people) {
      for (const [name, cell] of Object.entries(person.cells)) {
        for (const { value } of [cell, ...cell.others]) this.seen.add(`${person.id} ${name} ${value}`);
      }
    }
  }

  async enter(value, field, id, stale) {
    this.sees();
    const person = this.record.byId.get(id);
    const before = person.cells[field].version;
    const count = this.outbox.queue.length;
    this.record.act([[person, field, value, stale ? Math.max(this.oldest.get(`${id} ${field}`), before - 1) : undefined]]);
    // What a begun entry had seen is what was on the screen when it began: no more than now.
    for (const op of this.outbox.queue.slice(count)) {
      op.seen = new Set(this.seen);
      entered.push(`${id} ${field} ${value}`);
    }
    await Promise.resolve();
    await this.outbox.flush();
  }

  async send(batch) {
    const some = this.chains ? 1 + this.roll(batch.length) : batch.length;
    let answers = batch.slice(0, some).map((op) => this.server.take(op, this));
    if (this.roll(3) === 0) answers = batch.slice(0, some).map((op) => this.server.take(op, this));
    if (this.lost) return { results: null, problem: "lost" };
    return { results: answers.reverse().filter(() => this.roll(4) > 0), problem: "" };
  }

  async sendNow(lost) {
    this.lost = lost;
    await Outbox.prototype.drain.call(this.outbox);
    clearTimeout(this.outbox.timer);
    await Promise.resolve();
    this.sees();
  }
}

let entered = [];

async function run(seed, chains) {
  const roll = dice(seed);
  const server = new Server();
  const tablets = ["A", "B"].map((name) => new Tablet(name, server, chains, roll));
  entered = [];
  for (let step = 0; step < 30; step += 1) {
    const tablet = tablets[roll(2)];
    const what = roll(10);
    if (what < 5) await tablet.enter(`v${roll(6)}`, FIELDS[roll(3)], `p${1 + roll(2)}`, roll(4) === 0);
    else if (what < 8) await tablet.sendNow(roll(2) === 0);
    else if (what < 9) {
      tablet.record.refresh(server.state(["p1", "p2"]));
      await tablet.commit({ people: ["p1", "p2"] });
      tablet.sees();
    } else tablet.start();
  }
  for (let round = 0; round < 400 && tablets.some(({ outbox }) => outbox.unsaved); round += 1) {
    for (const tablet of tablets) await tablet.sendNow(false);
  }
  for (const { outbox, name } of tablets) assert.equal(outbox.unsaved, 0, `${name} has unsent work`);
  for (const what of entered) {
    const [id, field, value] = what.split(" ");
    const held = server.field(id, field);
    const there = [held, ...held.others].some((one) => one.value === value) || server.replaced.has(`${id} ${field} ${value}`);
    assert.ok(there, `${what} was lost`);
  }
}

for (const chains of [true, false]) {
  test(`1,000 interleavings of two tablets, ${chains ? "the server following chains" : "one link of a chain at a time"}`, async () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      await run(seed, chains).catch((problem) => { throw new Error(`seed ${seed}: ${problem.message}`, { cause: problem }); });
    }
  });
}

test("a device that keeps nothing says so at once, with the count; sending saves it all the same", async () => {
  let full = true;
  let reachable = false;
  const keep = { commit: async () => { if (full) throw new Error("端末の空きがありません。"); } };
  const wire = { chains: true, look: async () => null, send: async (batch) => (reachable
    ? { results: batch.map(({ key }) => ({ key, outcome: "applied", version: 1 })), problem: "" } : { results: null, problem: "つながりません。" }) };
  const outbox = new Outbox(wire, keep);
  outbox.add({ participant: "p1", field: "memo", value: "元気", base: 0 });
  await outbox.flush();
  assert.deepEqual(outbox.state, { mood: "failed", text: "保存できません 1件", problem: "端末の空きがありません。" });
  full = false;
  outbox.add({ participant: "p2", field: "memo", value: "元気", base: 0 });
  await outbox.flush();
  assert.equal(outbox.state.text, "端末に保存ずみ・未送信 2件");
  full = reachable = true;
  outbox.add({ participant: "p3", field: "memo", value: "元気", base: 0 });
  await outbox.flush();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  assert.deepEqual([outbox.state.text, outbox.receipts], ["保存ずみ", 3]);
  outbox.stop();
});

test("nothing is called kept, or sent, while it is being kept; what one tap enters is kept at once", async () => {
  const commits = [];
  const sent = [];
  const keep = { commit: (change) => new Promise((done, failed) => { commits.push({ ...change, done, failed }); }) };
  const kept = new Set();
  const wire = { chains: true, look: async () => null, send: async (batch) => {
    for (const { key } of batch) assert.ok(kept.has(key), "sent before it was kept");
    sent.push(...batch.map(({ key }) => key));
    return { results: null, problem: "つながりません。" };
  } };
  const turns = async () => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); };
  const finish = async (at) => {
    for (const { key } of commits[at].add) kept.add(key);
    commits[at].done();
    await turns();
  };
  const outbox = new Outbox(wire, keep);
  for (const participant of ["p1", "p2", "p3"]) outbox.add({ participant, field: "attendance", value: "present", base: 0 });
  await turns();
  assert.deepEqual(commits.map(({ add }) => add.length), [3], "one commit for one tap");
  outbox.add({ participant: "p1", field: "memo", value: "元気", base: 0 });
  await turns();
  assert.equal(commits.length, 2);
  await finish(0);
  clearTimeout(outbox.timer);
  assert.deepEqual([outbox.state.text, sent.length], ["保存中 1件", 3]);
  // What the device can't keep is sent all the same.
  kept.add(commits[1].add[0].key);
  commits[1].failed(new Error("端末の空きがありません。"));
  await turns();
  clearTimeout(outbox.timer);
  assert.equal(outbox.state.text, "保存できません 1件");
  outbox.flush();
  await turns();
  assert.equal(commits.length, 3, "it is tried again");
  await finish(2);
  assert.equal(outbox.state.text, "端末に保存ずみ・未送信 4件");
  outbox.stop();
});

const { Room } = await import("../../static/js/tablet/outbox.js");

/** A room whose server is `answer`. @param {(path: string, body: any) => [number, any]} answer */
function roomWith(answer) {
  globalThis.fetch = async (path, { body } = {}) => {
    const [status, data] = path.endsWith("/me") ? [200, { token: "t" }] : answer(path.split("/").at(-1), JSON.parse(body));
    return { ok: status === 200, status, json: async () => data };
  };
  const room = new Room({}, { tablet: "t1" }, { id: "s1" }, () => {});
  room.outbox.commit = async () => {};
  room.outbox.answered = () => {};
  return room;
}

const entry = (key, more = {}) => ({ key, participant: "p1", field: "memo", value: key, base: 0, after: null, at: "", proof: "x", envelope: { of: key }, ...more });

for (const status of [400, 413, 422, 500]) {
  test(`an entry for which the server refuses the whole request (${status}) holds back no other, and goes as its envelope`, async () => {
    const taken = [];
    const rescued = [];
    const room = roomWith((path, { operations = [], envelopes = [], key }) => {
      if (path === "rescue") {
        rescued.push(...envelopes.map(({ of }) => of));
        return [200, { results: envelopes.map(() => ({ key: null, outcome: "parked" })), state: "permitted" }];
      }
      const keys = operations.map((one) => one.key).concat(key ?? []);
      if (keys.some((one) => one.startsWith("poison"))) return [status, { problem: "" }];
      taken.push(...keys);
      return [200, { results: keys.map((one) => ({ key: one, outcome: "applied", version: 1 })), state: "permitted" }];
    });
    const { outbox } = room;
    outbox.queue = [entry("a"), entry("poison-1"), entry("b"), entry("poison-2", { incident: { kind: "fall" } }), entry("c")];
    await outbox.drain();
    clearTimeout(outbox.timer);
    assert.deepEqual([taken.sort(), rescued.sort(), outbox.queue], [["a", "b", "c"], ["poison-1", "poison-2"], []]);
    assert.deepEqual(outbox.parked.map(({ key }) => key).sort(), ["poison-1", "poison-2"]);
  });
}

test("entries that the server takes in no way stay, in turns behind all others; a server without answers costs three requests", async () => {
  let asked = 0;
  let up = false;
  const taken = [];
  const room = roomWith((path, { operations = [], envelopes }) => {
    asked += 1;
    const keys = operations.map((one) => one.key);
    if (!up || envelopes || keys.some((one) => one.startsWith("poison"))) return [500, {}];
    taken.push(...keys);
    return [200, { results: keys.map((key) => ({ key, outcome: "applied", version: 1 })), state: "permitted" }];
  });
  const { outbox } = room;
  outbox.queue = ["poison-1", "a", "poison-2", "b"].map((key) => entry(key));
  await outbox.drain();
  assert.deepEqual([asked, outbox.queue.length], [3, 4], "nothing is lost while the server fails");
  up = true;
  for (let round = 0; round < 4; round += 1) {
    clearTimeout(outbox.timer);
    await outbox.drain();
  }
  outbox.queue.push(entry("later"));
  await outbox.drain();
  clearTimeout(outbox.timer);
  assert.deepEqual([taken.sort(), outbox.queue.map(({ key }) => key).sort()], [["a", "b", "later"], ["poison-1", "poison-2"]]);
});

test("half a letter, as a keyboard may leave it, is made whole before it is kept", () => {
  const added = [];
  const record = new SessionRecord([{ id: "p1", name: "p1", previous: {}, cells: cellsOf({}) }], { add: (one) => added.push(one) });
  record.act([[record.people[0], "memo", "髙𠮷\ud842"]]);
  assert.equal(added[0].value, "髙𠮷\ufffd");
});
