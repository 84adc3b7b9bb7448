// Questions to the server. Nothing about people stands in an address.

import { AGAIN, UNREACHABLE, asked } from "../today/wire.js";

const LOGIN = "ログインし直してください。入力はこの端末に残っています。";

let token = "";

/** @typedef {{data: any, status: number, problem: string}} Reply `data` is nothing when there is a problem */

/** @param {string} path below /t/api @param {any} [body] what is posted @returns {Promise<Reply>} */
export async function ask(path, body) {
  if (body && !token) {
    const { problem, status } = await me();
    if (problem) return { data: null, status, problem };
  }
  const post = body && { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": token }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/t/api/${path}`, { ...asked(), ...post });
    const { status, ok } = response;
    const data = await response.json().catch(() => null);
    if (ok && data) return { data, status, problem: "" };
    token = "";
    const login = !status || status === 401 || data?.problem === "login";
    return { data: null, status, problem: login ? LOGIN : data?.problem ?? `サーバーが受け付けませんでした（${status}）。${AGAIN}` };
  } catch {
    return { data: null, status: 0, problem: UNREACHABLE };
  }
}

/** Who is signed in, and which tablets there are. */
export async function me() {
  const found = await ask("me");
  token = found.data?.token ?? "";
  return found;
}
