// The page of changes: hides what lies before a chosen day, or is of another kind, and counts what is left.
// Everything stands in the page; without this script all of it is shown.
"use strict";

(function () {
  const box = document.getElementById("changes");
  const form = box && box.querySelector("form");
  if (!form) return;

  const since = form.elements.since;
  const kind = form.elements.kind;
  const total = box.querySelector(".change-total");
  const sections = Array.from(box.querySelectorAll("section"));
  const rows = Array.from(box.querySelectorAll("li[data-kind]"));
  const counters = Array.from(box.querySelectorAll("li[data-counts]"));
  const buttons = Array.from(form.querySelectorAll("button[data-since]"));

  // Days are written YYYY-MM-DD, so their order is that of their letters.
  const within = (day) => day >= since.value;

  // How many records a line stands for: itself, or older ones that are only counted.
  function records(row) {
    if (row.dataset.older) return row.dataset.older.split(" ").filter(within).length;
    return row.dataset.days && within(row.dataset.own) ? 1 : 0;
  }

  function update(row) {
    const isOld = row.dataset.older ? records(row) === 0 : !within(row.dataset.own);
    row.hidden = isOld || Boolean(kind.value && row.dataset.kind !== kind.value);
    for (const line of row.querySelectorAll("[data-day]")) line.hidden = !within(line.dataset.day);
    const times = row.querySelector(".change-times");
    if (times) times.textContent = howOften(row.dataset.days.split(" "), row.dataset.times);
  }

  // Of a record that changed very often only the newest days are listed.
  function howOften(days, all) {
    const found = days.filter(within).length;
    if (!since.value || found === Number(all)) return `改动 ${all} 次`;
    return `期间改动 ${found} 次${found === days.length ? "以上" : ""}，共 ${all} 次`;
  }

  function count() {
    const found = new Map();
    for (const row of rows) found.set(row.dataset.kind, (found.get(row.dataset.kind) || 0) + records(row));
    for (const counter of counters) {
      const number = found.get(counter.dataset.counts) || 0;
      counter.querySelector("b").textContent = String(number);
      counter.hidden = number === 0;
    }
    const asked = kind.value ? found.get(kind.value) || 0 : Array.from(found.values()).reduce((sum, one) => sum + one, 0);
    const batches = rows.filter((row) => !row.hidden && row.dataset.batch).length;
    const from = since.value ? `自 ${since.value} 以来，` : "";
    total.textContent = `${from}${asked} 条记录有改动${batches ? `，另有 ${batches} 次成批改动` : ""}。`;
  }

  function show() {
    for (const row of rows) update(row);
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.since === since.value));
    count();
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      since.value = button.dataset.since;
      show();
    });
  }
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
