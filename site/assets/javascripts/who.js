/* 授权查询: answers who was authorised for a technique on a day, or what a person was authorised for.
 *
 * The page brings along from which day on which answer holds (generator/meidang/render/pages/review/who.py); here the day
 * is only looked up. A question stands in the address: #technique=T01&on=2026-03-14, #person=D01&on=2026-03-14. */
"use strict";

(function () {
  const here = document.getElementById("who-answer");
  const form = document.getElementById("who-form");
  if (!here || !form) return;

  const pieces = window.meidangPieces;
  const { el, link } = pieces;
  const { source, verdicts, heads, weighed, rows, sides, texts } = JSON.parse(here.dataset.who);
  const { technique, person, on } = form.elements;
  const status = form.querySelector("[role=status]");
  const FIRST = on.value;

  // --- the answer --------------------------------------------------------------------------------------------------

  // Days are written YYYY-MM-DD, so their order is that of their letters; the first stretch began before all.
  function stretchOn(stretches, day) {
    return stretches.filter(([since]) => texts[since] <= day).pop();
  }

  // What stood against the institution (no id) or a technique, whoever did it.
  function sideOn(key, day) {
    return (sides[key] ? stretchOn(sides[key], day).slice(1) : []).map((one) => texts[one]);
  }

  function answersTo(question, day) {
    const at = question.technique ? 0 : 3;
    const wanted = question.technique || question.person;
    const found = rows.filter((row) => texts[row[at]] === wanted).map((row) => {
      const [key, what, there, id, name, page, type] = row.slice(0, 7).map((one) => texts[one]);
      const [, verdict, number, against, reason] = stretchOn(row[8], day);
      const [index, ...said] = row[7][number];
      const [since, until, by, terms] = said.map((one) => texts[one]);
      const isAside = question.technique || verdict === 2 || !key;
      const lacks = isAside ? [] : sideOn(key, day).map((words) => `机构方面：${words}`);
      const why = [...[...against, ...reason].map((one) => texts[one]), ...lacks];
      return { key, what, there, id, name, page, type, verdict, index, since, until, by, terms, why };
    });
    const order = (one, other) => one.verdict - other.verdict || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
      || one.index - other.index;
    return found.sort(order);
  }

  // --- the page ----------------------------------------------------------------------------------------------------

  const day = (text) => (/^[0-9]/.test(text) ? el("time", text) : text);

  function table(first, found, isAboutPerson) {
    const lines = found.map((one) => {
      const subject = isAboutPerson
        ? link(one.there, one.key ? `${one.key} ${one.what}` : one.what) : link(one.page, `${one.id} ${one.name}`);
      const why = one.why.flatMap((words, at) => (at ? [el("br", []), words] : [words]));
      return [subject, why, one.type, day(one.since), day(one.until), one.by, one.terms];
    });
    // A column that no row fills is left out.
    const kept = [first, ...heads].map((words, at) => ({ words, at }))
      .filter(({ at }) => lines.some((cells) => [cells[at]].flat().some((part) => part !== "")));
    const style = { [heads[0]]: "why", [heads[4]]: "by" };
    const rows = lines.map((cells) => kept.map(({ words, at }) => el("td", cells[at], style[words])));
    const made = pieces.table(kept.map(({ words }) => words), rows);
    [...made.querySelectorAll("tbody tr")].forEach((row, at) => {
      row.dataset.of = `${found[at].key}/${found[at].id}/${found[at].type}`;
    });
    return made;
  }

  function show(question, title, day) {
    const isAboutPerson = !question.technique;
    const found = answersTo(question, day);
    const unit = isAboutPerson ? "项" : "人次";
    const parts = verdicts.map((words, verdict) => {
      const held = found.filter((one) => one.verdict === verdict);
      if (!held.length && verdict) return [];
      const head = el("h3", held.length ? `${words}（${held.length} ${unit}）` : `${words}：无`);
      head.dataset.verdict = verdict;
      return held.length ? [head, table(isAboutPerson ? "授权项目" : "人员", held, isAboutPerson)] : [head];
    });
    const asked = isAboutPerson ? "有哪些授权" : "谁有授权";
    const lacks = [...sideOn("", day), ...(isAboutPerson ? [] : sideOn(question.technique, day))];
    const may = found.some((one) => one.verdict === 0);
    const warning = lacks.length ? [
      el("p", `当日机构方面有欠缺${may ? "，下面的“可以”只是就个人而言" : ""}：`, "lacks"),
      el("ul", lacks.map((words) => el("li", words))),
    ] : [];
    here.replaceChildren(el("h2", `${title}，${day}　${asked}`), el("p", `依据：${source}。`, "caption"),
      ...warning, ...parts.flat(), el("p", weighed, "caption"));
    here.hidden = false;
    pieces.reach(here);
    return `${asked}：${verdicts[0]} ${found.filter((one) => one.verdict === 0).length} ${unit}`;
  }

  // --- the form ----------------------------------------------------------------------------------------------------

  function ask() {
    const question = technique.value ? { technique: technique.value } : { person: person.value };
    if (!technique.value && !person.value) return refuse("请选择一项技术或一个人");
    if (!on.value || !on.checkValidity()) return refuse("请写一个日期，1900 年到 2200 年之间");
    const chosen = technique.value ? technique : person;
    status.textContent = show(question, chosen.selectedOptions[0].textContent, on.value);
    return history.replaceState(history.state, "", "#" + new URLSearchParams({ ...question, on: on.value }));
  }

  function refuse(words) {
    here.hidden = true;
    status.textContent = words;
  }

  // A link brings a question, to an open page too; other anchors bring none.
  function arrive() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!asked.has("technique") && !asked.has("person")) return;
    technique.value = asked.get("technique") || "";
    person.value = asked.has("technique") ? "" : asked.get("person");
    on.value = asked.get("on") || FIRST;
    if (technique.selectedIndex < 0) technique.value = "";
    if (person.selectedIndex < 0) person.value = "";
    ask();
  }

  form.hidden = false;
  /* What is wrong with the form is said in its own place. */
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // One or the other: whoever chooses a person asks no more about a technique.
  technique.addEventListener("change", () => { if (technique.value) person.value = ""; });
  person.addEventListener("change", () => { if (person.value) technique.value = ""; });
  form.elements.print.addEventListener("click", () => window.print());
  window.addEventListener("hashchange", arrive);
  arrive();
})();
