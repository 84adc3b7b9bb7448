// The panel beside the roster: one person, three figures, twelve keys.

import { h } from "./dom.js";
import { Entry, VITALS, numbers, shown, softAlerts } from "./reading.js";
import { FIELD, isAbsent, isInHall, waitingFor } from "./record.js";

/** The keys in their places: digits, and words for the other two. */
const KEYS = [..."123456789", "消す", "0", "次へ"];

/** What the ward's rules may be answered with. */
const ANSWERS = { again: "測り直す", accept: "この値で正しい", observe: "見学にする" };

/** A question that has just appeared under a typing finger takes no answer for this long, in ms. */
const SETTLE = 400;

export class Keypad {
  /** @param {import("./screen.js").Screen} screen */
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
      const button = h("button", { class: "pad-figure", act: "figure", value: at },
        h("span", { class: "pad-label", text: vital.short }), value);
      return { value, button };
    });
    this.board = h("div", { class: "pad-figures" }, ...this.figures.map((figure) => figure.button));
    this.message = h("p", { class: "pad-message", role: "alert" });
    this.rules = h("ul", { class: "pad-rules" });
    this.ask = h("div", { class: "pad-ask", role: "group", "aria-label": "区の基準の確認" },
      this.rules, h("p", { text: "看護職に伝えてください。" }),
      h("div", { class: "pad-choices" },
        ...Object.entries(ANSWERS).map(([value, text]) => h("button", { class: "push", act: "answer", value, text }))));
    this.here = h("button", { class: "push pad-here", act: "attend", value: "present", text: "出席にする" });
    this.keys = h("div", { class: "pad-keys" }, ...KEYS.map((key) =>
      h("button", { class: key < "A" ? "digit" : "digit digit-word", act: "key", value: key, text: key })));
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
    const asks = this.alerts.length > 0;
    const here = Boolean(person && isInHall(person));
    const open = here && !asks;
    this.renderHead(person, moment);
    this.figures.forEach(({ value, button }, at) => {
      value.textContent = digits[at] || "—";
      button.classList.toggle("is-current", open && at === this.entry.at);
      button.disabled = !open;
    });
    this.message.textContent = this.entry?.message || "";
    this.rules.replaceChildren(...this.alerts.map((rule) => h("li", { text: `区の基準：${rule}` })));
    this.ask.hidden = !asks;
    this.here.hidden = !person || here;
    this.keys.hidden = !open;
    this.board.hidden = !person;
    this.message.hidden = this.more.hidden = !person || asks;
    this.more.lastChild.disabled = !open;
  }

  renderHead(person, moment) {
    this.element.classList.toggle("is-idle", !person);
    if (!person) {
      this.title.textContent = waitingFor(this.screen.people, moment);
      this.hint.textContent = "";
      return;
    }
    this.title.replaceChildren(
      h("span", { class: "nametag", text: person.number }), " ",
      h("span", { class: "pad-kana", text: person.kana }), " ",
      h("span", { class: "pad-kanji", text: `${person.name} 様` }),
      person.sameName ? h("span", { class: "same", text: "同姓" }) : "");
    const previous = shown(person.previous[moment]);
    const before = moment === "post" && shown(person.cells.pre.value);
    const reason = person.cells[`unmeasured_${moment}`].value;
    const state = isInHall(person) ? "" : isAbsent(person) ? "欠席" : "出欠が未記録";
    this.hint.textContent = [FIELD[moment], state, previous && `前回 ${previous}`, before && `開始前 ${before}`,
      reason && `測れない：${reason}`].filter(Boolean).join("　");
  }

  /** @param {string} key a digit or a word of [`KEYS`] */
  press(key) {
    if (key === "次へ") return this.screen.next("");
    const { person, moment } = this.screen;
    if (!person || !isInHall(person) || this.alerts.length) return;
    const whole = this.entry.press(key === "消す" ? "back" : key, performance.now());
    if (this.entry.touched) this.begun.set(`${moment} ${person.id}`, this.entry);
    if (whole) this.finish();
    else this.render();
  }

  again(at) {
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
    this.screen.say(`区の基準：${this.alerts.join("、")}。`);
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
    record.act(/** @type {Parameters<typeof record.act>[0]} */ ([
      [person, moment, entry.text, entry.base],
      ...(person.cells[`unmeasured_${moment}`].value ? [[person, `unmeasured_${moment}`, null]] : []),
      ...(observed ? [[person, "attendance", "observed"]] : []),
    ]));
    this.screen.next(`${person.name}さん ${shown(entry.text)}。`);
  }
}
