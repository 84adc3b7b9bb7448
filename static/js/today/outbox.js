// Sends every entry at once, in order, until the server has answered it. Says honestly what is not saved yet.

/**
 * `at` is the device's clock, RFC 3339 in UTC.
 * @typedef {{key: string, participant: string, field: string, value: string|null, base: number, at: string,
 *   after: string|null, problem: string}} Operation
 */

const BATCH = 50;
const PATIENCE = 15_000;
const LONGEST_WAIT = 30_000;
/** What every request has in common: a redirect would lead to the sign-in page. */
const asked = () => ({ redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
const LOGIN = "ログインし直してください。入力はこの画面に残っています。";

export class Outbox {
  /** @param {string} url @param {string} csrf @param {() => void} changed */
  constructor(url, csrf, changed) {
    this.url = url;
    this.csrf = csrf;
    this.changed = changed;
    /** @type {Operation[]} */
    this.queue = [];
    /** @type {Operation[]} refused by the server: shown until the recorder has read why */
    this.refused = [];
    this.failures = 0;
    this.problem = "";
    this.busy = false;
    /** @type {(operation: Operation, result: any) => void} set by the record */
    this.answered = null;
    addEventListener("online", () => this.drain());
    document.addEventListener("visibilitychange", () => this.drain());
    addEventListener("beforeunload", (event) => { if (this.queue.length) event.preventDefault(); });
  }

  get unsaved() { return this.queue.length + this.refused.length; }

  /** Whether an entry of this field still has no answer. */
  waiting(participant, field) {
    return this.queue.some((op) => op.participant === participant && op.field === field);
  }

  add({ participant, field, value, base }) {
    const before = this.queue.findLast((op) => op.participant === participant && op.field === field);
    this.queue.push({ key: crypto.randomUUID(), participant, field, value, base,
      at: new Date().toISOString(), after: before?.key ?? null, problem: "" });
    this.changed();
    // One request for everything that one tap enters.
    queueMicrotask(() => this.drain());
  }

  async drain() {
    if (this.busy || !this.queue.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    const batch = this.queue.filter((op) => !this.queue.some((other) => other.key === op.after)).slice(0, BATCH);
    const { results, problem } = await this.post(batch);
    this.busy = false;
    const before = this.queue.length;
    for (const result of results ?? []) this.settle(batch.find((op) => op.key === result.key), result);
    this.failures = this.queue.length < before ? 0 : this.failures + 1;
    this.problem = problem;
    this.changed();
    if (!this.queue.length) return;
    this.timer = setTimeout(() => this.drain(), this.failures && Math.min(LONGEST_WAIT, 500 * 2 ** this.failures));
  }

  /** @param {Operation[]} batch */
  async post(batch) {
    const operations = batch.map(({ after, problem, ...sent }) => sent);
    try {
      const response = await fetch(this.url, {
        ...asked(),
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": this.csrf },
        body: JSON.stringify({ operations }),
      });
      if (response.ok) return { results: (await response.json()).results, problem: "" };
      const login = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
      return { results: null, problem: login ? LOGIN : `サーバーが受け付けませんでした（${response.status}）。自動でもう一度送ります。` };
    } catch {
      return { results: null, problem: "サーバーにつながりません。自動でもう一度送ります。" };
    }
  }

  /** @param {Operation|undefined} operation */
  settle(operation, result) {
    if (!operation) return;
    this.queue = this.queue.filter((op) => op !== operation);
    const known = ["applied", "duplicate", "same"].includes(result.outcome);
    for (const next of this.queue) {
      if (next.after !== operation.key) continue;
      next.after = null;
      // The next entry was typed over this one. After a conflict its author has not seen the other value.
      if (known) next.base = result.version;
    }
    if (result.outcome === "refused") this.refused.push({ ...operation, problem: result.message });
    this.answered(operation, result);
  }

  /**
   * What other tablets entered, or nothing while this one has missed nothing.
   * @param {number} versions the sum of all versions known here
   */
  async look(versions) {
    try {
      const response = await fetch(`${this.url}?versions=${versions}`, asked());
      return response.ok ? (await response.json()).participants : null;
    } catch {
      return null;
    }
  }
}
