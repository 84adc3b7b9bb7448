// The rules behind the recording screen, without a browser: `node --test tests/browser/today-screen.test.mjs`.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import test from "node:test";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global
globalThis.addEventListener = () => {};
globalThis.document = { addEventListener() {} };

const { Entry, VITALS, digitsOf, softAlerts } = await import("../../static/js/today/reading.js");
const { Outbox } = await import("../../static/js/today/outbox.js");
const { MARKS, SessionRecord, marksOf, memoOf, textOf, waitingFor } = await import("../../static/js/today/record.js");

/** Types keys slowly enough that none is a bounce. */
function type(entry, keys) {
  let time = 0;
  let whole = false;
  for (const key of keys) whole = entry.press(key, (time += 100));
  return whole;
}

test("every possible figure is complete at its last digit and every other one is refused", () => {
  VITALS.forEach((vital, at) => {
    for (let value = 0; value < 1000; value += 1) {
      const entry = new Entry(null, 0);
      entry.digits = ["260", "30", "70"].map((text, i) => (i === at ? "" : text));
      if (at === 0) entry.digits[1] = "30";
      entry.at = at;
      const whole = type(entry, String(value));
      const possible = value >= vital.min && value <= vital.max;
      assert.equal(whole && entry.digits[at] === String(value), possible, `${vital.name} ${value}`);
    }
  });
});

test("a reading of 3, 2 and 2 digits takes seven presses and no Enter key", () => {
  const entry = new Entry(null, 0);
  assert.equal(type(entry, "130707"), false);
  assert.equal(entry.press("2", 10_000), true);
  assert.equal(entry.text, "130/70/72");
});

test("上 must be above 下, whichever is typed last", () => {
  const entry = new Entry(null, 0);
  type(entry, "7676");
  assert.match(entry.message, /血圧の上は下より大きい値/);
  assert.deepEqual(entry.digits, ["76", "", ""]);
});

test("消す crosses figures, and the same key within 60 ms is a bounce", () => {
  const entry = new Entry(null, 0);
  type(entry, ["1", "2", "8", "back", "back"]);
  assert.deepEqual(entry.digits, ["1", "", ""]);
  entry.press("3", 5000);
  entry.press("3", 5059);
  assert.deepEqual(entry.digits, ["13", "", ""]);
  entry.press("3", 5125);
  assert.deepEqual(entry.digits, ["133", "", ""]);
});

test("soft limits are off unless the ward set them", () => {
  assert.deepEqual(softAlerts({}, [200, 120, 40], [100, 70, 70], [100, 70, 70]), []);
  assert.deepEqual(softAlerts({ systolic_from: 180, pulse_below: null }, [180, 84, 40], null, null), ["上180以上"]);
  assert.deepEqual(softAlerts({ diastolic_rise: 20 }, [130, 90, 70], null, [128, 70, 70]), ["開始前より下が20以上高い"]);
  assert.equal(digitsOf(VITALS[1], "2"), 0);
});

test("marks and text of a memo come back as they were", () => {
  const memo = memoOf(["疲れ", "転倒"], " ひざが［右］重い ");
  assert.deepEqual(marksOf(memo), ["疲れ", "転倒"]);
  assert.equal(textOf(memo), "ひざが［右］重い");
  assert.equal(memoOf([], "  "), null);
  assert.ok([...memoOf(MARKS, "あ".repeat(440))].length <= 500);
});

/** A record of one person whose server is played by `answer`. */
function recordOf(answer) {
  const sent = [];
  const outbox = new Outbox({ chains: false, look: async () => null, send: async (batch) => {
    sent.push(...batch.map((op) => ({ ...op })));
    return { results: batch.map((op) => ({ key: op.key, ...answer(op) })), problem: "" };
  } });
  const cells = Object.fromEntries(["attendance", "pre", "post", "memo", "flags", "unmeasured_pre", "unmeasured_post"]
    .map((field) => [field, { version: 0, value: null, others: [] }]));
  const person = { id: "p1", name: "佐藤 幸子", cells, previous: {} };
  return { record: new SessionRecord([person], outbox), person, sent, outbox };
}

