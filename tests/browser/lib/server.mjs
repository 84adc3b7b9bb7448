// A server of its own for each test file: the demo wards on a private PostgreSQL in a temporary folder.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "kayoi");

/** How long the first start may take: PostgreSQL is made, migrated and filled, in ms. */
const START = 120_000;

/** What the program prints as JSON. */
function told(...words) {
  return JSON.parse(execFileSync(PROGRAM, words, { encoding: "utf8" }));
}

/** The route table: method, path, permission, roles. */
export const routes = () => told("routes", "--json");

/** Login name → password of every demo account. */
export const accounts = () => new Map(told("demo", "accounts", "--json").map((a) => [a.login_name, a]));

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function ready(origin, child, log) {
  const until = Date.now() + START;
  while (Date.now() < until) {
    assert.equal(child.exitCode, null, `kayoi serve stopped:\n${log.join("")}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(200);
  }
  throw new Error(`kayoi serve was not ready after ${START / 1000} s:\n${log.join("")}`);
}

/**
 * Starts `kayoi serve --demo`. Call `stop()` at the end: it takes the private PostgreSQL and the folder with it. `kill()` is what
 * a power cut does; `start()` brings it back on the same port, with what it had kept.
 */
export async function serve() {
  const data = mkdtempSync(join(tmpdir(), "kayoi-browser-"));
  chmodSync(data, 0o755); // started as root, PostgreSQL runs as another user
  const origin = `http://127.0.0.1:${await freePort()}`;
  const { DATABASE_URL: _unused, ...env } = process.env;
  const own = { cwd: data, env: { ...env, KAYOI_DATA: data, KAYOI_LISTEN: origin.slice("http://".length), RUST_LOG: "warn" } };
  const log = [];
  let child;
  let ended = Promise.resolve();
  const start = async () => {
    child = spawn(PROGRAM, ["serve", "--demo"], { ...own, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => log.push(String(part)));
    ended = new Promise((done) => child.once("exit", done));
    await ready(origin, child, log);
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const stop = async () => {
    // A server that was killed has left its PostgreSQL running: only one that ends in order takes it along.
    if (child.signalCode === "SIGKILL") await start().catch(() => {});
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (problem) {
    await stop();
    throw problem;
  }
  /** What an operator types at the running server. @param {...string} words */
  const admin = (...words) => execFileSync(PROGRAM, ["admin", ...words], { ...own, encoding: "utf8" });
  /** Changes what a test can't wait for, such as the day of a class. @param {string} statement */
  const sql = (statement) => execFileSync("psql", ["-h", join(data, "pg", "socket"), "-U", "kayoi_migrate", "-d", "kayoi", "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", statement],
    { encoding: "utf8" }).trim();
  return { origin, log, start, kill, stop, admin, sql };
}
