// The nodes of a text as it grows. Only what is new is added; a block that has ended is searched for addresses and codes
// and never touched again. A block of any length is laid out in stretches, because what is added to a paragraph makes a
// browser lay out all of it.
import {
  BLOCKQUOTE,
  CHECKBOX,
  CHECKED,
  CODE_BLOCK,
  CODE_FENCE,
  CODE_INLINE,
  DOCUMENT,
  HEADING_1,
  HEADING_6,
  HREF,
  IMAGE,
  ITALIC_AST,
  ITALIC_UND,
  LANG,
  LINE_BREAK,
  LINK,
  LIST_ITEM,
  LIST_ORDERED,
  LIST_UNORDERED,
  PARAGRAPH,
  RULE,
  SRC,
  START,
  STRIKE,
  STRONG_AST,
  STRONG_UND,
  TABLE,
  TABLE_CELL,
  TABLE_ROW,
} from 'streaming-markdown';
import { h } from '../../dom.js';
import { codeChip, findingsIn, isCode, link } from '../../rich-text.js';
import { safeImage, safeUrl } from '../../safe-url.js';
import { createCodeBlock } from './code-block.js';

// The text of a stretch, at most; the elements in it; the label of a link.
const STRETCH_CHARS = 2000;
const STRETCH_PARTS = 80;
const LABEL_CHARS = 1000;
// A table is laid out as a whole: its rows go on in another one.
const TABLE_ROWS = 100;

const NUMBERS = /^\^?[1-9]\d{0,2}(?:, ?\^?[1-9]\d{0,2})*$/u;

/**
 * @typedef {object} Frame
 * @property {number} type
 * @property {HTMLElement} node  where to add
 * @property {HTMLElement} root  the part itself
 * @property {Text[]} run  the text of what may become a link
 * @property {number} length
 * @property {string} [target] where the link leads, as it is written
 * @property {boolean} [isText] it has become none
 */

/** @type {Record<number, keyof HTMLElementTagNameMap>} */
const BLOCKS = {
  [PARAGRAPH]: 'p',
  [BLOCKQUOTE]: 'blockquote',
  [LIST_UNORDERED]: 'ul',
  [LIST_ORDERED]: 'ol',
  [LIST_ITEM]: 'li',
  [TABLE]: 'table',
  [TABLE_ROW]: 'tr',
  [TABLE_CELL]: 'td',
};

/** @type {Record<number, keyof HTMLElementTagNameMap>} */
const INLINES = {
  [STRONG_AST]: 'strong',
  [STRONG_UND]: 'strong',
  [ITALIC_AST]: 'em',
  [ITALIC_UND]: 'em',
  [STRIKE]: 's',
  [CODE_INLINE]: 'code',
  [LINK]: 'span',
  [IMAGE]: 'span',
};

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const isBlock = (/** @type {number} */ type) => type in BLOCKS || isHeading(type) || isCodeBlock(type);
const isHeading = (/** @type {number} */ type) => type >= HEADING_1 && type <= HEADING_6;
const isCodeBlock = (/** @type {number} */ type) => type === CODE_BLOCK || type === CODE_FENCE;
const isLabel = (/** @type {number} */ type) => type === LINK || type === IMAGE;

/**
 * @param {HTMLElement} top
 * @param {object} parts
 * @param {import('../../texts/index.js').Texts} parts.texts
 * @param {import('../../tell.js').Chat} parts.chat
 */
