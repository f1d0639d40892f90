//! The TypeScript of the public face, beside the classes and the wire types that bring their own.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** When a request counts as answered: at the first update in state `completed` (default); when nothing came for
 * `idleMs` after at least one completed; when each of these action types has completed; or when a function of the
 * newest update and all so far answers true. `started` and unknown states never settle a request; an update in state
 * `error` rejects it, unless a list can still be met. */
export type Until = "completed" | "idle" | readonly string[] | ((update: OptaveUpdate, updates: readonly OptaveUpdate[]) => boolean);

/** The name of an action. */
export type Action = "adjust" | "elevate" | "interaction" | "customerInteraction" | "reception" | "summarize" | "translate" | "recommend" | "insights";

/** What a token provider may answer. `expiresAt` is a time in milliseconds since 1970, or an ISO 8601 string. */
export type TokenAnswer = string | { token: string; expiresAt?: number | string } | { access_token: string; expiresAt?: number | string };

/** Takes what the SDK has to say; called as methods. */
export interface Logger {
    debug?(...values: unknown[]): void;
    info?(...values: unknown[]): void;
    warn?(...values: unknown[]): void;
    error?(...values: unknown[]): void;
}

/** Options of a client. All but `websocketUrl` are optional. */
export interface OptaveOptions {
    /** The socket's URL: `wss:`, or `ws:` to a loopback host. Required unless `transport` is `"rest"`. */
    websocketUrl?: string;
    /** The base of `/message/{action}`: `https:`, or `http:` to a loopback host. Required if `transport` is `"rest"` or
     * `"auto"`. */
    restUrl?: string;
    /** How requests travel. Default `"websocket"`; `"auto"`: over HTTP for as long as no WebSocket can be opened. */
    transport?: "websocket" | "rest" | "auto";
    /** Attempts in a row that fail before `"auto"` goes over HTTP. Default 3. */
    fallbackAfter?: number;
    /** Gives a fresh token: called once per connection, never used for a second. Default: a POST to `tokenUrl`. */
    tokenProvider?: () => TokenAnswer | PromiseLike<TokenAnswer>;
    /** Where the built-in provider asks, with credentials. Default: `<meta name="optave-token-url">`, else
     * `/api/optave/ws-ticket`. The JSON answer carries `token` or `access_token`. */
    tokenUrl?: string;
    /** Sent by the built-in provider as `X-Optave-Publishable-Key`. */
    publishableKey?: string;
    /** Milliseconds for the token alone; 0 is no limit. Default 10,000. */
    tokenTimeoutMs?: number;
    /** How the token reaches the server: as WebSocket subprotocol (default), or in the URL (discouraged). */
    authTransport?: "subprotocol" | "query";
    /** Whether a token is needed at all. Default true. */
    authRequired?: boolean;
    /** Your organization's id, under every request's `request.context.organizationId`. */
    organizationId?: string;
    /** Sent as the header `tenantId`. */
    tenantId?: string;
    /** Your own defaults, under every request's `session`. */
    session?: Session;
    /** Your own defaults, under every request's `request`. */
    request?: Request;
    /** `"compact"` leaves out of the defaults what is empty. Default `"full"`. */
    payloadDefaults?: "full" | "compact";
    /** Milliseconds from the call to its settling; 0 is no limit. Default 30,000. */
    requestTimeoutMs?: number;
    /** Milliseconds from the sending to the first update; 0 (default) is no limit. */
    firstUpdateTimeoutMs?: number;
    /** Milliseconds from one update to the next; 0 (default) is no limit. */
    idleTimeoutMs?: number;
    /** Milliseconds for token and handshake together; 0 is no limit. Default 30,000. */
    connectionTimeoutMs?: number;
    /** How a connection that is lost opens again; `false`: not at all, and what is in flight or queued rejects. The first
     * delay is drawn between 250 ms and `firstDelayMs`, each further one around a mean that grows, ±50 %. Requests wait
     * meanwhile, each for its own deadline. A connection that was never open is tried again only while a request waits for
     * it. After close code 1000, or 1008 twice, nothing is tried again. */
    reconnect?: boolean | {
        /** Default true. */
        enabled?: boolean;
        /** Default 4,000. */
        firstDelayMs?: number;
        /** The mean before it grows. Default 1,000. */
        baseDelayMs?: number;
        /** How much each mean is larger than the one before. Default 1.7. */
        factor?: number;
        /** The largest mean. Default 9,800. */
        maxDelayMs?: number;
        /** Attempts in a row before giving up; 0 (default) is endless. */
        maxAttempts?: number;
    };
    /** When a request is out and nothing at all came in for this many milliseconds, a second socket is opened and takes
     * over; 0 is never. Default 10,000. */
    halfOpenTimeoutMs?: number;
    /** The age in milliseconds at which a socket hands over to a fresh one, 90 to 100 % of it as chance has it; 0 is never.
     * Default 6,600,000. */
    maxConnectionAgeMs?: number;
    /** After the connection was lost, requests without any update are sent again with the same ids, and those with one
     * keep waiting (default); `"never"`: both reject, and may be tried again. */
    resend?: "unanswered" | "never";
    /** Called once for each connect, drop, attempt to reconnect, and request. */
    onMetric?: (metric: OptaveMetric) => void;
    /** The connection closes after this many milliseconds without a request, and opens again for the next; 0 (default)
     * is never. */
    idleDisconnectMs?: number;
    /** Bounds on the requests that wait while there is no connection; `false`: they fail at once. */
    queue?: boolean | {
        /** Default 100. */
        maxRequests?: number;
        /** In bytes of UTF-8. Default 1,048,576. */
        maxBytes?: number;
    };
    /** When a request counts as answered, for all actions or per action. Default `"completed"`. */
    until?: Until | { readonly [action in Action]?: Until };
    /** The silence, in milliseconds, that settles a request under `until: "idle"`. Default 1,000. */
    idleMs?: number;
    /** For how many milliseconds a settled request still delivers late updates to `onUpdate` and `update`. Default 5,000.
     * At most the 256 requests that settled last are kept for that. */
    lateUpdatesMs?: number;
    /** `"strict"`: an answer without an id belongs to nobody. Default `"lenient"`: to the oldest request in flight whose
     * action it names, else to the only one. */
    correlation?: "lenient" | "strict";
    /** Whether `session.channel` is filled in from the browser. Default true. */
    deviceInfo?: boolean;
    /** Whether `session.channel.location` is: `true` if the visitor has granted that before, `"prompt"` asks. Default
     * false. */
    location?: boolean | "prompt";
    /** Default: warnings and errors to the console. */
    logger?: Logger;
    /** Replaces the header `sdkVersion`. Default: the package's version. */
    sdkVersion?: string;
}

