// The sheets that open over the screen: attendance, reasons, memo, two kept values, what is not saved.

import { h, onPress } from "./dom.js";
import { wayOf } from "./wire.js";
import { shown } from "./reading.js";
import { FIELD, MARKS, STATUS, marksOf, memoOf, textOf } from "./record.js";

const REASONS = ["本人が希望しない", "測定器の不調", "測る前に帰った", "到着が遅れた", "値が入力できる範囲の外"];
/** Longest free text of a memo; with every mark it stays within the server's 500 characters. */
const TEXT_MAX = 440;

const FLAG = { centre: "包括へ連絡", ward: "区へ報告" };

/** A field's value in words. @param {string} field @param {string|null} value */
function words(field, value) {
  if (!value) return "空欄";
  if (field === "attendance") return STATUS[value] ?? value;
  if (field === "flags") return value.split(",").map((code) => FLAG[code]).join("・");
  return shown(field === "pre" || field === "post" ? value : "") || value;
}

/**
 * Opens a sheet; a press of a choice closes it and tells which.
 * @param {string} title @param {(Node|string)[]} content @param {(name: string, element: any) => boolean|void} act true keeps it open
 */
export function open(title, content, act, closing = "閉じる") {
  const sheet = h("dialog", { class: "sheet", "aria-labelledby": "sheet-title" },
    h("h2", { class: "sheet-title", id: "sheet-title", tabindex: -1, autofocus: "", text: title }), ...content,
    h("button", { class: "push sheet-close", act: "close", text: closing }));
  onPress(sheet, (name, element) => {
    if (name === "close" || !act(name, element)) sheet.close();
  });
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

const choices = (...buttons) => h("div", { class: "sheet-choices" }, ...buttons);
const choice = (value, text, pressed, act = "choose") =>
  h("button", { class: "push choice", act, value, "aria-pressed": pressed, text });

/** @param {import("./screen.js").Screen} screen @param {import("./record.js").Person} person */
function attendance(screen, person) {
  const current = person.cells.attendance.value;
  const buttons = Object.entries(STATUS).map(([value, text]) => choice(value, text, value === current));
  open(`${person.name}さんの出欠`, [choices(...buttons)], (_, element) => screen.attend(person, element.value));
}

function unmeasured(screen, person) {
  const { moment, record } = screen;
  const field = `unmeasured_${moment}`;
  const other = h("input", { class: "sheet-input", id: "sheet-reason", maxlength: 100, autocomplete: "off" });
  const set = (reason) => {
    record.act([[person, field, reason]]);
    if (reason) screen.next(`${person.name}さん 測れない：${reason}。`);
    else screen.show();
  };
  open(`${person.name}さんを${FIELD[field]}`, [
    choices(...REASONS.map((reason) => choice(reason, reason, person.cells[field].value === reason))),
    h("label", { class: "sheet-label", for: "sheet-reason", text: "そのほかの理由" }),
    h("div", { class: "sheet-line" }, other, h("button", { class: "push", act: "other", text: "この理由にする" })),
    person.cells[field].value ? h("button", { class: "push", act: "none", text: "理由を消す" }) : "",
  ], (name, element) => {
    const reason = name === "other" ? other.value.trim() : element.value;
    if (name === "none") set(null);
    else if (reason) set(reason);
    else return other.focus() ?? true;
  });
}

function memo(screen, person) {
  const { value: before, version } = person.cells.memo;
  const marks = new Set(marksOf(before));
  const told = new Set((person.cells.flags.value ?? "").split(",").filter(Boolean));
  const count = h("span", { class: "sheet-count", id: "sheet-count" });
  const text = h("textarea", { class: "sheet-input", id: "sheet-memo", rows: 3, maxlength: TEXT_MAX, "aria-describedby": "sheet-count" });
  text.value = textOf(before);
  const recount = () => { count.textContent = `あと${TEXT_MAX - text.value.length}字`; };
  text.addEventListener("input", recount);
  recount();
  const press = (set, act) => (/** @type {string[]} */ [value, text]) => choice(value, text, set.has(value), act);
  const flip = (set, element) => {
    if (!set.delete(element.value)) set.add(element.value);
    element.setAttribute("aria-pressed", set.has(element.value));
    return true;
  };
  const sheet = open(`${person.name}さんのメモ`, [
    choices(...[...new Set([...MARKS, ...marks])].map((name) => [name, name]).map(press(marks, "mark"))),
    h("label", { class: "sheet-label", for: "sheet-memo", text: "くわしい様子" }), text, count,
    h("p", { class: "sheet-label", text: "連絡" }),
    choices(...Object.entries(FLAG).map(press(told, "flag"))),
  ], (name, element) => flip(name === "mark" ? marks : told, element), "保存して閉じる");
  sheet.addEventListener("close", () => {
    const codes = Object.keys(FLAG).filter((code) => told.has(code)).join(",") || null;
    screen.record.act([[person, "memo", memoOf([...marks], text.value), version], [person, "flags", codes]]
      .filter(([, field, value]) => person.cells[field].value !== value));
  });
}

/** Two values of one field: both are shown, one is chosen. */
function clash(screen, person) {
  const found = Object.entries(person.cells).find(([, cell]) => cell.others.length);
  if (!found) return;
  const [field, cell] = found;
  const { version } = cell;
  const values = [{ value: cell.value, by: cell.by ?? "いまの値", at: cell.at ?? "" }, ...cell.others];
  const cards = values.map(({ value, by, at }, i) =>
    h("button", { class: "push clash-card", act: "choose", value: i },
      h("span", { class: "clash-value", text: words(field, value) }), " ",
      h("span", { class: "clash-by", text: `${by} ${at}`.trim() })));
  open(`${person.name}さんの${FIELD[field]}に2つの値があります`,
    [h("p", { text: "正しい方を選んでください。選ばなかった値も履歴に残ります。" }), choices(...cards)],
    (_, element) => screen.record.act([[person, field, values[element.value].value, version]]));
}

/** What is not saved yet and why. */
function unsaved(screen) {
  const { outbox, record, clashes } = screen;
  const line = (op) => h("li", { text: (op.incident ? "事故・急変の第一報"
    : `${record.byId.get(op.participant)?.name ?? ""}さん ${FIELD[op.field]} ${words(op.field, op.value)}`) + (op.problem ? `：${op.problem}` : "") });
  const { queue, refused, parked, received, receipts, way, state: { text, problem } } = outbox;
  const all = [...refused, ...queue];
  open(all.length ? text : "すべて保存ずみです", [
    problem ? h("p", { text: problem }) : "",
    way ? h("p", {}, h("a", { class: "push", href: way, text: wayOf(way) })) : "",
    queue.length ? h("button", { class: "push", act: "retry", text: "いますぐ送る" }) : "",
    all.length ? h("ul", { tabindex: 0 }, ...all.map(line)) : "",
    ...clashes.map((person) => h("p", {}, h("button", { class: "push", act: "go", value: person.id, text: `要確認：${person.name}さん` }))),
    receipts ? h("p", { text: `サーバーの受取り ${receipts}件（最後 ${new Date(received).toLocaleTimeString("ja-JP", { timeStyle: "short" })}）` }) : "",
    ...(parked.length ? [h("p", { text: `区のサーバーで確かめる記録 ${parked.length}件` }), h("ul", {}, ...parked.map(line))] : []),
    refused.length && !queue.length ? h("button", { class: "push", act: "reload", text: "画面を開き直す" }) : "",
  ].filter(Boolean), (name, { value }) => {
    if (name === "retry") outbox.flush();
    if (name === "go") screen.select(record.byId.get(value));
    if (name === "reload") location.reload();
  });
}

/** What a press opens, by its name. */
export const SHEETS = { attendance, unmeasured, memo, clash, unsaved };
