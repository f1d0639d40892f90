'use client';

// Optave for React 18 and 19.
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useRef,
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
import type { Store } from './core/store.js';

export type * from './adapters.js';

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
  // Of functions the first one counts, and it alone.
  const [made] = useState(() => typeof client === 'function' && holderOf(client));
  const holder = made || holderOf(client);
  holder.wake();
  useEffect(() => holder.hold(), [holder]);
  return createElement(Context.Provider, { value: holder }, children);
}

function useHolder(): Holder {
  const holder = useContext(Context);
  if (!holder) throw new Error('There is no <OptaveProvider> around this component.');
  return holder;
}

/**
 * The client of the {@link OptaveProvider} above.
 *
 * @example
 * const client = useOptave();
 * useEffect(() => void client.openConnection(), [client]);
 */
export function useOptave(): OptaveClient {
  const { client, onClient } = useHolder();
  return useSyncExternalStore(onClient, client, client);
}

/** What is made for a component: once, and anew for another provider. */
function useMade<Made>(make: (client: () => OptaveClient) => Made, key?: string): Made {
  const { client } = useHolder();
  const kept = useRef<{ client: unknown; key: unknown; made: Made }>(undefined);
  if (kept.current?.client !== client || kept.current.key !== key) kept.current = { client, key, made: make(client) };
  return kept.current.made;
}

const useStore = <Value>({ get, subscribe }: Store<Value>) => useSyncExternalStore(subscribe, get, get);

/**
 * What the connection is doing; the component is rendered anew when its state changes. A server renders `idle`.
 *
 * @example
 * const { state } = useConnection();
 * return state === 'waiting' && <p role="status">The connection was lost. Trying again …</p>;
 */
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
  const { store, controls } = useMade((client) => createRequester(client, action), action);
  useEffect(() => () => void controls.cancel(), [controls]);
  return { ...useStore(store), ...controls };
}

/**
 * A chat: what was said, and the answers as they come. `threadId` and `messages` are those of the first rendering. Answers
 * that are under way are given up when the component goes.
 *
 * @example
 * const { messages, send, retry, isPending } = useConversation();
 */
export function useConversation(options?: ConversationOptions): ConversationState & ConversationControls {
  const newest = useRef(options);
  useEffect(() => void (newest.current = options));
  const { store, controls } = useMade((client) => createConversation(client, options, () => newest.current));
  useEffect(() => controls.stop, [controls]);
  return { ...useStore(store), ...controls };
}
