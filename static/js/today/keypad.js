// The panel beside the roster: one person, three figures, twelve keys.

import { h, announce } from "./dom.js";
import { Entry, VITALS, numbers, shown, softAlerts } from "./reading.js";
import { isAbsent, isInHall } from "./record.js";

export const MOMENT = { pre: "開始前", post: "終了後" };
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A question that has just appeared under a typing finger takes no answer for this long, in ms. */
const SETTLE = 400;

export class Keypad {
  /** @param {import("./main.js").Screen} screen */
  constructor(screen) {
    this.screen = screen;
    /** @type {Map<string, Entry>} what was begun and left, by person and moment */
    this.begun = new Map();
    /** @type {Entry|null} */
    this.entry = null;
    /** @type {string[]} the ward's rules that wait for an answer */
    this.alerts = [];
    this.askedAt = 0;
    this.element = this.draw();
  }

  draw() {
    this.title = h("h2", { class: "pad-name", id: "pad-name" });
    this.hint = h("p", { class: "pad-hint" });
    this.figures = VITALS.map((vital, at) => {
      const value = h("output", { class: "pad-value" });
      const button = h("button", { class: "pad-figure", act: "figure", "data-at": at },
        h("span", { class: "pad-label", text: vital.short }), value);
      return { value, button };
    });
    this.board = h("div", { class: "pad-figures" }, ...this.figures.map((figure) => figure.button));
    this.message = h("p", { class: "pad-message", role: "alert" });
    this.rules = h("ul", { class: "pad-rules" });
    this.ask = h("div", { class: "pad-ask", role: "group", "aria-label": "区の基準の確認", hidden: true },
      this.rules, h("p", { text: "看護職に伝えてください。" }),
      h("div", { class: "pad-choices" },
        h("button", { class: "push", act: "again", text: "測り直す" }),
        h("button", { class: "push", act: "accept", text: "この値で正しい" }),
        h("button", { class: "push", act: "observe", text: "見学にする" })));
    this.here = h("button", { class: "push pad-here", act: "here", text: "出席にする", hidden: true });
    const keys = KEYS.map((key) => h("button", { class: "digit", act: "digit", "data-key": key, text: key }));
    this.keys = h("div", { class: "pad-keys" }, ...keys,
      h("button", { class: "digit digit-word", act: "back", text: "消す" }),
      h("button", { class: "digit", act: "digit", "data-key": "0", text: "0" }),
      h("button", { class: "digit digit-word", act: "next", text: "次へ" }));
    this.more = h("div", { class: "pad-more" },
      h("button", { class: "push", act: "memo", text: "メモ" }),
      h("button", { class: "push", act: "unmeasured", text: "測れない" }));
    return h("section", { class: "pad", "aria-labelledby": "pad-name", tabindex: "-1" },
      h("header", { class: "pad-head" }, this.title, this.hint),
      this.board,
      this.message, this.ask, this.here, this.keys, this.more);
  }

  /** Shows the selected person at the selected moment, with what was begun for them. */
  show() {
    const { person, moment } = this.screen;
    this.alerts = [];
    this.entry = null;
    if (person) {
      const cell = person.cells[moment];
      this.entry = this.begun.get(`${moment} ${person.id}`) ?? new Entry(cell.value, cell.version);
      if (this.entry.complete && this.entry.text !== cell.value) this.check();
    }
    this.render();
  }

  render() {
    const { person, moment } = this.screen;
    const digits = this.entry?.digits ?? ["", "", ""];
    const open = Boolean(person && isInHall(person) && !this.alerts.length);
    this.renderHead(person, moment);
    this.figures.forEach(({ value, button }, at) => {
      value.textContent = digits[at] || "—";
      button.classList.toggle("is-current", open && at === this.entry?.at);
      button.disabled = !open;
    });
    this.message.textContent = this.entry?.message || "";
    this.message.hidden = Boolean(this.alerts.length) || !person;
    this.ask.hidden = !this.alerts.length;
    this.rules.replaceChildren(...this.alerts.map((rule) => h("li", { text: `区の基準：${rule}` })));
    this.here.hidden = !person || isInHall(person);
    this.keys.hidden = !person || Boolean(this.alerts.length) || !this.here.hidden;
    this.board.hidden = !person;
    this.more.hidden = !person || Boolean(this.alerts.length);
    for (const key of this.keys.children) key.disabled = !open && key.dataset.act !== "next";
    for (const button of this.more.children) button.disabled = button.dataset.act !== "memo" && !open;
  }

  renderHead(person, moment) {
    this.element.classList.toggle("is-idle", !person);
    if (!person) {
      this.title.textContent = this.screen.waiting();
      this.hint.textContent = "";
      return;
    }
    this.title.replaceChildren(
      h("span", { class: "nametag", text: person.number }), " ",
      h("span", { class: "pad-kana", text: person.kana }), " ",
      h("span", { class: "pad-kanji", text: `${person.name} 様` }),
      person.sameName && h("span", { class: "same", text: "同姓あり" }) || "");
    const previous = shown(person.previous[moment]);
    const before = moment === "post" ? shown(person.cells.pre.value) : "";
    const reason = person.cells[`unmeasured_${moment}`].value;
    const state = isInHall(person) ? "" : isAbsent(person) ? "欠席と記録されています" : "出欠が未記録です";
    this.hint.textContent = [MOMENT[moment], state, previous && `前回 ${previous}`, before && `開始前 ${before}`,
      reason && `測れない：${reason}`].filter(Boolean).join("　");
  }

  /** @param {string} key a digit or "back" */
  press(key) {
    const { person, moment } = this.screen;
    if (!this.entry || !person || !isInHall(person) || this.alerts.length) return;
    const whole = this.entry.press(key, performance.now());
    if (this.entry.touched) this.begun.set(`${moment} ${person.id}`, this.entry);
    if (whole) this.finish();
    else this.render();
  }

  again(at) {
    if (!this.entry || this.alerts.length) return;
    this.entry.again(at);
    this.begun.set(`${this.screen.moment} ${this.screen.person.id}`, this.entry);
    this.render();
  }

  check() {
    const { person, moment, limits } = this.screen;
    const before = moment === "post" ? numbers(person.cells.pre.value) : null;
    this.alerts = softAlerts(limits, numbers(this.entry.text), numbers(person.previous[moment]), before);
  }

  finish() {
    this.check();
    if (!this.alerts.length) return this.save(false);
    this.askedAt = performance.now();
    this.render();
    announce(this.screen.live, `区の基準：${this.alerts.join("、")}。測り直すか、この値で正しいかを選んでください。`);
    this.ask.querySelector("button")?.focus();
  }

  /** The answer to the ward's rules. @param {"again"|"accept"|"observe"} choice */
  answer(choice) {
    if (!this.alerts.length || performance.now() - this.askedAt < SETTLE) return;
    this.alerts = [];
    this.element.focus({ preventScroll: true });
    if (choice !== "again") return this.save(choice === "observe");
    this.entry.clear();
    this.render();
  }

  save(observed) {
    const { person, moment, record } = this.screen;
    const entry = this.entry;
    this.begun.delete(`${moment} ${person.id}`);
    record.act(`${person.name}さんの${MOMENT[moment]}`, [
      [person, moment, entry.text, entry.base],
      ...(person.cells[`unmeasured_${moment}`].value ? [[person, `unmeasured_${moment}`, null]] : []),
      ...(observed ? [[person, "attendance", "observed"]] : []),
    ]);
    this.screen.next(`${person.name}さん ${shown(entry.text)}。`);
  }
}
