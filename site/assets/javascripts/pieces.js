/* What scripts build pages of: elements, links, and tables that scroll when they are wider than the screen. */
"use strict";

(function () {
  function el(tag, inside, style) {
    const made = document.createElement(tag);
    if (style) made.className = style;
    for (const one of [inside].flat()) if (one !== "") made.append(one);
    return made;
  }

  function link(address, words) {
    if (!address) return words;
    const made = el("a", words);
    made.setAttribute("href", address);
    return made;
  }

  // A cell is what stands in it, or the cell itself.
  function table(heads, rows) {
    const head = el("tr", heads.map((words) => {
      const cell = el("th", words);
      cell.scope = "col";
      return cell;
    }));
    const cellOf = (cell) => (cell instanceof HTMLTableCellElement ? cell : el("td", cell));
    const body = rows.map((row) => el("tr", row.map(cellOf)));
    return el("div", el("table", [el("thead", head), el("tbody", body)]), "scroll");
  }

  // A table that is wider than the screen scrolls in a frame that the keyboard reaches. It must stand on the page.
  function reach(root) {
    for (const scroller of root.querySelectorAll(".scroll")) {
      if (scroller.scrollWidth <= scroller.clientWidth + 1) continue;
      scroller.tabIndex = 0;
      scroller.setAttribute("role", "region");
      scroller.setAttribute("aria-label", "表格，可以左右滚动");
    }
  }

  window.meidangPieces = { el, link, table, reach };
})();