/** Options of a single request. */
export interface RequestOptions {
    /** Cancels the request. */
    signal?: AbortSignal;
    /** When the request counts as answered. */
    until?: Until;
    /** Milliseconds from the call to its settling; 0 is no limit. Default: `requestTimeoutMs` of the client. */
    timeoutMs?: number;
    /** Milliseconds from the sending to the first update; 0 is no limit. */
    firstUpdateTimeoutMs?: number;
    /** Milliseconds from one update to the next; 0 is no limit. */
    idleTimeoutMs?: number;
    /** The silence, in milliseconds, that settles the request under `until: "idle"`. */
    idleMs?: number;
    /** Whether it is sent again when the connection was lost before any update came. Default: `resend` of the client. */
    resend?: "unanswered" | "never";
    /** Called with every update, late ones included. */
    onUpdate?: (update: OptaveUpdate) => void;
}

/** One message of an answer. */
export interface OptaveUpdate {
    /** The superpower message exactly as the server sent it. */
    readonly data: SuperpowerMessage;
    /** Which superpower it is about. */
    readonly actionType: string | undefined;
    /** `started`, `completed`, `error`, or what else the server says. */
    readonly state: string | undefined;
    /** The headers, if it came in an envelope. */
    readonly headers: AnswerHeaders | undefined;
    /** The request it belongs to. */
    readonly correlationId: string;
    /** Its place among the request's updates, from 0. */
    readonly index: number;
    /** The text of `data`: every `results[].response[].content`, a line each. */
    readonly text: string;
}

