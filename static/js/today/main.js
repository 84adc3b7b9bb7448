// 当日の記録 over the server: turns the plain form into the screen. Without this file the form works as it is.

import { Outbox } from "./outbox.js";
import { SessionRecord, readForm } from "./record.js";
import { Screen } from "./screen.js";
import { online } from "./wire.js";

const form = document.getElementById("record");
if (form instanceof HTMLFormElement && form.querySelector("tr[data-person]")) {
  const { operations = "", limits, title = "", date = "", close = "", back = "", incident = "" } = form.dataset;
  const csrf = form.elements.namedItem("csrf");
  const outbox = new Outbox(online(operations, csrf instanceof HTMLInputElement ? csrf.value : ""));
  const record = new SessionRecord(readForm(form), outbox);
  outbox.listen();
  const screen = new Screen({ title, date, close, back, incident, limits: JSON.parse(limits || "{}") }, record);
  form.hidden = true;
  screen.start(form);
}
