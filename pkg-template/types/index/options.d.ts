// The options of a client and of a single request.

/** Options of a client. Only the URL is required: `websocketUrl`, or what `transport` needs instead. */
export type OptaveOptions = ClientOptions & (AutoTransport | RestTransport | WebSocketTransport);

/** Requests go over a WebSocket. */
export interface WebSocketTransport {
  /** How requests travel. Default `"websocket"`. */
  transport?: 'websocket' | undefined;
  /** The socket's URL: `wss:`, or `ws:` to a loopback host. */
  websocketUrl: string;
  /** Not used. */
  restUrl?: string | undefined;
}

/** Requests go over HTTP. */
export interface RestTransport {
  /** How requests travel: each is a POST, and its answer comes whole. */
  transport: 'rest';
  /** The base of `/message/{action}`: `https:`, or `http:` to a loopback host. */
  restUrl: string;
  /** Not used. */
  websocketUrl?: string | undefined;
}

/** Requests go over a WebSocket, and over HTTP for as long as none can be opened. */
export interface AutoTransport {
  /** How requests travel: over HTTP after `fallbackAfter` attempts to open a WebSocket have failed, until one opens. */
  transport: 'auto';
  /** The socket's URL: `wss:`, or `ws:` to a loopback host. */
  websocketUrl: string;
  /** The base of `/message/{action}`: `https:`, or `http:` to a loopback host. */
  restUrl: string;
}

/** The options that have nothing to do with how requests travel. All are optional. */
export interface ClientOptions {
  /** Attempts in a row that fail before `transport: "auto"` goes over HTTP. Default 3. */
  fallbackAfter?: number | undefined;
  /** Gives a fresh token: called once per connection, never used for a second. Default: a POST to `tokenUrl`. */
  tokenProvider?: ((call: TokenCall) => TokenAnswer | PromiseLike<TokenAnswer>) | undefined;
  /** Where the built-in provider asks, with credentials. Default: `<meta name="optave-token-url">`, else
   * `/api/optave/ws-ticket`. The JSON answer carries `token` or `access_token`. */
  tokenUrl?: string | undefined;
  /** Sent by the built-in provider as `X-Optave-Publishable-Key`. Default: none. */
  publishableKey?: string | undefined;
  /** Milliseconds for the token alone; 0 is no limit. Default 10,000. */
  tokenTimeoutMs?: number | undefined;
  /** How the token reaches the server: as WebSocket subprotocol, or in the URL (discouraged). Default `"subprotocol"`. */
  authTransport?: 'subprotocol' | 'query' | undefined;
  /** Whether a token is needed at all. Default true. */
  authRequired?: boolean | undefined;
  /** Your organization's id, under every request's `request.context.organizationId`, which every action requires.
   * Default: none, so that every request has to bring it. */
  organizationId?: string | undefined;
  /** Sent as the header `tenantId`. Default: no such header. */
  tenantId?: string | undefined;
  /** Your own defaults, under every request's `session`. */
  session?: Session | undefined;
  /** Your own defaults, under every request's `request`. What they give of the fields that actions require, the methods
   * of this client do not require again. */
  request?: Request | undefined;
  /** `"compact"` leaves out of the defaults what is empty. Default `"full"`. */
  payloadDefaults?: 'full' | 'compact' | undefined;
  /** Milliseconds from the call to its settling; 0 is no limit. Default 30,000. */
  requestTimeoutMs?: number | undefined;
  /** Milliseconds from the sending to the first update; 0 is no limit. Default 0. */
  firstUpdateTimeoutMs?: number | undefined;
  /** Milliseconds from one update to the next; 0 is no limit. Default 0. */
  idleTimeoutMs?: number | undefined;
  /** Milliseconds for token and handshake together; 0 is no limit. Default 30,000. */
  connectionTimeoutMs?: number | undefined;
  /** How a connection that is lost opens again; `false`: not at all, and what is in flight or queued rejects. Requests
   * wait meanwhile, each for its own deadline. A connection that was never open is tried again only while a request
   * waits for it. After close code 1000, or 1008 twice, nothing is tried again. Default: `true`, with the defaults of
   * `ReconnectOptions`. */
  reconnect?: boolean | ReconnectOptions | undefined;
  /** When a request is out and nothing at all came in for this many milliseconds, a second socket is opened and takes
   * over; 0 is never. Default 10,000. */
  halfOpenTimeoutMs?: number | undefined;
  /** The age in milliseconds at which a socket hands over to a fresh one, 90 to 100 % of it as chance has it; 0 is
   * never. Default 6,600,000. */
  maxConnectionAgeMs?: number | undefined;
  /** What becomes of requests when the connection is lost. `"unanswered"` (default): those without any update are sent
   * again with the same ids, those with one keep waiting. `"never"`: both reject, and may be tried again. */
  resend?: 'unanswered' | 'never' | undefined;
  /** The connection closes after this many milliseconds without a request, and opens again for the next; 0 is never.
   * Default 0. */
  idleDisconnectMs?: number | undefined;
  /** Bounds on the requests that wait while there is no connection; `false`: they fail at once. Default: `true`, with
   * the defaults of `QueueOptions`. */
  queue?: boolean | QueueOptions | undefined;
  /** When a request counts as answered, for all actions or per action. Default `"completed"`. */
  until?: Until | { readonly [Name in Action]?: Until | undefined } | undefined;
  /** The silence, in milliseconds, that settles a request under `until: "idle"`. Default 1,000. */
  idleMs?: number | undefined;
  /** For how many milliseconds a settled request still delivers late updates to `onUpdate` and `update`. Default 5,000.
   * At most the 256 requests that settled last are kept for that. */
  lateUpdatesMs?: number | undefined;
  /** Whom an answer without an id belongs to. `"lenient"` (default): the oldest request in flight whose action it names,
   * else the only one. `"strict"`: nobody. */
  correlation?: 'lenient' | 'strict' | undefined;
  /** Whether every field of params and answers is checked against the wire types. Loads a second module on first use;
   * until it is there, requests wait. Params with faults are `PAYLOAD_SCHEMA_MISMATCH`, an answer with any is
   * `INVALID_MESSAGE`; `details` lists all of them by their places. Default false. */
  strictValidation?: boolean | undefined;
  /** Whether `session.channel` is filled in from the browser. Default true. */
  deviceInfo?: boolean | undefined;
  /** Whether `session.channel.location` is: `true` if the visitor has granted that before, `"prompt"` asks. Default
   * false. */
  location?: boolean | 'prompt' | undefined;
  /** Takes what the SDK has to say. Default: warnings and errors go to the console. */
  logger?: Logger | undefined;
  /** Called once for each connect, drop, attempt to reconnect, and request. Default: nobody is told. */
  onMetric?: ((metric: OptaveMetric) => void) | undefined;
  /** Replaces the header `sdkVersion`. Default: the package's version. */
  sdkVersion?: string | undefined;
}