/** The update that settled a request, with all that came before it. */
export interface OptaveResponse extends OptaveUpdate {
    /** All updates up to and including this one. */
    readonly updates: readonly OptaveUpdate[];
    /** How long the parts of the request took, in milliseconds from the call. */
    readonly timings: {
        readonly queuedMs: number;
        readonly firstUpdateMs: number | undefined;
        readonly totalMs: number;
    };
}

/** A request: a promise of the answer, and an async iterable of the updates that lead to it. */
export declare class OptaveRequest extends Promise<OptaveResponse> implements AsyncIterable<OptaveUpdate> {
    private constructor();
    readonly correlationId: string;
    readonly state: "queued" | "sent" | "answering" | "settled";
    /** Gives the request up: it rejects with `REQUEST_CANCELLED`. False if it has settled. */
    cancel(reason?: unknown): boolean;
    /** All updates from the first, ending when the request settles and throwing if it fails. */
    [Symbol.asyncIterator](): AsyncIterableIterator<OptaveUpdate>;
}

/** What the connection is doing. */
export interface ConnectionInfo {
    /** `idle`: not needed yet. `connecting`: token and handshake are under way. `open`. `waiting`: lost, and tried again
     * by itself. `offline`: tried again when the network is back. `closed`: by the caller, by the server, or never opened;
     * the next request tries again. */
    readonly state: "idle" | "connecting" | "open" | "waiting" | "offline" | "closed";
    /** Milliseconds until the next attempt to connect, if one is planned. */
    readonly retryInMs: number | undefined;
    /** When that began, in milliseconds since 1970. */
    readonly since: number;
    /** How requests travel now. */
    readonly transport: "websocket" | "rest";
    /** Messages that belonged to no request: late, foreign, or without an id. */
    readonly unmatchedMessages: number;
}

/** How a connection ended. */
export interface CloseInfo {
    readonly code: number;
    readonly reason: string;
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
export type OptaveMetric =
    | { readonly type: "connect"; readonly durationMs: number; readonly isHandOver: boolean }
    | { readonly type: "drop"; readonly code: number; readonly wasClean: boolean }
    | { readonly type: "reconnect"; readonly attempt: number; readonly delayMs: number }
    | {
          readonly type: "request";
          readonly action: Action;
          /** The error's, if it failed. */
          readonly code: string | undefined;
          readonly updates: number;
          readonly queuedMs: number | undefined;
          readonly firstUpdateMs: number | undefined;
          readonly totalMs: number;
      };

/** The middle and the slow end of the newest 256 times, in milliseconds; undefined while there is none. */
export interface Quantiles {
    readonly p50: number | undefined;
    readonly p95: number | undefined;
}

/** Counts and times since the client was made. */
export interface OptaveMetrics {
    readonly requests: number;
    readonly answered: number;
    readonly failed: number;
    /** Requests that were sent again after a connection was lost. */
    readonly resent: number;
    readonly connects: number;
    readonly handOvers: number;
    readonly drops: number;
    readonly reconnects: number;
    readonly connectMs: Quantiles;
    readonly firstUpdateMs: Quantiles;
    readonly totalMs: Quantiles;
}

/** Which part failed. */
export type ErrorCategory = "AUTHENTICATION" | "ORCHESTRATOR" | "VALIDATION" | "WEBSOCKET";

/** Every failure of the SDK. */
export declare class OptaveError extends Error {
    private constructor();
    readonly name: "OptaveError";
    readonly category: ErrorCategory;
    /** Stable. For errors of the server's, its own code, else `REMOTE_ERROR`. */
    readonly code: OptaveErrorCode | (string & {});
    /** What else is known: the paths at fault, the close code, the HTTP status, the server's answer; and `unsent`, the
     * `{ action, params }` of a request that was never sent. */
    readonly details: unknown;
    /** What to do next. */
    readonly suggestions: readonly string[];
    /** The request it belongs to. */
    readonly correlationId: string | undefined;
    /** Whether the same request may succeed when it is made again. */
    readonly retryable: boolean;
    /** When it happened, ISO 8601. */
    readonly timestamp: string;
    /** What was thrown underneath, if anything. */
    readonly cause?: unknown;
}

/** The codes of the SDK's own errors. */
export type OptaveErrorCode =
    | "UNSUPPORTED_IN_BROWSER" | "TOKEN_PROVIDER_FAILED" | "MISSING_TOKEN" | "INVALID_TOKEN"
    | "INVALID_WEBSOCKET_URL" | "NO_WEBSOCKET_IMPL" | "WEBSOCKET_ERROR" | "CONNECTION_TIMEOUT" | "CONNECTION_ERROR"
    | "CONNECTION_CLOSED" | "WEBSOCKET_NOT_IN_OPEN_STATE" | "SEND_FAILED" | "REQUEST_TIMEOUT" | "REQUEST_CANCELLED"
    | "INVALID_JSON" | "INVALID_MESSAGE" | "QUEUE_FULL"
    | "INVALID_CONFIG" | "CLIENT_SECRET_IN_CLIENT_ENV" | "INVALID_ACTION" | "PAYLOAD_SCHEMA_MISMATCH"
    | "REQUIRED_FIELDS_MISSING" | "PAYLOAD_TOO_LARGE" | "DUPLICATE_CORRELATION_ID" | "SERIALIZATION_FAILED"
    | "REMOTE_ERROR";

/** A message as it came, bare or in an envelope. */
export type InboundMessage = SuperpowerMessage | AnswerEnvelope;

/** What each event carries. Beside these there are `message.<action>` and the name of each answer's schema. */
export interface OptaveEvents {
    open: ConnectionInfo;
    close: CloseInfo;
    /** What belongs to no promise. */
    error: OptaveError;
    state: ConnectionInfo;
    reconnecting: ReconnectInfo;
    message: InboundMessage;
    response: InboundMessage;
    "superpower.response": InboundMessage;
    /** Every error of the server's, whether a request rejects with it or not. */
    "superpower.error": OptaveError;
    update: OptaveUpdate;
}

/** A client of one Optave tenant: one WebSocket, opened on first use, and a method per action.
 *
 * @example
 * const client = new OptaveClient({ websocketUrl, tokenProvider, organizationId });
 * const response = await client.interaction(params);
 * console.log('Response:', response.data);
 */
export declare class OptaveClient {
    /** Makes a client. Nothing goes over the network before the first request or `openConnection()`.
     * @throws {OptaveError} `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`; `details` lists every fault. */
    constructor(options: OptaveOptions);

