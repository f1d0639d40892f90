// A request and what it is answered with.

/** A request: a promise of the answer, and an async iterable of the updates that lead to it. */
export declare class OptaveRequest extends Promise<OptaveResponse> implements AsyncIterable<OptaveUpdate> {
  private constructor();
  /** Its correlation id, in its envelope and in the answers. */
  readonly correlationId: string;
  /** How far it has come: waiting for a connection, sent, answered in part, or over. */
  readonly state: 'queued' | 'sent' | 'answering' | 'settled';
  /** Gives the request up: it rejects with `REQUEST_CANCELLED`. False if it has settled. */
  cancel(reason?: unknown): boolean;
  /** All updates from the first, ending when the request settles and throwing if it fails. */
  [Symbol.asyncIterator](): AsyncGenerator<OptaveUpdate, void, undefined>;
}

/**
 * One message of an answer. `state` tells what it is: `if (update.state === 'completed')` leaves `CompletedUpdate` alone.
 * A state that the SDK does not know can be compared with as `update.data.state`.
 */
export type OptaveUpdate = StartedUpdate | CompletedUpdate | ErrorUpdate | OtherUpdate;

/** What every update has. */
export interface UpdateFields {
  /** The superpower message exactly as the server sent it. */
  readonly data: SuperpowerMessage;
  /** Which superpower it is about. */
  readonly actionType: ActionType | undefined;
  /** `started`, `completed`, `error`, or what else the server says. */
  readonly state: 'started' | 'completed' | 'error' | OtherState | undefined;
  /** The headers, if it came in an envelope. */
  readonly headers: AnswerHeaders | undefined;
  /** The request it belongs to. */
  readonly correlationId: string;
  /** Its place among the request's updates, from 0. */
  readonly index: number;
  /** The text of `data`: every `results[].response[].content`, a line each. */
  readonly text: string;
}

/** A superpower has begun. */
export interface StartedUpdate extends UpdateFields {
  readonly state: 'started';
  readonly data: SuperpowerMessage & { state: 'started' };
}

/** A superpower is done. */
export interface CompletedUpdate extends UpdateFields {
  readonly state: 'completed';
  readonly data: SuperpowerMessage & { state: 'completed' };
}

/** A superpower has failed; `text` says how, in the tenant's language. */
export interface ErrorUpdate extends UpdateFields {
  readonly state: 'error';
  readonly data: SuperpowerMessage & { state: 'error' };
}

/** A superpower has come further in a way that the SDK does not know, or says nothing of its state. */
export interface OtherUpdate extends UpdateFields {
  readonly state: OtherState | undefined;
}

/** A string that is none of the states that the SDK knows. An opaque type, because with `string`, or anything else that
 * could be equal to one of these, comparing `state` with them would tell nothing. */
export type OtherState = Unlisted.State;
declare enum Unlisted {
  State = '(a state that the SDK does not know)',
}

/** The update that settled a request, with all that came before it. */
export type OptaveResponse = OptaveUpdate & ResponseFields;

/** What a response has beside the fields of its update. */
export interface ResponseFields {
  /** All updates up to and including this one. */
  readonly updates: readonly OptaveUpdate[];
  /** How long the parts of the request took, in milliseconds from the call. */
  readonly timings: {
    /** Until it was sent. */
    readonly queuedMs: number;
    /** Until the first update came, if one did. */
    readonly firstUpdateMs: number | undefined;
    /** Until it settled. */
    readonly totalMs: number;
  };
}
