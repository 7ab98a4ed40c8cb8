// What to edit so that one tree becomes another: keys set and removed, items paired with the old ones that are most like
// them, so that an item that was only changed keeps its place and its comments.

const LARGE = 4_000_000;

export function same(one, other) {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (Array.isArray(one)) return one.length === other.length && one.every((each, place) => same(each, other[place]));
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

// `shape`: the declared keys of a group in their order, and the shapes of the groups in it.
export function changes(before, after, shape, path = []) {
  const edits = [];
  for (const key of Object.keys(before)) {
    if (!(key in after)) edits.push({ does: 'remove', path: [...path, key] });
  }
  for (const key of ordered(after, shape)) {
    const here = [...path, key];
    const inner = shape?.inner?.[key];
    if (!(key in before)) edits.push({ does: 'set', path: here, value: arranged(after[key], inner), order: shape?.order ?? [] });
    else edits.push(...changed(before[key], after[key], inner, here));
  }
  // Why first what is set: a group must not be empty for a moment.
  return [...edits.filter((edit) => edit.does !== 'remove' || edit.path.length > path.length + 1),
    ...edits.filter((edit) => edit.does === 'remove' && edit.path.length === path.length + 1)];
}

function changed(before, after, shape, path) {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length && after.length) return listed(before, after, shape, path);
  const groups = [before, after].every((one) => typeof one === 'object' && !Array.isArray(one) && Object.keys(one).length);
  return groups ? changes(before, after, shape, path) : [{ does: 'set', path, value: arranged(after, shape) }];
}

// From the last item to the first, so that places before them stay what they are.
function listed(before, after, shape, path) {
  const from = moved(before, after);
  if (from) return [{ does: 'reorder', path, from }, ...listed(from.map((was) => before[was]), after, shape, path)];
  const steps = paired(before, after);
  const edits = [];
  for (const { was, is } of steps.reverse()) {
    if (is === null) edits.push({ does: 'remove', path: [...path, was] });
    else if (was === null || was < 0) edits.push({ does: 'insert', path: [...path, steps.place(is)], value: arranged(after[is], shape) });
    else edits.push(...changed(before[was], after[is], shape, [...path, was]));
  }
  const removed = edits.filter((edit) => edit.does === 'remove' && edit.path.length === path.length + 1);
  // Why inserts first where all old items go: a list must not be empty for a moment.
  if (removed.length < before.length) return edits;
  return [{ does: 'set', path, value: arranged(after, shape) }];
}

// Where items were put into another place: the old items in such an order that none has to move; null where none has.
function moved(before, after) {
  const left = new Set(before.keys());
  const take = (is) => {
    for (const place of left) if (is(before[place])) return left.delete(place) && place;
    return null;
  };
  const unchanged = after.map((one) => take((was) => same(was, one)));
  const isFew = unchanged.filter((place) => place === null).length * left.size <= LARGE;
  const known = after.map((one, at) => unchanged[at] ?? (isFew ? take((was) => isNearly(was, one)) : null))
    .filter((place) => place !== null);
  if (known.every((was, at) => !at || known[at - 1] < was)) return null;
  // What is not there any more keeps its place among the others.
  const places = [...known].sort((one, other) => one - other);
  const from = [...before.keys()];
  places.forEach((place, at) => { from[place] = known[at]; });
  return from;
}

// Whether an item was moved and changed in one value: more of it may be another that is like it.
function isNearly(one, other) {
  if ([one, other].some((each) => typeof each === 'string' || Array.isArray(each))) return false;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const shared = keys.filter((key) => key in one && key in other && same(one[key], other[key]));
  return keys.length > 2 && shared.length === keys.length - 1;
}

// Which old item became which new one: pairs in order, `was` null for a new one, `is` null for one taken away.
function paired(before, after) {
  const steps = aligned(before, after);
  const places = new Map();
  let place = 0;
  for (const step of steps) {
    if (step.was === null) places.set(step.is, place);
    else place += 1;
  }
  steps.place = (is) => places.get(is);
  return steps;
}

function aligned(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && same(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  const middle = (left.length * right.length > LARGE ? byPlace(left, right) : byLikeness(left, right)).map(({ was, is }) => ({
    was: was === null ? null : was + start, is: is === null ? null : is + start }));
  const head = Array.from({ length: start }, (_, at) => ({ was: at, is: at }));
  const tail = Array.from({ length: end }, (_, at) => ({ was: before.length - end + at, is: after.length - end + at }));
  return [...head, ...middle, ...tail];
}

function byPlace(left, right) {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => ({
    was: at < left.length ? at : null, is: at < right.length ? at : null }));
}

function byLikeness(left, right) {
  const best = Array.from({ length: left.length + 1 }, () => new Float64Array(right.length + 1));
  for (let was = left.length - 1; was >= 0; was -= 1) {
    for (let is = right.length - 1; is >= 0; is -= 1) {
      const like = likeness(left[was], right[is]);
      best[was][is] = Math.max(best[was + 1][is], best[was][is + 1], like > 0 ? like + best[was + 1][is + 1] : 0);
    }
  }
  const steps = [];
  let was = 0;
  let is = 0;
  while (was < left.length || is < right.length) {
    const like = was < left.length && is < right.length ? likeness(left[was], right[is]) : 0;
    if (like > 0 && best[was][is] === like + best[was + 1][is + 1]) steps.push({ was: was++, is: is++ });
    else if (was < left.length && (is === right.length || best[was][is] === best[was + 1][is])) steps.push({ was: was++, is: null });
    else steps.push({ was: null, is: is++ });
  }
  return steps;
}

function likeness(one, other) {
  if (same(one, other)) return 10;
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other ? 0.1 : 0;
  if (Array.isArray(one) || Array.isArray(other)) return 0;
  const shared = Object.keys(one).filter((key) => key in other && same(one[key], other[key])).length;
  return shared / Math.max(Object.keys(one).length, Object.keys(other).length, 1) + 0.05;
}

function ordered(tree, shape) {
  const rank = new Map((shape?.order ?? []).map((key, place) => [key, place]));
  return Object.keys(tree).sort((one, other) => (rank.get(one) ?? 1e6) - (rank.get(other) ?? 1e6));
}

// A value with the keys of every group in it in their declared order.
export function arranged(value, shape) {
  if (Array.isArray(value)) return value.map((one) => arranged(one, shape));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(ordered(value, shape).map((key) => [key, arranged(value[key], shape?.inner?.[key])]));
}
