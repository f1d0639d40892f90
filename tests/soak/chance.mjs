// Chance from a seed: the same seed, the same schedule.

export function createChance(seed) {
  let state = seed >>> 0;
  /** From 0 to 1 (mulberry32). */
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    draw,
    between: (least, most) => Math.round(least + draw() * (most - least)),
    of: (list) => list[Math.floor(draw() * list.length)],
  };
}
