// What the visitor can say with a click: below the newest answer, and where nothing was said yet.
import { h } from '../../dom.js';
import { withoutControls } from '../../safe-url.js';

const MOST = 6;

/**
 * @param {object} parts
 * @param {readonly string[]} parts.replies
 * @param {string} parts.name  the part's
 * @param {string} parts.label  for a screen reader
 * @param {(text: string) => void} parts.onSend
 */
export function createReplies({ replies, name, label, onSend }) {
  const buttons = replies.slice(0, MOST).map((reply) => {
    const text = withoutControls(reply);
    return h('button', { type: 'button', class: 'reply', part: name, dir: 'auto', onclick: () => onSend(text) }, text);
  });
  return h('div', { class: `replies ${name}s`, part: `${name}s`, role: 'group', 'aria-label': label }, ...buttons);
}
