// From the conversation to the params of a request. An envelope holds 131,072 bytes, so of a long conversation the
// newest part is sent; the server knows the thread.
import { isSpoken } from './conversation.js';

const HISTORY_BYTES = 48_000;
const HISTORY_MESSAGES = 200;

const encoder = new TextEncoder();

/** The newest messages that fit, oldest first; at least one. */
export function recentMessages(messages) {
  let bytes = 0;
  let start = messages.length;
  while (start > 0 && messages.length - start < HISTORY_MESSAGES) {
    bytes += encoder.encode(messages[start - 1].text).length + 200; // 200: the fields around the text
    if (bytes > HISTORY_BYTES && start < messages.length) break;
    start -= 1;
  }
  return messages.slice(start);
}

const NAMES = { bot: 'Assistant', operator: 'Support' };

function conversationOf({ threadId, messages }, customer) {
  const said = recentMessages(messages.filter(isSpoken));
  const roles = new Set(['user', ...said.map(({ role }) => role)]);
  return {
    conversationId: threadId,
    participants: [...roles].map((role) => ({
      participantId: role,
      role,
      displayName: role === 'user' ? (customer.name ?? '') : NAMES[role],
    })),
    messages: said.map(({ role, text, at }) => ({
      participantId: role,
      content: text,
      timestamp: new Date(at).toISOString(),
    })),
    metadata: {},
  };
}

/**
 * @param {Pick<import('./tell.js').Chat, 'conversation' | 'language' | 'customer' | 'resources'>} chat
 * @param {import('optave-web-sdk/chat').ChatRequestExtra} [extra]
 */
export function requestParams({ conversation, language, customer, resources }, extra = {}) {
  const { links = [], codes = [] } = resources;
  return {
    session: { interface: { name: 'optave-chat', type: 'custom_components', category: 'support', language } },
    request: {
      attributes: extra.attributes,
      connections: { threadId: conversation.threadId, ...extra.connections },
      context: customer.id ? { userId: customer.id } : undefined,
      settings: { disableStream: false, ...extra.settings },
      resources: { links, codes, ...extra.resources },
      scope: { conversations: [conversationOf(conversation, customer)] },
    },
  };
}
