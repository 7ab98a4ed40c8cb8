/* The files of search (render/search/index.py writes them), read a few at a time: names, pieces of words, texts.

   Works over http and from a folder: each file is a script that calls one of the functions below. */

"use strict";

(() => {
  const search = window.meidang.search;
  const { fold, foldName } = search;

  /* Files of different builds: a browser may keep some of the one before. */
  class OtherBuild extends Error {}

  const loads = new Map();
  const received = { pieces: new Map(), texts: new Map() };
  let arrived = null;
  let known = null;

  search.names = (data) => { arrived = data; };
  search.pieces = (version, number, data) => received.pieces.set(number, { version, data });
  search.texts = (version, number, data) => received.texts.set(number, { version, data });

  /* Every page's names, once; `again` asks past what the browser keeps. */
  function names(again = "") {
    return once("names", async () => {
      await search.load(`search/names.js${again}`);
      known = read(arrived);
    });
  }

  /* One numbered file; rejects with OtherBuild when it is not of the names' build. */
  function file(kind, number) {
    const { version } = known;
    return once(`${kind}/${number}`, async () => {
      await search.load(`search/${kind}/${number}.js?${version}`);
      const got = received[kind].get(number);
      received[kind].delete(number);
      if (got.version !== version) throw new OtherBuild(got.version);
      return got.data;
    });
  }

  /* What failed may be asked for again. */
  function once(name, load) {
    if (!loads.has(name)) {
      const loading = load();
      loading.catch(() => loads.delete(name));
      loads.set(name, loading);
    }
    return loads.get(name);
  }

  /* Forgets everything, for the files of another build. */
  function renew(version) {
    loads.clear();
    return names(`?${version}`);
  }

  /* --- names: in a form that one indexOf after the other goes through ---------------------------------------------- */

  function read(data) {
    const places = data.places ? data.places.split("\n").map((line) => line.split("\t")) : [];
    return {
      ...data,
      total: data.kind.length,
      addresses: data.addresses.split("\n"),
      lines: data.names.split("\n"),
      called: searchable(data.names, data.kind.length),
      places,
      headings: searchable(places.map((place) => place[2]).join("\n"), places.length),
      sections: new Map(),
    };
  }

  function searchable(text, count) {
    const folded = `\n${foldName(text)}\n`;
    const starts = new Int32Array(count + 1);
    const firsts = new Int32Array(count);
    for (let line = 0, at = 1; line < count; line += 1) {
      const end = folded.indexOf("\n", at);
      const tab = folded.indexOf("\t", at);
      starts[line] = at;
      firsts[line] = tab >= 0 && tab < end ? tab : end;
      at = end + 1;
    }
    starts[count] = folded.length + 1;
    return { folded, starts, firsts };
  }

  /* Every hit of a word: its line, whether it begins a name, is all of it, stands in the line's first name, and of how
     much of that. */
  function* hits({ folded, starts, firsts }, word) {
    let line = 0;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      while (starts[line + 1] <= at) line += 1;
      const begins = folded[at - 1] === "\n" || folded[at - 1] === "\t";
      const after = folded[at + word.length];
      const isFirst = at < firsts[line];
      const share = isFirst ? word.length / (firsts[line] - starts[line]) : 0;
      yield { line, begins, exact: begins && (after === "\n" || after === "\t"), isFirst, share };
    }
  }

  /* --- pieces of words: which pages may hold one --------------------------------------------------------------------- */

  const SPREAD = 8191;
  const MOST_PIECES = 12;
  const CODE = /^[0-9a-z]{4}$/;
  const FOUR = 4;

  /* Fours of letters and digits, and pairs of what is left; evenly chosen from a long word. */
  function piecesOf(word) {
    const letters = Array.from(word);
    const pieces = [];
    let covered = 0;
    letters.forEach((letter, at) => {
      const four = letters.slice(at, at + FOUR).join("");
      if (CODE.test(four)) {
        pieces.push(four);
        covered = at + FOUR - 1;
      } else if (at >= covered && at + 1 < letters.length) {
        pieces.push(letter + letters[at + 1]);
      }
    });
    const step = Math.ceil(pieces.length / MOST_PIECES);
    return [...new Set(pieces.filter((_, at) => at % step === 0))];
  }

  function fileOf(piece) {
    return Array.from(piece).reduce((number, letter) => (number * SPREAD + letter.codePointAt(0)) % known.pieces, 0);
  }

  /* One byte for each page: whether it may hold the word; null for a single character, of which no piece tells. */
  async function holders(word) {
    const pieces = piecesOf(word);
    if (pieces.length === 0) return null;
    const files = await Promise.all(pieces.map((piece) => file("pieces", fileOf(piece))));
    const coded = pieces.map((piece, at) => (Object.prototype.hasOwnProperty.call(files[at], piece) ? files[at][piece] : ""));
    const found = new Uint8Array(known.total);
    if (coded.includes("")) return found;
    coded.sort((one, other) => one.length - other.length);
    coded.forEach((pages, depth) => each(pages, (page) => { if (found[page] === depth) found[page] += 1; }));
    return found.map((depth) => (depth === coded.length ? 1 : 0));
  }

  /* The reverse of render/search/postings.py. */
  function each(coded, tell) {
    if (coded[0] === "!") eachBit(coded, tell);
    else eachDistance(coded, tell);
  }

  function eachBit(coded, tell) {
    for (let index = 1; index < coded.length; index += 1) {
      const code = coded.charCodeAt(index);
      const bits = code - 35 - (code > 92 ? 1 : 0);
      for (let bit = 0; bit < 6; bit += 1) if (bits & (1 << bit)) tell((index - 1) * 6 + bit);
    }
  }

  function eachDistance(coded, tell) {
    let page = -1;
    for (let index = 0; index < coded.length; index += 1) {
      const code = coded.charCodeAt(index);
      if (code === 126) {
        page += 50000;
      } else {
        page += code < 126 ? code - 34 - (code > 92 ? 1 : 0) : code - (code > 0x2029 ? 2 : 0) - 0xa1 + 91;
        tell(page);
      }
    }
  }

  /* --- texts -------------------------------------------------------------------------------------------------------- */

  /* The number of the file that holds a page's texts. */
  function textFile(page) {
    let low = 0;
    for (let high = known.texts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (known.texts[middle] <= page) low = middle;
      else high = middle;
    }
    return low;
  }

  /* The texts of a page by section and row, as written and folded. */
  async function sectionsOf(page) {
    const { sections, addresses } = known;
    if (!sections.has(page)) {
      const flat = known.texts.length > 0 ? (await file("texts", textFile(page)))[addresses[page]] : [];
      const found = [];
      for (let index = 0; index < flat.length; index += 3) {
        const [anchor, heading, text] = flat.slice(index, index + 3);
        found.push({ anchor, heading, text, foldedHeading: fold(heading), folded: fold(text) });
      }
      sections.set(page, found);
    }
    return sections.get(page);
  }

  search.index = {
    OtherBuild, hits, holders, names, renew, sectionsOf, textFile,
    get known() { return known; },
  };
})();
