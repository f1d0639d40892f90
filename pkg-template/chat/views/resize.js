// The size of the panel on a screen with room: larger by a button, or as the visitor drags its corner, which the arrow keys
// do as well. It is kept for the tab, and never larger than the window, of which the sheet takes care.
import { h } from '../dom.js';
import { icon } from '../icons.js';

const STEP_PX = 24;
const LEAST = { width: 288, height: 320 };

/**
 * @param {object} parts
 * @param {import('../texts/index.js').Texts} parts.texts
 * @param {import('../tab-state.js').TabState} parts.tab
 * @param {(changes: Partial<import('../tab-state.js').TabState>) => void} parts.keepTab
 * @param {() => HTMLElement} parts.panel
 */
export function createResize({ texts, tab, keepTab, panel }) {
  const expand = h('button', {
    type: 'button',
    class: 'expand tool',
    part: 'expand',
    onclick: () => put({ isExpanded: !tab.isExpanded, width: undefined, height: undefined }),
  });
  const handle = h('button', { type: 'button', class: 'resize', part: 'resize', 'aria-label': texts.resize });

  const paint = () => {
    const { style } = panel();
    for (const side of /** @type {const} */ (['width', 'height'])) {
      const size = tab[side];
      if (typeof size === 'number' && size >= LEAST[side]) style.setProperty(`--_${side}`, `${size}px`);
      else style.removeProperty(`--_${side}`);
    }
    panel().toggleAttribute('data-expanded', tab.isExpanded === true);
    expand.replaceChildren(icon(tab.isExpanded ? 'shrink' : 'expand'));
    expand.setAttribute('aria-label', tab.isExpanded ? texts.shrink : texts.expand);
  };

  /** @param {Partial<import('../tab-state.js').TabState>} changes */
  const put = (changes) => {
    keepTab(changes);
    paint();
  };

  /** @param {{ width: number, height: number }} size */
  const resize = ({ width, height }) =>
    put({
      width: Math.round(Math.min(Math.max(width, LEAST.width), innerWidth)),
      height: Math.round(Math.min(Math.max(height, LEAST.height), innerHeight)),
      isExpanded: false,
    });

  const reset = () => put({ width: undefined, height: undefined, isExpanded: false });

  /** Which way makes the panel wider: it stands in either corner. */
  const outward = () => {
    const { left, width } = panel().getBoundingClientRect();
    return handle.getBoundingClientRect().left < left + width / 2 ? -1 : 1;
  };

  handle.addEventListener('pointerdown', (event) => {
    const { width, height } = panel().getBoundingClientRect();
    const way = outward();
    const { clientX, clientY, pointerId } = event;
    handle.setPointerCapture(pointerId);
    handle.onpointermove = (moved) =>
      resize({ width: width + way * (moved.clientX - clientX), height: height - (moved.clientY - clientY) });
    handle.onlostpointercapture = () => (handle.onpointermove = null);
  });
  handle.addEventListener('dblclick', reset);
  handle.addEventListener('keydown', (event) => {
    const { width, height } = panel().getBoundingClientRect();
    const wide = STEP_PX * outward();
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => resize({ width: width + wide, height }),
      ArrowLeft: () => resize({ width: width - wide, height }),
      ArrowUp: () => resize({ width, height: height + STEP_PX }),
      ArrowDown: () => resize({ width, height: height - STEP_PX }),
      Home: reset,
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  return { expand, handle, paint };
}
