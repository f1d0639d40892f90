// Markdown as it arrives, for a sink that makes nodes of it. The parser reads letter by letter and never back; what it
// would take for more than a chat needs, or what would cost it more than the text is long, is kept from it here.
import { CODE_INLINE, IMAGE, parser, parser_end, parser_write } from 'streaming-markdown';
import { DIRECTION } from './safe-url.js';

// Nobody who answers a customer nests deeper, or leaves something open for longer. The parser keeps 24 levels.
const DEEPEST = 16;
const LONGEST_PENDING = 2048;
const STEP = 256;

// What means something to the parser where it should be text passes it as a character that no text has.
const HIDDEN = '$([_~:';
const FIRST_HIDDEN = 0xfdd0;
const IN_WORD = /[\p{L}\p{N}]/u;
const ADDRESS_ENDS = /[\s[\]<>|*"'`]/u;
// Carriage returns, and the characters that hide.
const DROPPED = /[\ufdd0-\ufdd5\r]/u;

/** @param {string} text */
const shown = (text) => text.replace(/[\ufdd0-\ufdd5]/gu, (char) => HIDDEN[char.charCodeAt(0) - FIRST_HIDDEN] ?? '');

/** The text is no Markdown that somebody wrote for people to read: it is to be shown as it is. */
export class NotMarkdown extends Error {}

/**
 * @typedef {object} Sink
 * @property {(type: number) => void} add  a part begins
 * @property {(pending: string) => void} end  the newest part ends; `pending`: what the parser has not decided yet
 * @property {(text: string) => void} text
 * @property {(attribute: number, value: string) => void} set  says something of the newest part
 */

/** @param {Sink} sink */
export function createMarkdown(sink) {
  let isInAddress = false;
  const state = parser({
    data: undefined,
    add_token: (_, type) => {
      if (state.len > DEEPEST) throw new NotMarkdown();
      sink.add(type);
    },
    end_token: () => sink.end(state.pending),
    add_text: (_, text) => sink.text(shown(text)),
    set_attr: (_, attribute, value) => sink.set(attribute, shown(value)),
  });

  /** A character as the parser is to see it. @param {string} text @param {number} at */
  const hidden = (text, at) => {
    const char = text[at] ?? '';
    if (DROPPED.test(char) || DIRECTION.test(char)) return '';
    if (isInAddress && ADDRESS_ENDS.test(char)) isInAddress = false;
    const before = text[at - 1] ?? '';
    const hides =
      // There are no formulas here, but prices.
      char === '$' ||
      ((char === '(' || char === '[') && before === '\\') ||
      // An underscore inside a word, and what stands in an address.
      (char === '_' && (isInAddress || (IN_WORD.test(before) && IN_WORD.test(text[at + 1] ?? '')))) ||
      (char === '~' && isInAddress);
    if (char === ':' && /(?:https?|mailto)$/iu.test(text.slice(Math.max(0, at - 6), at))) {
      // Addresses are found in the text, the same way in all of it.
      isInAddress = true;
      return String.fromCharCode(FIRST_HIDDEN + HIDDEN.indexOf(char));
    }
    return hides ? String.fromCharCode(FIRST_HIDDEN + HIDDEN.indexOf(char)) : char;
  };

  return {
    /**
     * Takes a part of the text; answers up to where.
     *
     * @param {string} text @param {number} from @param {boolean} isWhole  nothing comes after this text
     */
    write(text, from, isWhole) {
      let to = Math.min(text.length, from + STEP);
      // What the last underscore means is told by the letter after it.
      if (!isWhole && to === text.length && text[to - 1] === '_') to -= 1;
      let part = '';
      for (let at = from; at < to; at += 1) part += hidden(text, at);
      parser_write(state, part);
      if (state.pending.length > LONGEST_PENDING) throw new NotMarkdown();
      return to;
    },
    end() {
      parser_end(state);
      return state.pending;
    },
  };
}

/** What there is to read out of a text in Markdown, without its marks. @param {string} text @param {number} most characters */
export function readable(text, most) {
  let read = '';
  const space = (/** @type {number} */ type) => {
    const isInline = type >= CODE_INLINE && type <= IMAGE;
    if (!isInline && read && !/\s$/u.test(read)) read += ' ';
  };
  const markdown = createMarkdown({ add: space, end: () => {}, text: (part) => (read += part), set: () => {} });
  try {
    for (let at = 0, to = 0; at < text.length && read.length < most; at = to) {
      to = markdown.write(text, at, true);
    }
    markdown.end();
  } catch (error) {
    if (!(error instanceof NotMarkdown)) throw error;
    return text.slice(0, most);
  }
  return read.slice(0, most).trim();
}
