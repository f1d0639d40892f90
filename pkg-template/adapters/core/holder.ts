// Who has a client, and until when.
import type { ConnectionInfo, OptaveClient } from 'optave-web-sdk';
import type { ClientSource } from '../adapters.js';

export interface Holder {
  /** The client, made now if there is none. */
  client(): OptaveClient;
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
  let holders = 0;
  let made: OptaveClient | undefined;
  const client = () => (typeof source === 'function' ? (made ??= source()) : source);
  const endIfUnused = () => {
    if (holders === 0) {
      made?.cleanup();
      made = undefined;
    }
  };
  return {
    client,
    hold() {
      holders += 1;
      let isHeld = true;
      return () => {
        holders -= Number(isHeld);
        isHeld = false;
        // Later: React in development takes every component away and brings it back at once, as tools do that replace
        // code in a running page, and both mean the client that there is.
        setTimeout(endIfUnused);
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

/** The one holder of a client, or of what a function makes. */
export function holderOf(source: ClientSource): Holder {
  let holder = holders.get(source);
  if (!holder) holders.set(source, (holder = createHolder(source)));
  return holder;
}
