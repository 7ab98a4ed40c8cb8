// A record's text -> what the form edits, and back. Every value is read as text, as our reader does; saving edits the
// text that was read, so that comments, order and layout stay.

import { Layout, Unwritable, plain } from './layout.js';
import { edited } from './edit.js';
import { arranged, changes, same } from './changes.js';
import { MANNER, mappingLines } from './emitted.js';

// Keys of the form's own; a record's keys are words of a to z.
export const TEXT = '__text';
export const ID = '__id';
// What a ledger's file is called in a list.
export const CALLED = '__called';

// Why a file cannot be opened. Decap would show an empty form, and saving that would lose what is written there.
export const BROKEN = '__broken';

const FENCE = /^---[ \t]*\r?\n([^]*?)^---[ \t]*\r?$/m;
const ODD_BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g;
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffd]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

// `kind`: its `shape`, its `modeline`, and the key of its text below front matter (`body`), if it is Markdown.
export function formatOf(kind) {
  return {
    fromFile: (text) => {
      const tree = read(text, kind);
      return { ...tree, [TEXT]: text, [CALLED]: kind.called?.(tree) };
    },
    toFile: (data) => write(data, kind),
  };
}

// A format whose files open in any case: of one that cannot be read the reason is kept, and saving it refused.
export function openable({ fromFile, toFile }) {
  return {
    fromFile: (text) => {
      try {
        return fromFile(text);
      } catch (error) {
        const why = text?.trim() ? `这个文件表单打不开（${error.message}），请评审办在编辑器里改` : '没有这份记录，或者它的文件是空的';
        return { [TEXT]: text ?? '', [BROKEN]: why, [CALLED]: '打不开的文件' };
      }
    },
    toFile: (data, keys) => {
      if (data[BROKEN]) throw new Unwritable(data[BROKEN]);
      return toFile(data, keys);
    },
  };
}

function read(text, kind) {
  const { front, body } = parted(text, kind);
  const tree = new Layout(front).tree;
  if (typeof tree !== 'object' || Array.isArray(tree)) throw new Unwritable('文件的最外层不是“键: 值”');
  return kind.body && body ? { ...tree, [kind.body]: body } : tree;
}

// Front matter and the text below it; of other records the whole is the front.
function parted(text, kind) {
  const own = text.replace(/^\ufeff/, '');
  if (!kind.body) return { before: text.slice(0, text.length - own.length), front: own, after: '', body: '' };
  const found = FENCE.exec(own);
  if (found?.index !== 0) throw new Unwritable('没有开头的资料（两行 --- 之间的“键: 值”）');
  const begin = found[0].indexOf('\n') + 1;
  const after = own.slice(begin + found[1].length);
  const below = own.slice(found[0].length);
  return { before: own.slice(0, begin), front: found[1], after, body: below.replace(/^[\r\n]+|[\r\n]+$/g, '').replaceAll('\r\n', '\n') };
}

function write(data, kind) {
  const { [TEXT]: text, [ID]: _, [CALLED]: __, ...values } = data;
  const wanted = kept(values) ?? {};
  const { [kind.body]: body = '', ...front } = wanted;
  if (!text) return fresh(kind.body ? front : wanted, body, kind);
  const parts = parted(text, kind);
  const was = new Layout(parts.front).tree;
  const now = withEmpty(was, kind.body ? front : wanted);
  const made = edited(parts.front, changes(was, now, kind.shape));
  if (!same(new Layout(made).tree, now)) throw new Unwritable('这个文件的写法表单改不了，请在编辑器里改');
  const after = kind.body && body !== parts.body ? `---\n\n${body}\n` : parts.after;
  return parts.before + made + after;
}

// What was empty in the file and still is stays as it is written.
function withEmpty(was, now) {
  const left = Object.entries(was).filter(([key, value]) => !(key in now) && kept(value) === undefined);
  const both = Object.entries(now).map(([key, value]) => {
    const old = was[key];
    const groups = [old, value].every((one) => one && typeof one === 'object' && !Array.isArray(one));
    if (groups) return [key, withEmpty(old, value)];
    const lists = Array.isArray(old) && Array.isArray(value) && same(kept(old) ?? [], value);
    return [key, lists ? old : value];
  });
  return Object.fromEntries([...both, ...left]);
}

// Values without what was left empty: blank texts, groups and lists of nothing.
function kept(value) {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(kept).filter((one) => one !== undefined);
    return items.length ? items : undefined;
  }
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(([key, one]) => [key, kept(one)]).filter(([, one]) => one !== undefined);
    return pairs.length ? Object.fromEntries(pairs) : undefined;
  }
  const text = cleaned(String(value));
  return text.trim() ? text : undefined;
}

// Without characters that cannot be seen and that the reader refuses: they come along when people paste.
function cleaned(text) {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(ODD_BLANK, ' ').replace(UNSEEN, '');
}

function fresh(front, body, kind) {
  const lines = mappingLines(arranged(front, kind.shape), MANNER);
  const text = lines.map((line, place) => (place && isGroup(line) ? `\n${line}` : line)).join('\n');
  if (kind.body) return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
  return `${kind.modeline}\n\n${spaced(text)}\n`;
}

const isGroup = (line) => /^[a-z_]+:\n/.test(line);

// A blank line behind a group too, unless one follows.
function spaced(text) {
  return text.replace(/(\n +[^\n]*)\n(?=[a-z_]+: )/g, '$1\n\n');
}

export { Unwritable };