    /** Answers a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
     * organization id. */
    interaction(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Receives a visitor. Requires `request.connections.threadId` and the organization id; a conversation is advised. */
    reception(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Hands a conversation to a person. Requires `request.connections.threadId` and `parentId`,
     * `request.attributes.content`, `request.scope.conversations` and the organization id. */
    elevate(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Changes an earlier answer by an instruction. Requires `request.connections.threadId` and `parentId`,
     * `request.attributes.content` and `instruction`, `request.scope.conversations` and the organization id. */
    adjust(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Sums a conversation up. Requires `request.connections.threadId`, `request.scope.conversations` and the
     * organization id. */
    summarize(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Translates a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
     * organization id. */
    translate(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Chooses among offers. Requires `request.connections.threadId`, `request.scope.conversations`,
     * `request.resources.offers` and the organization id. */
    recommend(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** Says what a conversation shows. Requires `request.connections.threadId`, `request.scope.conversations` and the
     * organization id. */
    insights(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** @deprecated Use `interaction`. */
    customerInteraction(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `interaction`, under the name that users of the vendor's SDK know. */
    interactionAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `reception`, under the name that users of the vendor's SDK know. */
    receptionAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `elevate`, under the name that users of the vendor's SDK know. */
    elevateAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `adjust`, under the name that users of the vendor's SDK know. */
    adjustAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `summarize`, under the name that users of the vendor's SDK know. */
    summarizeAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `translate`, under the name that users of the vendor's SDK know. */
    translateAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `recommend`, under the name that users of the vendor's SDK know. */
    recommendAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** The same as `insights`, under the name that users of the vendor's SDK know. */
    insightsAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;
    /** @deprecated Use `interaction`. */
    customerInteractionAsync(params: OptaveParams, options?: RequestOptions): OptaveRequest;

    /** Makes a request by the name of its action; `requestType` is `"message"`, the only one there is. */
    send(requestType: "message", action: Action, params: OptaveParams, options?: RequestOptions): OptaveRequest;

    /** Opens the connection, or shares the attempt under way. Resolves when it is open; rejects with the reason when it
     * cannot be opened. `token` serves for this one connection; without it the token provider is asked. */
    openConnection(token?: string): Promise<void>;
    /** Closes the connection. Everything in flight and queued rejects with `CONNECTION_CLOSED` at once.
     * @param code 1000 (default), or 3000 to 4999.
     * @param reason At most 123 bytes of UTF-8.
     * @throws {OptaveError} `INVALID_CONFIG` for another code or a longer reason. */
    closeConnection(code?: number, reason?: string): void;
    /** The same as `closeConnection()`. */
    disconnect(): void;
    /** Whether the connection is open. */
    isConnected(): boolean;
    /** What the connection is doing. The event `state` fires when it changes. */
    readonly connection: ConnectionInfo;

    /** Counts and times since the client was made. */
    metrics(): OptaveMetrics;

    /** Gives a request up: it rejects with `REQUEST_CANCELLED`, `cause` being the reason. False if it is not in flight. */
    cancelRequest(correlationId: string, reason?: unknown): boolean;
    /** Gives every request up that is queued or in flight. Says how many there were. */
    cancelPendingRequests(): number;

    /** Replaces the session id: in every request from now on, and in the URL of the next connection. */
    setSessionId(sessionId: string): void;
    /** The session id: the one set, else one that is kept for as long as the tab's session. */
    getSessionId(): string;

    /** Whether a payload, or params, have the right shape and size, without sending them. With `action`, the fields
     * that it requires must be there too, in params or in the client's own defaults. */
    validate(payload: OptaveParams, action?: Action): boolean;
    /** Whether an envelope `{ action, headers, payload }` has the right shape. */
    validateEnvelope(envelope: unknown): boolean;

    /** Calls `listener` whenever the event happens. */
    on<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
    on(event: MessageEventName, listener: (value: InboundMessage) => void): this;
    /** Calls `listener` the next time the event happens. */
    once<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
    once(event: MessageEventName, listener: (value: InboundMessage) => void): this;
    /** Takes a listener away, however it was added. */
    off<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
    off(event: MessageEventName, listener: (value: InboundMessage) => void): this;
    /** Takes all listeners of an event away, or all there are. */
    removeAllListeners(event?: string): this;
    /** How many listeners an event has. */
    listenerCount(event: string): number;

    /** Ends the client: requests reject, the connection closes, listeners go. Later calls reject with
     * `CONNECTION_CLOSED`. */
    cleanup(): void;
    /** The same as `cleanup()`, for `using client = new OptaveClient(…)`. */
    [Symbol.dispose](): void;

    /** The package's version. */
    static getSdkVersion(): string;
    /** The version of the message specification that the client speaks. */
    static getSpecVersion(): string;
    /** The name of the request schema. */
    static getSchemaRef(): string;
    /** What every payload holds before anything is laid over it; frozen. */
    static readonly defaultPayload: OptaveParams;
    static readonly LegacyEvents: { readonly MESSAGE: "message"; readonly ERROR: "error" };
    static readonly InboundEvents: {
        readonly SUPERPOWER_RESPONSE: "superpower.response";
        readonly SUPERPOWER_ERROR: "superpower.error";
    };
    static readonly CONSTANTS: {
        readonly SPEC_VERSION: string;
        readonly SCHEMA_REF: string;
        /** In bytes of UTF-8. */
        readonly MAX_PAYLOAD_SIZE: number;
        readonly MAX_PAYLOAD_SIZE_KB: number;
        readonly DEFAULT_REQUEST_TIMEOUT_MS: number;
        readonly ErrorCategory: { readonly [Category in ErrorCategory]: Category };
        readonly LegacyEvents: typeof OptaveClient.LegacyEvents;
        readonly InboundEvents: typeof OptaveClient.InboundEvents;
    };
}

/** Events of which there are many: `message.<action>`, and the name of each answer's schema. */
export type MessageEventName = `message.${string}` | `optave.${string}`;
"#;
