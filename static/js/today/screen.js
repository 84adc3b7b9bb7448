// 当日の記録: the screen of one class, over the server and on a tablet without a network alike.

import { h, onPress } from "./dom.js";
import { Keypad } from "./keypad.js";
import { FIELD, isAbsent, isInHall, isUnmeasured, waitingFor } from "./record.js";
import { Roster } from "./roster.js";
import { SHEETS } from "./sheets.js";

/** How often other tablets' entries are asked for, in ms. */
const LOOK = 10_000;

/**
 * What stands around the record: words, limits, and where the two ways out lead. Without an address a press is an act.
 * A tablet also says who records, and that a first report is still on it.
 * @typedef {{title: string, date: string, limits: Record<string, number|null>, back: string, close: string, incident: string,
 *   who?: string, late?: HTMLElement, act?: (name: string) => void}} Head
 */

export class Screen {
  /** @param {Head} head @param {import("./record.js").SessionRecord} record */
  constructor(head, record) {
    this.head = head;
    this.limits = head.limits;
    /** @type {"pre"|"post"} */
    this.moment = "pre";
    /** @type {import("./record.js").Person|null} */
    this.person = null;
    this.record = record;
    this.outbox = record.outbox;
    this.people = record.people;
    this.roster = new Roster(this);
    this.keypad = new Keypad(this);
    this.element = this.draw();
    this.roster.arrange(this.people);
    record.changed = (person) => this.changed(person);
    this.outbox.changed = () => this.showState();
    /** Ends everything that listens on the page. */
    this.ends = new AbortController();
    onPress(this.element, (name, element) => this.pressed(name, element));
    document.addEventListener("keydown", (event) => this.typed(event), this.ends);
    this.looking = setInterval(() => this.look(), LOOK);
  }

  draw() {
    const { title, date, who, late } = this.head;
    const way = (where, kind, text) => (this.head[where]
      ? h("a", { class: kind, href: this.head[where], text }) : h("button", { class: kind, act: where, text }));
    this.live = h("p", { class: "said", role: "status" });
    this.state = h("button", { class: "saving", act: "unsaved" });
    this.tabs = ["pre", "post"].map((moment) => h("button", { class: "moment", act: "moment", value: moment }));
    this.everyone = h("button", { class: "push", act: "everyone", text: "全員を出席にする" });
    this.back = h("button", { class: "push", act: "undo", text: "1つ戻す" });
    this.order = h("button", { class: "push", act: "order", text: "並び：名札" });
    this.size = h("button", { class: "push", act: "size", text: "文字：大" });
    this.tools = h("div", { class: "tools", role: "group", "aria-label": "記録の操作" },
      h("div", { class: "moments" }, ...this.tabs),
      this.state, this.everyone, this.back, late, this.live,
      who && h("button", { class: "push", act: "lock", text: `${who}・交代` }),
      way("incident", "push today-incident", "事故・急変"));
    return h("div", { class: "today" },
      h("header", { class: "today-head" },
        way("back", "today-back", "今日の教室"),
        h("div", { class: "today-titles" }, h("h1", { class: "today-title", text: title }), h("p", { class: "today-date", text: date })),
        this.order, this.size,
        way("close", "push today-close", "終了へ進む")),
      this.tools, this.roster.element, this.keypad.element);
  }

  /** @param {Element} before what the screen follows on the page */
  start(before) {
    before.after(this.element);
    document.documentElement.classList.add("has-today");
    // The bar stands over the list; how high it is depends on the letters and on what it says.
    const bar = new CSSStyleSheet();
    document.adoptedStyleSheets = [bar];
    this.sizes = new ResizeObserver(() => { bar.replaceSync(`:root{--bar:${this.tools.offsetHeight}px}`); });
    this.sizes.observe(this.tools);
    // The closing page links to rows.
    this.select(this.record.byId.get(location.hash.slice("#row-".length)) ?? this.following(null));
    this.showState();
    scrollTo(0, this.element.offsetTop);
  }

  /** Takes the screen off the page. The record and what is unsent stay with whoever made them. */
  stop() {
    this.ends.abort();
    clearInterval(this.looking);
    this.sizes?.disconnect();
    this.record.changed = this.outbox.changed = () => {};
    this.element.remove();
    document.documentElement.classList.remove("has-today");
  }

  /** Who is here and still unmeasured, after the one given. */
  following(person) {
    const start = person ? this.people.indexOf(person) + 1 : 0;
    const around = [...this.people.slice(start), ...this.people.slice(0, start)];
    return around.find((other) => isInHall(other) && isUnmeasured(other, this.moment) && other !== person) ?? null;
  }

  /** A sentence for the screen reader, read out again when it is the same. @param {string} text */
  say(text) {
    this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text;
  }

  select(person) {
    const before = this.person;
    this.person = person;
    if (before) this.roster.update(before);
    if (person) {
      this.roster.update(person);
      this.roster.rows.get(person.id).row.scrollIntoView({ block: "nearest" });
    }
    this.keypad.show();
  }

  show() {
    this.keypad.show();
    this.showBar();
  }

