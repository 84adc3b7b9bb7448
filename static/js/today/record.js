// The record of one session: read from the plain form, changed by operations, corrected by the server's answers.

/**
 * @typedef {"attendance"|"pre"|"post"|"memo"|"flags"|"unmeasured_pre"|"unmeasured_post"} Field
 * @typedef {{value: string|null, by: string, at: string}} Kept
 * @typedef {{version: number, value: string|null, others: Kept[], by?: string, at?: string}} Cell
 * @typedef {{id: string, number: string, kana: string, name: string, sameName: boolean,
 *   previous: {pre: string, post: string}, cells: Record<Field, Cell>}} Person
 * @typedef {{person: Person, field: Field, from: string|null, to: string|null}} Change
 */

/** @type {Record<Field, string>} what each field is called */
export const FIELD = {
  attendance: "出欠",
  pre: "開始前",
  post: "終了後",
  memo: "メモ",
  flags: "連絡",
  unmeasured_pre: "開始前に測れない理由",
  unmeasured_post: "終了後に測れない理由",
};
const UNDO_MAX = 20;

export const STATUS = {
  present: "出席",
  absent_notified: "欠席（連絡あり）",
  absent_unnotified: "欠席（連絡なし）",
  late: "遅刻",
  left_early: "早退",
  observed: "見学",
};

/** @param {Person} person */
export const isAbsent = (person) => (person.cells.attendance.value ?? "").startsWith("absent");
/** @param {Person} person */
export const isInHall = (person) => Boolean(person.cells.attendance.value) && !isAbsent(person);

/** Neither a reading nor a reason yet. @param {Person} person @param {"pre"|"post"} moment */
export const isUnmeasured = (person, moment) =>
  !person.cells[moment].value && !person.cells[`unmeasured_${moment}`].value;

/**
 * What is left to do at a moment while nobody is selected. Only an attendance of everybody can say that all are measured.
 * @param {Person[]} people @param {"pre"|"post"} moment
 */
export function waitingFor(people, moment) {
  const left = people.filter((person) => !isAbsent(person) && (!isInHall(person) || isUnmeasured(person, moment)));
  if (!left.length) return `${FIELD[moment]}の血圧・脈拍は、出席の全員がすみました。`;
  const how = left.every(isInHall) ? "" : "「全員を出席にする」を押すか、";
  return `${FIELD[moment]}の記録がまだの人が${left.length}人います。${how}名簿から選んでください。`;
}

/** @param {HTMLElement} form @returns {Person[]} */
export function readForm(form) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("tr[data-person]"))].map((row) => {
    const { person, number, kana, name, sameName, previousPre, previousPost } = row.dataset;
    const seen = JSON.parse(/** @type {HTMLInputElement} */ (row.querySelector("input[name^='seen.']")).value || "{}");
    return { id: person, number, kana, name, sameName: sameName !== undefined,
      previous: { pre: previousPre, post: previousPost }, cells: cellsOf(seen) };
  });
}

/** A field as the server tells it; `by` and `at` are who entered the value and when. @param {any} out @returns {Cell} */
const cellOf = (out) => ({ version: out?.version ?? 0, value: out?.value ?? null, others: out?.others ?? [], by: out?.by, at: out?.at });

/** @param {any} fields @returns {any} every {@link Field} with its {@link Cell} */
export const cellsOf = (fields) => Object.fromEntries(Object.keys(FIELD).map((field) => [field, cellOf(fields[field])]));

/** A memo is one text with its marks in front: ［疲れ］［痛み］ひざが重いとのこと */
export const MARKS = ["顔色", "疲れ", "痛み", "息切れ", "意欲あり", "意欲なし", "転倒", "服薬忘れ", "寝不足"];

const LEAD = /^(?:［[^］]*］)*/;

/** @param {string|null} memo @returns {string[]} */
export const marksOf = (memo) => LEAD.exec(memo ?? "")[0].split(/[［］]+/).filter(Boolean);
/** @param {string|null} memo */
export const textOf = (memo) => (memo ?? "").replace(LEAD, "");

