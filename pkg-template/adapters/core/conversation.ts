// A conversation: what was said, and the answers that are under way.
import type { Message, OptaveClient, OptaveParams, OptaveRequest } from 'optave-web-sdk';
import type { ChatMessage, ConversationControls, ConversationOptions, ConversationState } from '../adapters.js';
import { ask, NOTHING } from './requester.js';
import { createStore, type Store } from './store.js';

/** A request has room for 131,072 bytes: the thread remembers the rest. */
const MOST_BYTES = 110_000;

/** Not by `randomUUID`, which pages without a secure context have not. */
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const isPending = ({ state }: ChatMessage) => state === 'pending' || state === 'streaming';

/** The newest messages that fit, oldest first; at least one. */
function recent(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const said = messages.filter((message) => message.text && !isPending(message));
  let first = said.length;
  for (let room = MOST_BYTES; first > 0; first -= 1) {
    // A character takes three bytes at most, and the fields around the text take some, too.
    room -= said[first - 1]!.text.length * 3 + 200;
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
  const participants = ['user', 'bot'].map((role) => ({ participantId: role, role }));
  return {
    request: {
      connections: { threadId },
      settings: { disableStream: false },
      scope: { conversations: [{ conversationId: threadId, participants, messages: spoken }] },
    },
  };
}

export interface Conversation {
  store: Store<ConversationState>;
  controls: ConversationControls;
}

/** `begin` says how it begins, `now` how it is asked about whenever it is. */
export function createConversation(
  client: () => OptaveClient,
  begin: ConversationOptions = {},
  now = () => begin as ConversationOptions | undefined,
): Conversation {
  const stopped = (messages: readonly ChatMessage[]) =>
    messages.map((message) => (isPending(message) ? { ...message, state: 'stopped' as const } : message));
  const store = createStore<ConversationState>({
    threadId: begin.threadId ?? '',
    messages: stopped(begin.messages ?? []),
    isPending: false,
  });
  const { get } = store;
  /** What is asked for each message that waits for its answer. */
  const turns = new Map<string, { request?: OptaveRequest }>();

  const show = (messages: readonly ChatMessage[], threadId = get().threadId) =>
    store.set({ threadId, messages, isPending: messages.some(isPending) });
  const say = (role: ChatMessage['role'], text: string, state: ChatMessage['state']): ChatMessage => ({
    id: newId(),
    role,
    text,
    at: Date.now(),
    state,
  });
  const paramsAfter = (messages: readonly ChatMessage[], threadId: string) => {
    const params = paramsFor(threadId, messages);
    return now()?.params?.(params) ?? params;
  };

  /** Asks for the answer that is to stand in the place of a message. */
  function answer({ id, at }: ChatMessage, params: OptaveParams): OptaveRequest {
    const turn: { request?: OptaveRequest } = {};
    turns.set(id, turn);
    let state = NOTHING;
    return (turn.request = ask(client(), 'interaction', params, now()?.options, (change) => {
      const after = change(state);
      // It may have been stopped, or be gone.
      if (after === state || turns.get(id) !== turn) return;
      state = after;
      const { isPending, text, response, error } = state;
      const ended = response ? 'done' : error ? 'failed' : 'stopped';
      const growing = text ? 'streaming' : 'pending';
      if (!isPending) turns.delete(id);
      const changed: ChatMessage = { id, role: 'bot', text, at, state: isPending ? growing : ended, error, response };
      show(get().messages.map((message) => (message.id === id ? changed : message)));
    }));
  }

  function stop() {
    const requests = [...turns.values()];
    turns.clear();
    for (const { request } of requests) request?.cancel();
    show(stopped(get().messages));
  }

  const controls: ConversationControls = {
    stop,
    send(text) {
      const threadId = get().threadId || newId();
      const said = [...get().messages, say('user', text, 'done')];
      // What fails here leaves nothing behind.
      const params = paramsAfter(said, threadId);
      client();
      const place = say('bot', '', 'pending');
      show([...said, place], threadId);
      return answer(place, params);
    },
    retry(id) {
      const { messages, threadId } = get();
      const place = messages
        .filter((message) => /^(failed|stopped)$/.test(message.state) && (!id || message.id === id))
        .pop();
      return place && answer(place, paramsAfter(messages.slice(0, messages.indexOf(place)), threadId));
    },
    clear() {
      stop();
      show([], '');
    },
  };
  return { store, controls };
}
