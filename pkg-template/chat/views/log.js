// The conversation on the screen: a window of rows that moves with the visitor's eyes, so that the thousandth message
// costs what the tenth did. Whatever happens between two frames is painted in one go.
import { changeOf, completedOf, isVisible } from '../conversation.js';
import { dayLabel, opensDay } from '../days.js';
import { focusedBeside, h } from '../dom.js';
import { icon } from '../icons.js';
import { oncePerFrame } from '../frame.js';
import { createMessageRow } from './message.js';

/** @typedef {import('../conversation.js').Message} Message */

const ROWS_AT_ONCE = 20;
const MOST_ROWS = 100;
const NEAR_END_PX = 56;
// From here on there is a way back, even where nothing new has come.
const FAR_FROM_END_PX = 400;
// The next rows are built before the visitor gets there.
const AHEAD_PX = 900;
// What is kept free above the beginning of an answer.
const ABOVE_PX = 12;

/**
 * @param {object} parts
 * @param {import('../conversation.js').Conversation} parts.conversation
 * @param {Parameters<typeof createMessageRow>[1]} parts.row  what every row needs
 * @param {(message: Message) => void} [parts.onPainted]
 * @param {HTMLElement} parts.empty  shown while nothing was said
 */
export function createLog({ conversation, row: rowParts, onPainted, empty }) {
  const { texts, language } = rowParts;
  const rows = h('ol', { class: 'rows', role: 'list' });
  const scroller = h(
    'div',
    { class: 'log', part: 'log', role: 'region', 'aria-label': texts.conversation, tabindex: '0' },
    empty,
    rows,
  );
  const jumpLabel = h('span');
  const jump = h(
    'button',
    { type: 'button', class: 'jump', part: 'jump', hidden: true, onclick: () => toEnd() },
    icon('down'),
    jumpLabel,
  );
  const node = h('div', { class: 'log-frame' }, scroller, jump);

  /** @type {Map<string, { row: ReturnType<typeof createMessageRow>, label: string, day?: HTMLElement }>} by message id */
  const built = new Map();
  /** @type {Set<Message>} */
  const dirty = new Set();
  /** @type {Message[]} */
  let visible = [];
  // The rows that are built: `visible[first]` to the one before `visible[last]`.
  let first = 0;
  let last = 0;
  /** Whether what comes is followed. */
  let isAtEnd = true;
  /** Whether the newest message is read from its beginning: it is followed no further than that stays in sight. */
  let isReading = false;
  let isOutOfOrder = false;
  /** Where the log was scrolled to; what differs is the visitor's doing. */
  let lastTop = 0;
  /** How far it is to the end of what is built. */
  let below = 0;
  /** What has come while the visitor was reading above. */
  let news = 0;
  let today = '';

  /** @param {number} from @param {number} to @returns {Node[]} */
  const build = (from, to) =>
    visible.slice(from, to).flatMap((message, index) => {
      const row = createMessageRow(message, rowParts);
      built.set(message.id, { row, label: '' });
      refresh(from + index);
      const { day } = rowOf(from + index);
      return day ? [day, row.node] : [row.node];
    });

  /** @param {number} index what is there is built */
  const rowOf = (index) => /** @type {NonNullable<ReturnType<typeof built.get>>} */ (built.get(visible[index].id));

  /** The focus of what goes is the log's. @param {Node} going */
  const keepFocus = (going) => {
    if (going.contains(focusedBeside(node))) scroller.focus({ preventScroll: true });
  };

  /** @param {number} from @param {number} to */
  const drop = (from, to) => {
    for (let index = from; index < to; index += 1) {
      const { row, day } = rowOf(index);
      keepFocus(row.node);
      row.node.remove();
      day?.remove();
      built.delete(visible[index].id);
    }
  };

  /** A row shows who speaks and when only where that is news, and its day where that is another. @param {number} index */
  const refresh = (index) => {
    const message = visible[index];
    const entry = message && built.get(message.id);
    if (!entry) return;
    const before = visible[index - 1];
    try {
      entry.row.paint(message, before);
    } catch (error) {
      // The other rows are no worse for it.
      console.error('optave-chat: a message cannot be shown', error);
    }
    const label = opensDay(message, before) ? dayLabel(message.at, Date.now(), language) : '';
    if (label === entry.label) return;
    entry.label = label;
    entry.day?.remove();
    entry.day = label ? h('li', { class: 'day', part: 'day' }, h('span', {}, label)) : undefined;
    if (entry.day) entry.row.node.before(entry.day);
  };

  /** @param {number} from @param {number} to */
  const show = (from, to) => {
    [first, last] = [from, to];
    keepFocus(rows);
    built.clear();
    rows.replaceChildren(...build(first, last));
  };

  const rebuild = () => {
    visible = conversation.messages.filter(isVisible);
    dirty.clear();
    empty.hidden = visible.length > 0; // a tab in the background has no frames
    show(Math.max(0, visible.length - ROWS_AT_ONCE), visible.length);
  };

  /** Changes the rows around one that stays, which the visitor sees where it was. @param {number} index @param {() => void} change */
  const around = (index, change) => {
    const { id } = visible[index];
    const top = () => built.get(id)?.row.node.offsetTop ?? 0;
    const before = top();
    change();
    moveTo(scroller.scrollTop + top() - before);
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

  /** Messages have come in between, or very many: the rows are built anew around what the visitor reads. */
  const sort = () => {
    const top = visible.findIndex(({ id }, index) => {
      const row = index >= first && index < last && built.get(id)?.row.node;
      return row && row.offsetTop + row.offsetHeight > scroller.scrollTop;
    });
    const anchor = visible[top];
    const index = isAtEnd || !anchor ? -1 : conversation.messages.filter(isVisible).indexOf(anchor);
    if (index < 0) return rebuild();
    const before = rowOf(top).row.node.offsetTop - scroller.scrollTop;
    visible = conversation.messages.filter(isVisible);
    show(Math.max(0, index - ROWS_AT_ONCE), Math.min(visible.length, index + 2 * ROWS_AT_ONCE));
    moveTo(rowOf(index).row.node.offsetTop - before);
  };

  /** @param {Message} message */
  const paintOne = (message) => {
    const index = visible.lastIndexOf(message);
    const isShown = isVisible(message) && conversation.get(message.id) === message;
    if (index < 0 && isShown) {
      visible.push(message);
      // Who reads above gets it when scrolling there.
      if (last === visible.length - 1 && (isAtEnd || last - first < MOST_ROWS)) {
        rows.append(...build(last, last + 1));
        last += 1;
      }
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
    if (isOutOfOrder || changed.length > MOST_ROWS) sort();
    else for (const message of changed) paintOne(message);
    isOutOfOrder = false;
    paintDays();
    empty.hidden = visible.length > 0;
    if (isAtEnd) dropOldest();
    paintJump();
    for (const message of changed) onPainted?.(message);
  });

  /** At midnight what was today is yesterday. */
  const paintDays = () => {
    const now = new Date().toDateString();
    if (now === today) return;
    today = now;
    for (let index = first; index < last; index += 1) refresh(index);
  };

  /** @param {Event} event */
  const onChange = (event) => {
    const { kind, message } = changeOf(event);
    if (kind === 'reset') {
      rebuild();
      toEnd();
    } else if (message) dirty.add(message);
    if (kind === 'add' && message !== conversation.messages.at(-1)) isOutOfOrder = true;
    if (kind === 'add') isReading = message?.role !== 'user';
    // What one has written oneself is always worth seeing.
    if (kind === 'add' && message?.role === 'user' && !conversation.isElsewhere) toEnd();
    frame.ask();
  };

  /** @param {Event} event */
  const onCompleted = (event) => {
    if (!isAtEnd && completedOf(event).role !== 'system') news += 1;
    frame.ask();
  };

  function toEnd() {
    isAtEnd = true;
    isReading = false;
    if (last < visible.length) rebuild();
    pin();
  }

  function paintJump() {
    if (isAtEnd) news = 0;
    const isWanted = news > 0 || last < visible.length || below > (isAtEnd ? NEAR_END_PX : FAR_FROM_END_PX);
    jumpLabel.textContent = news > 0 ? texts.newCount(news) : '';
    if (news > 0) jump.removeAttribute('aria-label');
    else jump.setAttribute('aria-label', texts.toNewest);
    // Asked before it is hidden: a hidden button has lost the focus already.
    if (!isWanted && !jump.hidden && focusedBeside(node) === jump) scroller.focus();
    jump.hidden = !isWanted;
  }

  /** @param {number} top */
  function moveTo(top) {
    scroller.scrollTop = top;
    lastTop = scroller.scrollTop;
  }

  function measure() {
    below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  }

  const pin = () => {
    if (!isAtEnd) return;
    const newest = isReading && built.get(visible.at(-1)?.id ?? '')?.row.node;
    moveTo(Math.min(scroller.scrollHeight, newest ? newest.offsetTop - ABOVE_PX : Infinity));
    measure();
    paintJump();
  };

  scroller.addEventListener(
    'scroll',
    () => {
      const { scrollTop } = scroller;
      measure();
      if (Math.abs(scrollTop - lastTop) > 1) {
        lastTop = scrollTop;
        isAtEnd = below < NEAR_END_PX && last === visible.length;
        isReading = false;
      }
      if (scrollTop < AHEAD_PX) showOlder();
      else if (below < AHEAD_PX) showNewer();
      paintJump();
    },
    { passive: true },
  );

  // Runs between layout and paint, whatever it was that grew: a row, the composer below, the text size.
  const sizes = new ResizeObserver(pin);
  sizes.observe(rows);
  sizes.observe(scroller);
  conversation.addEventListener('change', onChange);
  conversation.addEventListener('completed', onCompleted);
  rebuild();

  return {
    node,
    toEnd,
    stop() {
      conversation.removeEventListener('change', onChange);
      conversation.removeEventListener('completed', onCompleted);
      sizes.disconnect();
      frame.cancel();
    },
  };
}
