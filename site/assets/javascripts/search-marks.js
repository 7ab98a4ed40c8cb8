/* Marks on a page what was looked for when it was found, and shows the first of it. The page itself is not changed:
   what is marked is a CSS highlight, where the browser knows them. */

"use strict";

(() => {
  const search = window.meidang.search;
  const BLOCKS = "p, li, td, th, h1, h2, h3, h4, dt, dd, summary, figcaption, caption, div, svg text";
  const LEFT_OUT = "script, style, .headerlink, [data-search], header, nav, footer";
  const MOST = 500;

  /* The text nodes of each block: no word goes on from one block to the next. */
  function runs(root) {
    const found = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (node.data.trim() && !parent.closest(LEFT_OUT)) {
        const block = parent.closest(BLOCKS) ?? root;
        if (!found.has(block)) found.set(block, []);
        found.get(block).push(node);
      }
    }
    return found.values();
  }

  /* The node and the place in it where a place in the nodes' joined text lies. */
  function pointOf(nodes, at) {
    let left = at;
    for (const node of nodes) {
      if (left <= node.length) return [node, left];
      left -= node.length;
    }
    return null;
  }

  function rangesOf(root, words) {
    const ranges = [];
    for (const nodes of runs(root)) {
      const text = nodes.map((node) => node.data).join("");
      const folded = search.fold(text);
      if (words.some((word) => folded.includes(word))) {
        for (const [start, end] of search.placesOf(text, words)) {
          const range = document.createRange();
          range.setStart(...pointOf(nodes, start));
          range.setEnd(...pointOf(nodes, end));
          ranges.push(range);
          if (ranges.length >= MOST) return ranges;
        }
      }
    }
    return ranges;
  }

  /* Opens what is folded over a place. */
  function unfold(node) {
    for (let one = node.parentElement; one; one = one.parentElement) if (one.matches("details")) one.open = true;
  }

  /* Marks the words of a question; scrolls to the first where the address names no place of its own. */
  search.mark = (question) => {
    const root = document.querySelector("article") ?? document.querySelector("main") ?? document.body;
    const ranges = rangesOf(root, search.wordsOf(question));
    if (window.Highlight && CSS.highlights) CSS.highlights.set("meidang-search", new Highlight(...ranges));
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = target && (target.closest("tr") ?? target);
    const first = row ? ranges.find((range) => row.contains(range.startContainer)) : ranges[0];
    if (first) unfold(first.startContainer);
    if (row) row.scrollIntoView({ block: row.matches("tr") ? "center" : "start" });
    else first?.startContainer.parentElement.scrollIntoView({ block: "center" });
    document.documentElement.dataset.marked = String(ranges.length);
  };
})();
