// A new value as text for one place of a file, in the manner of its neighbours. The twin of source/emitted.py and
// source/scalars.py: what stands plain there stands plain here, so that both write the same.

const SAYS_ITSELF = new RegExp(
  '^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?|[0-9]{4}-(0[1-9]|1[0-2])'
  + '|-?(0|[1-9][0-9]{0,8})(\\.[0-9]{0,5}[1-9])?|true|false)$');
const IN_FLOW = /[,，[\]{}?]|:(?=\S)/;
const BLOCK = /^\S[^\n]*\n(?:[^]*[^\n]\n?)?$/;
const SHORT = 80;
const NUMBER_LIKE = /^[-+.]?[0-9][-+0-9a-fA-FxXoO_.,:eETtZz ]*$/;
const WORDS = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null', 'nan', 'inf']);
const PLAIN_START = /^([\p{L}\p{N}]|[(（《【、。·±≥≤＜＞①-⑳])/u;
const NEEDS_QUOTES = /: |:$| #|\t|[a-z_0-9]：|^[a-z_][a-z0-9_]*：|\s$/;
const UNPRINTED = /[\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0\ufffd]|(?! )\p{Zs}/u;

export function isPlain(value) {
  return !value.includes('\n') && PLAIN_START.test(value) && !WORDS.has(value.toLowerCase())
    && !NUMBER_LIKE.test(value) && !NEEDS_QUOTES.test(value);
}

function isClean(value) {
  return !UNPRINTED.test(value.replaceAll('\n', ''));
}

export const MANNER = Object.freeze({
  quote: '', inFlow: false, commented: false, isLast: false, indent: 0, offset: 2, newline: '\n' });

function nested(manner) {
  return { ...manner, quote: '', commented: false, indent: manner.indent + 2 };
}

const isWord = (value) => typeof value === 'string';
const isEmpty = (value) => (Array.isArray(value) ? !value.length : !Object.keys(value).length);

// What follows `key:` or a dash: a blank and the value, or lines of their own.
export function behind(value, manner) {
  if (manner.inFlow) return ` ${between(value, manner)}`;
  if (isWord(value)) return fitsBlock(value, manner) ? ` ${blockText(value, manner)}` : ` ${scalar(value, manner)}`;
  if (isEmpty(value) || isShort(value)) return ` ${between(value, { ...manner, inFlow: true })}`;
  return onLines(value, manner);
}

// What follows `key:` on lines of its own, an entry on each; there is one at least.
export function onLines(value, manner) {
  const lines = Array.isArray(value) ? listLines(value, manner) : mappingLines(value, nested(manner));
  return manner.newline + lines.join(manner.newline);
}

// What stands from the dash on; `asFlow`: a mapping between braces, as its neighbours are.
export function item(value, manner, asFlow) {
  if (asFlow && !isWord(value)) return `- ${flow(value)}`;
  if (!isWord(value) && !Array.isArray(value) && !isEmpty(value)) {
    return '- ' + mappingLines(value, nested(manner)).join(manner.newline).slice(manner.indent + 2);
  }
  return '-' + behind(value, { ...manner, quote: '', offset: 2 });
}

export function flow(value) {
  return between(value, { ...MANNER, inFlow: true });
}

export function mappingLines(value, manner) {
  return Object.entries(value).map(([key, child]) => `${' '.repeat(manner.indent)}${keyText(key)}:${behind(child, manner)}`);
}

export function keyText(key) {
  return /^[a-z][a-z0-9_]*$/.test(key) && isPlain(key) ? key : JSON.stringify(key);
}

// A text on one line: in the quotes of the old one, plain where it was plain and may be.
export function scalar(value, manner) {
  const clean = isClean(value) && !value.includes('\n') && !value.includes('\t');
  if (clean && !manner.quote && !manner.commented && mayBePlain(value, manner)) return value;
  if (clean && manner.quote !== '"') return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

function mayBePlain(value, manner) {
  return SAYS_ITSELF.test(value) || (isPlain(value) && !(manner.inFlow && IN_FLOW.test(value)));
}

function listLines(value, manner) {
  const inner = { ...manner, quote: '', commented: false, indent: manner.indent + manner.offset };
  return value.map((one) => ' '.repeat(inner.indent) + item(one, inner, false));
}

function isShort(value) {
  if (!Array.isArray(value) || !value.every((one) => isWord(one) && !one.includes('\n'))) return false;
  return value.reduce((length, one) => length + [...one].length + 4, 0) <= SHORT;
}

function fitsBlock(value, manner) {
  if (manner.commented || (manner.isLast && value.endsWith('\n'))) return false;
  return isClean(value) && BLOCK.test(value);
}

function blockText(value, manner) {
  const lines = value.replace(/\n$/, '').split('\n').map((line) => (line ? ' '.repeat(manner.indent + 2) + line : ''));
  return [value.endsWith('\n') ? '|' : '|-', ...lines].join(manner.newline);
}

function between(value, manner) {
  const inner = { ...manner, quote: '' };
  if (isWord(value)) return scalar(value, manner);
  if (Array.isArray(value)) return `[${value.map((one) => between(one, inner)).join(', ')}]`;
  return `{${Object.entries(value).map(([key, child]) => `${keyText(key)}: ${between(child, inner)}`).join(', ')}}`;
}