/** @param {string[]} marks @param {string} text @returns {string|null} */
export const memoOf = (marks, text) => marks.map((mark) => `［${mark}］`).join("") + text.trim() || null;

/** Half a letter, as some keyboards leave it, can't be sent. @template {string|null} T @param {T} text @returns {T} */
export const whole = (text) => /** @type {T} */ (text && text.replace(/\p{Cs}/gu, "\ufffd"));

export class SessionRecord {
  /** @param {Person[]} people @param {import("./outbox.js").Outbox} outbox */
  constructor(people, outbox) {
    this.people = people;
    this.byId = new Map(people.map((person) => [person.id, person]));
    this.outbox = outbox;
    /** @type {(person: Person) => void} set by the screen */
    this.changed = () => {};
    /** @type {{label: string, changes: Change[]}[]} */
    this.done = [];
    outbox.answered = (operation, result, later) => this.learn(operation, result, later);
  }

  /**
   * Sets fields as one action that can be undone.
   * @param {[Person, Field, string|null, number?][]} entries the last is the version seen when the entry began
   * @param {string} [label] what was done, for the message of 1つ戻す; the first entry's field when left out
   */
  act(entries, label) {
    const changes = entries.flatMap(([person, field, typed, base]) => {
      const value = whole(typed);
      const cell = person.cells[field];
      if (cell.value === value && !cell.others.length) return [];
      const change = { person, field, from: cell.value, to: value };
      this.send(person, field, value, base ?? cell.version);
      return [change];
    });
    if (changes.length) this.done = [...this.done, { label, changes }].slice(-UNDO_MAX);
  }

  /** Takes the last action back by a new operation. @returns {string} what to tell the recorder */
  undo() {
    const action = this.done.pop();
    if (!action) return "";
    const still = action.changes.filter(({ person, field, to }) => person.cells[field].value === to);
    for (const { person, field, from } of still) this.send(person, field, from, person.cells[field].version);
    const { person, field } = action.changes[0];
    return still.length ? `「${action.label ?? `${person.name}さんの${FIELD[field]}`}」を戻しました。` : "ほかの端末で変わったため、戻しませんでした。";
  }

  send(person, field, value, base) {
    const cell = person.cells[field];
    cell.value = value;
    cell.others = [];
    cell.by = cell.at = undefined;
    this.outbox.add({ participant: person.id, field, value, base });
    this.changed(person);
  }

  /** What the server says about an operation of ours. */
  learn(operation, result, later) {
    const { outcome, version, value, others, by, at } = result;
    const person = this.byId.get(operation.participant);
    // A first report has no field; what is refused or laid aside changes none.
    const cell = ["refused", "parked"].includes(outcome) ? null : person?.cells[operation.field];
    // An answer that comes late tells less than what is known already; while a later entry waits its author sees that one only,
    // and has not seen what this answer tells.
    if (cell && version >= cell.version && !later) {
      cell.version = version;
      if (outcome === "conflict") cell.value = value ?? null;
      cell.others = others ?? [];
      if (outcome !== "duplicate") Object.assign(cell, { by, at });
    }
    if (person) this.changed(person);
  }

  /** The sum of all versions: grows with every change anybody makes. */
  versions() {
    return this.people.reduce((sum, { cells }) => Object.values(cells).reduce((all, cell) => all + cell.version, sum), 0);
  }

  /** What other tablets entered; fields with an unanswered entry of ours keep it until its answer. */
  refresh(participants) {
    const people = new Set();
    for (const [id, fields] of Object.entries(participants)) {
      const person = this.byId.get(id);
      if (!person) continue;
      for (const [field, out] of Object.entries(fields)) {
        const cell = person.cells[field];
        if (!cell || out.version <= cell.version || this.outbox.waiting(id, field)) continue;
        person.cells[field] = cellOf(out);
        people.add(id);
        this.changed(person);
      }
    }
    if (people.size) this.outbox.commit({ people: [...people] });
  }
}
