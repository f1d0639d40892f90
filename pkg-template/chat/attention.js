// What the visitor has not seen: counted for the button, and told by title, sound and notification where the page wants
// that. A message counts as seen where the chat is open in a tab that is looked at.
import { chatNotify } from 'optave:beside';
import { completedOf, changeOf } from './conversation.js';
import { textsOf } from './texts/index.js';

// Another tab that shows the message needs a moment to say so.
const AFTER_MS = 700;

/** @param {import('./tell.js').Chat} chat */
export function createAttention(chat) {
  const { conversation } = chat;
  const isSeen = () => chat.open && !document.hidden;
  /** @type {ReturnType<typeof import('./notices.js').createNotices> | undefined} */
  let notices;
  let hasStopped = false;

  /** What tells of messages. Where it could not be loaded, the next one asks again. */
  const load = async () => {
    if (!chat.notify || notices) return notices;
    const module = await chatNotify().catch(() => undefined);
    if (module && !hasStopped) notices ??= module.createNotices(chat, () => textsOf(chat));
    return notices;
  };
  const count = async () => {
    const telling = await load();
    if (!hasStopped) telling?.count();
  };

  const look = () => {
    if (isSeen()) conversation.setUnread(0);
  };

  /** @param {Event} event */
  const onCompleted = (event) => {
    const message = completedOf(event);
    if (message.role === 'system') return;
    if (isSeen()) {
      look();
      return;
    }
    if (conversation.isElsewhere) return; // the other tab has counted it
    conversation.setUnread(conversation.unread + 1);
    setTimeout(async () => {
      const telling = await load();
      if (conversation.unread > 0 && chat.isConnected) telling?.tell(message);
    }, AFTER_MS);
  };

  /** @param {Event} event */
  const onChange = (event) => {
    const { kind } = changeOf(event);
    if (kind === 'unread' || kind === 'reset') count();
  };

  conversation.addEventListener('completed', onCompleted);
  conversation.addEventListener('change', onChange);
  document.addEventListener('visibilitychange', look);
  count();

  return {
    look,
    stop() {
      hasStopped = true;
      notices?.stop();
      conversation.removeEventListener('completed', onCompleted);
      conversation.removeEventListener('change', onChange);
      document.removeEventListener('visibilitychange', look);
    },
  };
}
