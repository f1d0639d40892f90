// Where a call for a person stands: the newest note of it in the conversation says so. What is stored may be anything.

/** @typedef {NonNullable<import('./conversation.js').Message['agent']>} Standing */

const STATES = new Set(['waiting', 'joined', 'left', 'unavailable']);

/** @param {readonly import('./conversation.js').Message[]} messages @returns {Standing | undefined} */
export const standingOf = (messages) => messages.findLast(({ agent }) => STATES.has(agent?.state ?? ''))?.agent;

/** Whether somebody is there, or on the way. @param {readonly import('./conversation.js').Message[]} messages */
export function isAwaited(messages) {
  const state = standingOf(messages)?.state;
  return state === 'waiting' || state === 'joined';
}

/** Whether the server knows that the visitor has asked for somebody. @param {readonly import('./conversation.js').Message[]} messages */
export const isAskedFor = (messages) => messages.some(({ action, state }) => action === 'elevate' && state === 'done');

/** Whether the visitor is asking for somebody just now. @param {readonly import('./conversation.js').Message[]} messages */
export const isCalling = (messages) =>
  messages.some(({ action, state }) => action === 'elevate' && state === 'sending');

/** The same, if there is who can answer a call. @param {Pick<import('./tell.js').Chat, 'agents' | 'conversation'>} chat */
export const standingIn = ({ agents, conversation }) => (agents ? standingOf(conversation.messages) : undefined);

/** Whether the visitor can ask for somebody: nobody is there, or on the way. @param {import('./tell.js').Chat} chat */
export function canBeCalled(chat) {
  const { messages } = chat.conversation;
  if (isWithPerson(chat) || isCalling(messages)) return false;
  return chat.agents ? !isAwaited(messages) : !isAskedFor(messages);
}

/**
 * Whether a person answers. One of whom a stored conversation knows is out of reach on a page without a back office.
 *
 * @param {Pick<import('./tell.js').Chat, 'agents' | 'conversation'>} chat
 */
export const isWithPerson = ({ agents, conversation }) => Boolean(agents) && conversation.mode === 'person';

/**
 * Whether a back office has to know of a conversation.
 *
 * @param {import('optave-web-sdk/chat').ChatAgents | null} agents
 * @param {readonly import('./conversation.js').Message[]} messages
 */
export const isConcerned = (agents, messages) =>
  Boolean(agents && (isAwaited(messages) || (agents.standBy && messages.length > 0)));
