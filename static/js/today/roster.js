// The list of people: one row each, drawn once and then only updated, so that focus and place are never lost.

import { h } from "./dom.js";
import { shown } from "./reading.js";
import { STATUS, isAbsent, isInHall, isUnmeasured, marksOf } from "./record.js";

export class Roster {
  /** @param {import("./main.js").Screen} screen */
  constructor(screen) {
    this.screen = screen;
    /** @type {Map<string, Record<string, HTMLElement>>} */
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
    const of = { "data-person": person.id };
    const who = h("button", { class: "who", act: "select", ...of },
      h("span", { class: "nametag", text: person.number }),
      h("span", { class: "names" }, h("span", { class: "kana", text: person.kana }), " ",
        h("span", { class: "kanji", text: person.name })),
      person.sameName && h("span", { class: "same", text: "同姓" }));
    const chip = h("button", { class: "attend", act: "toggle", ...of });
    const pick = h("button", { class: "pick", act: "attendance", ...of, "aria-label": `▾ ${person.name}さんの出欠を選ぶ`, text: "▾" });
    const reading = h("button", { class: "reading", act: "select", ...of });
    const silent = h("button", { class: "why", act: "silent", ...of, text: "連絡なし" });
    const told = h("button", { class: "why", act: "told", ...of, text: "連絡あり" });
    for (const why of [silent, told]) why.setAttribute("aria-label", `${why.textContent} ${person.name}さん`);
    const whys = h("span", { class: "whys" }, silent, told);
    const clash = h("button", { class: "clash", act: "clash", ...of, text: "要確認", "aria-label": `要確認 ${person.name}さん` });
    const memo = h("button", { class: "note", act: "memo", ...of });
    const row = h("li", { class: "person" }, who, h("span", { class: "attendance" }, chip, pick), reading, whys, clash, memo);
    return { row, who, chip, reading, silent, told, whys, clash, memo };
  }

  /** @param {import("./record.js").Person} person */
  update(person) {
    const parts = this.rows.get(person.id);
    if (!parts) return;
    const { cells } = person;
    const status = cells.attendance.value;
    const absent = isAbsent(person);
    const selected = this.screen.person === person;
    parts.row.className = `person${selected ? " is-selected" : ""}${absent ? " is-absent" : ""}`;
    if (selected) parts.who.setAttribute("aria-current", "true");
    else parts.who.removeAttribute("aria-current");
    const label = absent ? "欠席" : STATUS[status] ?? "未記録";
    parts.chip.textContent = label;
    parts.chip.className = `attend attend-${absent ? "absent" : status ?? "none"}`;
    parts.chip.setAttribute("aria-label", `${label} ${person.name}さん`);
    parts.reading.hidden = absent;
    parts.whys.hidden = !absent;
    parts.silent.setAttribute("aria-pressed", String(status === "absent_unnotified"));
    parts.told.setAttribute("aria-pressed", String(status === "absent_notified"));
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
    button.replaceChildren(h("span", { class: "reading-now", text: main || "—" }),
      previous ? h("span", { class: "reading-was", text: `前回 ${previous}` }) : "");
    button.setAttribute("aria-label", `${main || "—"}${previous ? ` 前回 ${previous}` : ""} ${person.name}さん`);
  }
}

function updateMemo(person, button) {
  const { memo, flags } = person.cells;
  const told = [flags.value?.includes("centre") && "包括", flags.value?.includes("ward") && "区"].filter(Boolean);
  const marks = marksOf(memo.value);
  const extra = told.length ? `→${told.join("・")}` : marks[0] || (memo.value ? "あり" : "");
  button.replaceChildren(h("span", { text: "メモ" }), extra ? h("span", { class: "note-extra", text: extra }) : "");
  button.setAttribute("aria-label", `メモ${extra ? ` ${extra}` : ""} ${person.name}さん`);
  button.classList.toggle("has-value", Boolean(extra));
}
