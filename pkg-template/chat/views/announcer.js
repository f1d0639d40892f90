// What a screen reader says of its own accord: each message of the other side once, when all of it is there. The log
// itself is not live, or it would be read out again with every word that an answer grows by.
import { changeOf, completedOf, isVisible, speakerOf } from '../conversation.js';
import { h } from '../dom.js';
import { failureText } from '../errors.js';
import { readable } from '../markdown.js';
import { saidIn } from './message.js';

const KEPT = 3;
// Nobody listens to more than this at once; the whole of it stands in the conversation.
const MOST_CHARS = 3000;

/** @param {import('../conversation.js').Conversation} conversation @param {import('../texts/index.js').Texts} texts */
export function createAnnouncer(conversation, texts) {
  const node = h('div', {
    class: 'visually-hidden',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': texts.newMessages,
  });
  const say = (/** @type {string} */ text) => {
    node.append(h('p', {}, text));
    while (node.childElementCount > KEPT) node.firstElementChild?.remove();
  };
  const onCompleted = (/** @type {Event} */ event) => {
    const message = completedOf(event);
    const { role, text, action, offers = [], files = [] } = message;
    if (role === 'system') say(action === 'elevate' ? texts.personComing : text);
    else {
      const below = [...offers.map(({ title }) => title), ...files.map((file) => file.name)].join(', ');
      const read = [readable(saidIn(message, texts), MOST_CHARS), below.slice(0, MOST_CHARS)].filter(Boolean);
      say(texts.said(speakerOf(message, texts)) + read.join(', '));
    }
  };
  /** Those that are known to have failed. @type {WeakSet<object>} */
  const failed = new WeakSet();
  const onChange = (/** @type {Event} */ event) => {
    const { kind, message } = changeOf(event);
    if (!message || kind === 'remove') return;
    if (message.state !== 'failed') failed.delete(message);
    else if (isVisible(message) && !failed.has(message)) {
      failed.add(message);
      say(failureText(message.error, texts));
    }
  };
  conversation.addEventListener('completed', onCompleted);
  conversation.addEventListener('change', onChange);
  return {
    node,
    say,
    stop() {
      conversation.removeEventListener('completed', onCompleted);
      conversation.removeEventListener('change', onChange);
    },
  };
}
