// Questions to the server. Nothing about people stands in an address.

import { AGAIN, UNREACHABLE, asked } from "../today/wire.js";

/** What stands between this login and the tablet: what to do, and where. @type {Record<string, [string, string]>} */
const WAYS = {
  login: ["ログインして", "/login?next=/t/"],
  work: ["この端末の契約を選んで", "/work?next=/t/"],
  password: ["新しいパスワードを決めて", "/password"],
};

let token = "";

/** @typedef {{data: any, problem: string, status: number, way?: string}} Reply `data` is nothing when there is a problem; `way` leads out of it */

/**
 * @param {string} path below /t/api @param {any} [body] what is posted
 * @param {boolean} [sending] whether it is sent again by itself; else somebody has pressed
 * @returns {Promise<Reply>}
 */
export async function ask(path, body, sending = false) {
  if (body && !token) {
    const first = await me(sending);
    if (!first.data) return first;
  }
  const post = body && { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": token }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/t/api/${path}`, { ...asked(), ...post });
    const { status, ok } = response;
    const data = await response.json().catch(() => null);
    if (ok && data) return { data, problem: "", status };
    token = "";
    const problem = status ? data?.problem : "login";
    const [what, way] = WAYS[problem] ?? [];
    if (what) return { data: null, problem: `${what}ください。${sending ? "入力はこの端末に残っています。" : ""}`, status, way };
    return { data: null, problem: problem || `サーバーが受け付けませんでした（${status}）。${sending ? AGAIN : "もう一度押してください。"}`, status };
  } catch {
    return { data: null, problem: sending ? UNREACHABLE : "サーバーにつながりません。つながる所で、もう一度押してください。", status: 0 };
  }
}

/** Who is signed in, and which tablets there are. */
export async function me(sending = false) {
  const found = await ask("me", null, sending);
  token = found.data?.token ?? "";
  return found;
}
