/* 追踪检查: shows the sample of a seed as `meidang tracer` draws it; tracer-draw.js draws.
 *
 * The frame (who may be drawn) and the sheets come as scripts that call `meidangTracer`, so that it works from a folder
 * too. generator/meidang/render/pages/tracer_sample.py makes the same of the sample that stands here without scripts. */
"use strict";

(function () {
  const here = document.getElementById("tracer");
  const form = document.getElementById("tracer-form");
  if (!here || !form) return;
  const root = new URL("../../", document.currentScript.src);
  const pieces = window.meidangPieces;
  const { el, link } = pieces;

  // --- data --------------------------------------------------------------------------------------------------------

  let frame = null;
  const bundles = new Map();
  const { draw } = window.meidangTracer;
  window.meidangTracer.frame = (data) => { frame = data; };
  window.meidangTracer.sheets = (id, number, list) => { bundles.set(id + "-" + number, list); };

  const loads = new Map();

  // A file of data, once, however many ask for it; again after a failure.
  function load(name) {
    if (!loads.has(name)) {
      const loading = read(name);
      loading.catch(() => loads.delete(name));
      loads.set(name, loading);
    }
    return loads.get(name);
  }

  function read(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("tracer/" + name + ".js", root);
      script.onload = resolve;
      script.onerror = () => reject(new Error("数据没有读到：tracer/" + name + ".js"));
      document.head.append(script);
    });
  }

  async function sheetOf(id, index) {
    const name = id + "-" + Math.floor(index / frame.bundle);
    if (!bundles.has(name)) await load(name);
    const [title, about, address, papers, checks] = bundles.get(name)[index % frame.bundle];
    return { title, about, address, papers, checks };
  }

  // --- what to bring: every paper once -----------------------------------------------------------------------------

  function pulled(parts) {
    const found = new Map();
    for (const part of parts) {
      part.drawn.forEach((one, at) => {
        for (const [what, number, keeper, address, files] of one.sheet.papers) {
          const page = address.split("#")[0];
          const key = page || JSON.stringify([what, keeper, files]);
          if (!found.has(key)) found.set(key, { what, keeper, address, files, numbers: new Set(), uses: new Map() });
          const pull = found.get(key);
          if (number) pull.numbers.add(number);
          if (!pull.uses.has(part.of.title)) pull.uses.set(part.of.title, new Set());
          pull.uses.get(part.of.title).add(at + 1);
        }
      });
    }
    return [...found.values()].sort((one, other) => group(one) - group(other));
  }

  function group(pull) {
    const known = frame.folders, folder = pull.address.split("/")[0];
    if (!folder) return known.length + (pull.keeper ? 1 : 2);
    return known.includes(folder) ? known.indexOf(folder) : known.length;
  }

  function useWords(uses) {
    return [...uses].map(([title, numbers]) => title + " " + runs([...numbers])).join("；");
  }

  function runs(numbers) {
    const found = [];
    for (const number of numbers) {
      const last = found[found.length - 1];
      if (last && number === last[last.length - 1] + 1) last.push(number);
      else found.push([number]);
    }
    return found.map((run) => (run.length > 2 ? run[0] + "–" + run[run.length - 1] : run.join("、"))).join("、");
  }

  // --- the page ----------------------------------------------------------------------------------------------------

  const lines = (text) => text.split("\n").flatMap((line, at) => (at ? [el("br", []), line] : [line]));

  const table = (heads, rows, style) => el("div", pieces.table(heads, rows), "tracer-" + style);

  function facts(pairs) {
    const rows = pairs.map(([label, value]) => {
      const head = el("th", label);
      head.scope = "row";
      return el("tr", [head, el("td", value)]);
    });
    return el("table", el("tbody", rows), "facts");
  }

  const signs = (who) => el("p", who.map((one) => el("span", one + "：")), "signs");

  function partOf({ of, total, drawn, lacking }) {
    const title = `${of.title}（抽取 ${drawn.length} ${of.unit}，共 ${total} ${of.unit}）`;
    const rows = drawn.map((one, at) => [
      String(at + 1), link(one.sheet.address, one.sheet.title), one.sheet.about, one.reasons.join("；"),
    ]);
    return [
      el("h3", title),
      rows.length ? table(frame.heads.drawn, rows, "drawn") : "",
      lacking.length ? el("p", "未能抽取：" + lacking.join("；") + "。", "lacking") : "",
    ];
  }

  function pullRow(pull, at) {
    const last = pull.numbers.size - 1;
    const numbers = [...pull.numbers].map((one, place) => el("span", place < last ? one + "、" : one));
    const page = pull.address.split("#")[0];
    const where = [pull.keeper, ...pull.files, page && "网站：" + decodeURI(page)].filter(Boolean).join("\n");
    const what = link(pull.address, pull.what);
    return [String(at + 1), what, numbers, lines(where), useWords(pull.uses), frame.words.box];
  }

  function sheetOn(name, { sheet, reasons }) {
    const box = frame.words.box;
    const rows = sheet.checks.map(([question, said], at) => [
      String(at + 1), frame.questions[question], lines(said), box, box, box, "",
    ]);
    return el("section", [
      el("h3", [name + "　", link(sheet.address, sheet.title)]),
      el("p", sheet.about),
      el("p", "抽取理由：" + reasons.join("；")),
      table(frame.heads.checks, rows, "checks"),
      el("p", frame.words.verdict),
      signs(frame.words.signs),
    ], "check-sheet");
  }

  function show(seed, scope, parts) {
    const said = parts.map(({ of, total, drawn }) =>
      `${of.title} ${drawn.length} ${of.unit}（${of.scope}，共 ${total} ${of.unit}）`).join("；");
    const sheets = parts.flatMap((part) =>
      part.drawn.map((one, at) => sheetOn(part.of.title + " " + (at + 1), one)));
    here.replaceChildren(...[
      el("h2", "抽样结果"),
      facts([["种子", seed], ["截至日期", frame.asOf], ["范围", scope], ["档案版本", frame.revision], ["抽取", said]]),
      ...parts.flatMap(partOf),
      el("h2", "调阅清单"),
      table(frame.heads.pulls, pulled(parts).map(pullRow), "pulls"),
      el("h2", "核查表"),
      ...sheets,
      el("section", [el("h3", "汇总与签字"), signs(frame.words.lastSigns)], "check-sheet"),
    ].filter(Boolean));
    pieces.reach(here);
  }

  // --- the form ----------------------------------------------------------------------------------------------------

  const status = form.querySelector("[role=status]");

  // A seed as people type it, in full width too; null where it is none.
  function seedOf(typed) {
    const text = typed.normalize("NFKC").trim();
    if (!/^[0-9]{1,20}$/.test(text) || Number(text) > frame.mostSeed) return null;
    return String(Number(text));
  }

  async function answer(typed, department, sizes) {
    if (!typed.trim()) {
      status.textContent = "请写一个种子";
      form.elements.seed.focus();
      return;
    }
    const seed = seedOf(typed);
    if (seed === null) {
      status.textContent = `种子是 0 到 ${frame.mostSeed} 的整数`;
      return;
    }
    const number = department ? frame.departments.findIndex(([id]) => id === department) : null;
    const parts = await Promise.all(frame.populations.map(async (of) => {
      const drawn = draw(of, seed, sizes[of.id], number);
      const sheets = drawn.picks.map(async ({ index, reasons }) => ({ reasons, sheet: await sheetOf(of.id, index) }));
      return { of, total: drawn.total, lacking: drawn.lacking, drawn: await Promise.all(sheets) };
    }));
    const scope = number === null ? "全院" : frame.departments[number][1];
    show(seed, scope, parts);
    const counts = parts.map(({ of, drawn }) => `${of.title} ${drawn.length} ${of.unit}`);
    status.textContent = `已按种子 ${seed} 抽取：${counts.join("，")}`;
    history.replaceState(null, "", "#" + new URLSearchParams({ seed, ...(department && { department }), ...sizes }));
  }

  async function run() {
    const fields = form.elements, sizes = {};
    status.textContent = "正在抽取…";
    try {
      if (!frame) await load("frame");
      for (const of of frame.populations) {
        sizes[of.id] = Math.min(999, Math.max(0, Math.floor(Number(fields[of.id].value)) || 0));
      }
      await answer(fields.seed.value, fields.department.value, sizes);
    } catch (error) {
      status.textContent = "没有抽取：" + error.message;
    }
  }

  form.hidden = false;
  /* What is wrong with the form is said in its own place. */
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.elements.print.addEventListener("click", () => window.print());
  // A link may bring a seed, to an open page too; anchors bring none.
  function arrive() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!asked.has("seed")) return;
    for (const [name, value] of asked) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field && field.type !== "button") field.value = value;
    }
    run();
  }

  window.addEventListener("hashchange", arrive);
  arrive();
})();
