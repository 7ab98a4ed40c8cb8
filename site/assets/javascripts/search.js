/* The field in the header and the panel below it. What answers (search-folding, search-index, search-answers) is loaded
   when the field is first used, so that a page costs nothing more for being searchable.

   A followed result leaves the question in the history, so that Back returns to the results, and takes it along as ?h=,
   so that the page there marks it (search-marks.js). #search=… opens a page with a question. */

"use strict";

(() => {
  const search = ((window.meidang ||= {}).search ||= {});
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const base = new URL(`${box.dataset.base || "."}/`, document.baseURI).href;
  const part = (name) => box.querySelector(`[data-search-${name}]`);
  const [input, panel, status, groups, list, tips, more] = [
    "input", "panel", "status", "groups", "list", "tips", "more",
  ].map(part);

  /* --- loading -------------------------------------------------------------------------------------------------------- */

  /* Runs a script; those `inOrder` one after the other, however they arrive. */
  search.load = (path, inOrder = false) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.async = !inOrder;
    script.src = base + path;
    script.onload = () => { script.remove(); resolve(); };
    script.onerror = () => { script.remove(); reject(new Error(path.split("?")[0])); };
    document.head.append(script);
  });

  const loaded = new Map();

  /* A script of ours, once; again after a failure. */
  function program(name) {
    if (!loaded.has(name)) {
      const loading = search.load(`assets/javascripts/search-${name}.js`, true);
      loading.catch(() => loaded.delete(name));
      loaded.set(name, loading);
    }
    return loaded.get(name);
  }

  /* Everything that answers. */
  async function prepare() {
    await Promise.all(["folding", "index", "answers"].map(program));
    await search.index.names();
  }

  search.query = async (question, options) => {
    await prepare();
    return search.ask(question, options);
  };

  /* --- asking --------------------------------------------------------------------------------------------------------- */

  const PAUSE = 60;
  const PATIENCE = 250;
  const SHOWN = 10;
  let asked = 0;
  let pause = 0;
  let group = "";
  let shown = SHOWN;
  let answer = null;
  let isSettled = true;
  let followFirst = false;

  /* Another question: of all kinds again. */
  function askSoon() {
    group = "";
    clearTimeout(pause);
    pause = setTimeout(() => ask(), PAUSE);
  }

  /* Asks what stands in the field; an answer that comes after a newer question is not shown. */
  async function ask({ keep = false } = {}) {
    clearTimeout(pause);
    pause = 0;
    const question = input.value.trim();
    const number = (asked += 1);
    if (!keep) shown = SHOWN;
    if (!question) { close(); return; }
    isSettled = false;
    const waiting = setTimeout(() => { if (number === asked) tell("正在查找…"); }, PATIENCE);
    const show = (found) => { if (number === asked) render(found); };
    try {
      const found = await search.query(question, { group, early: show });
      await fill(found);
      if (number !== asked) return;
      isSettled = true;
      show(found);
      if (followFirst) list.querySelector("a")?.click();
      if (await found.check() && number === asked) renderCounts(found);
    } catch (error) {
      if (number !== asked) return;
      isSettled = true;
      fail(error);
    } finally {
      clearTimeout(waiting);
      if (number === asked) followFirst = false;
    }
  }

  /* As many results as are shown, unless they are hard to find. */
  async function fill(found) {
    for (let before = -1; found.results.length < shown && found.results.length > before && found.left.length > 0;) {
      before = found.results.length;
      await found.more();
    }
  }

  /* --- showing -------------------------------------------------------------------------------------------------------- */

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = `mei-search__${className}`;
    made.append(...children.filter(Boolean));
    return made;
  }

  const textOf = (parts) => parts.map(({ text }) => text).join("");
  const words = (parts) => parts.map(({ text, hit }) => (hit ? element("mark", "", text) : text));

  function open() {
    panel.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  /* What is still on its way is not shown any more. */
  function close() {
    asked += 1;
    clearTimeout(pause);
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(null);
    remember(null);
  }

  function tell(sentence) {
    open();
    status.textContent = sentence;
  }

  function fail(error) {
    answer = null;
    for (const emptied of [groups, list, tips]) emptied.replaceChildren();
    more.hidden = true;
    tell(`查找用的文件没有读到（${error.message}）。请确认网站文件夹是完整的，再试一次。`);
  }

  function render(found) {
    answer = found;
    const results = found.results.slice(0, shown);
    list.replaceChildren(...results.flatMap(options));
    list.querySelectorAll("a").forEach((one, at) => { one.id = `mei-search-hit-${at}`; });
    activate(null);
    renderCounts(found);
    tips.replaceChildren(...(isSettled && found.total === 0 && found.isExact ? advice(found) : []));
    more.textContent = results.length > 0 ? "更多结果" : "继续找";
    more.hidden = !isSettled || (found.results.length <= shown && found.left.length === 0);
  }

  const countOf = ({ count, isExact }) => (isExact ? `${count}` : count > 0 ? `${count}+` : "…");

  function summary({ question, total, isExact, isEarly, inNamesOnly }) {
    if (isEarly) return `名称里有 ${total} 页，正在查正文…`;
    const hint = inNamesOnly ? "单个字只在名称和编号里找，再输入一个字就找正文。" : "";
    if (total === 0 && isExact) return `没有找到“${question}”。${hint}`;
    if (total === 0) return "前面的页里还没有找到，可以继续找。";
    return `${isExact ? `找到 ${total} 页` : `多于 ${total} 页`}。${hint}`;
  }

  function renderCounts(found) {
    tell(summary(found));
    const all = { name: "", count: found.total, isExact: found.isExact };
    const held = found.groups.length > 1 || group ? [all, ...found.groups] : [];
    const focused = document.activeElement?.dataset?.group;
    groups.replaceChildren(...held.map(({ name, count, isExact }) => {
      const button = element("button", "group", `${name || "全部"} `, element("span", "count", countOf({ count, isExact })));
      button.type = "button";
      button.dataset.group = name;
      button.setAttribute("aria-pressed", String(name === group));
      button.addEventListener("click", () => { group = name; ask(); });
      return button;
    }));
    if (focused !== undefined) [...groups.children].find((one) => one.dataset.group === focused)?.focus();
  }

  /* A result, and further places on the same page below it. */
  function options({ address, group: kind, show }) {
    const { title, code, aliases, places, further, start } = show();
    const [first, ...others] = places;
    const head = element("span", "title", element("span", "kind", kind), " ", ...words(title), " ", element("span", "code", code));
    const also = aliases.length > 0 && element("span", "also", `又名 ${aliases.join("、")}`);
    const body = first ? place(first) : [start.length > 0 && element("span", "excerpt", ...words(start))];
    const rest = further > 0 && element("span", "further", `本页还有 ${further} 处`);
    const isLast = others.length === 0;
    return [
      option(address, first?.anchor, "hit", head, also, ...body, isLast && rest),
      ...others.map((one, at) => option(
        address, one.anchor, "further-hit", ...place(one, places[at]), at === others.length - 1 && rest,
      )),
    ];
  }

  /* Where on the page, and what stands there; a heading is said once for rows below one another. */
  function place({ heading, excerpt }, before = null) {
    const isNew = heading.length > 0 && textOf(heading) !== textOf(before?.heading ?? []);
    return [
      isNew && element("span", "where", ...words(heading)),
      excerpt.length > 0 && element("span", "excerpt", ...words(excerpt)),
    ];
  }

  function option(address, anchor, className, ...children) {
    const link = element("a", className, ...children);
    const path = address.split("/").map(encodeURIComponent).join("/");
    link.href = `${base}${path}?h=${encodeURIComponent(answer.question)}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    return link;
  }

  const ADVICE = [
    "姓名可以输全名、名字、拼音或拼音首字母；",
    "技术可以输规范名称、别名或手术编码；",
    "编号里的横线、点和括号可以不输；",
    "几个词用空格隔开，只列出同时含有它们的页。",
  ];

  function advice({ suggestions }) {
    const tried = suggestions.map(({ question, total, isExact }) => {
      const button = element("button", "group", `${question} `, element("span", "count", countOf({ count: total, isExact })));
      button.type = "button";
      button.addEventListener("click", () => { input.value = question; input.focus(); group = ""; ask(); });
      return button;
    });
    const instead = tried.length > 0 && element("p", "instead", "可以改查：", ...tried);
    return [instead, element("ul", "advice", ...ADVICE.map((line) => element("li", "", line)))].filter(Boolean);
  }

  /* --- choosing ------------------------------------------------------------------------------------------------------- */

  let active = null;

  function activate(link) {
    active?.setAttribute("aria-selected", "false");
    active = link;
    if (!link) { input.removeAttribute("aria-activedescendant"); return; }
    link.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", link.id);
    link.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    const links = [...list.querySelectorAll("a")];
    const at = active ? links.indexOf(active) + by : (by > 0 ? 0 : links.length - 1);
    if (at >= links.length && !more.hidden) showMore();
    else activate(links[at] ?? null);
  }

  async function showMore() {
    const at = list.querySelectorAll("a").length;
    shown += SHOWN;
    const found = answer;
    await fill(found);
    if (found !== answer) return;
    render(found);
    activate(list.querySelectorAll("a")[at] ?? null);
    input.focus({ preventScroll: true });
  }

  /* What Back returns to. Why in the history and not in a store: it belongs to this visit of this page. */
  function remember(state) {
    if (!state && !history.state?.search) return;
    history.replaceState({ ...history.state, search: state }, "");
  }

  function leave() {
    setOpened(false);
    close();
    input.blur();
  }

  const KEYS = new Map(Object.entries({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (active) active.click();
      else if (isSettled && !pause) list.querySelector("a")?.click();
      else { followFirst = true; ask(); }
    },
    Escape: () => { if (panel.hidden) { input.value = ""; setOpened(false); input.blur(); } else close(); },
  }));

  input.addEventListener("focus", () => { prepare().catch(() => {}); });
  input.addEventListener("input", (event) => { if (!event.isComposing) askSoon(); });
  input.addEventListener("compositionstart", () => clearTimeout(pause));
  input.addEventListener("compositionend", askSoon);
  input.addEventListener("click", () => { if (panel.hidden && input.value.trim()) ask(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !KEYS.has(event.key)) return;
    event.preventDefault();
    KEYS.get(event.key)();
  });
  more.addEventListener("click", showMore);
  list.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) remember({ question: answer.question, group, shown });
  });
  box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) close(); });
  document.addEventListener("click", (event) => { if (!event.composedPath().includes(box)) { setOpened(false); close(); } });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSlash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) {
      event.preventDefault();
      setOpened(true);
      input.select();
    }
    if (event.key === "Escape" && box.contains(event.target) && event.target !== input) { close(); input.focus(); }
  });

  /* On a phone the field covers the header while it is open. */
  function setOpened(isOpened) {
    box.classList.toggle("mei-search--opened", isOpened);
    if (isOpened) input.focus();
  }

  part("open").addEventListener("click", () => setOpened(true));
  part("close").addEventListener("click", leave);

  /* --- coming back, and arriving -------------------------------------------------------------------------------------- */

  function restore() {
    const question = new URLSearchParams(location.hash.slice(1)).get("search");
    const state = question ? { question, group: "", shown: SHOWN } : history.state?.search;
    if (!state || !panel.hidden) return;
    ({ group, shown } = state);
    input.value = state.question;
    setOpened(true);
    ask({ keep: true });
  }

  /* Whoever already types is not interrupted. */
  addEventListener("pageshow", () => { if (asked === 0 && !pause) restore(); });
  addEventListener("hashchange", restore);

  const carried = new URLSearchParams(location.search).get("h");
  if (carried) {
    Promise.all(["folding", "marks"].map(program)).then(() => search.mark(carried)).catch(() => {});
  }
})();
