// Optave for Svelte 5 and SvelteKit.
import { getContext, onDestroy, setContext } from 'svelte';
import type { Readable } from 'svelte/store';
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

const KEY = Symbol('optave');

/**
 * Gives a client to this component and those below it, while the component is made.
 *
 * @example
 * provideOptave(() => new OptaveClient({ websocketUrl, tokenUrl, organizationId }));
 */
export function provideOptave(client: ClientSource): void {
  const holder = holderOf(client);
  setContext(KEY, holder);
  onDestroy(holder.hold());
}

function useHolder(): Holder {
  const holder = getContext<Holder | undefined>(KEY);
  if (!holder) throw new Error('There is no client here: provideOptave(…) around it.');
  return holder;
}

/**
 * The client that this component or one around it provides.
 *
 * @example
 * const client = useOptave();
 * onMount(() => void client.openConnection());
 */
export function useOptave(): OptaveClient {
  return useHolder().client();
}

/** A store as Svelte has them: whoever subscribes is told the value at once. */
const readable = <Value>(get: () => Value, subscribe: (listener: () => void) => () => void): Readable<Value> => ({
  subscribe(run) {
    const end = subscribe(() => run(get()));
    run(get());
    return end;
  },
});

const stateOf = <State>({ get, subscribe }: Store<State>) => readable(get, subscribe);

/**
 * What the connection is doing, as a store. A server renders `idle`.
 *
 * @example
 * const connection = useConnection();
 * // $connection.state
 */
export function useConnection(): Readable<ConnectionInfo> {
  const { connection, onConnection } = useHolder();
  if (typeof document === 'undefined')
    return readable(
      () => IDLE,
      () => () => {},
    );
  return readable(connection, onConnection);
}

/**
 * Requests for one action, one at a time: a store of how far the newest has come, with what can be done. The one that is
 * under way is given up when the component goes.
 *
 * @example
 * const request = useRequest('interaction');
 * // request.run(params), and $request.text, $request.isPending, $request.error
 */
export function useRequest<Name extends Action>(action: Name): Readable<RequestState> & RequestControls<Name> {
  const { store, controls } = createRequester(useHolder().client, action);
  onDestroy(() => void controls.cancel());
  return { ...stateOf(store), ...controls };
}

/**
 * A chat: a store of what was said, with the answers as they come. Answers that are under way are given up when the
 * component goes.
 *
 * @example
 * const chat = useConversation();
 * // chat.send(text), and $chat.messages, $chat.isPending
 */
export function useConversation(options?: ConversationOptions): Readable<ConversationState> & ConversationControls {
  const { store, controls } = createConversation(useHolder().client, options);
  onDestroy(controls.stop);
  return { ...stateOf(store), ...controls };
}
