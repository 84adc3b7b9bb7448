// A bad line between browser and server: answers are lost, requests sent twice, requests that arrive after later ones.

import { createServer, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Passes one request on. @returns {Promise<{status: number, headers: any, body: Buffer}>} */
function pass(port, { method, url, headers }, body) {
  return new Promise((done, failed) => {
    const out = request({ host: "127.0.0.1", port, method, path: url, headers: { ...headers, ...(url === "/t/sw.js" && { "accept-encoding": "identity" }) } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    out.on("error", failed);
    out.end(body);
  });
}

/**
 * Stands on a port of its own before `origin`. While `bad` is set, of the posts to `/t/api/` every second answer is lost, every
 * third request arrives twice, and every fifth arrives late, after what was sent since. Counts what it did. The Host is passed on as it came. `worker` gives the
 * tablet's service worker another text: a new version of the program, or the one that ends all.
 * @param {string} origin
 */
export async function proxy(origin) {
  const { port } = new URL(origin);
  const did = { posts: 0, lost: 0, doubled: 0, overtaken: 0 };
  /** @type {{did: any, bad: boolean, worker: ((text: string) => string|Promise<string>)|null, origin: string, close: () => any}} */
  const line = { did, bad: false, worker: null, origin: "", close: () => {} };
  const server = createServer(async (asked, answer) => {
    const parts = [];
    for await (const part of asked) parts.push(part);
    const body = Buffer.concat(parts);
    const turn = line.bad && asked.method === "POST" && asked.url.startsWith("/t/api/") ? (did.posts += 1) : 0;
    try {
      if (turn && turn % 5 === 0) {
        // The tablet takes it for lost and sends again; this one arrives after what was sent since.
        did.overtaken += 1;
        answer.destroy();
        await sleep(2000);
        await pass(port, asked, body);
        return;
      }
      let { status, headers, body: said } = await pass(port, asked, body);
      if (turn && turn % 3 === 0) {
        did.doubled += 1;
        ({ status, headers, body: said } = await pass(port, asked, body));
      }
      if (turn && turn % 2 === 1) {
        did.lost += 1;
        answer.destroy();
        return;
      }
      if (line.worker && asked.url === "/t/sw.js") {
        said = Buffer.from(await line.worker(said.toString()));
        for (const name of ["content-length", "content-encoding", "etag"]) delete headers[name];
      }
      answer.writeHead(status, headers);
      answer.end(said);
    } catch {
      answer.destroy();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  line.origin = `http://127.0.0.1:${server.address().port}`;
  line.close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return line;
}
