/* Text as search compares it, in the browser: the same steps as render/search/folding.py; a test holds the two to each
   other. Also where words stand in a text as it is written, for marking them. */

"use strict";

(() => {
  const ENDS = "\\v\\f\\r!?;\\x85\\u037e\\u2028\\u2029。！？；｡";
  const SIGNS =
    "\\x00-\\x08\\x0e-\\x20\"#$%&'()*+,\\-.\\/:<=>@\\[\\\\\\]\\^_`{|}~\\x7f-\\x84\\x86-\\xa9\\xab-\\xb1\\xb4\\xb6-\\xb8" +
    "\\xbb\\xbf\\xd7\\xf7\\u1680\\u180e\\u2000-\\u2027\\u202a-\\u206f\\u2190-\\u23ff\\u2500-\\u27bf\\u3000-\\u3001\\u3003" +
    "\\u3004\\u3008-\\u3020\\u3030\\u303d-\\u303f\\u30fb\\ufe00-\\ufe19\\ufe30-\\ufe6b\\ufeff\\uff02-\\uff0f\\uff1a" +
    "\\uff1c-\\uff1e\\uff20\\uff3b-\\uff40\\uff5b-\\uff60\\uff62-\\uff65\\uffe0-\\uffe6\\ufff9-\\ufffd\\u{e0100}-\\u{e01ef}";
  const BREAK = new RegExp(`[\\n${ENDS}]+`, "gu");
  const DROPPED = new RegExp(`[\\t${SIGNS}]+`, "gu");
  const BREAK_IN_NAME = new RegExp(`[${ENDS}]+`, "gu");
  const DROPPED_IN_NAME = new RegExp(`[${SIGNS}]+`, "gu");
  const BETWEEN = new RegExp(`[ \\t\\xa0\\u3000\\n${ENDS}]+`, "u");
  const MOST_WORDS = 8;
  const LONGEST_WORD = 64;

  const inRuns = (text) => text.replace(BREAK, "\n").replace(DROPPED, "");
  /* Names stand a line for each page and a tab between them, which stay. */
  const inNames = (text) => text.replace(BREAK_IN_NAME, "\t").replace(DROPPED_IN_NAME, "");

  /* The runs of a text with a line end between them; `drop` takes out what does not count. */
  function fold(text, drop = inRuns) {
    const plain = drop(text);
    const folded = plain.normalize("NFKC");
    return (folded === plain ? plain : drop(folded)).toLowerCase();
  }

  function wordsOf(question) {
    const words = question.split(BETWEEN).map((word) => fold(word).replaceAll("\n", ""));
    const short = words.map((word) => Array.from(word).slice(0, LONGEST_WORD).join(""));
    return [...new Set(short.filter(Boolean))].slice(0, MOST_WORDS);
  }

  /* Where words stand in a text as it is written: [start, end] pairs, rising, none within another. */
  function placesOf(text, words) {
    let folded = "";
    const from = [];
    const to = [];
    for (const one of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
      const piece = fold(one[0]);
      folded += piece;
      for (let index = 0; index < piece.length; index += 1) {
        from.push(one.index);
        to.push(one.index + one[0].length);
      }
    }
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push([from[at], to[at + word.length - 1]]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let end = 0;
    return found.filter((place) => {
      const isFree = place[0] >= end;
      if (isFree) [, end] = place;
      return isFree;
    });
  }

  /* A text in parts: {text, hit}. */
  function marked(text, words) {
    const parts = [];
    let done = 0;
    for (const [start, end] of placesOf(text, words)) {
      if (start > done) parts.push({ text: text.slice(done, start), hit: false });
      parts.push({ text: text.slice(start, end), hit: true });
      done = end;
    }
    if (done < text.length) parts.push({ text: text.slice(done), hit: false });
    return parts;
  }

  Object.assign(((window.meidang ||= {}).search ||= {}), { fold, foldName: (name) => fold(name, inNames), marked, placesOf, wordsOf });
})();
