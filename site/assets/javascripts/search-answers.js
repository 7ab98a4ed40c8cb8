/* How search answers: pages called by the words first, then pages that hold them, each seen to hold them before it is
   shown. meidang.search.ask(question, {group, early}) gives an Answer; nothing here touches the page. */

"use strict";

(() => {
  const search = window.meidang.search;
  const { fold, foldName, index, marked, placesOf, wordsOf } = search;

  const isSingle = (word) => Array.from(word).length === 1;
  const groupOf = (page) => index.known.kinds[index.known.kind[page]][0];
  const weightOf = (page) => index.known.kinds[index.known.kind[page]][1];
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

  /* --- how much it says that a word stands there; times the root of the page's weight ------------------------------- */

  const NAME = { exact: 100, titleBegins: 60, titleHolds: 40, begins: 30, holds: 25 };
  const PLACE = { exact: 55, begins: 45, holds: 20 };
  const TEXT = { heading: 20, headingBegins: 14, headingHolds: 10, cell: 16, cellBegins: 8, holds: 5 };
  /* A title of which the word is the most stands before longer ones. */
  const SHARE = 20;
  /* Where a code stands in a heading (a rule's), the page counts at least as if it had this weight. */
  const CODED_WEIGHT = 0.5;
  const CODED = /[0-9]/;
  /* What is left of a page where no place holds all words. */
  const APART = 0.5;
  const CALLED = 0.1;
  const LETTERS = /^[a-z]+$/;

  /* How well each page is called by a word; 0: it is not. */
  function nameScores(word) {
    const { total, called, headings, places } = index.known;
    const scores = new Float32Array(total);
    const isLetters = LETTERS.test(word);
    const least = CODED.test(word) ? CODED_WEIGHT : 0;
    for (const { line, begins, exact, isFirst, share } of index.hits(called, word)) {
      let score = isFirst ? NAME.titleHolds : NAME.holds;
      if (exact) score = NAME.exact;
      else if (begins) score = isFirst ? NAME.titleBegins : NAME.begins;
      /* Pinyin that merely holds these letters somewhere is nobody's name. */
      else if (isLetters && !isFirst) score = 0;
      scores[line] = Math.max(scores[line], score + (exact ? 0 : SHARE * share));
    }
    /* Too many headings hold any one character. */
    for (const { line, begins, exact } of isSingle(word) ? [] : index.hits(headings, word)) {
      const page = Number(places[line][0]);
      const score = (exact && PLACE.exact) || (begins && PLACE.begins) || PLACE.holds;
      const lift = Math.sqrt(Math.max(1, least / weightOf(page)));
      scores[page] = Math.max(scores[page], score * lift);
    }
    return scores;
  }

  /* How well a section holds a word; 0: it does not. */
  function textScore({ anchor, foldedHeading, folded }, word) {
    let score = 0;
    if (foldedHeading === word) score = TEXT.heading;
    else if (foldedHeading.startsWith(word)) score = TEXT.headingBegins;
    else if (foldedHeading.includes(word)) score = TEXT.headingHolds;
    const at = folded.indexOf(word);
    if (score > 0 || at < 0) return score;
    const cells = `\n${folded}\n`;
    const cell = cells.indexOf(`\n${word}\n`);
    /* What a row is about stands in its first cells. */
    if (cell >= 0) return TEXT.cell - (anchor ? Math.min(cells.slice(0, cell).split("\n").length, 16) / 4 : 4);
    return cells.includes(`\n${word}`) ? TEXT.cellBegins : TEXT.holds;
  }

  /* --- candidates ----------------------------------------------------------------------------------------------------- */

  /* The pages that hold every word, the best first. `called`: scores by names; `held`: what pieces tell, or null. */
  function candidatesOf(words, called, held) {
    const { total, kinds, kind } = index.known;
    const roots = kinds.map(([, weight]) => Math.sqrt(weight));
    const isPair = words.map((word) => Array.from(word).length === 2);
    /* A single character beside longer words is looked for where those stand. */
    const hasOthers = Boolean(held?.some(Boolean));
    const found = [];
    for (let page = 0; page < total; page += 1) {
      const scores = [];
      let isCertain = true;
      for (let word = 0; word < words.length; word += 1) {
        let score = called[word][page];
        if (score === 0 && (held?.[word] ? held[word][page] : hasOthers)) {
          score = TEXT.holds;
          isCertain &&= isPair[word];
        }
        if (score === 0) break;
        scores.push(score);
      }
      if (scores.length === words.length) {
        found.push({ page, scores, rank: sum(scores) * roots[kind[page]], isCertain, isWrong: false });
      }
    }
    return found.sort((one, other) => other.rank - one.rank || one.page - other.page);
  }

  /* --- an answer ------------------------------------------------------------------------------------------------------ */

  const BATCH = 24;
  const MOST_BATCHES = 6;
  const MOST_FILES = 16;
  const MOST_CHECKED = 64;
  const OTHER_PLACES = 2;
  const EXCERPT = 90;
  const BEFORE = 30;

  class Answer {
    /* `isEarly`: from names alone, while the rest is on its way. */
    constructor(question, words, candidates, group, isEarly) {
      Object.assign(this, { question, words, candidates, isEarly, results: [], suggestions: [] });
      this.inNamesOnly = words.every(isSingle);
      this.left = candidates.filter((one) => !group || groupOf(one.page) === group);
    }

    /* The pages certain to hold every word; where not isExact there may be more. */
    get total() { return this.candidates.filter((one) => one.isCertain).length; }
    get isExact() { return !this.isEarly && this.candidates.every((one) => one.isCertain || one.isWrong); }

    /* Kinds of pages, the most frequent first: {name, count, isExact}. */
    get groups() {
      const groups = new Map();
      for (const one of this.candidates.filter((each) => !each.isWrong)) {
        const name = groupOf(one.page);
        if (!groups.has(name)) groups.set(name, { name, count: 0, isExact: !this.isEarly });
        const group = groups.get(name);
        if (one.isCertain) group.count += 1;
        else group.isExact = false;
      }
      return [...groups.values()].sort((one, other) => other.count - one.count);
    }

    /* The next results, the best first; the answer itself when they are there, or when it has looked long enough. */
    async more() {
      const before = this.results.length;
      for (let tried = 0; tried < MOST_BATCHES && this.left.length > 0 && this.results.length === before; tried += 1) {
        const batch = this.left.splice(0, this.#batch());
        const results = await Promise.all(batch.map((one) => this.#result(one)));
        const right = results.filter(Boolean);
        this.results.push(...right.sort((one, other) => other.score - one.score || one.page - other.page));
      }
      return this;
    }

    /* Looks through what is not yet certain, for the counts, where that takes no more than some files. */
    async check() {
      const open = this.candidates.filter((one) => !one.isCertain && !one.isWrong);
      const files = new Set(open.map((one) => index.textFile(one.page)));
      if (open.length === 0 || files.size > MOST_CHECKED) return false;
      await Promise.all(open.map(async (one) => this.#judge(one, this.#scores(await index.sectionsOf(one.page)))));
      return true;
    }

    /* Everything where the texts lie in a few files; the count is exact then, too. */
    #batch() {
      const files = new Set();
      for (const [at, one] of this.left.entries()) {
        files.add(index.textFile(one.page));
        if (files.size > MOST_FILES || at >= 4 * BATCH) return BATCH;
      }
      return this.left.length;
    }

    /* A candidate for people to see, its words when asked; null when a word does not stand there after all. */
    async #result(candidate) {
      const { page, scores } = candidate;
      const sections = this.isEarly ? [] : await index.sectionsOf(page);
      const each = this.#scores(sections);
      if (!this.#judge(candidate, each)) return null;
      const best = scores.map((score, word) => each.reduce((most, one) => Math.max(most, one[word]), score));
      const isTogether = each.some((one) => one.every((held, word) => held > 0 || scores[word] > TEXT.holds));
      const together = isTogether || sections.length === 0 ? 1 : APART;
      const score = (sum(best) / best.length) * Math.sqrt(weightOf(page)) * together;
      const show = () => ({ ...this.#names(page), ...this.#places(sections, each, scores) });
      return { page, score, group: groupOf(page), address: index.known.addresses[page], show };
    }

    /* For each section how well it holds each word. */
    #scores(sections) {
      return sections.map((section) => this.words.map((word) => textScore(section, word)));
    }

    /* Whether every word stands on the page. */
    #judge(candidate, each) {
      if (!candidate.isCertain) {
        candidate.isCertain = candidate.scores.every((score, word) => score > TEXT.holds || each.some((one) => one[word] > 0));
        candidate.isWrong = !candidate.isCertain;
      }
      return candidate.isCertain;
    }

    /* Title, code, and what else the page is called where the title says less than was asked; pinyin is no name. */
    #names(page) {
      const [title, code, ...others] = index.known.lines[page].split("\t");
      const names = others.filter((name) => /\p{Script=Han}/u.test(name) && !title.includes(name));
      const missing = this.words.filter((word) => !foldName(title).includes(word));
      const found = names.filter((name) => missing.some((word) => foldName(name).includes(word)));
      return { title: marked(title, this.words), code, aliases: found };
    }

    /* The places of the page that hold most, how many further there are, and how a page without any begins. Words by
       which the page is called say little about its places. */
    #places(sections, each, called) {
      const rank = (score, word) => (score && score + TEXT.heading) * (called[word] > TEXT.holds ? CALLED : 1);
      const found = sections.map((section, at) => ({ section, rank: sum(each[at].map(rank)) }));
      const held = found.filter((one) => one.rank > 0).sort((one, other) => other.rank - one.rank);
      const shown = held.slice(0, 1 + OTHER_PLACES).map(({ section: { anchor, heading, text } }) => (
        { anchor, heading: marked(heading, this.words), excerpt: excerpt(text, this.words) }
      ));
      const start = held.length === 0 && sections.length > 0 ? excerpt(sections[0].text, []) : [];
      return { places: shown, further: held.length - shown.length, start };
    }
  }

  /* A few words around the first hit, cells and paragraphs side by side. */
  function excerpt(text, words) {
    const first = firstHit(text, words);
    const start = first > BEFORE + 10 ? first - BEFORE : 0;
    const parts = marked(text.slice(start, start + EXCERPT), words);
    if (start > 0) parts.unshift({ text: "…", hit: false });
    if (start + EXCERPT < text.length) parts.push({ text: "…", hit: false });
    return parts.map((part) => ({ ...part, text: part.text.replaceAll("\n", "　") }));
  }

  /* Where the first line that holds most of the words begins to. */
  function firstHit(text, words) {
    let best = { holds: 0, at: 0, line: "" };
    let at = 0;
    for (const line of text.split("\n")) {
      const folded = fold(line);
      const holds = words.filter((word) => folded.includes(word)).length;
      if (holds > best.holds) best = { holds, at, line };
      at += line.length + 1;
    }
    return best.at + (placesOf(best.line, words)[0]?.[0] ?? 0);
  }

  async function answer(question, { group = "", early = null } = {}) {
    await index.names();
    const words = wordsOf(question);
    if (words.length === 0) return new Answer(question, words, [], group, false);
    const called = words.map(nameScores);
    if (early) {
      const first = await new Answer(question, words, candidatesOf(words, called, null), group, true).more();
      if (first.results.length > 0) early(first);
    }
    const held = await Promise.all(words.map(index.holders));
    return new Answer(question, words, candidatesOf(words, called, held), group, false).more();
  }

  const MOST_SUGGESTIONS = 3;

  /* What to ask instead of a question without an answer: its words alone, or one long word as two. */
  async function suggestions(words) {
    const letters = Array.from(words[0] ?? "");
    const cuts = letters.slice(3).map((_, at) => at + 2).slice(0, 2 * MOST_SUGGESTIONS);
    const halves = cuts.map((cut) => `${letters.slice(0, cut).join("")} ${letters.slice(cut).join("")}`);
    const found = [];
    for (const question of words.length > 1 ? words : halves) {
      const { total, isExact } = await answer(question);
      if (total > 0 && found.length < MOST_SUGGESTIONS) found.push({ question, total, isExact });
    }
    return found;
  }

  /* Answers a question. `group`: only results of this kind; `early`: gets what the names alone tell, before the rest. */
  search.ask = async (question, options = {}) => {
    try {
      const found = await answer(question, options);
      if (found.total === 0 && found.isExact) found.suggestions = await suggestions(found.words);
      return found;
    } catch (error) {
      if (!(error instanceof index.OtherBuild)) throw error;
      await index.renew(error.message);
      return answer(question, options);
    }
  };
})();
