// The list of people: one row each, drawn once and then only updated, so that focus and place are never lost.

import { h } from "./dom.js";
import { shown } from "./reading.js";
import { STATUS, isAbsent, isInHall, isUnmeasured, marksOf } from "./record.js";

export class Roster {
  /** @param {import("./screen.js").Screen} screen */
  constructor(screen) {
    this.screen = screen;
    /** @type {Map<string, Record<string, any>>} */
    this.rows = new Map();
    this.element = h("ol", { class: "roster", "aria-label": "名簿" });
  }

  /** @param {import("./record.js").Person[]} people in the order in which they are shown */
  arrange(people) {
    for (const person of people) if (!this.rows.has(person.id)) this.rows.set(person.id, this.draw(person));
    this.element.append(...people.map((person) => this.rows.get(person.id).row));
    for (const person of people) this.update(person);
  }

  draw(person) {
    const button = (kind, act, text, more) => {
      const made = h("button", { class: kind, act, "data-person": person.id, text, ...more });
      if (text) name(made, person);
      return made;
    };
    const who = button("who", "select");
    who.append(h("span", { class: "nametag", text: person.number }),
      h("span", { class: "names" }, h("span", { class: "kana", text: person.kana }), " ",
        h("span", { class: "kanji", text: person.name })),
      person.sameName ? h("span", { class: "same", text: "同姓" }) : "");
    const chip = button("attend", "toggle");
    const pick = button("pick", "attendance", "▼");
    pick.setAttribute("aria-label", `▼ ${person.name}さんの出欠を選ぶ`);
    const reading = button("reading", "select");
    const whys = h("span", { class: "whys" },
      button("why", "attend", "連絡なし", { value: "absent_unnotified" }),
      button("why", "attend", "連絡あり", { value: "absent_notified" }));
    const clash = button("clash", "clash", "要確認");
    const memo = button("note", "memo");
    const row = h("li", { class: "person" }, who, h("span", { class: "attendance" }, chip, pick), reading, whys, clash, memo);
    return { row, who, chip, reading, whys, clash, memo };
  }

  /** @param {import("./record.js").Person} person */
  update(person) {
    const parts = this.rows.get(person.id);
    const { cells } = person;
    const status = cells.attendance.value;
    const absent = isAbsent(person);
    const selected = this.screen.person === person;
    parts.row.className = `person${selected ? " is-selected" : ""}${absent ? " is-absent" : ""}`;
    parts.who.setAttribute("aria-current", String(selected));
    const label = absent ? "欠席" : STATUS[status] ?? "未記録";
    parts.chip.textContent = label;
    parts.chip.className = `attend attend-${absent ? "absent" : status ?? "none"}`;
    name(parts.chip, person);
    parts.reading.hidden = absent;
    parts.whys.hidden = !absent;
    for (const why of parts.whys.children) why.setAttribute("aria-pressed", status === why.value);
    parts.clash.hidden = !Object.values(cells).some((cell) => cell.others.length);
    this.updateReading(person, parts.reading);
    updateMemo(person, parts.memo);
  }

  updateReading(person, button) {
    const { moment } = this.screen;
    const text = shown(person.cells[moment].value);
    const reason = person.cells[`unmeasured_${moment}`].value;
    const previous = shown(person.previous[moment]);
    const main = text || (reason ? `測れない：${reason}` : isInHall(person) ? "血圧・脈拍" : "");
    button.className = `reading${text ? " has-value" : ""}${isUnmeasured(person, moment) ? "" : " is-done"}`;
    button.replaceChildren(h("span", { class: "reading-now", text: main || "—" }), " ",
      previous ? h("span", { class: "reading-was", text: `前回 ${previous}` }) : "");
    name(button, person);
  }
}

/** A button is called what it says, then whose it is. */
function name(button, person) {
  button.setAttribute("aria-label", `${button.textContent.trim()} ${person.name}さん`);
}

function updateMemo(person, button) {
  const { memo, flags } = person.cells;
  const told = flags.value?.replace("centre", "包括").replace("ward", "区").replace(",", "・");
  const extra = told ? `→${told}` : marksOf(memo.value)[0] || (memo.value ? "あり" : "");
  button.replaceChildren(h("span", { text: "メモ" }), " ", extra ? h("span", { class: "note-extra", text: extra }) : "");
  name(button, person);
  button.classList.toggle("has-value", Boolean(extra));
}
