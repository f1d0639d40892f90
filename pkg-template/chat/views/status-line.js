// The connection, for people: one line below the header, there only when there is something to know.
import { h } from '../dom.js';
import { icon } from '../icons.js';

/** The tone of the line, and what is drawn in front of it instead of a dot. @type {Record<string, ['good' | 'busy' | 'bad', Parameters<typeof icon>[0]?]>} */
const LOOKS = {
  back: ['good', 'done'],
  offline: ['bad', 'offline'],
  reportedOffline: ['busy', 'offline'],
  retrying: ['bad'],
  closed: ['bad'],
};

/** @param {{ texts: import('../texts/index.js').Texts, onConnect: () => void }} parts */
export function createStatusLine({ texts, onConnect }) {
  const label = h('span');
  const connect = h('button', { type: 'button', class: 'connect', onclick: onConnect }, texts.connectNow);
  const mark = h('span', { class: 'mark' });
  const node = h('div', { class: 'status', part: 'status', hidden: true }, mark, label, connect);
  // Said when it changes, not with each second that the countdown takes.
  const live = h('p', { class: 'visually-hidden', role: 'status' });
  /** @type {string | undefined} */
  let key;

  return {
    node,
    live,
    /** @param {import('../connection-status.js').Status | null} status */
    show(status) {
      node.hidden = !status;
      if (!status) {
        key = undefined;
        live.textContent = '';
        return;
      }
      const text = texts[status.key];
      label.textContent = typeof text === 'function' ? text(status.seconds ?? 0) : text;
      connect.hidden = !status.canConnect;
      if (status.key === key) return;
      key = status.key;
      const [tone, drawn] = LOOKS[status.key] ?? ['busy'];
      node.dataset.tone = tone;
      mark.replaceChildren(drawn ? icon(drawn) : h('i'));
      live.textContent = label.textContent;
    },
  };
}
