// Requests for one action, one at a time, and what has come of the newest.
import type { Action, OptaveClient, OptaveError, OptaveParams, OptaveRequest, RequestOptions } from 'optave-web-sdk';
import type { RequestControls, RequestState } from '../adapters.js';
import { grown, isReply } from './reply.js';
import { createStore, type Store } from './store.js';

type Method = (params: OptaveParams, options: RequestOptions) => OptaveRequest;

/** Nothing was asked. */
export const NOTHING: RequestState = {
  isPending: false,
  updates: [],
  text: '',
  response: undefined,
  error: undefined,
};

/** Makes a request, and tells of everything that comes of it until it has settled. */
export function ask(
  client: OptaveClient,
  action: Action,
  params: OptaveParams,
  options: RequestOptions | undefined,
  tell: (change: (before: RequestState) => RequestState) => void,
): OptaveRequest {
  tell(() => ({ ...NOTHING, isPending: true }));
  const request = (client[action] as Method)(params, {
    ...options,
    onUpdate(update) {
      tell((before) =>
        before.isPending
          ? { ...before, updates: [...before.updates, update], text: grown(before.text, action, update) }
          : before,
      );
      options?.onUpdate?.(update);
    },
  });
  request.then(
    (response) =>
      tell(({ text, ...before }) => {
        // Under some `until` it is what accompanies the reply that settles a request.
        const said = isReply(action, response) && response.text;
        return { ...before, isPending: false, response, text: said || text || response.text };
      }),
    (error: OptaveError) => {
      const isCancelled = error.code === 'REQUEST_CANCELLED';
      tell((before) => ({ ...before, isPending: false, error: isCancelled ? undefined : error }));
    },
  );
  return request;
}

export interface Requester<Name extends Action> {
  store: Store<RequestState>;
  controls: RequestControls<Name>;
}

export function createRequester<Name extends Action>(client: () => OptaveClient, action: Name): Requester<Name> {
  const store = createStore(NOTHING);
  let newest: OptaveRequest | undefined;
  let count = 0;
  const cancel = (reason?: unknown) => newest?.cancel(reason) ?? false;
  function run(params: OptaveParams, options?: RequestOptions): OptaveRequest {
    cancel();
    const own = (count += 1);
    // What was given up may tell of its end later.
    newest = ask(client(), action, params, options, (change) => {
      const before = store.get();
      const after = own === count ? change(before) : before;
      if (after !== before) store.set(after);
    });
    return newest;
  }
  return { store, controls: { run, cancel } };
}
