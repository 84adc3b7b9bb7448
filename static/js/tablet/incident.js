// 事故・急変: the first report, written where there is no network. It waits in the outbox like an entry and goes first.

import { chosen, h, offer, openSheet, part, say } from "./main.js";

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** @param {import("./outbox.js").Room} room @param {(text: string) => void} done */
export function report({ pack, outbox }, done) {
  const form = part("incident-sheet").content.firstElementChild.cloneNode(true);
  const list = (/** @type {"kinds"|"told"} */ name, /** @type {"radio"|"checkbox"} */ type) => {
    const box = form.querySelector(`[data-list=${name}]`);
    offer(box, type, name, (pack.incident?.[name] ?? []).map((/** @type {any} */ { code, label }) => ({ value: code, text: label })));
    return box;
  };
  const [kinds, told] = [list("kinds", "radio"), list("told", "checkbox")];
  openSheet("事故・急変を報告する", [form, h("button", { class: "push push-main", act: "send", text: "報告する" })], (name) => {
    if (name === "call") {
      // Behind a press: who stands beside reads no telephone number.
      const { relation, name: whose, phone } = called();
      part("incident-call").textContent = `緊急連絡先　${relation}　${whose}　${phone}`;
      return true;
    }
    const [kind] = chosen(kinds);
    const text = part("incident-words").value.trim();
    const happened = new Date(`${part("incident-day").value}T${part("incident-time").value}`);
    const problem = !kind ? "種類を選んでください。" : !text ? "何が起きたかを入力してください。"
      : !(happened.getTime() <= Date.now()) ? "今より前の日と時刻を入力してください。" : "";
    say(form, problem);
    if (problem) return true;
    const who = part("incident-who").value;
    const incident = { kind, happened_at: happened.toISOString(), words: text, participants: who ? [who] : [], told: chosen(told) };
    outbox.take({ key: crypto.randomUUID(), participant: "", field: "incident", value: null, base: 0, after: null, at: new Date().toISOString(), incident });
    done("事故・急変の第一報を端末に保存しました。つながると区へ送ります。");
  });
  const called = () => pack.people.find((/** @type {any} */ { id }) => id === part("incident-who").value)?.emergency;
  const call = part("incident-call");
  const button = call.firstElementChild;
  part("incident-who").onchange = () => {
    call.hidden = !called();
    call.replaceChildren(button);
  };
  const now = new Date();
  part("incident-day").value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  part("incident-time").value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  part("incident-who").append(...pack.people.map((/** @type {any} */ { id, number, name }) => h("option", { value: id, text: `${number} ${name}` })));
}
