// 「端末に準備する」: the device is checked, then the chosen classes are fetched and sealed.

import { DAY, ask, attempt, chosen, dayOf, h, hide, me, offer, offerNumbers, part, recorders, register, say, show, store, wayOf, words as said } from "./main.js";

const LEAST = 10;
/** So many different characters a passphrase has at least. */
const KINDS = 5;
const SKEW = 5 * 60_000;
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
      const button = part("prepare-now");
      if (button.disabled) return;
      button.disabled = true;
      button.textContent = "準備しています…";
      this.submit().catch((problem) => problem.message).then((problem) => {
        button.disabled = false;
        button.textContent = "準備する";
        say(part("prepare"), problem);
      });
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
    part("login").textContent = wayOf(way);
    if (!data) return say(part("prepare"), problem);
    this.me = data;
    const found = await checks(data);
    part("checks").replaceChildren(...found.map(([text, good]) => h("li", { class: good ? "is-good" : "is-bad", text: `${good ? "✓" : "×"} ${text}` })));
    if (!found.every(([, good]) => good)) return say(part("prepare"), said("unfit"));
    const { row } = this.tablet;
    const tablets = data.tablets.filter((/** @type {any} */ one) => one.state === "permitted" && (!row || row.tablet === one.id));
    if (!tablets.length) return say(part("prepare"), said("none"));
    offer(part("tablets"), "radio", "tablet", tablets.map((/** @type {any} */ one) =>
      ({ value: one.id, text: one.label, more: `${one.contract_name}　${one.until ? `${dayOf(one.until)}まで` : ""}`, checked: tablets.length < 2 })));
    const rows = await recorders();
    this.known = rows.find(({ id }) => id === data.account);
    const first = !rows.length;
    const open = Boolean(this.tablet.vault.data);
    part("prepare-known").hidden = part("sessions-note").hidden = first || Boolean(this.known);
    offerNumbers(part("known-who"), "known", rows);
    part("words-number").textContent = this.known ? `あなたは${this.known.n}番です。` : `あなたは${(rows.at(-1)?.n ?? 0) + 1}番です。会場では、この番号と合言葉で開きます。`;
    part("prepare-words").hidden = Boolean(this.known) && open;
    part("words-again").hidden = part("words-again-label").hidden = Boolean(this.known);
    this.tell({});
    hide();
    await this.list();
    part("tablets").onchange = () => this.list();
    form.hidden = false;
  }

  async list() {
    const [tablet] = chosen(part("tablets"));
    part("sessions-note-none").hidden = Boolean(tablet);
    if (!tablet) return part("sessions").replaceChildren();
    const { data, problem } = await ask(`tablets/${tablet}/sessions`);
    offer(part("sessions"), "checkbox", "session", (data?.sessions ?? []).map((/** @type {any} */ one) =>
      ({ value: one.id, text: one.title, more: `${dayOf(one.date)} ${one.time}　${one.place}　${one.people}人` })));
    say(part("prepare"), data && !data.sessions.length ? said("classless") : problem);
  }

  /** Puts each problem at its field. @param {Record<string, string>} problems by the field's name @returns {boolean} whether there is one */
  tell(problems) {
    const places = [...document.querySelectorAll("#prepare .field-problem")];
    for (const place of places) place.textContent = problems[/** @type {HTMLElement} */ (place).dataset.of ?? ""] ?? "";
    const first = places.find((place) => place.textContent)?.closest("fieldset");
    first?.scrollIntoView({ block: "nearest" });
    first?.querySelector("input")?.focus({ preventScroll: true });
    return Boolean(first);
  }

  /** @returns {Promise<string>} a problem, or nothing */
  async submit() {
    const { vault, row } = this.tablet;
    const [tablet] = chosen(part("tablets"));
    const sessions = chosen(part("sessions"));
    const typed = part("words").value;
    const words = typed.trim();
    const letters = [...words.normalize("NFKC")];
    const rows = await recorders();
    const again = part("words-again").value.trim();
    if (this.tell({
      tablet: tablet ? "" : "端末を選んでください。",
      sessions: sessions.length || (!this.known && row) ? "" : "入れる教室を選んでください。",
      ...(this.known ? { words: vault.data || words ? "" : "合言葉を入力してください。" } : {
        known: !rows.length || (chosen(part("known-who")).length && part("known-words").value) ? "" : said("known"),
        words: letters.length < LEAST ? `合言葉は${LEAST}文字以上で入力してください。`
          : new Set(letters).size < KINDS ? `合言葉には、ちがう文字を${KINDS}種類以上使ってください。`
            : words !== again ? said("again") : "",
      }),
    })) return "";
    if (this.known && !vault.data) {
      const wrong = await attempt(this.known, typed, (one) => vault.unlock(this.known, one)).then(() => "", (problem) => problem.message);
      if (this.tell({ words: wrong })) return "";
    }
    if ((await store.all("out")).some((row) => sessions.includes(row.id.split("/")[0]))) return said("unsent");
    const recorder = this.known ? null : await ask(`tablets/${tablet}/recorders`, {});
    if (recorder && !recorder.data) return recorder.problem;
    const { data: pack, problem } = sessions.length ? await ask(`tablets/${tablet}/packs`, { sessions, device: await this.device() }) : { data: null, problem: "" };
    if (problem) return problem;
    const number = recorder ? await this.enrol(recorder.data, words) : this.known.n;
    if (pack) await this.keep(tablet, pack);
    for (const field of ["words", "words-again", "known-words"]) part(field).value = "";
    hide();
    await this.tablet.enter();
    this.tablet.done(`準備しました。あなたは${number}番です。会場では、${number}番と合言葉で開きます。`);
    return "";
  }

  /** What proves that it is this device: made once, before the server hears of it, and gone with the wipe. @returns {Promise<string>} */
  async device() {
    const { row } = this.tablet;
    if (row?.device) return row.device;
    const kept = await store.one("key", "device");
    if (kept) return kept.device;
    const device = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    await store.write({ put: [["key", { id: "device", device }]] });
    return device;
  }

  async enrol({ account, name, proof_key: proof }, words) {
    const { vault } = this.tablet;
    const rows = await recorders();
    const row = rows.find(({ id }) => id === chosen(part("known-who"))[0]);
    const made = row ? await attempt(row, part("known-words").value, (known) => vault.enrol({ words, proof, known: { row, words: known } }))
      : await vault.enrol({ words, proof });
    const own = { id: account, n: (rows.at(-1)?.n ?? 0) + 1, ...made };
    await vault.unlock(own, words);
    await store.write({ put: [["key", { ...own, name: await vault.seal(`name/${account}`, name) }]] });
    return own.n;
  }

  async keep(tablet, { pack, expires_at: expires, rescue_key: rescue, now, sessions }) {
    const { vault, row } = this.tablet;
    const { label } = this.me.tablets.find((/** @type {any} */ one) => one.id === tablet);
    const kept = { ...row, id: "tablet", tablet, label, device: await this.device(), rescue, packs: [...row?.packs ?? [], pack], skew: Date.parse(now) - Date.now(),
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