/** How a lost connection opens again. The first delay is drawn between 250 ms and `firstDelayMs`, each further one
 * around a mean that grows, ±50 %. */
export interface ReconnectOptions {
  /** Whether it does at all. Default true. */
  enabled?: boolean | undefined;
  /** The longest that the first delay can be, in milliseconds. Default 4,000. */
  firstDelayMs?: number | undefined;
  /** The mean before it grows, in milliseconds. Default 1,000. */
  baseDelayMs?: number | undefined;
  /** How many times larger each mean is than the one before. Default 1.7. */
  factor?: number | undefined;
  /** The largest mean, in milliseconds. Default 9,800. */
  maxDelayMs?: number | undefined;
  /** Attempts in a row before giving up; 0 is endless. Default 0. */
  maxAttempts?: number | undefined;
  /** Asked when the server closes with a code of its own, 4000 to 4999: `true` ends the connection as close code 1000
   * does. Anything else, or a function that throws: it opens again. Default: it opens again. */
  isFinal?: ((close: CloseInfo) => boolean) | undefined;
}

/** How much may wait for a connection. A request beyond that fails with `QUEUE_FULL`. */
export interface QueueOptions {
  /** How many requests. Default 100. */
  maxRequests?: number | undefined;
  /** How large they may be together, in bytes of UTF-8. Default 1,048,576. */
  maxBytes?: number | undefined;
}

/** What a token provider is called with. */
export interface TokenCall {
  /** Aborted when nobody waits for this token any more: it took too long, or the connection was closed. */
  readonly signal: AbortSignal;
}

/** What a token provider may answer. `expiresAt` is a time in milliseconds since 1970, or an ISO 8601 string. */
export type TokenAnswer =
  | string
  | { token: string; expiresAt?: number | string | undefined }
  | { access_token: string; expiresAt?: number | string | undefined };

/** Takes what the SDK has to say; called as methods. */
export interface Logger {
  debug?(...values: unknown[]): void;
  info?(...values: unknown[]): void;
  warn?(...values: unknown[]): void;
  error?(...values: unknown[]): void;
}

/** When a request counts as answered.
 * - `"completed"` (default): at the first update in state `completed`.
 * - `"idle"`: when nothing came for `idleMs` after at least one completed.
 * - A list of action types, at most 32: when each of them has completed.
 * - A function of the newest update and all so far: when it answers true.
 *
 * `started` and unknown states never settle a request; an update in state `error` rejects it, unless a list can still be
 * met. */
export type Until =
  'completed' | 'idle' | readonly ActionType[] | ((update: OptaveUpdate, updates: readonly OptaveUpdate[]) => boolean);

/** Options of a single request. */
export interface RequestOptions {
  /** Cancels the request: it rejects with `REQUEST_CANCELLED`, `cause` being the signal's reason. */
  signal?: AbortSignal | undefined;
  /** When the request counts as answered. Default: `until` of the client. */
  until?: Until | undefined;
  /** Milliseconds from the call to its settling; 0 is no limit. Default: `requestTimeoutMs` of the client. */
  timeoutMs?: number | undefined;
  /** Milliseconds from the sending to the first update; 0 is no limit. Default: that of the client. */
  firstUpdateTimeoutMs?: number | undefined;
  /** Milliseconds from one update to the next; 0 is no limit. Default: that of the client. */
  idleTimeoutMs?: number | undefined;
  /** The silence, in milliseconds, that settles the request under `until: "idle"`. Default: that of the client. */
  idleMs?: number | undefined;
  /** Whether it is sent again when the connection was lost before any update came. Default: `resend` of the client. */
  resend?: 'unanswered' | 'never' | undefined;
  /** Called with every update, late ones included. */
  onUpdate?: ((update: OptaveUpdate) => void) | undefined;
}

/** Marks every property that is no option of a client: a misspelt one must not be ignored. */
export type NothingBut<Options> = {
  [Name in keyof Options]: Name extends KeyOf<OptaveOptions>
    ? Name extends 'reconnect'
      ? NoOther<Options[Name], ReconnectOptions>
      : Name extends 'queue'
        ? NoOther<Options[Name], QueueOptions>
        : unknown
    : NoSuchOption;
};

type KeyOf<Union> = Union extends Union ? keyof Union : never;

type NoOther<Value, Known> = Value extends object
  ? { [Name in keyof Value]: Name extends keyof Known ? unknown : NoSuchOption }
  : unknown;

/** What no value is. */
interface NoSuchOption {
  readonly [noSuchOption]: true;
}
declare const noSuchOption: unique symbol;
