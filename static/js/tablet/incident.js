// 事故・急変: the first report, written where there is no network. It waits in the outbox like an entry and goes first. What is half
// written stays on the tablet, sealed, until it is sent.

import { chosen, h, offer, openSheet, part, say, store, whole } from "./main.js";

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
/** How long the ward may take to answer before the sheet says that it doesn't have the report, in ms. */
const SOON = 3000;
const TYPED = ["day", "time", "who", "words"];

/** @param {import("./outbox.js").Room} room @param {(text: string) => void} done */
export async function report(room, done) {
  const { pack, outbox, vault } = room;
  const place = store.draft(pack.id);
  const row = await store.one("rec", place);
  const kept = row && await vault.open(`rec/${place}`, row);
  const form = part("incident-sheet").content.firstElementChild.cloneNode(true);
  const list = (/** @type {"kinds"|"told"} */ name, /** @type {"radio"|"checkbox"} */ type) => {
    const box = form.querySelector(`[data-list=${name}]`);
    offer(box, type, name, (pack.incident?.[name] ?? []).map((/** @type {any} */ { code, label }) =>
      ({ value: code, text: label, checked: kept?.[name].includes(code) })));
    return box;
  };
  const [kinds, told] = [list("kinds", "radio"), list("told", "checkbox")];
  let sent = false;
  let empty = "";
  const typed = () => ({ kinds: chosen(kinds), told: chosen(told), ...Object.fromEntries(TYPED.map((name) => [name, form.querySelector(`#incident-${name}`).value])) });
  const keep = () => {
    const value = typed();
    const drop = sent || JSON.stringify(value) === empty;
    room.draft = !drop;
    room.turn = room.turn.then(async () => {
      await store.write(drop ? { drop: [["rec", place]] } : { put: [["rec", { id: place, ...await vault.seal(`rec/${place}`, value) }]] });
    }).catch(() => {});
  };
  const sheet = openSheet("事故・急変を報告する", [form, h("button", { class: "push push-main", act: "send", text: "報告する" })], (name) => {
    if (name === "call") {
      // Behind a press: who stands beside reads no telephone number.
      const { relation, name: whose, phone } = called();
      part("incident-call").textContent = `緊急連絡先　${relation}　${whose}　${phone}`;
      return true;
    }
    const [kind] = chosen(kinds);
    const text = whole(part("incident-words").value.trim());
    const happened = new Date(`${part("incident-day").value}T${part("incident-time").value}`);
    const problem = !kind ? "種類を選んでください。" : !text ? "何が起きたかを入力してください。"
      : !(happened.getTime() <= Date.now()) ? "今より前の日と時刻を入力してください。" : "";
    say(form, problem);
    if (problem) return true;
    const who = part("incident-who").value;
    const incident = { kind, happened_at: happened.toISOString(), words: text, participants: who ? [who] : [], told: chosen(told) };
    const key = crypto.randomUUID();
    outbox.take({ key, participant: "", field: "incident", value: null, base: 0, after: null, at: new Date().toISOString(), incident });
    sent = true;
    tell(outbox, key, done);
  });
  const called = () => pack.people.find((/** @type {any} */ { id }) => id === part("incident-who").value)?.emergency;
  const call = part("incident-call");
  const button = call.firstElementChild;
  const whoChanged = () => {
    call.hidden = !called();
    call.replaceChildren(button);
  };
  part("incident-who").onchange = whoChanged;
  const now = new Date();
  part("incident-who").append(...pack.people.map((/** @type {any} */ { id, number, name }) => h("option", { value: id, text: `${number} ${name}` })));
  part("incident-day").value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  part("incident-time").value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  if (kept) {
    for (const name of TYPED) part(`incident-${name}`).value = kept[name];
    whoChanged();
  } else empty = JSON.stringify(typed());
  form.addEventListener("change", keep);
  sheet.addEventListener("close", keep);
}

/** Whether the ward has it. @param {import("../today/outbox.js").Outbox} outbox @param {string} key @param {(text: string) => void} done */
async function tell(outbox, key, done) {
  await Promise.race([outbox.flush(), new Promise((soon) => setTimeout(soon, SOON))]);
  if (!outbox.late(key)) return done("事故・急変の第一報を区へ送りました。");
  if (outbox.unkept.length) return done("第一報を端末に保存できません。急ぐときは区に電話してください。");
  done("事故・急変の第一報を端末に保存しました。");
  openSheet("第一報は、まだ区に届いていません", [part("late-sheet").content.cloneNode(true)], () => {}, "わかりました");
}
