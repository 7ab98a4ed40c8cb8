// Where in a text each value stands, its line, its dash and its end: what an edit needs to change one and no other.
// The twin of source/layout.py; eemeli's yaml gives the offsets that libyaml gives there.

import { isAlias, isMap, isScalar, isSeq, parseDocument } from './yaml/index.js';

const FAILSAFE = { schema: 'failsafe', keepSourceTokens: true, uniqueKeys: true, strict: true, logLevel: 'silent' };
const BLOCK = new Set(['BLOCK_LITERAL', 'BLOCK_FOLDED']);
const QUOTES = { QUOTE_SINGLE: "'", QUOTE_DOUBLE: '"' };

// What the form cannot open or lay out; a person must. Its message is Chinese.
export class Unwritable extends Error {}

// A node: `kind` map, seq or word; `start` and `end` of its own text; `flow` between brackets; of a map `keys`, of a
// map or seq `items`; of a word its `text`, its `quote` and whether it is a `block` text.
function node(made) {
  if (made === null || made === undefined) return { kind: 'word', text: '', start: 0, end: 0, quote: '', block: false };
  if (isAlias(made) || made.anchor || made.tag) throw new Unwritable('文件里用了 & * ! 记号，表单不能改');
  const [start, end] = made.range;
  if (isMap(made)) {
    const keys = made.items.map((pair) => node(pair.key));
    return { kind: 'map', start, end, flow: Boolean(made.flow), keys, items: made.items.map((pair) => node(pair.value)) };
  }
  if (isSeq(made)) return { kind: 'seq', start, end, flow: Boolean(made.flow), items: made.items.map(node) };
  if (!isScalar(made)) throw new Unwritable('文件的写法表单不认识');
  const text = made.value === null ? '' : String(made.value);
  return { kind: 'word', start, end, text, quote: QUOTES[made.type] ?? '', block: BLOCK.has(made.type) };
}

export class Layout {
  constructor(text) {
    this.text = text;
    const document = parseDocument(text, FAILSAFE);
    if (document.errors.length) throw new Unwritable('文件有写法错误，请先用 meidang check 查看并改好');
    this.root = node(document.contents);
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  get tree() {
    return plain(this.root);
  }

  at(path) {
    return path.reduce((found, step) => found.items[this.place(found, step)], this.root);
  }

  place(parent, step) {
    return parent.kind === 'map' ? parent.keys.findIndex((key) => key.text === step) : step;
  }

  column(index) {
    return index - this.lineStart(index);
  }

  // Where the keys, or dashes, of a block stand.
  indent(parent) {
    return this.column(parent.kind === 'map' ? parent.keys[0].start : this.dash(parent, 0));
  }

  start(parent, place) {
    if (parent.kind === 'map') return parent.keys[place].start;
    return parent.flow ? parent.items[place].start : this.dash(parent, place);
  }

  // The first dash is where the list begins; the others stand below it; a comment may lie between one and its item.
  dash(parent, place) {
    const column = this.column(parent.start);
    let line = this.lineStart(parent.items[place].start);
    for (;;) {
      const before = this.text.slice(line, line + column);
      if (!/[^ -]/.test(before) && this.text[line + column] === '-') return line + column;
      line = this.lineStart(line - 1);
    }
  }

  // Behind the colon or the dash of a block's entry.
  head(parent, place) {
    if (parent.kind === 'map') return this.text.indexOf(':', parent.keys[place].end) + 1;
    return this.dash(parent, place) + 1;
  }

  // Where a value's own text ends.
  end(value) {
    if (value.kind === 'word') {
      if (!value.block) return value.end;
      return value.start + this.text.slice(value.start, value.end).replace(/[ \r\n]+$/, '').length;
    }
    return value.flow || !value.items.length ? value.end : this.end(value.items.at(-1));
  }

  entryEnd(parent, place) {
    const value = parent.items[place];
    const end = this.end(value);
    // An empty value may be said to stand anywhere behind its colon.
    const isEmpty = value.kind === 'word' && !value.text && !value.quote;
    return isEmpty && !parent.flow ? this.head(parent, place) : end;
  }

  // Whether a blank line stands before most lists and mappings that have lines of their own.
  hasGaps(parent) {
    const blocks = parent.items.flatMap((value, place) =>
      place && value.kind !== 'word' && !value.flow && !value.items.every((one) => one.kind === 'word') ? [place] : []);
    return blocks.filter((place) => this.isApart(parent, place)).length * 2 > blocks.length;
  }

  // Whether a blank line stands before most items of a list.
  itemsApart(parent) {
    const places = parent.items.map((_, place) => place).slice(1);
    return places.filter((place) => this.isApart(parent, place)).length * 2 > places.length;
  }

  isApart(parent, place) {
    const start = this.nextLine(this.entryEnd(parent, place - 1));
    const between = this.text.slice(start, this.lineStart(this.start(parent, place)));
    return between.split('\n').slice(0, -1).some((line) => !line.trim());
  }

  lineStart(index) {
    return index <= 0 ? 0 : this.text.lastIndexOf('\n', index - 1) + 1;
  }

  lineEnd(index) {
    const found = this.text.indexOf('\n', index);
    const end = found < 0 ? this.text.length : found;
    return end > index && this.text[end - 1] === '\r' ? end - 1 : end;
  }

  nextLine(index) {
    const found = this.text.indexOf('\n', index);
    return found < 0 ? this.text.length : found + 1;
  }

  isCommented(index) {
    return this.text.slice(index, this.lineEnd(index)).trimStart().startsWith('#');
  }
}

// A node as objects, lists and text.
export function plain(value) {
  if (value.kind === 'word') return value.text;
  if (value.kind === 'seq') return value.items.map(plain);
  return Object.fromEntries(value.keys.map((key, place) => [key.text, plain(value.items[place])]));
}
