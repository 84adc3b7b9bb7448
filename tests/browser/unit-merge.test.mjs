// The browser's tests ask a port of the server's merge thousands of times: here it gives the very answers that the server's own gave
// (`src/sessions/merge_cases.rs` writes and checks the file).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Field } from "./lib/merge.mjs";

const fields = JSON.parse(readFileSync(new URL("./lib/merge-cases.json", import.meta.url), "utf8"));

test("the port of the merge answers as the server does", (t) => {
  let steps = 0;
  for (const [number, operations] of fields.entries()) {
    const field = new Field();
    for (const [key, base, value, after, outcome, version, held, others] of operations) {
      const answer = field.take({ key, base, value, after });
      const where = `field ${number}, step ${steps += 1}`;
      assert.equal(answer.outcome, outcome, where);
      if (outcome === "refused") continue;
      assert.deepEqual([answer.version, answer.value, answer.others.map((kept) => kept.value)], [version, held, others], where);
    }
  }
  t.diagnostic(`${steps} operations on ${fields.length} fields: as the server`);
  assert.ok(steps > 800);
});
