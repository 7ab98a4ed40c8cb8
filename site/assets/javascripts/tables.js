/* Lists: sorted by their heads, narrowed by words and choices, shown a part at a time. Works on every
   <table data-list>; <th data-pick="key"> is a column with few values. Of a long list the rows come from the file that
   data-rows names, which calls meidang.tables.rows(name, [[anchor, words, cell, …], …]).

   What is chosen stands in the address (#severity=veto&q=…&sort=…), so that Back keeps it and a link can choose. */

"use strict";

(() => {
  const { badges, choices, compare, fold, said, sorting, Filed, Standing, WEIGHTS } = window.meidang.values;

  /* A list of so many rows is drawn whole; of a longer one so many at first, and more at a time: a browser lays out a
     hundred rows between two keystrokes. */
  const WHOLE = 300;
  const FIRST = 100;
  const STEP = 200;
  /* Shorter lists are read at a glance. */
  const FILTERED_FROM = 8;
  const MOST_CHOICES = 60;
  /* Heads of so many characters stay on one line. */
  const SHORT = 5;

  /* --- a list ------------------------------------------------------------------------------------------------------- */

  class List {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.heads = [...table.tHead.rows[0].cells];
      this.rows = [...this.body.rows].map((element, index) => new Standing(element, index));
      this.order = null;
      this.chosen = new Map();
      this.query = "";
      this.sorted = { column: -1, down: false };
    }

    start() {
      this.drawn = this.first();
      this.orders = new Map();
      this.places = new Map();
      for (const row of this.rows) if (row.anchor) this.places.set(row.anchor, row);
      for (const place of this.body.querySelectorAll("[id]")) {
        this.places.set(place.id, this.rows[place.closest("tr").sectionRowIndex]);
      }
      this.addSorters();
      if (this.rows.length >= FILTERED_FROM) this.addBar();
      this.addMore();
      this.read(location.hash);
      this.draw();
      this.reveal(location.hash);
    }

    first() {
      return this.rows.length <= WHOLE ? WHOLE : FIRST;
    }

    /* The values of a row by which a column narrows. */
    values(row, column) {
      const found = choices(row.html(column));
      const first = Number(this.heads[column].dataset.first);
      return first ? found.map((value) => value.slice(0, first)) : found;
    }

    /* --- parts of the page --- */

    addSorters() {
      this.heads.forEach((head, column) => {
        if (head.querySelector("a, button")) return;
        const isShort = head.textContent.trim().length <= SHORT;
        const button = make("button", { type: "button", className: isShort ? "sorter short" : "sorter" });
        button.append(...head.childNodes);
        button.addEventListener("click", () => this.sortBy(column));
        head.append(button);
      });
    }

    addBar() {
      this.bar = make("div", { className: "list-bar" });
      this.bar.setAttribute("role", "group");
      this.bar.setAttribute("aria-label", "筛选下表");
      this.field = make("input", { type: "search", placeholder: "文字，空格隔开为同时包含", autocomplete: "off" });
      this.bar.append(labelled("筛选", this.field));
      this.selects = [];
      this.heads.forEach((head, column) => {
        if (head.dataset.pick) this.addSelect(head, column);
      });
      this.clear = make("button", { type: "button", textContent: "清除筛选" });
      this.count = make("output", {});
      this.count.setAttribute("aria-live", "polite");
      this.printed = make("span", { className: "list-printed" });
      this.bar.append(this.clear, this.count, this.printed);
      const typed = () => this.changed(() => (this.query = this.field.value));
      /* What an input method still composes are no words yet. */
      this.field.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
      this.field.addEventListener("compositionend", typed);
      this.clear.addEventListener("click", () => this.changed(() => this.choose(new URLSearchParams())));
      this.outer().before(this.bar);
    }

    addSelect(head, column) {
      const counts = new Map();
      const styles = new Map();
      for (const row of this.rows) {
        const html = row.html(column);
        for (const value of new Set(this.values(row, column))) counts.set(value, (counts.get(value) || 0) + 1);
        for (const [style, word] of badges(html)) styles.set(word, style);
      }
      /* One value tells rows apart where others have none. */
      const isSame = counts.size === 1 && [...counts.values()][0] === this.rows.length;
      if (counts.size === 0 || isSame || counts.size > MOST_CHOICES) return;
      const weigh = (value) => WEIGHTS[styles.get(value)] || 0;
      const values = [...counts.keys()].sort((one, other) => weigh(other) - weigh(one) || compare(one, other));
      if (head.dataset.first) values.reverse();
      const select = make("select", {});
      select.append(make("option", { value: "", textContent: "全部" }));
      for (const value of values) select.append(make("option", { value, textContent: `${value}（${counts.get(value)}）` }));
      select.addEventListener("change", () => this.changed(() => this.pick(column, select.value)));
      this.selects.push({ key: head.dataset.pick, column, select, styles });
      this.bar.append(labelled(head.dataset.first ? "月份" : head.textContent.trim(), select));
    }

    addMore() {
      this.more = make("p", { className: "list-more", hidden: true });
      const step = make("button", { type: "button", textContent: `再显示 ${STEP} 行` });
      const all = make("button", { type: "button", textContent: "显示全部" });
      step.addEventListener("click", () => this.show(this.drawn + STEP));
      all.addEventListener("click", () => this.show(Infinity));
      this.more.append(step, all);
      this.outer().after(this.more);
    }

    /* The frame puts wide tables into a box that scrolls. */
    outer() {
      return this.table.closest(".scroll") || this.table;
    }

    /* --- what is chosen --- */

    pick(column, value) {
      if (value) this.chosen.set(column, value);
      else this.chosen.delete(column);
    }

    sortBy(column) {
      const first = Boolean(this.sort(column).heaviestFirst);
      const { sorted } = this;
      this.changed(() => {
        if (sorted.column !== column) this.sorted = { column, down: first };
        else if (sorted.down === first) this.sorted = { column, down: !first };
        else this.sorted = { column: -1, down: false };
      });
    }

    changed(change) {
      change();
      this.drawn = this.first();
      this.draw();
      write();
    }

    show(rows) {
      const before = this.body.rows.length;
      this.drawn = rows;
      this.draw();
      const next = this.body.rows[before];
      (next?.querySelector("a, summary") || this.table).focus?.({ preventScroll: true });
    }

    choose(said) {
      this.query = said.get(`q${this.tail}`) || "";
      this.chosen.clear();
      for (const { key, column, select, styles } of this.selects || []) {
        const asked = said.get(key);
        const options = [...select.options].map((option) => option.value);
        const value = options.find((option) => option && (option === asked || styles.get(option) === asked));
        if (asked && value) this.chosen.set(column, value);
      }
      const asked = said.get(`sort${this.tail}`);
      const column = asked ? this.heads.findIndex((head) => head.textContent.trim() === asked) : -1;
      this.sorted = { column, down: said.has(`down${this.tail}`) };
    }

    /* What an address chooses: itself, else a link that stands at its place, else what comes behind the question mark. */
    read(hash) {
      const at = hash ? document.getElementById(decoded(hash.slice(1))) : null;
      const link = at?.querySelector(":scope > a[href^='#']")?.hash;
      const said = [hash, link, location.search].map((one) => new URLSearchParams(one?.slice(1))).find(isChoice);
      if (said) this.choose(said);
    }

    /* What is chosen, as an address says it. */
    tell(said) {
      for (const { key, column } of this.selects || []) {
        if (this.chosen.has(column)) said.set(key, this.chosen.get(column));
      }
      if (this.query.trim()) said.set(`q${this.tail}`, this.query.trim());
      if (this.sorted.column >= 0) said.set(`sort${this.tail}`, this.heads[this.sorted.column].textContent.trim());
      if (this.sorted.down) said.set(`down${this.tail}`, "1");
    }

    /* --- what is shown --- */

    sort(column) {
      if (!this.orders.has(column)) this.orders.set(column, sorting(this.rows.map((row) => row.html(column))));
      return this.orders.get(column);
    }

    found() {
      const asked = fold(this.query).split(/\s+/).filter(Boolean);
      const chosen = [...this.chosen];
      const rows = this.rows.filter(
        (row) =>
          asked.every((word) => said(row).includes(word)) &&
          chosen.every(([column, value]) => this.values(row, column).includes(value)),
      );
      const { column, down } = this.sorted;
      if (column < 0) return rows;
      const { value, compare: order } = this.sort(column);
      const keyed = rows.map((row) => [value(row.html(column)), row]);
      const sign = down ? -1 : 1;
      /* What says nothing stands last, whichever way. */
      keyed.sort(([one, a], [other, b]) => {
        if (one === null || other === null) return (one === null) - (other === null) || a.index - b.index;
        return sign * order(one, other) || a.index - b.index;
      });
      return keyed.map(([, row]) => row);
    }

    draw() {
      const found = this.found();
      const shown = found.slice(0, this.drawn);
      const before = this.body.rows;
      const isSame = before.length === shown.length && shown.every((row, at) => row.element === before[at]);
      if (!isSame) this.body.replaceChildren(...shown.map((row) => row.element));
      this.heads.forEach((head, column) => {
        if (column !== this.sorted.column) head.removeAttribute("aria-sort");
        else head.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      });
      this.more.hidden = shown.length === found.length;
      if (!this.bar) return;
      if (this.field.value !== this.query) this.field.value = this.query;
      for (const { column, select } of this.selects) select.value = this.chosen.get(column) || "";
      const all = this.rows.length;
      const matched = found.length === all ? `共 ${all} 行` : `${all} 行中符合 ${found.length} 行`;
      this.count.textContent = shown.length < found.length ? `${matched}，先显示 ${shown.length} 行` : matched;
      this.clear.hidden = !this.query && this.chosen.size === 0 && this.sorted.column < 0;
      this.printed.textContent = this.said();
    }

    /* What was chosen, for paper. */
    said() {
      const chosen = [...this.chosen].map(([column, value]) => `${this.heads[column].textContent.trim()}：${value}`);
      return [...chosen, ...(this.query.trim() ? [`含“${this.query.trim()}”`] : [])].join("；");
    }

    /* A link to a row shows it, whatever was chosen. */
    reveal(hash) {
      const row = this.places.get(decoded(hash.slice(1)));
      if (!row) return;
      if (!this.found().includes(row)) this.choose(new URLSearchParams());
      this.drawn = Math.max(this.drawn, this.found().indexOf(row) + 1);
      this.draw();
      for (const marked of this.body.querySelectorAll(".row-target")) marked.classList.remove("row-target");
      row.element.classList.add("row-target");
      bring(row.element);
    }
  }

  /* A row in sight: at once, and once more when the page is laid out, for widths of columns and boxes that scroll come
     after the first drawing and move it; not to a reader who moved on meanwhile. */
  function bring(row) {
    const show = () => row.scrollIntoView({ block: row.offsetHeight * 2 < innerHeight ? "center" : "start" });
    const left = new AbortController();
    for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      addEventListener(move, () => left.abort(), { passive: true, signal: left.signal });
    }
    addEventListener("hashchange", () => left.abort(), { signal: left.signal });
    show();
    laidOut().then(() => {
      if (!left.signal.aborted) show();
      left.abort();
    });
  }

  async function laidOut() {
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
    await document.fonts.ready;
    /* Boxes are measured after a frame is drawn. */
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  }

  function make(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function labelled(title, control) {
    const label = make("label", {});
    label.append(make("span", { textContent: title }), control);
    return label;
  }

  /* Whether an address chooses; what search was asked (h, search) chooses nothing, and an anchor has no value. */
  function isChoice(said) {
    return [...said].some(([name, value]) => name !== "h" && name !== "search" && (value || name === "q"));
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /* --- all lists of the page ---------------------------------------------------------------------------------------- */

  const lists = [];
  const waiting = new Map();
  let writing = 0;

  /* The address says what is chosen in every list; the words of the first go without its name. */
  function write() {
    const said = new URLSearchParams();
    for (const list of lists) list.tell(said);
    /* Nothing chosen is a choice too where the address came with one. */
    const hash = String(said) ? `#${said}` : location.search && "#q=";
    clearTimeout(writing);
    writing = setTimeout(() => {
      try {
        history.replaceState(history.state, "", location.pathname + location.search + hash);
      } catch {
        /* A browser that forbids it for files merely forgets. */
      }
    }, 150);
  }

  function begin(list) {
    list.tail = lists.length ? `-${list.table.dataset.list}` : "";
    lists.push(list);
    list.start();
  }

  /* Called by the file of rows. */
  function rows(name, filed) {
    const list = waiting.get(name);
    if (!list) return;
    waiting.delete(name);
    list.rows = filed.map((row, index) => new Filed(row, index));
    const whole = list.table.closest("[data-full]");
    whole.hidden = false;
    /* Its pages are for those without this script; who came to one by its address finds them still. */
    whole.previousElementSibling?.removeAttribute("open");
    begin(list);
  }

  window.meidang.tables = { rows };

  for (const table of document.querySelectorAll("table[data-list]")) {
    const list = new List(table);
    const { rows: source, list: name } = table.dataset;
    if (!source) begin(list);
    else {
      waiting.set(name, list);
      document.head.append(make("script", { src: source }));
    }
  }

  addEventListener("hashchange", () => {
    clearTimeout(writing);
    for (const list of lists) {
      list.read(location.hash);
      list.drawn = list.first();
      list.draw();
      list.reveal(location.hash);
    }
  });
})();
