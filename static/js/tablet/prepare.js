// 「端末に準備する」: the device is checked, then the chosen classes are fetched and sealed.

import { ask, chosen, dayOf, h, me, offer, offerNumbers, part, recorders, register, say, show, store } from "./main.js";

const LEAST = 10;
const SKEW = 5 * 60_000;
/** How long a class stays after its end, in ms. */
const DAY = 86_400_000;
const ROOM = 50 * 1024 * 1024;

/** @param {any} told what `me` answered @returns {Promise<[string, boolean][]>} */
async function checks(told) {
  const works = (/** @type {() => Promise<any>} */ work) => work().then(Boolean, () => false);
  return [
    ["端末に書ける", await works(async () => { await store.write({ put: [["key", { id: "trial" }]], drop: [] }); await store.write({ drop: [["key", "trial"]] }); return true; })],
    ["暗号が使える", await works(() => crypto.subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey"]))],
    ["通信がなくても開く", await works(async () => { await register(); return navigator.serviceWorker.ready; })],
    ["空きが50MB以上ある", await works(async () => { const { quota = 0, usage = 0 } = await navigator.storage.estimate(); return quota - usage > ROOM; })],
    ["時計が合っている（5分以内）", Math.abs(Date.parse(told.now) - Date.now()) < SKEW],
  ];
}

export class Preparation {
  /** @param {import("./main.js").Tablet} tablet */
  constructor(tablet) {
    this.tablet = tablet;
    part("prepare-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit().catch((problem) => problem.message).then((problem) => say(part("prepare"), problem));
    });
  }

  async open() {
    const form = part("prepare-form");
    form.hidden = true;
    part("checks").replaceChildren();
    show("prepare");
    const { data, problem, way } = await me();
    part("login").hidden = !way;
    part("login").href = way;
    if (!data) return say(part("prepare"), problem);
    this.me = data;
    const found = await checks(data);
    part("checks").replaceChildren(...found.map(([text, good]) => h("li", { class: good ? "is-good" : "is-bad", text: `${good ? "✓" : "×"} ${text}` })));
    if (!found.every(([, good]) => good)) return say(part("prepare"), "×の項目を直してから、もう一度開いてください。");
    const { row } = this.tablet;
    const tablets = data.tablets.filter((/** @type {any} */ one) => one.state === "permitted" && (!row || row.tablet === one.id));
    if (!tablets.length) return say(part("prepare"), "使ってよい端末がありません。事業者の管理者が端末を登録し、区が許可すると準備できます。");
    offer(part("tablets"), "radio", "tablet", tablets.map((/** @type {any} */ one, /** @type {number} */ i) =>
      ({ value: one.id, text: one.label, more: `${one.contract_name}　${one.until ? `${dayOf(one.until)}まで` : ""}`, checked: !i })));
    const rows = await recorders();
    this.known = rows.find(({ id }) => id === data.account);
    const first = !rows.length;
    const open = Boolean(this.tablet.vault.data);
    part("prepare-known").hidden = part("sessions-note").hidden = first || Boolean(this.known);
    offerNumbers(part("known-who"), "known", rows);
    part("prepare-words").hidden = Boolean(this.known) && open;
    part("words-again").hidden = part("words-again-label").hidden = Boolean(this.known);
    await this.list();
    part("tablets").onchange = () => this.list();
    form.hidden = false;
  }

  async list() {
    const { data, problem } = await ask(`tablets/${chosen(part("tablets"))[0]}/sessions`);
    offer(part("sessions"), "checkbox", "session", (data?.sessions ?? []).map((/** @type {any} */ one) =>
      ({ value: one.id, text: one.title, more: `${dayOf(one.date)} ${one.time}　${one.place}　${one.people}人` })));
    say(part("prepare"), data && !data.sessions.length ? "7日のうちに記録できる教室がありません。" : problem);
  }

  /** @returns {Promise<string>} a problem, or nothing */
  async submit() {
    const { vault } = this.tablet;
    const [tablet] = chosen(part("tablets"));
    const sessions = chosen(part("sessions"));
    const words = part("words").value;
    if (!sessions.length && (this.known || !this.tablet.row)) return "入れる教室を選んでください。";
    if (this.known) {
      if (!vault.data) await vault.unlock(this.known, words);
    } else {
      if ([...words].length < LEAST) return `合言葉は${LEAST}文字以上で入力してください。`;
      if (words !== part("words-again").value) return "合言葉が同じではありません。もう一度入力してください。";
    }
    if ((await store.all("out")).some((row) => sessions.includes(row.id.split("/")[0]))) return "未送信の記録がある教室は、送ってから準備し直してください。";
    const recorder = this.known ? null : await ask(`tablets/${tablet}/recorders`, {});
    if (recorder && !recorder.data) return recorder.problem;
    const { data: pack, problem } = sessions.length ? await ask(`tablets/${tablet}/packs`, { sessions }) : { data: null, problem: "" };
    if (problem) return problem;
    if (recorder) await this.enrol(recorder.data, words);
    if (pack) await this.keep(tablet, pack);
    for (const field of ["words", "words-again", "known-words"]) part(field).value = "";
    await this.tablet.enter();
    return "";
  }

  async enrol({ account, name, proof_key: proof }, words) {
    const { vault } = this.tablet;
    const rows = await recorders();
    const row = rows.find(({ id }) => id === chosen(part("known-who"))[0]);
    const made = await vault.enrol({ words, proof, known: row && { row, words: part("known-words").value } });
    const own = { id: account, n: (rows.at(-1)?.n ?? 0) + 1, ...made };
    await vault.unlock(own, words);
    await store.write({ put: [["key", { ...own, name: await vault.seal(`name/${account}`, name) }]] });
  }

  async keep(tablet, { pack, expires_at: expires, rescue_key: rescue, now, sessions }) {
    const { vault, row } = this.tablet;
    const kept = { id: "tablet", tablet, rescue, packs: [...row?.packs ?? [], pack], skew: Date.parse(now) - Date.now(),
      expires: Math.max(Date.parse(expires), row?.expires ?? 0) };
    /** @type {[import("./store.js").Name, any][]} */
    const put = [["key", kept]];
    const drop = /** @type {[import("./store.js").Name, IDBKeyRange][]} */ ([]);
    for (const session of sessions) {
      const { id } = session;
      drop.push(["rec", store.of(id)]);
      put.push(["pack", { id, expires: Date.parse(session.ends_at) + DAY, ...await vault.seal(`pack/${id}`, session) }]);
    }
    await store.write({ put, drop });
    this.tablet.row = kept;
  }
}