export function createTree(top, { texts, chat }) {
  /** @type {Frame[]} */
  const frames = [{ type: DOCUMENT, node: top, root: top, run: [], length: 0 }];
  /** The text since the block has begun, or since something in it that is no text. @type {Text[]} */
  let run = [];
  let chars = 0;
  let parts = 0;
  let isBetweenWords = false;
  let waiting = '';
  /** @type {HTMLElement | undefined} */
  let fresh;
  /** @type {{ node: HTMLElement, number: number }[]} */
  const citations = [];

  const tree = {
    /** How many elements were made. */
    made: 0,
    /** Whether what comes fades in. */
    fades: false,
    citations,
    /** @param {number} type */
    add(type) {
      flush();
      if (type !== DOCUMENT) begin(type);
    },
    /** @param {string} [pending] */
    end(pending = '') {
      flush();
      const frame = frames.pop();
      if (!frame) return;
      if (isBlock(frame.type)) settle();
      if (isLabel(frame.type)) endLabel(frame, pending);
      else if (frame.type === CODE_INLINE) endCode(frame);
      // A fence of which nothing came.
      else if (isCodeBlock(frame.type) && !frame.root.textContent) frame.root.closest('.code-block')?.remove();
    },
    /** @param {string} text */
    text(text) {
      waiting += text;
    },
    /** @param {number} attribute @param {string} value */
    set(attribute, value) {
      const frame = last();
      if (attribute === HREF || attribute === SRC) frame.target = value;
      else if (attribute === START) frame.root.setAttribute('start', String(Math.min(parseInt(value, 10), 999_999)));
      else if (attribute === CHECKED) frame.root.textContent = '☑';
      else if (attribute === LANG) {
        const name = frame.root.closest('.code-block')?.querySelector('.code-name');
        if (name) name.textContent = value.trim().split(/\s/u, 1)[0]?.slice(0, 24) || texts.code;
      }
    },
    /** What is not closed ends here. @param {string} pending */
    finish(pending) {
      while (frames.length > 1) tree.end(isLabel(last().type) ? pending.trimEnd() : '');
      flush();
      settle();
    },
    /** Shows what has come; what comes next fades in on its own. */
    paint() {
      flush();
      fresh = undefined;
    },
  };

  const last = () => /** @type {Frame} */ (frames.at(-1));
  const isInLabel = () => frames.some(({ type, isText }) => isLabel(type) && !isText);

  /** @param {number} type */
  function begin(type) {
    const { node: parent } = last();
    const inline = INLINES[type];
    if (inline) {
      stretch();
      // What is code is not searched, so what is around it does not belong together.
      if (inline === 'code') settle();
      push(type, h(inline, inline === 'code' ? { dir: 'ltr' } : {}));
      return;
    }
    settle();
    if (type === LINE_BREAK) push(type, h('br'));
    else if (type === RULE) push(type, h('hr'));
    // Whether it is set is said next: see `set`.
    else if (type === CHECKBOX) push(type, h('span', {}, '☐'));
    else {
      chars = parts = 0;
      if (isCodeBlock(type)) {
        const { node, code } = createCodeBlock(texts);
        push(type, code, node);
      } else if (type === TABLE) {
        const node = h('table');
        const attributes = {
          class: 'table-box',
          part: 'table',
          role: 'group',
          tabindex: '0',
          'aria-label': texts.table,
        };
        push(type, node, h('div', attributes, node));
      } else if (type === TABLE_ROW) push(type, h('tr'), undefined, placeOfRow(last()));
      else if (type === TABLE_CELL) {
        push(type, parent.parentElement?.tagName === 'THEAD' ? h('th', { scope: 'col' }) : h('td'));
      } else if (isHeading(type)) {
        // The chat's own heading is one of the second level.
        push(type, h('h3', { class: type === HEADING_1 && 'large' }));
      } else {
        push(type, h(BLOCKS[type] ?? 'p'));
      }
    }
  }

  /** @param {number} type @param {HTMLElement} node @param {HTMLElement} [outer] what is put there @param {HTMLElement} [place] */
  function push(type, node, outer = node, place = last().node) {
    place.append(outer);
    fresh = undefined;
    tree.made += 1;
    parts += 1;
    frames.push({ type, node, root: node, run: [], length: 0 });
  }

  /** Where the next row goes: the first one is the head. @param {Frame} table */
  function placeOfRow(table) {
    if (/** @type {HTMLTableElement} */ (table.node).rows.length > TABLE_ROWS) {
      const next = h('table');
      table.node.after(next);
      table.node = next;
    }
    const tag = table.root.childElementCount ? 'tbody' : 'thead';
    const group = /** @type {HTMLElement | null} */ (table.node.lastElementChild);
    if (group?.localName === tag) return group;
    const place = h(tag);
    table.node.append(place);
    return place;
  }

  /** Adds the text that has come. */
  function flush() {
    while (waiting) {
      const frame = last();
      if (isLabel(frame.type) && frame.length > LABEL_CHARS && !frame.isText) dissolve(frame);
      stretch();
      const part = waiting.slice(0, roomFor(waiting));
      waiting = waiting.slice(part.length);
      write(part);
    }
  }

  /** How much of a text still goes into the stretch, which ends between two words if there are any. @param {string} text */
  function roomFor(text) {
    const room = STRETCH_CHARS - chars;
    if (text.length <= room) return text.length;
    const space = room > 0 ? Math.max(text.lastIndexOf(' ', room), text.lastIndexOf('\n', room)) + 1 : 0;
    const most = Math.max(1, 2 * STRETCH_CHARS - chars);
    const next = space || text.slice(0, most).search(/\s/u) + 1 || Math.min(most, text.length);
    // Not between the halves of a character.
    return next > 1 && /[\ud800-\udbff]/.test(text[next - 1] ?? '') ? next - 1 : next;
  }

  /** @param {string} text */
  function write(text) {
    const frame = last();
    chars += text.length;
    isBetweenWords = /\s$/u.test(text);
    turn(text);
    let holder = frame.node;
    const isCode = isCodeBlock(frame.type) || frame.type === CODE_INLINE;
    if (tree.fades && !isCode) {
      if (fresh?.parentNode !== holder || fresh !== holder.lastChild) {
        fresh = h('span', { class: 'fresh' });
        holder.append(fresh);
      }
      holder = fresh;
    }
    const label = frames.findLast(({ type, isText }) => isLabel(type) && !isText);
    if (label) label.length += text.length;
    const searched = label?.run ?? run;
    const before = holder.lastChild;
    if (before instanceof Text && (isCode || before === searched.at(-1))) return before.appendData(text);
    const node = new Text(text);
    holder.append(node);
    if (!isCode) searched.push(node);
    return undefined;
  }

  /**
   * A block has the direction of its first letter. Not by `dir="auto"`: for that a browser reads the text again whenever
   * it grows.
   *
   * @param {string} text
   */
  function turn(text) {
    const block = frames[1];
    if (!block || block.root.dir || isCodeBlock(block.type)) return;
    const [letter] = /\p{L}/u.exec(text) ?? [];
    if (!letter) return;
    block.root.dir = RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
    top.dir ||= block.root.dir;
  }

  /** Goes on in another stretch if this one is full. */
  function stretch() {
    const isFull = parts >= STRETCH_PARTS || chars >= (isBetweenWords ? STRETCH_CHARS : 2 * STRETCH_CHARS);
    if (!isFull || isInLabel()) return;
    const at = frames.findLastIndex(({ type }) => !INLINES[type]);
    const block = frames[at];
    if (!block || block.type === DOCUMENT) return;
    settle();
    chars = parts = 0;
    let node = h('span', { class: 'stretch' });
    block.root.append(node);
    block.node = node;
    for (const frame of frames.slice(at + 1)) {
      const copy = /** @type {HTMLElement} */ (frame.root.cloneNode(false));
      node.append(copy);
      frame.node = frame.root = node = copy;
    }
    fresh = undefined;
  }

  /** Makes links and chips of what is found in the run, which ends with this. */
  function settle() {
    fresh = undefined;
    const nodes = run;
    run = [];
    if (nodes.length)
      tree.made += replace(nodes, findingsIn(nodes.map(({ data }) => data).join(''), chat.resources, texts));
  }

  /** “[text” that does not become a link. @param {Frame} frame */
  function dissolve(frame) {
    frame.isText = true;
    const open = new Text(frame.type === IMAGE ? '![' : '[');
    frame.root.prepend(open);
    run.push(open, ...frame.run);
    fresh = undefined;
  }

  /** @param {Frame} frame @param {string} pending */
  function endLabel(frame, pending) {
    const { root, type, target, isText } = frame;
    // The label's own end, and whatever of the address has come.
    const rest = target === undefined ? (pending.startsWith(']') ? pending : '') : `](${target})`;
    const label = root.textContent;
    const written = target && /^<?([^\s<>]*)>?(?:\s+["'(].*)?$/su.exec(target.trim())?.[1];
    const href = safeUrl(written);
    const image = type === IMAGE && safeImage(written, chat.imageHosts);
    if (!isText && (image || href) && label) {
      settle();
      const isInLink = isInLabel();
      const node =
        (image && picture(image, label, isInLink ? undefined : href)) ||
        (isInLink ? new Text(label) : link(href ?? '', ...root.childNodes));
      root.replaceWith(node);
      tree.made += 2;
    } else if (!isText && type === LINK && rest === ']' && NUMBERS.test(label)) {
      settle();
      const marks = label.split(',').map((number) => cite(Number(number.replace('^', ''))));
      root.replaceWith(...marks);
    } else {
      if (!isText) dissolve(frame);
      const close = new Text(rest);
      root.append(close);
      run.push(close);
    }
  }

  /** @param {number} number */
  function cite(number) {
    const node = h('span', { class: 'citation' }, `[${number}]`);
    citations.push({ node, number });
    return node;
  }

  /** A code of the page that is set as code. @param {Frame} frame */
  function endCode({ root }) {
    const { textContent } = root;
    if (isCode(textContent, chat.resources)) root.replaceWith(codeChip(textContent, texts));
  }

  return tree;
}

/** A picture; where it does not load, what it shows in words. @param {string} src @param {string} alt @param {string} [href] */
function picture(src, alt, href) {
  const attributes = { src, alt, part: 'image', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' };
  const node = h('img', attributes);
  node.addEventListener('error', () => node.replaceWith(href ? link(href, alt) : alt), { once: true });
  return node;
}

/**
 * Puts what was found where it was found, which may be in several nodes.
 *
 * @param {Text[]} nodes @param {import('../../rich-text.js').Finding[]} findings
 */
function replace(nodes, findings) {
  let index = nodes.length - 1;
  const starts = [0];
  for (const { length } of nodes) starts.push(/** @type {number} */ (starts.at(-1)) + length);
  // From the end, so that what is before stays where it is.
  for (const { from, to, node } of findings.reverse()) {
    while (from < (starts[index] ?? 0)) index -= 1;
    const tail = /** @type {Text} */ (nodes[index]).splitText(from - (starts[index] ?? 0));
    tail.before(node);
    let left = to - from;
    for (let next = index, part = tail; left > 0; part = /** @type {Text} */ (nodes[(next += 1)])) {
      const cut = Math.min(left, part.length);
      part.deleteData(0, cut);
      left -= cut;
    }
    if (!tail.length) tail.remove();
  }
  return findings.length * 3;
}
