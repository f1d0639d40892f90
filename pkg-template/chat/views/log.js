// The conversation on the screen: a window of rows that moves with the visitor's eyes, so that the thousandth message
// costs what the tenth did. Whatever happens between two frames is painted in one go.
import { isVisible } from '../conversation.js';
import { focusedBeside, h } from '../dom.js';
import { icon } from '../icons.js';
import { oncePerFrame } from '../frame.js';
import { createMessageRow } from './message.js';

const ROWS_AT_ONCE = 20;
const MOST_ROWS = 100;
const NEAR_END_PX = 56;
// The next rows are built before the visitor gets there.
const AHEAD_PX = 900;

/** @param {{ conversation: import('../conversation.js').Conversation, row: Parameters<typeof createMessageRow>[1], onPainted?: (message: object) => void, empty: Node }} parts */
export function createLog({ conversation, row: rowParts, onPainted, empty }) {
  const { texts } = rowParts;
  const rows = h('ol', { class: 'rows', role: 'list' });
  const scroller = h(
    'div',
    { class: 'log', part: 'log', role: 'region', 'aria-label': texts.conversation, tabindex: '0' },
    empty,
    rows,
  );
  const jump = h(
    'button',
    { type: 'button', class: 'jump', part: 'jump', hidden: true, onclick: () => toEnd() },
    icon('down'),
    texts.newMessages,
  );
  const node = h('div', { class: 'log-frame' }, scroller, jump);

  /** @type {Map<string, ReturnType<typeof createMessageRow>>} by message id */
  const built = new Map();
  const dirty = new Set();
  let visible = [];
  // The rows that are built: `visible[first]` to the one before `visible[last]`.
  let first = 0;
  let last = 0;
  let isAtEnd = true;
  let lastTop = 0;

  const build = (from, to) =>
    visible.slice(from, to).map((message, index) => {
      const row = createMessageRow(message, rowParts);
      built.set(message.id, row);
      row.paint(message, visible[from + index - 1]);
      return row.node;
    });

  const drop = (from, to) => {
    for (const { id } of visible.slice(from, to)) {
      built.get(id).node.remove();
      built.delete(id);
    }
  };

  /** A row shows who speaks and when only where that is news. */
  const refresh = (index) => built.get(visible[index]?.id)?.paint(visible[index], visible[index - 1]);

  const rebuild = () => {
    visible = conversation.messages.filter(isVisible);
    last = visible.length;
    first = Math.max(0, last - ROWS_AT_ONCE);
    built.clear();
    dirty.clear();
    rows.replaceChildren(...build(first, last));
  };

  /** Changes the rows around one that stays, which the visitor sees where it was. */
  const around = (index, change) => {
    const { node: anchor } = built.get(visible[index].id);
    const before = anchor.offsetTop;
    change();
    scroller.scrollTop += anchor.offsetTop - before;
    lastTop = scroller.scrollTop;
  };

  const showOlder = () => {
    const from = Math.max(0, first - ROWS_AT_ONCE);
    if (from === first) return;
    around(first, () => {
      rows.prepend(...build(from, first));
      first = from;
      const to = Math.min(last, first + MOST_ROWS);
      drop(to, last);
      last = to;
    });
  };

  const showNewer = () => {
    const to = Math.min(visible.length, last + ROWS_AT_ONCE);
    if (to === last) return;
    around(last - 1, () => {
      rows.append(...build(last, to));
      last = to;
      dropOldest();
    });
  };

  const dropOldest = () => {
    const from = Math.max(first, last - MOST_ROWS);
    drop(first, from);
    first = from;
  };

  const paintOne = (message) => {
    const index = visible.lastIndexOf(message);
    const isShown = isVisible(message) && conversation.get(message.id) === message;
    if (index < 0 && isShown) {
      visible.push(message);
      if (last === visible.length - 1) {
        rows.append(...build(last, last + 1));
        last += 1;
      }
      if (!isAtEnd && message.role !== 'user') jump.hidden = false;
    } else if (index >= 0 && !isShown) {
      if (index >= first && index < last) drop(index, index + 1);
      visible.splice(index, 1);
      if (index < first) first -= 1;
      if (index < last) last -= 1;
      refresh(index);
    } else if (index >= 0) refresh(index);
  };

  const frame = oncePerFrame(() => {
    const changed = [...dirty];
    dirty.clear();
    for (const message of changed) paintOne(message);
    empty.hidden = visible.length > 0;
    if (isAtEnd) dropOldest();
    for (const message of changed) onPainted?.(message);
  });

  const onChange = ({ detail: { kind, message } }) => {
    if (kind === 'reset') rebuild();
    else if (message) dirty.add(message);
    // What one has written oneself is always worth seeing.
    if (kind === 'add' && message.role === 'user') toEnd();
    frame.ask();
  };

  function toEnd() {
    isAtEnd = true;
    hideJump();
    if (last < visible.length) rebuild();
    pin();
  }

  // Asked before it is hidden: a hidden button has lost the focus already.
  function hideJump() {
    if (jump.hidden) return;
    if (focusedBeside(node) === jump) scroller.focus();
    jump.hidden = true;
  }

  const pin = () => {
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  };

  scroller.addEventListener(
    'scroll',
    () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const below = scrollHeight - scrollTop - clientHeight;
      if (below < NEAR_END_PX && last === visible.length) {
        isAtEnd = true;
        hideJump();
      } else if (scrollTop < lastTop - 1) isAtEnd = false; // growth alone moves nobody away from the end
      lastTop = scrollTop;
      if (scrollTop < AHEAD_PX) showOlder();
      else if (below < AHEAD_PX) showNewer();
    },
    { passive: true },
  );

  // Runs between layout and paint, whatever it was that grew: a row, the composer below, the text size.
  const sizes = new ResizeObserver(pin);
  sizes.observe(rows);
  sizes.observe(scroller);
  conversation.addEventListener('change', onChange);
  rebuild();
  empty.hidden = visible.length > 0;

  return {
    node,
    scroller,
    toEnd,
    stop() {
      conversation.removeEventListener('change', onChange);
      sizes.disconnect();
      frame.cancel();
    },
  };
}
