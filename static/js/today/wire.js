// How entries reach the server from the page that the server itself has given.

/**
 * @typedef {import("./outbox.js").Operation} Operation
 * @typedef {{results: any[]|null, problem: string, way?: string}} Answer `results` are nothing when the server said nothing; `way` leads to what solves the problem
 * @typedef {object} Wire
 * @property {boolean} chains whether the server follows `after` by itself
 * @property {(batch: Operation[]) => Promise<Answer>} send
 * @property {(versions: number) => Promise<Record<string, any>|null>} look what others entered; nothing while none is missed
 */

const PATIENCE = 15_000;
/** What every request has in common: a redirect would lead to the sign-in page. @returns {RequestInit} */
export const asked = () => ({ redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });

/** What a press on the way out of a problem is called. @param {string} [way] */
export const wayOf = (way) => ({ "/work": "契約を選ぶ", "/password": "パスワードを決める" })[way ?? ""] ?? "ログインする";

export const LOGIN = "ログインし直してください。入力はこの画面に残っています。";
export const AGAIN = "自動でもう一度送ります。";
export const UNREACHABLE = `サーバーにつながりません。${AGAIN}`;

/** @param {string} url @param {string} csrf @returns {Wire} */
export const online = (url, csrf) => ({
  chains: false,

  async send(batch) {
    const operations = batch.map(({ key, participant, field, value, base, at }) => ({ key, participant, field, value, base, at }));
    try {
      const response = await fetch(url, {
        ...asked(),
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": csrf },
        body: JSON.stringify({ operations }),
      });
      if (response.ok) return { results: (await response.json()).results, problem: "" };
      const login = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
      return { results: null, problem: login ? LOGIN : `サーバーが受け付けませんでした（${response.status}）。${AGAIN}` };
    } catch {
      return { results: null, problem: UNREACHABLE };
    }
  },

  async look(versions) {
    try {
      const response = await fetch(`${url}?versions=${versions}`, asked());
      return response.ok ? (await response.json()).participants : null;
    } catch {
      return null;
    }
  },
});
