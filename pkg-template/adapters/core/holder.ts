// Who has a client, and until when.
import type { ConnectionInfo, OptaveClient } from 'optave-web-sdk';
import type { ClientSource } from '../adapters.js';
import { createStore } from './store.js';

export interface Holder {
  /** The client, made now if there is none. When the last who needed it is gone, it is the one that has ended. */
  client(): OptaveClient;
  /** Calls `listener` when it is another; answers a function that ends it. */
  onClient(listener: () => void): () => void;
  /** Somebody is about to need it: one that has ended makes way for another. */
  wake(): void;
  /** Somebody needs it. Answers what that somebody calls in the end. */
  hold(): () => void;
  /** What the connection is doing. */
  connection(): ConnectionInfo;
  /** Calls `listener` when that has changed; answers a function that ends it. */
  onConnection(listener: () => void): () => void;
}

/** What a connection is before there is a client, and what a server renders. */
export const IDLE: ConnectionInfo = Object.freeze({
  state: 'idle',
  retryAt: undefined,
  retryInMs: undefined,
  since: 0,
  transport: 'websocket',
  isReportedOffline: false,
  unmatchedMessages: 0,
});

function createHolder(source: ClientSource): Holder {
  const changes = createStore(undefined);
  let holders = 0;
  let hasEnded = false;
  let made: OptaveClient | undefined;
  const client = () => (typeof source === 'function' ? (made ??= source()) : source);
  const wake = () => {
    if (!hasEnded) return;
    hasEnded = false;
    made = undefined;
    changes.set(undefined);
  };
  return {
    client,
    onClient: changes.subscribe,
    wake,
    hold() {
      wake();
      holders += 1;
      let isHeld = true;
      return () => {
        holders -= Number(isHeld);
        isHeld = false;
        // Later: React in development takes every component away and brings it back at once, as tools do that replace
        // code in a running page, and both mean the client that there is.
        setTimeout(() => {
          if (holders > 0 || !made) return;
          hasEnded = true;
          made.cleanup();
        });
      };
    },
    connection: () => client().connection,
    onConnection(listener) {
      const of = client();
      of.on('state', listener);
      return () => void of.off('state', listener);
    },
  };
}

const holders = new WeakMap<ClientSource, Holder>();

/** The one holder of a client, or of what a function makes; on a server one of its own, whose visitors share nothing. */
export function holderOf(source: ClientSource): Holder {
  if (!source) throw new TypeError('A client is needed, or a function that makes one.');
  if (typeof document === 'undefined' && typeof source === 'function') return createHolder(source);
  let holder = holders.get(source);
  if (!holder) holders.set(source, (holder = createHolder(source)));
  return holder;
}
