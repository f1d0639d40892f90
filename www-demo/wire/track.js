// A row of the time axis: its parts drawn where they were, on the same scale as those of every other row.
import { h } from '../page/dom.js';

/**
 * @typedef {object} Part
 * @property {string} kind  the name of its colour
 * @property {number} from
 * @property {number} to
 */

export function createTrack() {
  const node = h('div', { class: 'track', dir: 'ltr', 'aria-hidden': 'true' });
  let painted = '';
  return {
    node,
    /** @param {import('./axis.js').Axis} axis @param {Part[]} parts */
    paint(axis, parts) {
      const seen = parts.filter(({ from, to }) => to >= axis.from && from <= axis.to);
      const drawn = seen.map(({ kind, from, to }) => [
        kind,
        axis.shareOf(from).toFixed(4),
        axis.shareOf(to).toFixed(4),
      ]);
      const key = JSON.stringify(drawn);
      if (key === painted) return;
      painted = key;
      node.replaceChildren(
        ...drawn.map(([kind, from, to]) => {
          const part = h('i', { class: `part part-${kind}` });
          part.style.setProperty('--from', from);
          part.style.setProperty('--to', to);
          return part;
        }),
      );
    },
  };
}
