// The sandbox: a local Optave for your own tests, in Node.

/**
 * Starts a local Optave: token endpoint, WebSocket and REST, on 127.0.0.1 alone and in memory alone. It answers by itself,
 * as scripted through `control`, or misbehaves as `control.fault` says.
 *
 * It answers to loopback names alone (`localhost`, `*.localhost`, `127.0.0.0/8`, `[::1]`), and to any other `Host` with 403.
 * Programs and pages of loopback names may have everything; other pages get CORS without credentials, and neither a
 * WebSocket nor `/control`, unless `origins` lists them.
 *
 * @throws {TypeError} By rejection. Options that do not exist or are of the wrong type, all of them.
 * @throws {Error} By rejection, with `code` `"EADDRINUSE"` or `"EACCES"`. The port cannot be had.
 *
 * @example
 * const sandbox = await startSandbox();
 * const client = new OptaveClient({ websocketUrl: sandbox.websocketUrl, tokenUrl: sandbox.tokenUrl });
 * sandbox.control.fault({ fault: 'kill', framesIn: 1, next: 1 });
 * await client.interaction(params);
 * await sandbox.close();
 */
export declare function startSandbox(options?: SandboxOptions): Promise<Sandbox>;

/** A sandbox that runs. */
export interface Sandbox extends SandboxUrls {
  /** The strings a test pulls. The same as JSON over HTTP: `POST`, `GET` or `DELETE` below `/control`. */
  readonly control: SandboxControl;
  /** Ends it: the port is free, every socket closed. */
  close(): Promise<void>;
}

/** Where a sandbox is found. `GET /sandbox.json` answers the same. */
export interface SandboxUrls {
  /** Its origin, `http://127.0.0.1:port`. */
  readonly url: string;
  /** For the option `websocketUrl`. */
  readonly websocketUrl: string;
  /** For the option `tokenUrl`. */
  readonly tokenUrl: string;
  /** For the option `restUrl`. */
  readonly restUrl: string;
}

/** How a sandbox starts. All are optional. */
export interface SandboxOptions extends SandboxSettings {
  /** The TCP port; 0 is any free one. Default 0. */
  port?: number | undefined;
  /**
   * Origins of pages that may have everything, beside those of loopback names: `"https://app.example:8443"`. `"null"` are
   * sandboxed frames and files, of whatever page. Default: none.
   */
  origins?: readonly string[] | undefined;
  /** Folders to serve beside, for a page under test. Default: none. */
  static?: readonly StaticFolder[] | undefined;
  /** The JSON Schema that requests are checked against, as a file. Default: the package's own. */
  schemaFile?: string | undefined;
  /** The same as an object. Default: none. */
  schema?: object | undefined;
}

