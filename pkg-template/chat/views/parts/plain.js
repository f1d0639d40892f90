// A text without marks, for the same nodes: what the visitor writes, and what is no Markdown.
import { PARAGRAPH } from 'streaming-markdown';
import { withoutControls } from '../../safe-url.js';

const STEP = 1024;

/** @param {import('../../markdown.js').Sink} sink */
export function createPlain(sink) {
  sink.add(PARAGRAPH);
  return {
    /** @param {string} text @param {number} from */
    write(text, from) {
      const to = Math.min(text.length, from + STEP);
      sink.text(withoutControls(text.slice(from, to)));
      return to;
    },
    end: () => '',
  };
}
