// A conversation: what was said, and the answers that are under way.
import type { Message, OptaveClient, OptaveParams, OptaveRequest } from 'optave-web-sdk';
import type { ChatMessage, ConversationControls, ConversationOptions, ConversationState } from '../adapters.js';
import { ask, NOTHING } from './requester.js';
import { createStore, type Store } from './store.js';

/** A request has room for 131,072 bytes, of which a character takes three at most: the thread remembers the rest. */
const MOST_CHARACTERS = 30_000;
const MOST_MESSAGES = 100;

/** Not by `randomUUID`, which pages without a secure context have not. */
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const isPending = ({ state }: ChatMessage) => state === 'pending' || state === 'streaming';

/** The newest messages that fit, oldest first. */
function recent(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const said = messages.filter((message) => message.text && (message.role === 'user' || !isPending(message)));
  let first = said.length;
  for (let room = MOST_CHARACTERS; first > 0 && said.length - first < MOST_MESSAGES; first -= 1) {
    room -= said[first - 1]!.text.length;
    if (room < 0 && first < said.length) break;
  }
  return said.slice(first);
}

function paramsFor(threadId: string, messages: readonly ChatMessage[]): OptaveParams {
  const spoken = recent(messages).map(({ role, text, at }): Message => ({
    participantId: role,
    content: text,
    timestamp: new Date(at).toISOString(),
  }));
  const participants = ['user', 'bot'].map((role) => ({ participantId: role, role, displayName: '' }));
  return {
    request: {
      connections: { threadId },
      settings: { disableStream: false },
      scope: { conversations: [{ conversationId: threadId, participants, messages: spoken }] },
    },
  };
}

export type Conversation = ConversationControls & Pick<Store<ConversationState>, 'get' | 'subscribe'>;

export function createConversation(
  client: () => OptaveClient,
  { threadId = newId(), messages = [], params = (all) => all, options }: ConversationOptions = {},
): Conversation {
  const { get, set, subscribe } = createStore<ConversationState>({ threadId, messages, isPending: false });
  const underWay = new Map<string, OptaveRequest>();

  const show = (messages: readonly ChatMessage[], threadId = get().threadId) =>
    set({ threadId, messages, isPending: messages.some(isPending) });
  const say = (role: ChatMessage['role'], text: string, state: ChatMessage['state']): ChatMessage => ({
    id: newId(),
    role,
    text,
    at: Date.now(),
    state,
  });

  /** Asks for the answer that is to stand in the place of this message. */
  function answer(place: ChatMessage): OptaveRequest {
    const { threadId, messages } = get();
    const before = messages.slice(0, messages.indexOf(place));
    const { id } = place;
    let state = NOTHING;
    const request = ask(client(), 'interaction', params(paramsFor(threadId, before)), options, (change) => {
      const after = change(state);
      if (after === state) return;
      state = after;
      const { isPending, text, response, error } = state;
      if (!isPending) underWay.delete(id);
      const ended = response ? 'done' : error ? 'failed' : 'stopped';
      const changed: ChatMessage = {
        id,
        role: 'bot',
        text,
        at: place.at,
        state: isPending ? (text ? 'streaming' : 'pending') : ended,
        ...(error && { error }),
        ...(response && { response }),
      };
      // It may be gone: the conversation was begun anew.
      show(get().messages.map((message) => (message.id === id ? changed : message)));
    });
    underWay.set(id, request);
    return request;
  }

  const stop = () => underWay.forEach((request) => request.cancel());
  return {
    get,
    subscribe,
    stop,
    send(text) {
      // If there can be none, nothing is said either.
      client();
      const place = say('bot', '', 'pending');
      show([...get().messages, say('user', text, 'done'), place]);
      return answer(place);
    },
    retry(id) {
      const { messages } = get();
      const place = messages.filter(
        ({ state, ...message }) => (state === 'failed' || state === 'stopped') && (!id || message.id === id),
      );
      return place.length ? answer(place[place.length - 1]!) : undefined;
    },
    clear() {
      stop();
      show([], newId());
    },
  };
}
