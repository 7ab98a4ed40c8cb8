// Edits of one text that leave every other line byte for byte as it is. The twin of source/edit.py: set a value, insert
// an item, remove either; a path counts in what the edits before it have made. And, as only a form does, put the items of
// a list into another order.

import { Layout, Unwritable, plain } from './layout.js';
import { MANNER, behind, flow, item, keyText, onLines, scalar } from './emitted.js';

const FLUSH_LIST = /^( *)[^\s#-][^\n]*:[ \r]*\n\1- /m;

export function edited(text, edits) {
  return edits.reduce((now, edit) => MADE[edit.does](new Layout(now), edit), text);
}

const MADE = { set, insert, reorder, remove: (page, edit) => remove(page, edit.path) };

function put(page, start, end, text) {
  return page.text.slice(0, start) + text + page.text.slice(end);
}

function manner(page, parent, at, { commented = false, quote = '' } = {}) {
  return {
    ...MANNER,
    quote,
    inFlow: parent.flow,
    commented: commented && !parent.flow,
    isLast: at === page.text.length,
    indent: parent.flow ? 0 : page.indent(parent),
    offset: FLUSH_LIST.test(page.text) ? 0 : 2,
    newline: page.newline,
  };
}

// --- a value in place of another ------------------------------------------------------------------------------------

function set(page, { path, value, order = [] }) {
  const parent = page.at(path.slice(0, -1));
  const place = page.place(parent, path.at(-1));
  if (place < 0) return addKey(page, parent, path.at(-1), value, order);
  const old = parent.items[place];
  if (old.kind === 'word' && !old.block && typeof value === 'string') return setWord(page, parent, place, value);
  if (parent.flow) {
    const text = flow(value);
    return put(page, old.start, page.end(old), old.end > old.start ? text : ` ${text}`);
  }
  return setBlock(page, parent, place, value);
}

function setWord(page, parent, place, value) {
  const old = parent.items[place];
  const isEmpty = !old.text && !old.quote;
  const start = isEmpty ? page.entryEnd(parent, place) : old.start;
  const end = isEmpty ? start : page.end(old);
  const how = manner(page, parent, end, { commented: page.isCommented(end), quote: old.quote });
  if (!how.inFlow && value.includes('\n')) return setBlock(page, parent, place, value);
  const text = scalar(value, how);
  return put(page, start, end, end > start ? text : ` ${text}`);
}

// Whatever stands behind the colon or dash, with all its lines; a comment on the first line stays.
function setBlock(page, parent, place, value) {
  const old = parent.items[place];
  const head = page.head(parent, place);
  const first = page.lineEnd(head);
  let end = page.entryEnd(parent, place);
  const isBelow = old.start > first;
  let tail = isBelow ? page.text.slice(head, first).trimEnd() : '';
  if (page.isCommented(end)) {
    tail = isBelow ? tail : '  ' + page.text.slice(end, page.lineEnd(end)).trim();
    end = page.lineEnd(end);
  }
  const how = manner(page, parent, end, { commented: Boolean(tail.trim()) });
  const text = emitted(parent, old, value, how);
  if (text.startsWith(how.newline)) return put(page, head, end, tail + text);
  return put(page, head, end, text + tail);
}

function emitted(parent, old, value, how) {
  const braces = Boolean(old.items?.length && old.flow);
  if (parent.kind === 'seq') return item(value, how, braces).slice(1);
  if (old.items?.length && typeof value !== 'string') return braces ? ` ${flow(value)}` : onLines(value, how);
  return behind(value, how);
}

// --- a new key ------------------------------------------------------------------------------------------------------

function addKey(page, parent, key, value, order) {
  const before = new Set(order.slice(0, Math.max(order.indexOf(key), 0)));
  const place = order.includes(key)
    ? parent.keys.reduce((found, one, at) => (before.has(one.text) ? at + 1 : found), 0) : parent.keys.length;
  if (parent.flow) return putBetween(page, parent, place, `${keyText(key)}: ${flow(value)}`);
  if (!parent.keys.length) throw new Unwritable('空的内容不能在表单里补，请在编辑器里改');
  const how = manner(page, parent, newLine(page, parent, place));
  const text = `${keyText(key)}:${behind(value, how)}`;
  const isBlock = typeof value !== 'string' && text.includes(how.newline);
  if (place && isBlock && page.hasGaps(parent)) return gapped(page, parent, place, text, how);
  return putLine(page, parent, place, text, how);
}

// A block of several lines with a blank one before it, and behind it.
function gapped(page, parent, place, text, how) {
  const at = newLine(page, parent, place);
  const below = page.nextLine(at);
  const isApart = below >= page.text.length || !page.text.slice(below, page.lineEnd(below)).trim();
  return put(page, at, at, how.newline.repeat(2) + ' '.repeat(how.indent) + text + (isApart ? '' : how.newline));
}

function putLine(page, parent, place, text, how, gap = '') {
  const indent = ' '.repeat(how.indent);
  if (place === 0) {
    const start = page.start(parent, 0);
    return put(page, start, start, text + how.newline + gap + indent);
  }
  const at = newLine(page, parent, place);
  return put(page, at, at, how.newline + gap + indent + text);
}

function newLine(page, parent, place) {
  return place ? page.lineEnd(page.entryEnd(parent, place - 1)) : page.start(parent, 0);
}

function putBetween(page, parent, place, text) {
  if (place) {
    const at = page.entryEnd(parent, place - 1);
    return put(page, at, at, `, ${text}`);
  }
  const at = parent.items.length ? page.start(parent, 0) : parent.start + 1;
  return put(page, at, at, parent.items.length ? `${text}, ` : text);
}

// --- items, and taking away -----------------------------------------------------------------------------------------

function insert(page, { path, value, order = [] }) {
  const way = path.slice(0, -1);
  const place = path.at(-1);
  const parent = page.at(way);
  if (parent?.kind !== 'seq' || !parent.items.length) return set(page, { path: way, value: [value], order });
  if (parent.flow) return putBetween(page, parent, place, flow(value));
  const neighbour = parent.items[Math.max(place - 1, 0)];
  const how = manner(page, parent, newLine(page, parent, place));
  const gap = parent.items.length > 1 && page.itemsApart(parent) ? how.newline : '';
  const first = firstLine(page, way);
  if (!place && page.start(parent, 0) >= first) {
    // Above the comments on the item that was the first.
    return put(page, first, first, ' '.repeat(how.indent) + item(value, how, Boolean(neighbour.flow)) + how.newline + gap);
  }
  return putLine(page, parent, place, item(value, how, Boolean(neighbour.flow)), how, gap);
}

function remove(page, path) {
  const parent = page.at(path.slice(0, -1));
  const place = page.place(parent, path.at(-1));
  if (parent.items.length === 1) {
    const nothing = parent.kind === 'map' ? {} : [];
    if (path.length > 1) return set(page, { path: path.slice(0, -1), value: nothing });
    throw new Unwritable('不能把全部内容都清空');
  }
  if (parent.flow) {
    if (place + 1 < parent.items.length) return put(page, page.start(parent, place), page.start(parent, place + 1), '');
    return put(page, page.entryEnd(parent, place - 1), page.entryEnd(parent, place), '');
  }
  const start = page.start(parent, place);
  const line = page.lineStart(start);
  const after = page.nextLine(page.entryEnd(parent, place));
  if (!page.text.slice(line, start).trim()) {
    return oneBlank(page, line, after, place === 0 && path.length > 1);
  }
  // The first entry behind a dash: the next one takes its place, comments between the two go above the dash.
  const following = page.start(parent, place + 1);
  const remarks = page.text.slice(after, page.lineStart(following));
  return page.text.slice(0, line) + remarks + page.text.slice(line, start) + page.text.slice(following);
}

// The line below the key, or dash, of the list at a path.
function firstLine(page, path) {
  const around = page.at(path.slice(0, -1));
  return page.nextLine(page.head(around, page.place(around, path.at(-1))));
}

// Each item with the comments above it and behind it; blank lines between items stay where they are.
function reorder(page, { path, from }) {
  const parent = page.at(path);
  const first = firstLine(page, path);
  if (parent.flow || page.start(parent, 0) < first) return set(page, { path, value: from.map((was) => plain(parent.items[was])) });
  const ends = parent.items.map((_, place) => page.nextLine(page.entryEnd(parent, place)));
  const texts = ends.map((end, place) => page.text.slice(place ? ends[place - 1] : first, end));
  const gaps = texts.map((text) => /^(?:[ \t]*\r?\n)*/.exec(text)[0]);
  const own = texts.map((text, place) => text.slice(gaps[place].length).replace(/\r?\n$/, ''));
  const tail = texts.at(-1).endsWith('\n') ? page.newline : '';
  return put(page, first, ends.at(-1), from.map((was, place) => gaps[place] + own[was]).join(page.newline) + tail);
}

// Two blank lines that meet where a block was become one, none is left at the end nor behind the key above; a comment
// behind the value stays.
function oneBlank(page, line, after, isFirst) {
  const kept = page.text.slice(line, after).split(/\r?\n/).length > 2 ? '' : comment(page, line, after);
  const head = page.text.slice(0, line);
  let tail = page.text.slice(after);
  if ((isFirst || /\n\r?\n$/.test(head)) && !kept) tail = tail.replace(/^(\r?\n)+/, '');
  const joined = head + kept + tail;
  return tail || kept ? joined : joined.replace(/(\r?\n)+$/, '') + (page.text.endsWith('\n') ? page.newline : '');
}

function comment(page, line, after) {
  const found = /^( *)[^\s#][^'"#]* (#.*\r?\n)$/.exec(page.text.slice(line, after));
  return found ? found[1] + found[2] : '';
}
