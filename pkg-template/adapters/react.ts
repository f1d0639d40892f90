'use client';

// Optave for React 18 and 19.
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { Action, ConnectionInfo, OptaveClient } from 'optave-web-sdk';
import type {
  ClientSource,
  ConversationControls,
  ConversationOptions,
  ConversationState,
  RequestControls,
  RequestState,
} from './adapters.js';
import { createConversation } from './core/conversation.js';
import { holderOf, IDLE, type Holder } from './core/holder.js';
import { createRequester } from './core/requester.js';

export type {
  ChatMessage,
  ClientSource,
  ConversationControls,
  ConversationOptions,
  ConversationState,
  RequestControls,
  RequestState,
} from './adapters.js';

const Context = createContext<Holder | undefined>(undefined);

/** What {@link OptaveProvider} takes. */
export interface OptaveProviderProps {
  /**
   * The client that everything below uses, or a function that makes it. Of functions the one of the first rendering
   * counts; best is one that stands outside of all components.
   */
  client: ClientSource;
  /** What uses it. */
  children?: ReactNode;
}

/**
 * Gives a client to everything below.
 *
 * @example
 * const connect = () => new OptaveClient({ websocketUrl, tokenUrl, organizationId });
 *
 * <OptaveProvider client={connect}><Chat /></OptaveProvider>
 */
export function OptaveProvider({ client, children }: OptaveProviderProps): ReactElement {
  const [first] = useState(() => client);
  const holder = holderOf(typeof client === 'function' ? first : client);
  useEffect(() => holder.hold(), [holder]);
  return createElement(Context.Provider, { value: holder }, children);
}

function useHolder(): Holder {
  const holder = useContext(Context);
  if (!holder) throw new Error('There is no <OptaveProvider> around this component: put one around your app.');
  return holder;
}

/** The client of the {@link OptaveProvider} above. */
export function useOptave(): OptaveClient {
  return useHolder().client();
}

/** What the connection is doing; the component is rendered anew when its state changes. A server renders `idle`. */
export function useConnection(): ConnectionInfo {
  const { connection, onConnection } = useHolder();
  return useSyncExternalStore(onConnection, connection, () => IDLE);
}

/**
 * Requests for one action, one at a time. The one that is under way is given up when the component goes.
 *
 * @example
 * const { run, text, isPending, error } = useRequest('interaction');
 */
export function useRequest<Name extends Action>(action: Name): RequestState & RequestControls<Name> {
  const { client } = useHolder();
  const requester = useMemo(() => createRequester(client, action), [client, action]);
  const { get, subscribe, run, cancel } = requester;
  useEffect(() => () => void cancel(), [cancel]);
  const state = useSyncExternalStore(subscribe, get, get);
  return useMemo(() => ({ ...state, run, cancel }), [state, run, cancel]);
}

/**
 * A chat: what was said, and the answers as they come. `options` are those of the first rendering. Answers that are under
 * way are given up when the component goes.
 *
 * @example
 * const { messages, send, retry, isPending } = useConversation();
 */
export function useConversation(options?: ConversationOptions): ConversationState & ConversationControls {
  const { client } = useHolder();
  const [first] = useState(options);
  const conversation = useMemo(() => createConversation(client, first), [client, first]);
  const { get, subscribe, send, retry, stop, clear } = conversation;
  useEffect(() => stop, [stop]);
  const state = useSyncExternalStore(subscribe, get, get);
  return useMemo(() => ({ ...state, send, retry, stop, clear }), [state, send, retry, stop, clear]);
}
