// The one axis of time that all rows of the wire view share: from when to when, and where its ticks are. In milliseconds
// on the page's clock.

/** How much of the past one can choose to see. */
export const SPANS_MS = [10_000, 30_000, 120_000, 600_000, Infinity];
const LEAST_MS = 1_000;
const MOST_TICKS = 5;
const STEPS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];

const stepFor = (lengthMs) =>
  STEPS_MS.find((step) => lengthMs / step <= MOST_TICKS) ?? Math.ceil(lengthMs / MOST_TICKS / 3_600_000) * 3_600_000;

/**
 * @typedef {object} Axis
 * @property {number} from
 * @property {number} to
 * @property {number} stepMs  between two ticks
 * @property {number[]} ticks
 * @property {(at: number) => number} shareOf  where a time is, from 0 to 1
 */

/**
 * It begins with the first thing that there was, or as long before the last as was chosen. Its end lies on a tick, so
 * that it stands still while something goes on.
 *
 * @param {{ first: number, last: number, spanMs: number, origin?: number }} what  `origin`: what the clock on the wall
 *   showed when the page's showed 0, since ticks are at its whole seconds
 * @returns {Axis}
 */
export function axisOf({ first, last, spanMs, origin = 0 }) {
  const earliest = Math.max(first, last - spanMs);
  const stepMs = stepFor(Math.max(LEAST_MS, last - earliest));
  const to = Math.ceil((Math.max(last, earliest + LEAST_MS) + origin) / stepMs) * stepMs - origin;
  const from = Math.floor((earliest + origin) / stepMs) * stepMs - origin;
  const ticks = Array.from({ length: Math.round((to - from) / stepMs) }, (_, index) => from + index * stepMs);
  return { from, to, stepMs, ticks, shareOf: (at) => Math.min(1, Math.max(0, (at - from) / (to - from))) };
}