const settled = (outbox) => new Promise((done) => {
  const wait = () => (outbox.queue.length || outbox.busy ? setTimeout(wait, 5) : done());
  wait();
});

test("all are measured only when everybody is: 未記録 is not 欠席", () => {
  const person = (status, pre, reason = null) => ({ cells: { attendance: { value: status }, pre: { value: pre }, unmeasured_pre: { value: reason } } });
  const measured = person("present", "128/76/70");
  assert.match(waitingFor([measured, person("absent_notified", null), person("late", null, "希望しない")], "pre"), /全員がすみました/);
  assert.match(waitingFor([measured, person(null, null)], "pre"), /^開始前の記録がまだの人が1人います。「全員を出席にする」/);
  assert.match(waitingFor([measured, person(null, "128/76/70")], "pre"), /まだの人が1人/);
  const left = waitingFor([measured, person("present", null), person("observed", null)], "pre");
  assert.match(left, /まだの人が2人います。名簿から/);
});

test("a correction made before the answer is based on the answer", async () => {
  const { record, person, sent, outbox } = recordOf((op) => ({ outcome: "applied", version: op.base + 1, value: op.value }));
  record.act([[person, "pre", "128/76/70"]]);
  record.act([[person, "pre", "138/76/70"]]);
  await settled(outbox);
  assert.deepEqual(sent.map((op) => [op.value, op.base]), [["128/76/70", 0], ["138/76/70", 1]]);
  assert.equal(person.cells.pre.version, 2);
});

test("a correction made before its author saw a conflict stays based on what was seen", async () => {
  const { record, person, sent, outbox } = recordOf(() =>
    ({ outcome: "conflict", version: 5, value: "182/90/70", others: [{ value: "128/76/70", by: "端末B", at: "10:05" }] }));
  record.act([[person, "pre", "128/76/70"]]);
  record.act([[person, "pre", "138/76/70"]]);
  await settled(outbox);
  assert.deepEqual(sent.map((op) => op.base), [0, 0]);
  assert.equal(person.cells.pre.value, "182/90/70");
  assert.equal(person.cells.pre.others.length, 1);
});

test("what was begun before this device's own entry was answered is no conflict with itself", async () => {
  const { record, person, sent, outbox } = recordOf((op) => ({ outcome: "applied", version: op.base + 1, value: op.value }));
  record.act([[person, "memo", "元気"]]);
  await settled(outbox);
  record.act([[person, "memo", "［疲れ］元気", 0]]);
  await settled(outbox);
  assert.deepEqual(sent.map((op) => [op.base, op.after]), [[0, null], [1, sent[0].key]]);
});

test("undo is a new operation and never takes back what another tablet changed", async () => {
  const { record, person, sent, outbox } = recordOf((op) => ({ outcome: "applied", version: op.base + 1, value: op.value }));
  record.act([[person, "attendance", "present"]]);
  await settled(outbox);
  assert.match(record.undo(), /戻しました/);
  await settled(outbox);
  assert.deepEqual(sent.map((op) => [op.value, op.base]), [["present", 0], [null, 1]]);
  record.act([[person, "attendance", "late"]]);
  await settled(outbox);
  record.refresh({ p1: { attendance: { version: 9, value: "observed" } } });
  assert.match(record.undo(), /戻しませんでした/);
  assert.equal(person.cells.attendance.value, "observed");
});

test("what was not answered is sent again with the same key", async () => {
  const { record, person, outbox } = recordOf(() => ({}));
  const keys = [];
  outbox.wire.send = async (batch) => {
    keys.push(batch[0].key);
    return keys.length === 1 ? { results: null, problem: "つながりません" }
      : { results: [{ key: batch[0].key, outcome: "duplicate", version: 1, value: "present" }], problem: "" };
  };
  record.act([[person, "attendance", "present"]]);
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual([outbox.unsaved, outbox.failures], [1, 1]);
  await settled(outbox);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal(outbox.unsaved, 0);
});
