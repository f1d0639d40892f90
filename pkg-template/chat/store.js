// A reload, or a walk through the shop, keeps the conversation; the end of the tab ends it. sessionStorage is refused
// in some frames and full in others: then the conversation lives in memory, and nothing else changes.
import { isPending } from './conversation.js';

const VERSION = 1;
const SAVE_AFTER_MS = 400;
// Far below the 5 MB that browsers give an origin, because the page wants some too.
const LIMIT_CHARS = 1_500_000;

function read(key) {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key));
    return stored?.version === VERSION && Array.isArray(stored.messages) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** What was under way when the page went cannot end any more: the visitor may ask again. */
function settled(message, answered) {
  if (!isPending(message)) return message;
  if (message.role === 'user' && answered.has(message.id)) return { ...message, state: 'done', waiting: false };
  return { ...message, state: 'failed', waiting: false, error: { code: 'INTERRUPTED', retryable: true } };
}

function restored(messages) {
  const answered = new Set(messages.filter(({ state }) => state === 'done').map(({ replyTo }) => replyTo));
  // An answer that broke off is asked for again at the question.
  return messages
    .filter((message) => !(isPending(message) && message.replyTo))
    .map((message) => settled(message, answered));
}

function written(state, messages) {
  const text = JSON.stringify({ version: VERSION, ...state, messages });
  if (text.length <= LIMIT_CHARS || messages.length < 2) return text;
  return written(state, messages.slice(Math.ceil(messages.length / 2)));
}

/** @param {import('./conversation.js').Conversation} conversation @param {{ open: boolean, draft: string }} panel */
export function createStore(key, conversation, panel) {
  let timer = 0;
  let isDirty = false;

  const save = () => {
    clearTimeout(timer);
    timer = 0;
    if (!isDirty) return;
    isDirty = false;
    const { threadId, mode, unread, messages } = conversation;
    try {
      sessionStorage.setItem(key, written({ threadId, mode, unread, ...panel }, messages));
    } catch {
      // Refused or full: see above.
    }
  };
  const saveSoon = () => {
    isDirty = true;
    timer ||= setTimeout(save, SAVE_AFTER_MS);
  };
  const onChange = ({ detail: { kind, message } }) => {
    // A growing answer is worth saving when it is there, and once more if the page goes before.
    if (kind === 'update' && message.state === 'streaming') isDirty = true;
    else saveSoon();
  };

  return {
    restore() {
      const stored = read(key);
      if (stored) {
        const { threadId, mode, unread, messages, open, draft } = stored;
        Object.assign(panel, { open: open === true, draft: String(draft ?? '') });
        conversation.load({ threadId, mode, unread, messages: restored(messages) });
      }
      conversation.addEventListener('change', onChange);
      // Not `unload`: that would keep the page out of the back-forward cache.
      addEventListener('pagehide', save);
    },
    saveSoon,
    stop() {
      save();
      conversation.removeEventListener('change', onChange);
      removeEventListener('pagehide', save);
    },
  };
}
