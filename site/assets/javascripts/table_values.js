/* Rows of lists and what their cells say: the words, the values by which a list is narrowed, and what it is sorted by.
   Cells are HTML, as the page or the file of rows holds it. */

"use strict";

(() => {
  const meidang = (window.meidang = window.meidang || {});

  const BADGE = /class="badge badge-(\w+)">([^<]*)/g;
  const WEIGHTS = { fine: 1, notice: 2, minor: 3, major: 4, veto: 5, error: 6 };
  const ORDER = /<data value="([^"]*)"/;
  const CHOICE = /<data class="choice" value="([^"]*)"/g;
  const DATE = /^\d{4}-\d{2}(-\d{2})?/;
  const NUMBER = /^-?\d+(\.\d+)?(\s*[^\d\s.\-/:]+)?$/;
  const HAN = "零一二三四五六七八九十";
  const NOTHING = new Set(["", "—", "-", "无"]);
  const LETTERS = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });

  /* The words of a cell, as they are read. */
  function words(html) {
    const bare = html.replace(/<br>|<\/(?:li|p|summary)>/g, " ").replace(/<[^<>]*>/g, "");
    return (bare.includes("&") ? bare.replace(/&(#?\w+);/g, entity) : bare).trim();
  }

  const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

  function entity(whole, name) {
    if (name[0] !== "#") return NAMED[name] || whole;
    const code = name[1] === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  }

  /* As the filter compares: without width and case. */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  /* The coloured words of a cell: [["veto", "否决", 2], …]; their counts are not part of the word. */
  function badges(html) {
    return [...html.matchAll(BADGE)].map(([, style, said]) => {
      const [, word, count] = /^(.*?)\s*(\d*)$/.exec(said);
      return [style, word, Number(count) || 1];
    });
  }

  /* The values by which a list may be narrowed: those that the cell names, coloured words, else what stands between “、”
     before any second line. */
  function choices(html) {
    if (html.includes('class="choice"')) return [...html.matchAll(CHOICE)].map(([, value]) => value);
    const found = badges(html);
    if (found.length) return found.map(([, word]) => word);
    return words(html.split("<br>")[0]).split("、").filter((word) => !NOTHING.has(word));
  }

  /* How to sort a column: a function from a cell to a number or a text (null: nothing there), and how to compare. */
  function sorting(cells) {
    const filled = cells.filter((html) => !NOTHING.has(words(html)));
    if (filled.length && filled.every((html) => ORDER.test(html))) {
      return { value: (html) => numberOrNull(ORDER.exec(html)?.[1]), compare: byNumber };
    }
    if (filled.length && filled.every((html) => html.includes('class="badge '))) {
      return { value: weight, compare: byNumber, heaviestFirst: true };
    }
    const said = filled.map(words);
    if (said.length && said.every((text) => DATE.test(text))) return { value: text, compare: byText };
    if (said.length && said.every((text) => NUMBER.test(text))) {
      return { value: (html) => numberOrNull(/^-?[\d.]+/.exec(words(html))?.[0]), compare: byNumber };
    }
    if (said.length && said.every((text) => HAN.includes(text[0]))) {
      return { value: (html) => numberOrNull(words(html) && HAN.indexOf(words(html)[0])), compare: byNumber };
    }
    return { value: text, compare: LETTERS.compare };
  }

  function text(html) {
    const said = words(html);
    return NOTHING.has(said) ? null : said;
  }

  function weight(html) {
    const found = badges(html);
    if (!found.length) return null;
    const heaviest = Math.max(...found.map(([style]) => WEIGHTS[style] || 0));
    const count = found.reduce((sum, [style, , many]) => (WEIGHTS[style] === heaviest ? sum + many : sum), 0);
    return heaviest * 10000 + Math.min(count, 9999);
  }

  function numberOrNull(value) {
    return value === undefined || value === "" || Number.isNaN(Number(value)) ? null : Number(value);
  }

  const byNumber = (one, other) => one - other;
  const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  /* --- rows --------------------------------------------------------------------------------------------------------- */

  /* A row that stands on the page. */
  class Standing {
    constructor(element, index) {
      this.element = element;
      this.index = index;
      this.more = element.dataset.words || "";
      this.length = element.cells.length;
    }

    html(column) {
      return this.element.cells[column]?.innerHTML || "";
    }
  }

  /* A row from a file, drawn when it is shown. */
  class Filed {
    constructor([anchor, more, ...cells], index) {
      this.anchor = anchor;
      this.more = more;
      this.cells = cells;
      this.index = index;
      this.length = cells.length;
    }

    html(column) {
      return this.cells[column] || "";
    }

    get element() {
      if (!this.drawn) {
        this.drawn = document.createElement("tr");
        if (this.anchor) this.drawn.id = this.anchor;
        this.drawn.innerHTML = this.cells.map((cell) => `<td>${cell}</td>`).join("");
      }
      return this.drawn;
    }
  }

  /* All that a row says, for the filter. */
  function said(row) {
    if (row.said === undefined) {
      const parts = Array.from({ length: row.length }, (_, column) => words(row.html(column)));
      row.said = fold(`${parts.join("\n")}\n${row.more}`);
    }
    return row.said;
  }

  meidang.values = { badges, choices, compare: LETTERS.compare, fold, said, sorting, Filed, Standing, WEIGHTS };
})();
