"use strict";
/* The frame of a page: dark or light, the drawer of the navigation, tables that fit or scroll, where one is reading.
   Loaded in the head, so that the colours are right before anything is seen. Pages read well without it. */

(function () {
  const DARK = "meidang-scheme";
  const sheet = document.getElementById("dark");
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  /* What the reader chose; nothing where a browser keeps nothing for a folder. */
  function chosen() {
    try { return localStorage.getItem(DARK); } catch { return null; }
  }

  function keep(choice) {
    try { localStorage.setItem(DARK, choice); } catch { /* The choice holds for this page only. */ }
  }

  function isDark() {
    const choice = chosen();
    return choice ? choice === "dark" : system.matches;
  }

  function paint(dark) {
    /* Paper is always light. */
    if (sheet) sheet.media = dark ? "screen" : "not all";
    document.documentElement.dataset.scheme = dark ? "dark" : "light";
  }

  function schemeButton() {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    let dark = isDark();
    const name = () => { button.textContent = dark ? "浅色" : "深色"; button.setAttribute("aria-label", dark ? "切换到浅色" : "切换到深色"); };
    button.hidden = false;
    name();
    button.addEventListener("click", () => { dark = !dark; keep(dark ? "dark" : "light"); paint(dark); name(); });
    system.addEventListener("change", () => { if (!chosen()) { dark = system.matches; paint(dark); name(); } });
  }

  /* The drawer opens by its address (#nav), so it works without this; here it also closes by Escape and by a tap beside it,
     and Back does not open it again. */
  function drawer() {
    const nav = document.getElementById("nav");
    const menu = document.querySelector(".md-header .menu");
    if (!nav || !menu) return;
    const isOpen = () => location.hash === "#nav";
    const told = () => menu.setAttribute("aria-expanded", String(isOpen()));
    const close = () => { if (isOpen()) { location.replace("#main"); menu.focus(); } };
    menu.setAttribute("role", "button");
    menu.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); menu.click(); } });
    told();
    window.addEventListener("hashchange", () => { told(); if (isOpen()) nav.querySelector("a").focus(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    document.addEventListener("click", (event) => { if (isOpen() && !nav.contains(event.target) && event.target !== menu) close(); });
  }

  /* Chinese may break between any two characters, so a browser squeezes columns to a character a line. Each column gets
     as much as its longest words need to be read: a few characters on one line, a sentence on a few lines. */
  const LOOKED_AT = 40;
  const isNarrow = () => window.innerWidth < 720;
  function roomy(table) {
    const [most, some] = isNarrow() ? [12, 6] : [14, 8];
    const longest = [];
    for (const row of [...table.rows].slice(0, LOOKED_AT)) {
      [...row.cells].forEach((cell, at) => {
        if (cell.colSpan > 1) return;
        longest[at] = Math.max(longest[at] || 0, ...said(cell).map(wide));
      });
    }
    [...(table.tHead ? table.tHead.rows[0].cells : [])].forEach((head, at) => {
      const need = longest[at] || 0;
      const room = need <= some ? need : need <= 24 ? some : most;
      head.style.setProperty("--room", `${room.toFixed(1)}em`);
    });
  }

  /* The lines of a cell, without what is folded away in it. */
  function said(cell) {
    if (cell.querySelector("details, .parts")) return [""];
    return cell.querySelector("br") ? cell.innerHTML.split("<br>").map((line) => line.replace(/<[^>]*>/g, "")) : [cell.textContent];
  }

  /* In em: letters and figures are about half as wide. */
  function wide(words) {
    const all = words.trim();
    const half = (all.match(/[\x20-\x7e]/g) || []).length;
    return all.length - half * 0.42;
  }

  /* A table that fits lets its head follow the page; one that does not scrolls in a frame that the keyboard reaches. */
  function measure(frame) {
    const table = frame.firstElementChild;
    if (!table) return;
    const isIn = () => table.scrollWidth <= frame.clientWidth + 1;
    /* What does not scroll for a moment forgets how far it was scrolled. */
    const { scrollLeft, scrollTop } = frame;
    frame.classList.remove("fits", "wide", "tight");
    roomy(table);
    let fits = isIn();
    if (!fits && !isNarrow()) {
      /* On a desk a little tighter is better than to scroll. */
      frame.classList.add("tight");
      fits = isIn();
      frame.classList.toggle("tight", fits);
    }
    frame.classList.add(fits ? "fits" : "wide");
    frame.classList.toggle("tall", !fits && table.rows.length > 25);
    if (!fits) Object.assign(frame, { scrollLeft, scrollTop });
    if (fits) {
      for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
    } else {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", `${frame.dataset.called}，可以左右滚动`);
    }
  }

  function tables() {
    let words = document.title;
    let count = 0;
    const frames = [];
    for (const one of document.querySelectorAll("article h1, article h2, article h3, article .scroll")) {
      if (!one.classList.contains("scroll")) {
        words = (one.firstChild ? one.firstChild.textContent : "").trim();
        count = 0;
        continue;
      }
      count += 1;
      one.dataset.called = count > 1 ? `表格：${words}（${count}）` : `表格：${words}`;
      frames.push(one);
      measure(one);
    }
    /* Rows come and go where a list is narrowed, and the window may be turned. */
    const watcher = new ResizeObserver((changes) => {
      new Set(changes.map((change) => change.target.closest(".scroll"))).forEach((frame) => frame && measure(frame));
    });
    for (const frame of frames) {
      watcher.observe(frame);
      if (frame.firstElementChild) watcher.observe(frame.firstElementChild);
    }
  }

  /* In the list of headings, the one that is being read. */
  function reading() {
    const links = [...document.querySelectorAll(".toc a")];
    const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    if (!links.length) return;
    let current = null;
    function look() {
      const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 8;
      let at = -1;
      places.forEach((place, index) => { if (place && place.getBoundingClientRect().top <= edge) at = index; });
      const link = links[at] || null;
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "true");
      const list = link.closest("ul");
      list.scrollLeft = link.offsetLeft - list.clientWidth / 2;
    }
    let waiting = false;
    window.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; look(); });
    }, { passive: true });
    look();
  }

  /* Paper shows what is folded: print.css says so, to browsers that know what is inside of details (since 2024). */
  function unfolded() {
    if (CSS.supports("selector(::details-content)")) return;
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("article details:not([open])")];
      for (const one of opened) one.open = true;
    });
    window.addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
  }

  paint(isDark());
  function start() {
    schemeButton();
    drawer();
    unfolded();
    tables();
    reading();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
