// From the conversation to the params of a request. An envelope holds 131,072 bytes, so of a long conversation the
// newest part is sent; the server knows the thread.
import { isSpoken } from './conversation.js';

const HISTORY_BYTES = 48_000;
const HISTORY_MESSAGES = 200;

const encoder = new TextEncoder();

/** @typedef {import('./conversation.js').Message} Message */

/** What a message says; one of files alone says what they are called. @param {Message} message */
const contentOf = ({ text, files = [] }) => text || files.map(({ name }) => name).join(', ');

/** The newest messages that fit, oldest first; at least one. @param {Message[]} messages */
export function recentMessages(messages) {
  let bytes = 0;
  let start = messages.length;
  while (start > 0 && messages.length - start < HISTORY_MESSAGES) {
    bytes += encoder.encode(contentOf(messages[start - 1])).length + 200; // 200: the fields around the text
    if (bytes > HISTORY_BYTES && start < messages.length) break;
    start -= 1;
  }
  return messages.slice(start);
}

/** @type {Record<string, string>} */
const NAMES = { bot: 'Assistant', operator: 'Support' };

/** @param {import('./conversation.js').Conversation} conversation @param {import('optave-web-sdk/chat').ChatCustomer} customer */
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
    messages: said.map((message) => ({
      participantId: message.role,
      content: contentOf(message),
      timestamp: new Date(message.at).toISOString(),
    })),
    metadata: {},
  };
}

/** @param {import('optave-web-sdk/chat').ChatFile} file @returns {import('optave-web-sdk').Link} */
const linkOf = ({ name, url, link }) => ({ id: url, label: name, type: 'attachment', ...link, url });

/**
 * @param {Pick<import('./tell.js').Chat, 'conversation' | 'language' | 'customer' | 'resources'>} chat
 * @param {import('optave-web-sdk/chat').ChatRequestExtra} [extra]
 * @param {import('optave-web-sdk/chat').ChatFile[]} [files] that the request is about
 * @returns {import('optave-web-sdk').OptaveParams}
 */
export function requestParams({ conversation, language, customer, resources }, extra = {}, files = []) {
  const links = [...(resources.links ?? []), ...files.map(linkOf)];
  const codes = [...(resources.codes ?? [])];
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
