// What a screen reader says of its own accord: each message of the other side once, when all of it is there. The log
// itself is not live, or it would be read out again with every word that an answer grows by.
import { completedOf, speakerOf } from '../conversation.js';
import { h } from '../dom.js';
import { readable } from '../markdown.js';

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
    const { role, text, action } = message;
    if (role === 'system') say(action === 'elevate' ? texts.personComing : text);
    else say(texts.said(speakerOf(message, texts)) + readable(text, MOST_CHARS));
  };
  conversation.addEventListener('completed', onCompleted);
  return { node, say, stop: () => conversation.removeEventListener('completed', onCompleted) };
}
