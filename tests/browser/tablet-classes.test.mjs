// A full day without a network: three classes of twenty people on one tablet, the server gone; then a line that loses every second
// answer. Everything arrives, once, in its own class.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { chooseWork, launch, windowOf } from "./lib/browser.mjs";
import { proxy } from "./lib/proxy.mjs";
import { serve } from "./lib/server.mjs";
import { Device, permitted, recorded, sessionOfToday } from "./lib/tablet.mjs";

const WORK = /後期/;
const PEOPLE = 20;

let server;
let browser;
let office;
let line;
let tablet;
/** The classes of the day. */
let sessions;

/** Makes the class of today one of twenty, and holds the course's next two on the same day. */
function fillTheDay(session, there) {
  server.sql(`insert into enrolment (ward_id, id, contract_id, participant_id, course_id, state, name_tag, applied_on, enrolled_on)
    select s.ward_id, gen_random_uuid(), s.contract_id, p.id, s.course_id, 'enrolled', 100 + row_number() over (), s.held_on - 30, s.held_on - 30
    from session s join participant p on p.ward_id = s.ward_id and not exists (
      select from enrolment e where e.ward_id = p.ward_id and e.participant_id = p.id and e.contract_id = s.contract_id)
    where s.id = '${session}' order by p.number limit ${PEOPLE - there}`);
  return server.sql(`with next as (
      select n.ward_id, n.id, s.held_on, s.starts_at + (row_number() over (order by n.held_on)) * interval '3 hours' as starts_at
      from session s join session n on n.ward_id = s.ward_id and n.course_id = s.course_id and n.held_on > s.held_on and n.state = 'planned'
      where s.id = '${session}' order by n.held_on limit 2),
    moved as (update session s set held_on = n.held_on, starts_at = n.starts_at from next n where s.ward_id = n.ward_id and s.id = n.id returning s.id)
    select id from moved`).split("\n");
}

before(async () => {
  [server, browser] = [await serve(), await launch()];
  line = await proxy(server.origin);
  const manager = await windowOf(browser, server.origin, "genki.manager");
  const officer = await windowOf(browser, server.origin, "wakaba.officer");
  await permitted(manager.page, officer.page, server.origin, WORK, "試験1");
  office = await windowOf(browser, server.origin, "genki.recorder");
  await chooseWork(office.page, server.origin, WORK);
  const today = await sessionOfToday(office.page, server.origin);
  const { byName } = await recorded(office.page, server.origin, today);
  sessions = [today, ...fillTheDay(today, byName.size)];
  tablet = new Device(line.origin);
  await tablet.start();
  await tablet.signIn("genki.recorder", WORK);
  await tablet.prepare({ tablet: "試験1" });
}, { timeout: 180_000 });

after(async () => {
  await tablet?.stop();
  await browser?.close();
  await line?.close();
  await server?.stop();
});

/** Everybody of the class who has no reading yet: figures of their own. @returns {Promise<Map<string, string>>} name → reading */
async function measure(at) {
  const { page } = tablet;
  const entered = new Map();
  const here = tablet.button("全員を出席にする");
  if (await here.isEnabled()) await here.tap();
  await page.locator(".moment[value=post]").tap();
  for (let count = 0; count < PEOPLE && await page.locator(".pad-kanji").count(); count += 1) {
    const name = (await page.locator(".pad-kanji").innerText()).replace(/ 様$/, "");
    const [one, two] = ["0134589"[count % 7], "0134589"[(count + at) % 7]];
    await tablet.type(`12${one}786${two}`);
    if (await page.locator(".pad-ask").isVisible()) await tablet.button("この値で正しい").click({ delay: 600 });
    await page.locator(".pad-kanji").filter({ hasText: `${name} 様` }).waitFor({ state: "detached" });
    entered.set(name, `12${one}/78/6${two}`);
  }
  return entered;
}

/** What the server holds of a class, by name, and how often each reading was written. */
async function held(session) {
  const { byName } = await recorded(office.page, server.origin, session);
  return new Map([...byName].map(([name, fields]) => [name, fields?.post]));
}

test("three classes of twenty people, entered with the server gone, arrive once over a line that loses half of all answers", { timeout: 420_000 }, async (t) => {
  const before = new Map();
  for (const session of sessions) before.set(session, await held(session));
  await server.kill();
  const entered = [];
  for (let at = 0; at < sessions.length; at += 1) {
    await tablet.enter(at);
    const title = await tablet.page.locator(".today h1").innerText();
    entered.push([title, await measure(at)]);
    await tablet.says(/^端末に保存ずみ・未送信 \d+件/);
    await tablet.leave();
  }
  const waiting = await tablet.rows("out");
  const readings = entered.reduce((sum, [, of]) => sum + of.size, 0);
  assert.ok(readings >= 55, `${readings} readings of three classes`);
  await tablet.kill();
  await tablet.start();
  await server.start();
  await tablet.signIn("genki.recorder", WORK);
  line.bad = true;
  await tablet.open();
  await tablet.unlock();
  await tablet.page.locator("#home-state").filter({ hasText: "未送信はありません" }).waitFor({ timeout: 180_000 });
  line.bad = false;

  // The classes stand in the order of their hours, as the tablet lists them.
  let arrived = 0;
  for (const [at, session] of sessions.entries()) {
    const now = await held(session);
    assert.equal(now.size, PEOPLE);
    for (const [name, value] of entered[at][1]) {
      const cell = now.get(name);
      assert.equal(cell?.value, value, `${entered[at][0]}: ${name}`);
      assert.equal(cell.version, (before.get(session).get(name)?.version ?? 0) + 1, `${name} was stored once`);
      assert.deepEqual(cell.others ?? [], [], `${name} is in no conflict`);
      arrived += 1;
    }
  }
  assert.equal(arrived, readings);
  const twice = server.sql(`select count(*) - count(distinct (session_id, participant_id, field, value)) from operation where tablet_id is not null and field = 'post'`);
  assert.equal(twice, "0");
  const { posts, lost, doubled, overtaken } = line.did;
  assert.ok(posts >= 5 && lost + overtaken >= posts / 2 - 1, `${posts} posts, ${lost} lost`);
  t.diagnostic(`${sessions.length} classes × ${PEOPLE} people: ${readings} readings, ${waiting} operations; posts ${posts}, answers lost ${lost + overtaken}, sent twice ${doubled}; lost 0, twice 0, in conflict 0`);
  assert.deepEqual(tablet.complaints, []);
});