/** A folder served over HTTP. */
export interface StaticFolder {
  /** The start of the path in the URL, such as `/app`; `/` is the root. */
  path: string;
  /** The folder. */
  dir: string;
  /** Headers added to every answer, such as a Content-Security-Policy. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What a sandbox does differently; can be changed while it runs, by `control.config`. */
export interface SandboxSettings {
  /** How answers are wrapped: with headers and a correlation id, or bare, without. Default `"envelope"`. */
  form?: 'envelope' | 'bare';
  /** How failures are told: a superpower in state `error`, a top-level `error`, or `actionType: "error"`. Default
   * `"superpower"`. */
  errorForm?: 'superpower' | 'top-level' | 'actionType';
  /** What happens to a frame above `limitBytes`: the socket closes with 1009, or an error is answered. Default
   * `"close"`. */
  oversize?: 'close' | 'error';
  /** The largest frame that is read, in bytes. Default 131,072. */
  limitBytes?: number;
  /** Milliseconds before the first message of a built-in answer. Default 5. */
  answerDelayMs?: number;
  /** Milliseconds between the parts of a streamed reply. Default 1. */
  chunkDelayMs?: number;
  /** Milliseconds before a token. Default 0. */
  tokenDelayMs?: number;
  /** Milliseconds before the WebSocket opens. Default 0. */
  handshakeDelayMs?: number;
  /** Whether invalid requests are answered with an error; else as well as it can be done. Default true. */
  strict?: boolean;
  /** Whether WebSocket and REST want a token. Default true. */
  authRequired?: boolean;
  /** How long a token is good, in milliseconds. Default 60,000. */
  tokenTtlMs?: number;
  /** The newest entries kept per list of the log; up to a quarter more may be there. Default 20,000. */
  logLimit?: number;
  /** The newest bytes kept per list of the log, as received; up to a quarter more may be there. Default 67,108,864. */
  logBytes?: number;
  /** Tokens known; of more, those that were not seen for longest are forgotten, and refused. Default 10,000. */
  tokenLimit?: number;
  /** For `/auth/oauth2/token`. Default `"sandbox-client"`. */
  clientId?: string;
  /** For `/auth/oauth2/token`. Default `"sandbox-secret"`. */
  clientSecret?: string;
}

/** What a test can do to a sandbox and ask of it. What is wrong with an argument throws a `TypeError` that says all. */
export interface SandboxControl {
  /** Changes settings. Answers all of them. */
  config(settings: SandboxSettings): Required<SandboxSettings>;
  /** Queues answers to requests, each used once, in order; then the built-in ones speak again. */
  script(script: { answers: readonly ScriptedAnswer[] }): { queued: number };
  /** The same for the token endpoint. */
  token(script: { answers: readonly ScriptedToken[] }): { queued: number };
  /** The same for handshakes. */
  handshake(script: { answers: readonly ScriptedHandshake[] }): { queued: number };
  /** Sends messages that nobody asked for, to all connections or to the one with this number. */
  push(what: { messages: readonly ScriptedMessage[]; connection?: number }): { connections: number };
  /** Closes all connections, or one, with a close frame. `code` is 1000 unless it is given. */
  close(how?: { code?: number; reason?: string; connection?: number }): { connections: number };
  /** Ends TCP of all connections, or of one, without a close frame. */
  drop(which?: { connection?: number }): { connections: number };
  /** Puts one fault in force, or a list of them: all or none. */
  fault(fault: SandboxFault | readonly SandboxFault[]): { faults: ActiveFault[] };
  /** The faults in force, and all there are with their options. */
  faults(): { active: ActiveFault[]; known: KnownFault[] };
  /** Clears the fault with this `id`, or all. */
  clearFaults(id?: number): { cleared: number };
  /** The server is down: open sockets and requests are cut, new ones refused, until `up()`. */
  down(options?: Omit<Extract<SandboxFault, { fault: 'down' }>, 'fault'>): { faults: ActiveFault[] };
  /** Back up. */
  up(): { cleared: number };
  /** What happened, in numbers. Exact, also where the log has been trimmed. */
  counts(): SandboxCounts;
  /** The requests received, by correlation id, in the order of their first arrival. */
  requests(): ReceivedRequest[];
  /** Everything that was seen, in lists. Tokens are masked. */
  log(): SandboxLog;
  /** Empties the log and the counts. */
  clearLog(): Record<string, never>;
  /**
   * Settings as at the start, an empty log, no scripts, no faults; requests under way, those that hang among them, are
   * cut. Connections and tokens stay. Answers the settings.
   */
  reset(): Required<SandboxSettings>;
}

/** An answer to one request. */
export interface ScriptedAnswer {
  /** Only for this action, in lower case. Default: for any. */
  action?: string;
  /** What is sent, in order. Default: nothing. */
  messages?: readonly ScriptedMessage[];
  /** Closes the connection afterwards. */
  close?: {
    /** The close code. Default 1000. */
    code?: number;
    /** The reason. Default: none. */
    reason?: string;
  };
  /** Ends TCP afterwards. */
  drop?: boolean;
  /** Never answers. */
  silent?: boolean;
  /** The HTTP status, over REST. Default 200. */
  status?: number;
}

/** One message; of `body`, `text` and `base64`, one is given. */
export interface ScriptedMessage {
  /** The message as an object. */
  body?: unknown;
  /** A text frame as it is. */
  text?: string;
  /** A binary frame. */
  base64?: string;
  /** How `body` is wrapped; `"raw"`: not at all, with `$correlationId` filled in. Default: the setting `form`. */
  form?: 'envelope' | 'bare' | 'raw';
  /** Milliseconds before it is sent. Default 0. */
  delayMs?: number;
  /** The correlation id; `null`: none. Default: that of the request. */
  correlationId?: string | null;
  /** `schemaRef` of its headers. Default: `optave.error.v3` for an error, else `optave.response.v3`. */
  schemaRef?: string;
  /** How often it is sent. Default 1. */
  repeat?: number;
  /** Fills it up to so many bytes. */
  size?: number;
}

/** An answer of the token endpoint. */
export interface ScriptedToken {
  /** The HTTP status. Default 200. */
  status?: number;
  /** Instead of a token, as JSON. */
  body?: unknown;
  /** Instead of a token, as it is. */
  text?: string;
  /** Milliseconds before it. Default: the setting `tokenDelayMs`. */
  delayMs?: number;
  /** Never answers. */
  hang?: boolean;
}

/** What happens to a handshake. */
export interface ScriptedHandshake {
  /** Refuses with this HTTP status. */
  status?: number;
  /** Milliseconds before it. Default: the setting `handshakeDelayMs`. */
  delayMs?: number;
  /** Selects this subprotocol; `null` none. */
  protocol?: string | null;
  /** Never answers. */
  hang?: boolean;
}

/** A fault by its name, with its options. It stays in force until it is cleared or used up. Times are in milliseconds. */
export type SandboxFault =
  | ConnectionFault
  /** Refuses handshakes: with `status` (503), or by cutting TCP. */
  | ({ fault: 'refuse'; how?: 'status' | 'fin' | 'reset'; status?: number } & Next)
  /** Uses tokens up and rejects them: with `status` (401), or by opening and closing with `code` (1008). */
  | ({ fault: 'reject-token'; how?: 'status' | 'close'; status?: number; code?: number; reason?: string } & Next)
  | ({ fault: 'handshake-delay'; ms: number } & Next)
  | ({ fault: 'handshake-hang' } & Next)
  /** Selects this subprotocol; `null` (default) none. */
  | ({ fault: 'handshake-protocol'; protocol?: string | null } & Next)
  | ({ fault: 'token-delay'; ms: number } & Next)
  /** `status` (503) and `body` instead of a token. */
  | ({ fault: 'token-status'; status?: number; body?: string } & Next)
  | ({ fault: 'token-hang' } & Next)
  /** An answer without a token in it. */
  | ({ fault: 'token-garbage'; what?: 'text' | 'html' | 'empty' | 'truncated' | 'object'; status?: number } & Next)
  | ({ fault: 'rest-delay'; ms: number } & Next)
  | ({ fault: 'rest-status'; status?: number; body?: string } & Next)
  | ({ fault: 'rest-swallow' } & Next)
  /** The server is down until `forMs` has passed, or the fault is cleared. */
  | {
      fault: 'down';
      /** New ones get `status` (503), a TCP reset, or nobody listens at all, which needs `forMs`. Default `"status"`. */
      how?: 'status' | 'reset' | 'closed';
      status?: number;
      /** What is down. Default `["websocket", "rest"]`. */
      parts?: readonly ('websocket' | 'rest' | 'token')[];
      /** How open sockets are cut. Default `"reset"`. */
      sockets?: 'reset' | 'fin' | 'stay';
      forMs?: number;
    };

/** A fault of connections. */
export type ConnectionFault = OnConnections &
  (
    | /** Closes with a close frame: now, or when a trigger comes true. `code: null` sends none. */
      ({ fault: 'close'; code?: number | null; reason?: string } & Triggers)
      /** Cuts TCP: now, or when a trigger comes true; `bytes` of the frame go out first, with `inFrame`. */
    | ({ fault: 'kill'; how?: 'fin' | 'reset'; bytes?: number } & Triggers)
    /** TCP stays, the server is gone. Without `reads` (true) not even reading goes on. */
    | { fault: 'half-open'; reads?: boolean }
    /** Pings get no pong, a close frame no reply. */
    | { fault: 'withhold'; pong?: boolean; close?: boolean }
    /** Frames vanish. */
    | ({ fault: 'swallow'; direction?: Direction } & Selection)
    /** Frames come later, in their order. */
    | ({ fault: 'delay'; ms: number; direction?: Direction } & Selection)
    /** Frames come `copies` (2) times. */
    | ({ fault: 'duplicate'; copies?: number; direction?: Direction } & Selection)
    /** Frames come in reverse order, by groups of `group` (2), or after `waitMs` (100). */
    | ({ fault: 'reorder'; group?: number; waitMs?: number; direction?: Direction } & Selection)
    /** Sends what is no message, around or in place of each frame. */
    | ({
        fault: 'garbage';
        what?: 'text' | 'binary' | 'array' | 'truncated' | 'utf8';
        when?: 'before' | 'after' | 'instead';
      } & Selection)
    /** Sends frames of so many bytes. */
    | ({ fault: 'oversize'; bytes: number; content?: 'answer' | 'text' } & Selection)
    /** Frames dribble out, `bytes` (1) every `ms` (1). */
    | { fault: 'trickle'; bytes?: number; ms?: number }
  );

/** Whom a fault of connections hits. */
export interface OnConnections extends Next {
  /** All, those that are open, those that open later, or the one with this number. Default `"all"`; `"future"` with
   * `next`; `"present"` for `close` and `kill` without a trigger. */
  to?: 'all' | 'present' | 'future' | number;
}

/** How often a fault hits. */
export interface Next {
  /** Only the next n, then it is over. Default: until it is cleared. */
  next?: number;
}

/** When a connection ends; counted per connection, from the moment that the fault is in force. */
export interface Triggers {
  /** When the n-th frame has come in, before it is answered. */
  framesIn?: number;
  /** When the n-th frame has gone out. */
  framesOut?: number;
  /** In the middle of the n-th frame that goes out. */
  inFrame?: number;
  /** When the connection is so many milliseconds old. */
  ageMs?: number;
}

/** Which frames of a connection are hit. */
export interface Selection {
  /** So many pass first. Default 0. */
  skip?: number;
  /** At most so many are hit. Default: all. */
  limit?: number;
}

/** From the client, to it, or both. Default `"out"`; for `swallow`, `"both"`. */
export type Direction = 'in' | 'out' | 'both';

/** A fault in force, with its options as they are meant. */
export interface ActiveFault {
  /** For `clearFaults`. */
  readonly id: number;
  /** Its name. */
  readonly fault: SandboxFault['fault'];
  /** How often it has hit. */
  readonly applied: number;
  /** How many hits are left, if they are counted. */
  readonly next?: number;
  /** The connections it hits now. */
  readonly connections?: number[];
  /** Its options. */
  readonly [option: string]: unknown;
}

/** A fault there is. */
export interface KnownFault {
  /** What it is called. */
  readonly name: SandboxFault['fault'];
  /** What it hits. */
  readonly place: 'connection' | 'handshake' | 'token' | 'rest' | 'server';
  /** What it does, in words. */
  readonly does: string;
  /** Its options: what each does, its default, and its JSON Schema under `allowed`. */
  readonly options: Readonly<Record<string, { does: string; default?: unknown; optional?: boolean; allowed: object }>>;
}

/** What happened since the start or `clearLog()`, in numbers. */
export interface SandboxCounts {
  /** Requests for a token. */
  readonly tokenRequests: number;
  /** Tokens that were handed out. */
  readonly tokensIssued: number;
  /** Handshakes that offered a token which an earlier one had offered. */
  readonly tokensReused: number;
  /** Requests to open a WebSocket. */
  readonly handshakes: number;
  /** Handshakes by outcome: `open`, the status of a refusal, `cut`, `hung`, or `abandoned` by the client. */
  readonly handshakesBy: Readonly<Record<string, number>>;
  /** WebSockets that opened. */
  readonly socketsOpened: number;
  /** Of these, those that are open now. */
  readonly socketsOpen: number;
  /** The most that were open at the same time. */
  readonly socketsMost: number;
  /** By close code of the client's close frame; 1006 where none came, 1005 where it had no code. */
  readonly closes: Readonly<Record<string, number>>;
  /** Frames that came in. */
  readonly framesReceived: number;
  /** Of these, those with a fault. */
  readonly framesInvalid: number;
  /** Of these, those that a fault kept from being answered. */
  readonly framesSwallowed: number;
  /** Frames that went out. */
  readonly framesSent: number;
  /** Pings that came in. */
  readonly pings: number;
  /** Requests over REST. */
  readonly restRequests: number;
  /** Requests over REST by HTTP status. */
  readonly restBy: Readonly<Record<string, number>>;
  /** Entries that are no longer in the log. */
  readonly trimmed: number;
}

/** A request, however often it arrived. */
export interface ReceivedRequest {
  /** Its correlation id. */
  readonly correlationId: string;
  /** What was asked for, as its headers had it. */
  readonly action: string | null;
  /** `request.requestId` of its payload. */
  readonly requestId: string | null;
  /** How often it arrived. */
  readonly times: number;
  /** Each arrival, the first one first. */
  readonly received: readonly Pick<
    LoggedFrame,
    'connection' | 'token' | 'at' | 'issuedAt' | 'idempotencyKey' | 'bytes' | 'valid' | 'swallowed'
  >[];
}

/** Everything that was seen. Times are in milliseconds since 1970; a token is known by its number. */
export interface SandboxLog {
  /** Tokens that were issued. */
  readonly tokens: readonly LoggedToken[];
  /** Requests to open a WebSocket. */
  readonly handshakes: readonly LoggedHandshake[];
  /** WebSockets that opened. */
  readonly connections: readonly LoggedConnection[];
  /** Frames that came in. */
  readonly frames: readonly LoggedFrame[];
  /** Requests over REST. */
  readonly rest: readonly LoggedPost[];
}

/** A token that was issued. */
export interface LoggedToken {
  /** Its number. */
  readonly id: number;
  /** The token, masked. */
  readonly token: string;
  /** Which endpoint handed it out: `/auth/oauth2/token`, or `/api/optave/ws-ticket`. */
  readonly kind: 'access' | 'ticket';
  /** When it was handed out, in milliseconds since 1970. */
  readonly issuedAt: number;
  /** Handshakes that it was checked for. */
  readonly uses: number;
  /** Handshakes that it was offered in. */
  readonly offers: number;
  /** The headers of the request for it. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request to open a WebSocket. */
export interface LoggedHandshake {
  /** The path and the query, as the client sent them, token included. */
  readonly url: string;
  /** The query, by its names. */
  readonly search: Readonly<Record<string, string>>;
  /** The subprotocols, as the client sent them, token included. */
  readonly protocols: readonly string[];
  /** Where the token was. */
  readonly transport: 'subprotocol' | 'query' | 'none';
  /** Whether the WebSocket opened. */
  readonly accepted: boolean;
  /** The HTTP status, if it was answered. */
  readonly status: number | null;
  /** Why it was refused. */
  readonly reason: string | null;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** The number of its token. */
  readonly token: number | null;
  /** Whether an earlier handshake had offered the same token. */
  readonly reused: boolean;
  /** The number of its connection, if it opened. */
  readonly connection: number | null;
}

/** A WebSocket that opened. */
export interface LoggedConnection {
  /** Its number. */
  readonly id: number;
  /** `OptaveTraceChatSessionId` in the URL. */
  readonly sessionId: string | null;
  /** The number of its token. */
  readonly token: number | null;
  /** When it opened, in milliseconds since 1970. */
  readonly openedAt: number;
  /** When it ended, in milliseconds since 1970. */
  readonly closedAt: number | null;
  /** The close code. */
  readonly closeCode: number | null;
  /** The reason given. */
  readonly closeReason: string | null;
  /** Who ended it. */
  readonly closedBy: 'client' | 'server' | null;
  /** When the client's close frame came, in milliseconds since 1970. */
  readonly closeFrameAt: number | null;
  /** Frames that came in. */
  readonly received: number;
  /** Of these, those that a fault kept from being answered. */
  readonly swallowed: number;
  /** Frames that went out. */
  readonly sent: number;
  /** Pings that came in. */
  readonly pings: number;
}

/** A frame that came in. */
export interface LoggedFrame {
  /** The number of its connection. */
  readonly connection: number;
  /** The number of the token of that connection. */
  readonly token: number | null;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** Its size in bytes. */
  readonly bytes: number;
  /** The envelope, if the frame was JSON. */
  readonly envelope: unknown;
  /** `correlationId` of its headers. */
  readonly correlationId: string | null;
  /** `idempotencyKey` of its headers. */
  readonly idempotencyKey: string | null;
  /** `issuedAt` of its headers, ISO 8601. */
  readonly issuedAt: string | null;
  /** `action` of its headers. */
  readonly action: string | null;
  /** `request.requestId` of its payload. */
  readonly requestId: string | null;
  /** Whether nothing is wrong with it. */
  readonly valid: boolean;
  /** What is wrong with it. */
  readonly errors: readonly string[];
  /** Whether a fault kept it from being answered. */
  readonly swallowed: boolean;
}

/** A request over REST. */
export interface LoggedPost {
  /** The action, as it stood in the URL. */
  readonly action: string;
  /** The HTTP status of the answer. */
  readonly status: number | null;
  /** The payload, if the body was JSON. */
  readonly body: unknown;
  /** `request.requestId` of the body. */
  readonly requestId: string | null;
  /** Whether nothing is wrong with it. */
  readonly valid: boolean;
  /** What is wrong with it. */
  readonly errors: readonly string[];
  /** The header `Authorization`, masked. */
  readonly authorization: string | null;
  /** The number of its token. */
  readonly token: number | null;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** Whether a fault kept it from being answered. */
  readonly swallowed: boolean;
}
