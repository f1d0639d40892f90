// The text of a message. It is made once and grows: what began as it does stays as it is, so that only new words fade in,
// and another beginning starts over. A text of any length is shown in part, with a button for all of it.
import { h } from '../../dom.js';
import { createMarkdown, NotMarkdown } from '../../markdown.js';
import { createPlain } from './plain.js';
import { createTree } from './tree.js';

// What is shown of a text at once; a long answer has half of that.
const MOST_CHARS = 8000;
const MOST_ELEMENTS = 600;
// What comes after that is made in slices, one a frame.
const SLICE_CHARS = 4000;
const SLICE_ELEMENTS = 200;

/**
 * @param {object} parts
 * @param {boolean} parts.isMarkdown
 * @param {import('../../texts/index.js').Texts} parts.texts
 * @param {import('../../tell.js').Chat} parts.chat
 * @param {() => void} parts.onGrown  more of it is shown, after “Show all”
 */
export function createText({ isMarkdown, texts, chat, onGrown }) {
  const node = h('div', { class: 'text', part: 'text' });
  const more = h(
    'button',
    { type: 'button', class: 'show-all', part: 'show-all', onclick: () => showAll() },
    texts.showAllText,
  );
  let whole = '';
  let isWhole = false;
  let at = 0;
  let isOver = false;
  let isWaiting = false;
  let isAll = false;
  let isPlain = !isMarkdown;
  let frame = 0;
  /** @type {ReturnType<typeof createTree>} */
  let tree;
  /** @type {ReturnType<typeof createMarkdown>} */
  let writer;

  const startOver = () => {
    cancelAnimationFrame(frame);
    frame = at = 0;
    isOver = isWaiting = false;
    node.replaceChildren();
    node.removeAttribute('dir');
    more.remove();
    node.classList.toggle('plain', isPlain);
    tree = createTree(node, { texts, chat });
    writer = isPlain ? createPlain(tree) : createMarkdown(tree);
  };

  const isFull = (/** @type {number} */ chars, /** @type {number} */ elements) => at >= chars || tree.made >= elements;

  /** Writes up to a limit. @param {number} chars @param {number} elements */
  const writeTo = (chars, elements) => {
    while (at < whole.length && !isFull(chars, elements)) {
      const to = writer.write(whole, at, isWhole);
      if (to === at) break; // what comes next decides
      at = to;
    }
    tree.paint();
  };

  const write = () => {
    if (isAll) writeTo(at + SLICE_CHARS, tree.made + SLICE_ELEMENTS);
    else writeTo(MOST_CHARS, MOST_ELEMENTS);
    const isCut = !isAll && at < whole.length && isFull(MOST_CHARS, MOST_ELEMENTS);
    if (isCut) node.after(more);
    else if (at === whole.length && isWhole && !isOver) {
      isOver = true;
      tree.finish(writer.end());
    } else if (isAll && at < whole.length) {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        if (node.isConnected) attempt();
      });
    }
    if (isAll) onGrown();
  };

  const attempt = () => {
    try {
      write();
    } catch (error) {
      if (!(error instanceof NotMarkdown)) throw error;
      isPlain = true;
      startOver();
      write();
    }
  };

  const showAll = () => {
    isAll = true;
    more.remove();
    tree.fades = false;
    node.tabIndex = -1;
    node.focus();
    attempt();
  };

  startOver();

  return {
    node,
    /** @param {string} text @param {boolean} isComplete  nothing of it is still to come */
    paint(text, isComplete) {
      if (text === whole && isComplete === isWhole) return;
      if (isWaiting || isOver || !text.startsWith(whole)) startOver();
      tree.fades = !isAll && (at > 0 || !isComplete);
      whole = text;
      isWhole = isComplete;
      attempt();
    },
    /** Shows something else, until there is a text. @param {Node} other */
    wait(other) {
      if (isWaiting) return;
      whole = '';
      isWhole = false;
      startOver();
      isWaiting = true;
      node.append(other);
    },
    /** The addresses that the text links to. */
    links: () => new Set([...node.querySelectorAll('a')].map(({ href }) => href)),
    citations: () => tree.citations,
    /** Whether there is more than is shown. */
    isCut: () => at < whole.length,
  };
}
