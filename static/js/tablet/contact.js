// Questions to the server. Nothing about people stands in an address.

import { AGAIN, UNREACHABLE, asked } from "../today/wire.js";

/** What stands between this login and the tablet: what to say, and where to go. @type {Record<string, string>} */
const WAYS = {
  login: "ログインし直してください。入力はこの端末に残っています。",
  work: "この端末の契約を選んでください。入力はこの端末に残っています。",
  password: "新しいパスワードを決めてください。入力はこの端末に残っています。",
};

let token = "";

/** @typedef {{data: any, problem: string, way?: string}} Reply `data` is nothing when there is a problem; `way` leads out of it */

/** @param {string} path below /t/api @param {any} [body] what is posted @returns {Promise<Reply>} */
export async function ask(path, body) {
  if (body && !token) {
    const first = await me();
    if (!first.data) return first;
  }
  const post = body && { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": token }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/t/api/${path}`, { ...asked(), ...post });
    const { status, ok } = response;
    const data = await response.json().catch(() => null);
    if (ok && data) return { data, problem: "" };
    token = "";
    const way = status ? data?.problem : "login";
    if (WAYS[way]) return { data: null, problem: WAYS[way], way: `/${way}` };
    return { data: null, problem: way || `サーバーが受け付けませんでした（${status}）。${AGAIN}` };
  } catch {
    return { data: null, problem: UNREACHABLE };
  }
}

/** Who is signed in, and which tablets there are. */
export async function me() {
  const found = await ask("me");
  token = found.data?.token ?? "";
  return found;
}
