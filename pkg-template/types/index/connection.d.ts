// What is told of the connection, and what is measured.

/** What the connection is doing. */
export interface ConnectionInfo {
  /** `idle`: not needed yet. `connecting`: token and handshake are under way. `open`. `waiting`: lost, and tried again
   * by itself. `offline`: tried again when the network is back. `closed`: by the caller, by the server, or never opened;
   * the next request tries again. */
  readonly state: 'idle' | 'connecting' | 'open' | 'waiting' | 'offline' | 'closed';
  /** Milliseconds until the next attempt to connect, if one is planned. */
  readonly retryInMs: number | undefined;
  /** When that began, in milliseconds since 1970. */
  readonly since: number;
  /** How requests travel now. */
  readonly transport: 'websocket' | 'rest';
  /** Messages that belonged to no request: late, foreign, or without an id. */
  readonly unmatchedMessages: number;
}

/** How a connection ended. */
export interface CloseInfo {
  /** The close code; 1006 if the connection broke. */
  readonly code: number;
  /** The reason given; may be empty. */
  readonly reason: string;
  /** Whether both sides closed in order. */
  readonly wasClean: boolean;
}

/** That a lost connection will be tried again. */
export interface ReconnectInfo {
  /** Counts the attempts since the connection worked, from 1. */
  readonly attempt: number;
  /** Milliseconds until it begins; `Infinity` while there is no network. */
  readonly delayMs: number;
}

/** One thing that happened, without a word of what was said. Times are in milliseconds. */
export type OptaveMetric = ConnectMetric | DropMetric | ReconnectMetric | RequestMetric;

/** A connection opened. */
export interface ConnectMetric {
  readonly type: 'connect';
  /** Token and handshake together. */
  readonly durationMs: number;
  /** Whether it took over from one that was open. */
  readonly isHandOver: boolean;
}

/** A connection was lost. */
export interface DropMetric {
  readonly type: 'drop';
  /** The close code. */
  readonly code: number;
  readonly wasClean: boolean;
}

/** A connection will be tried again. */
export interface ReconnectMetric extends ReconnectInfo {
  readonly type: 'reconnect';
}

/** A request settled. */
export interface RequestMetric {
  readonly type: 'request';
  readonly action: Action;
  /** The error's, if it failed. */
  readonly code: OptaveErrorCode | (string & {}) | undefined;
  /** How many there were. */
  readonly updates: number;
  /** From the call to the sending, if it was sent. */
  readonly queuedMs: number | undefined;
  /** From the call to the first update, if one came. */
  readonly firstUpdateMs: number | undefined;
  /** From the call to the settling. */
  readonly totalMs: number;
}

/** Counts and times since the client was made. */
export interface OptaveMetrics {
  /** Requests made. */
  readonly requests: number;
  /** Requests that resolved. */
  readonly answered: number;
  /** Requests that rejected. */
  readonly failed: number;
  /** Requests that were sent again after a connection was lost. */
  readonly resent: number;
  /** Connections that opened, but for hand-overs. */
  readonly connects: number;
  /** Connections that took over from one that was open. */
  readonly handOvers: number;
  /** Connections that were lost. */
  readonly drops: number;
  /** Attempts to open a lost connection again. */
  readonly reconnects: number;
  /** Token and handshake together. */
  readonly connectMs: Quantiles;
  /** From the call of a request to its first update. */
  readonly firstUpdateMs: Quantiles;
  /** From the call of a request to its answer. */
  readonly totalMs: Quantiles;
}

/** The middle and the slow end of the newest 256 times, in milliseconds; undefined while there is none. */
export interface Quantiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}
