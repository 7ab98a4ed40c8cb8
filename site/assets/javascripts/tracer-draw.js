/* 追踪检查: how a sample is drawn. generator/meidang/archive/tracer draws in the same way; tests/tracer holds the two
 * together. */
"use strict";

(function () {
  // --- ranks: SHA-256 over "seed:key", in hexadecimal --------------------------------------------------------------

  const PRIMES = [];
  for (let number = 2; PRIMES.length < 64; number++) {
    if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
  }
  // The first 32 bits of the fractions of roots of the first primes, as the standard defines its constants.
  const bits = (root) => ((root - Math.floor(root)) * 4294967296) >>> 0;
  const START = PRIMES.slice(0, 8).map((prime) => bits(Math.sqrt(prime)));
  const ROUNDS = PRIMES.map((prime) => bits(Math.cbrt(prime)));

  const encoder = new TextEncoder();

  function rank(seed, key) {
    const text = encoder.encode(seed + ":" + key);
    const blocks = ((text.length + 8) >> 6) + 1;
    const bytes = new Uint8Array(blocks * 64);
    bytes.set(text);
    bytes[text.length] = 0x80;
    const view = new DataView(bytes.buffer);
    view.setUint32(bytes.length - 4, text.length * 8);
    const state = START.slice();
    for (let block = 0; block < blocks; block++) compress(state, view, block * 64);
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  // Kept between calls: twenty thousand ranks are computed while somebody waits.
  const words = new Int32Array(64);

  function compress(state, view, at) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const one = words[i - 15], two = words[i - 2];
      const low = turned(one, 7) ^ turned(one, 18) ^ (one >>> 3);
      const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
      words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const first = (h + high + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
      const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g, g = f, f = e, e = (d + first) | 0;
      d = c, c = b, b = a, a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  }

  // --- the draw ----------------------------------------------------------------------------------------------------

  // A member is [key, cell, strata, departments]; department is a number, or null for all.
  function draw(of, seed, size, department) {
    const held = of.members.map((member, index) => ({ index, member }));
    const asked = department === null ? held : held.filter((one) => one.member[3].includes(department));
    const ranked = asked.map((one) => ({ ...one, rank: rank(seed, one.member[0]) })).sort(byRank);
    const picks = new Map(), lacking = [];
    if (!size) return { of, total: ranked.length, picks: [], lacking };
    if (!ranked.length) return { of, total: 0, picks: [], lacking: ["没有可抽的" + of.title] };
    of.strata.forEach((title, stratum) => {
      const first = ranked.find((one) => one.member[2].includes(stratum));
      if (!first) lacking.push("没有符合“" + title + "”的" + of.title);
      else if (picks.has(first)) picks.get(first).push(title);
      else if (picks.size < size) picks.set(first, [title]);
      else if (![...picks.keys()].some((one) => one.member[2].includes(stratum))) {
        lacking.push("名额已满，没有抽取“" + title + "”");
      }
    });
    spread(of, seed, size, ranked, picks);
    if (ranked.length < size) {
      lacking.push(`只有 ${ranked.length} ${of.unit}，不足 ${size} ${of.unit}，已全部抽取`);
    }
    const found = [...picks].map(([one, reasons]) => ({ index: one.index, reasons }));
    return { of, total: ranked.length, picks: found, lacking };
  }

  const byRank = (one, other) => (one.rank < other.rank ? -1 : 1);

  // The rest goes to the cell of which the fewest are drawn, of several to the one of the smallest rank.
  function spread(of, seed, size, ranked, picks) {
    const cells = new Map();
    for (const one of ranked) {
      const number = one.member[1];
      if (!cells.has(number)) cells.set(number, { number, given: 0, waiting: [] });
      const cell = cells.get(number);
      if (picks.has(one)) cell.given++;
      else cell.waiting.push(one);
    }
    const open = [...cells.values()].filter((cell) => cell.waiting.length);
    for (const cell of open) {
      cell.waiting.reverse();
      cell.rank = rank(seed, of.id + "/" + of.cells[cell.number][0]);
    }
    while (open.length && picks.size < size) {
      open.sort((one, other) => one.given - other.given || byRank(one, other));
      const cell = open[0];
      picks.set(cell.waiting.pop(), [of.spread + "轮取：" + of.cells[cell.number][1]]);
      cell.given++;
      if (!cell.waiting.length) open.shift();
    }
  }

  window.meidangTracer = { draw };
})();
