// The connection, for people: one line below the header, there only when there is something to know.
import { h } from '../dom.js';
import { icon } from '../icons.js';

export function createStatusLine({ texts, onConnect }) {
  const label = h('span');
  const connect = h('button', { type: 'button', class: 'connect', onclick: onConnect }, texts.connectNow);
  const mark = h('span', { class: 'mark' });
  const node = h('div', { class: 'status', part: 'status', hidden: true }, mark, label, connect);
  // Said when it changes, not with each second that the countdown takes.
  const live = h('p', { class: 'visually-hidden', role: 'status' });
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
      label.textContent = typeof text === 'function' ? text(status.seconds) : text;
      connect.hidden = !status.canConnect;
      if (status.key === key) return;
      key = status.key;
      node.dataset.tone = key === 'back' ? 'good' : key === 'offline' || key === 'closed' ? 'bad' : 'busy';
      mark.replaceChildren(key === 'offline' ? icon('offline') : key === 'back' ? icon('done') : h('i'));
      live.textContent = label.textContent;
    },
  };
}