  /** Goes on to the next person. @param {string} said what has just been done */
  next(said) {
    this.select(this.following(this.person));
    this.say(`${said}${this.person ? `次は${this.person.name}さん。` : waitingFor(this.people, this.moment)}`);
  }

  changed(person) {
    this.roster.update(person);
    this.showBar();
    const { entry, alerts } = this.keypad;
    if (person === this.person && !entry?.touched && !alerts.length) this.keypad.show();
  }

  showBar() {
    const expected = this.people.filter((person) => !isAbsent(person));
    for (const tab of this.tabs) {
      const moment = tab.value;
      const count = expected.filter((person) => !isUnmeasured(person, moment)).length;
      tab.textContent = `${FIELD[moment]} ${count === expected.length ? "✓" : "●"}${count}/${expected.length}`;
      tab.setAttribute("aria-pressed", String(moment === this.moment));
    }
    this.everyone.disabled = this.people.every((person) => person.cells.attendance.value);
    this.back.disabled = !this.record.done.length;
  }

  /** Those of whom one field has two values. */
  get clashes() { return this.people.filter((person) => Object.values(person.cells).some((cell) => cell.others.length)); }

  showState() {
    const { mood, text, problem } = this.outbox.state;
    const { late } = this.head;
    if (late) late.hidden = !this.outbox.late();
    const { length } = this.clashes;
    this.state.className = `saving is-${mood}${length ? " is-care" : ""}`;
    this.state.textContent = text + (length ? `・要確認 ${length}件` : "");
    const failed = mood === "failed";
    if (failed && !this.said) this.say(`${text}。${problem}`);
    this.said = failed;
    this.showBar();
  }

  attend(person, status) {
    this.record.act([[person, "attendance", status]]);
    this.say(`${person.name}さんの出欠を記録しました。`);
    if (person === this.person && isAbsent(person)) this.next("");
    else if (person === this.person || (!this.person && isInHall(person))) this.select(person);
  }

  pressed(name, element) {
    const person = this.record.byId.get(element.dataset.person ?? "") ?? this.person;
    const status = person?.cells.attendance.value;
    const { value } = element;
    const [clash] = this.clashes;
    /** @type {Record<string, () => void>} */
    const acts = {
      key: () => this.keypad.press(value),
      figure: () => this.keypad.again(Number(value)),
      answer: () => this.keypad.answer(value),
      attend: () => this.attend(person, value),
      select: () => this.select(person),
      toggle: () => ["late", "left_early", "observed"].includes(status) ? SHEETS.attendance(this, person)
        : this.attend(person, status === "present" ? "absent_unnotified" : "present"),
      moment: () => this.turn(value),
      everyone: () => this.everyoneIsHere(),
      undo: () => this.undo(),
      order: () => this.reorder(),
      size: () => this.resize(),
      // What has two values is shown where it stands before anything is told of what is saved.
      ...(clash && !this.outbox.unsaved && !this.clashes.includes(this.person) && { unsaved: () => this.select(clash) }),
    };
    (acts[name] ?? SHEETS[name] ?? (() => this.head.act?.(name)))(this, person);
  }

  turn(moment) {
    this.moment = moment;
    for (const person of this.people) this.roster.update(person);
    this.showBar();
    this.select(this.following(null));
  }

  everyoneIsHere() {
    const open = this.people.filter((person) => !person.cells.attendance.value);
    this.record.act(open.map((person) => [person, "attendance", "present"]), `${open.length}人の出席`);
    this.say(`${open.length}人を出席にしました。`);
    this.select(this.person && isInHall(this.person) ? this.person : this.following(null));
  }

  undo() {
    const last = this.record.done.at(-1)?.changes[0];
    this.say(this.record.undo());
    if (!last) return;
    if (last.field === "pre" || last.field === "post") this.turn(last.field);
    this.select(last.person);
  }

  reorder() {
    const byKana = this.order.textContent === "並び：名札";
    this.order.textContent = byKana ? "並び：五十音" : "並び：名札";
    this.people = byKana ? [...this.people].sort((a, b) => a.kana.localeCompare(b.kana, "ja")) : this.record.people;
    this.roster.arrange(this.people);
  }

  resize() {
    const large = this.element.classList.toggle("is-large");
    this.size.textContent = large ? "文字：特大" : "文字：大";
  }

  /** Digits, 消す, 次へ and up or down from a keyboard, while no sheet and no text field is in use. */
  typed(event) {
    const focus = document.activeElement;
    const elsewhere = focus !== document.body && !this.element.contains(focus);
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (/^[0-9]$/.test(event.key)) this.keypad.press(event.key);
    else if (event.key === "Backspace") this.keypad.press("消す");
    else if (step) this.move(step);
    else if (event.key === "Enter" && !focus?.closest("button, a")) this.next("");
    else return;
    event.preventDefault();
  }

  move(step) {
    const at = this.person ? this.people.indexOf(this.person) + step : 0;
    const person = this.people[Math.min(Math.max(at, 0), this.people.length - 1)];
    this.select(person);
    this.say(`${person.name}さん`);
  }

  async look() {
    if (document.hidden || this.outbox.queue.length) return;
    const participants = await this.outbox.wire.look(this.record.versions());
    if (participants) this.record.refresh(participants);
  }
}
