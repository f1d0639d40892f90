// Optave for Vue 3 and Nuxt.
import {
  computed,
  getCurrentInstance,
  inject,
  onMounted,
  onScopeDispose,
  provide,
  shallowRef,
  type App,
  type ComputedRef,
  type InjectionKey,
} from 'vue';
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

/** Each part of a state as a ref that can only be read. */
export type Refs<State> = { readonly [Key in keyof State]: ComputedRef<State[Key]> };

const KEY: InjectionKey<Holder> = Symbol('optave');

/**
 * A plugin that gives a client to the whole app.
 *
 * @example
 * app.use(createOptave(() => new OptaveClient({ websocketUrl, tokenUrl, organizationId })));
 */
export function createOptave(client: ClientSource): { install(app: App): void } {
  return {
    install(app) {
      const holder = holderOf(client);
      app.provide(KEY, holder);
      const release = holder.hold();
      const { unmount } = app;
      app.unmount = () => {
        release();
        unmount();
      };
    },
  };
}

/**
 * Gives a client to the components below this one, in its `setup`.
 *
 * @example
 * provideOptave(() => new OptaveClient({ websocketUrl, tokenUrl, organizationId }));
 */
export function provideOptave(client: ClientSource): void {
  const holder = holderOf(client);
  provide(KEY, holder);
  onScopeDispose(holder.hold());
}

function useHolder(): Holder {
  const holder = inject(KEY, undefined);
  if (!holder) throw new Error('There is no client here: app.use(createOptave(…)).');
  return holder;
}

/**
 * The client of the plugin, or of the nearest component above that provides one.
 *
 * @example
 * const client = useOptave();
 * onMounted(() => client.openConnection());
 */
export function useOptave(): OptaveClient {
  return useHolder().client();
}

/**
 * What the connection is doing. A server renders `idle`.
 *
 * @example
 * const connection = useConnection();
 * // In the template: {{ connection.state }}
 */
export function useConnection(): ComputedRef<ConnectionInfo> {
  const { connection, onConnection } = useHolder();
  const info = shallowRef(IDLE);
  let end: (() => void) | undefined;
  const follow = () => {
    const show = () => (info.value = connection());
    end = onConnection(show);
    show();
  };
  // In a component not before: what the server has rendered is to be found again.
  if (getCurrentInstance()) onMounted(follow);
  else if (typeof document !== 'undefined') follow();
  onScopeDispose(() => end?.());
  return computed(() => info.value);
}

function refsOf<State extends object>({ get, subscribe }: Store<State>): Refs<State> {
  const state = shallowRef(get());
  onScopeDispose(subscribe(() => (state.value = get())));
  const keys = Object.keys(get()) as (keyof State)[];
  return Object.fromEntries(keys.map((key) => [key, computed(() => state.value[key])])) as Refs<State>;
}

/**
 * Requests for one action, one at a time. The one that is under way is given up when the component goes.
 *
 * @example
 * const { run, text, isPending, error } = useRequest('interaction');
 */
export function useRequest<Name extends Action>(action: Name): Refs<RequestState> & RequestControls<Name> {
  const { store, controls } = createRequester(useHolder().client, action);
  onScopeDispose(() => void controls.cancel());
  return { ...refsOf(store), ...controls };
}

/**
 * A chat: what was said, and the answers as they come. Answers that are under way are given up when the component goes.
 *
 * @example
 * const { messages, send, retry, isPending } = useConversation();
 */
export function useConversation(options?: ConversationOptions): Refs<ConversationState> & ConversationControls {
  const { store, controls } = createConversation(useHolder().client, options);
  onScopeDispose(controls.stop);
  return { ...refsOf(store), ...controls };
}
