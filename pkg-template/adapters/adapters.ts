// What the adapters for React, Vue and Svelte give and take, whichever of them it is.
import type {
  Action,
  OptaveClient,
  OptaveError,
  OptaveParams,
  OptaveRequest,
  OptaveResponse,
  OptaveUpdate,
  OrganizationId,
  ParamsOf,
  RequestOptions,
} from 'optave-web-sdk';

/**
 * A client, or a function that makes one.
 *
 * What a function makes belongs to the provider: it is made when it is first needed, one for all who name the same function,
 * and ended when the last provider with that function is gone for good. On a server each rendering has its own. A client
 * that is given stays its owner's, who calls `cleanup()`.
 */
export type ClientSource = OptaveClient | (() => OptaveClient);

/**
 * How far a request has come: the newest one that `run` made.
 *
 * @readonly
 */
export interface RequestState {
  /** Whether it is under way. */
  readonly isPending: boolean;
  /** All its updates so far, oldest first. */
  readonly updates: readonly OptaveUpdate[];
  /** The text of the reply as far as it has come: that of `response` in the end. */
  readonly text: string;
  /** What its promise resolved with. */
  readonly response: OptaveResponse | undefined;
  /** What its promise rejected with; nothing if it was cancelled. */
  readonly error: OptaveError | undefined;
}

/** What can be done with requests for one action. */
export interface RequestControls<Name extends Action> {
  /**
   * Makes a request, and gives the one up that is under way. What it answers may be awaited or left alone: `error` tells
   * of a rejection, too.
   */
  run(params: ParamsOf<Name, OrganizationId>, options?: RequestOptions): OptaveRequest;
  /** Gives the request up that is under way. What has come of it stays. False if there is none. */
  cancel(reason?: unknown): boolean;
}

/**
 * Something that was said in a conversation.
 *
 * @readonly
 */
export interface ChatMessage {
  /** Identifies it within the conversation. */
  readonly id: string;
  /** Who said it. */
  readonly role: 'user' | 'bot';
  /** The text, as far as it has come. */
  readonly text: string;
  /** When it was said, in milliseconds since 1970. */
  readonly at: number;
  /**
   * `pending`: nothing of the answer is there yet. `streaming`: it grows. `done`. `stopped`: given up by `stop`; what had
   * come of it stays. `failed`: `error` says why, and `retry` asks again.
   */
  readonly state: 'pending' | 'streaming' | 'done' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly error?: OptaveError | undefined;
  /** What the request was answered with. */
  readonly response?: OptaveResponse | undefined;
}

/** How a conversation begins, and how it is asked about. */
export interface ConversationOptions {
  /** The id of the thread, such as one that was stored. Default: a new one. */
  threadId?: string | undefined;
  /** What was said before, such as `messages` as they were stored; an answer that was under way is `stopped`. Default: nothing. */
  messages?: readonly ChatMessage[] | undefined;
  /**
   * Changes what is sent for each answer. Default: the thread, the newest messages as far as they fit into one request,
   * and `settings.disableStream: false`, so that answers grow.
   */
  params?: ((params: OptaveParams) => OptaveParams) | undefined;
  /** Options of each request. Default: those of the client. */
  options?: RequestOptions | undefined;
}

/**
 * A conversation as it stands.
 *
 * @readonly
 */
export interface ConversationState {
  /** The id of its thread; empty until something is said, if none was given. */
  readonly threadId: string;
  /** All that was said, oldest first. Each change makes a new list, and a new object for the message that changed. */
  readonly messages: readonly ChatMessage[];
  /** Whether an answer is under way. */
  readonly isPending: boolean;
}

/** What can be done with a conversation. */
export interface ConversationControls {
  /** Says something, and asks for the answer, which is the next message. Awaiting what it gives is not needed. */
  send(text: string): OptaveRequest;
  /** Asks again for an answer that failed or was stopped: the one with this id, or the last. */
  retry(id?: string): OptaveRequest | undefined;
  /** Gives all answers up that are under way. */
  stop(): void;
  /** Begins anew: another thread, and nothing said. */
  clear(): void;
}
