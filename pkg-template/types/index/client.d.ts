// The class, its statics, and what makes it disposable.

/**
 * A client of one Optave tenant: one WebSocket, opened on first use, and a method per action.
 *
 * `Given` names the fields that the client's own options give: its methods do not require them again. The constructor
 * reads them off the options. Plain `OptaveClient` is a client of which nothing is known, so that it may give them all:
 * its methods take any params, and what is missing is found when the request is made. A function that wants to be
 * checked says more, such as `OptaveClient<'request.context.organizationId'>`.
 *
 * @example
 * const client = new OptaveClient({ websocketUrl, tokenProvider, organizationId });
 * const response = await client.interaction(params);
 * console.log('Response:', response.data);
 */
export interface OptaveClient<Given extends RequiredField = RequiredField> extends DisposableWhereKnown {
  /** Answers a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
   * organization id. */
  interaction(params: ParamsOf<'interaction', Given>, options?: RequestOptions): OptaveRequest;
  /** Receives a visitor. Requires `request.connections.threadId` and the organization id; a conversation is advised. */
  reception(params: ParamsOf<'reception', Given>, options?: RequestOptions): OptaveRequest;
  /** Hands a conversation to a person. Requires `request.connections.threadId` and `parentId`,
   * `request.attributes.content`, `request.scope.conversations` and the organization id. */
  elevate(
    params: LegacyParamsOf<'elevate', Given> | ParamsOf<'elevate', Given>,
    options?: RequestOptions,
  ): OptaveRequest;
  /** Changes an earlier answer by an instruction. Requires `request.connections.threadId` and `parentId`,
   * `request.attributes.content` and `instruction`, `request.scope.conversations` and the organization id. */
  adjust(params: LegacyParamsOf<'adjust', Given> | ParamsOf<'adjust', Given>, options?: RequestOptions): OptaveRequest;
  /** Sums a conversation up. Requires `request.connections.threadId`, `request.scope.conversations` and the
   * organization id. */
  summarize(params: ParamsOf<'summarize', Given>, options?: RequestOptions): OptaveRequest;
  /** Translates a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
   * organization id. */
  translate(params: ParamsOf<'translate', Given>, options?: RequestOptions): OptaveRequest;
  /** Chooses among offers. Requires `request.connections.threadId`, `request.scope.conversations`,
   * `request.resources.offers` and the organization id. */
  recommend(params: ParamsOf<'recommend', Given>, options?: RequestOptions): OptaveRequest;
  /** Says what a conversation shows. Requires `request.connections.threadId`, `request.scope.conversations` and the
   * organization id. */
  insights(params: ParamsOf<'insights', Given>, options?: RequestOptions): OptaveRequest;
  /** @deprecated Use `interaction`. */
  customerInteraction(params: ParamsOf<'customerInteraction', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `interaction`, under the name that users of the vendor's SDK know. */
  interactionAsync(params: ParamsOf<'interaction', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `reception`, under the name that users of the vendor's SDK know. */
  receptionAsync(params: ParamsOf<'reception', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `elevate`, under the name that users of the vendor's SDK know. */
  elevateAsync(
    params: LegacyParamsOf<'elevate', Given> | ParamsOf<'elevate', Given>,
    options?: RequestOptions,
  ): OptaveRequest;
  /** The same as `adjust`, under the name that users of the vendor's SDK know. */
  adjustAsync(
    params: LegacyParamsOf<'adjust', Given> | ParamsOf<'adjust', Given>,
    options?: RequestOptions,
  ): OptaveRequest;
  /** The same as `summarize`, under the name that users of the vendor's SDK know. */
  summarizeAsync(params: ParamsOf<'summarize', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `translate`, under the name that users of the vendor's SDK know. */
  translateAsync(params: ParamsOf<'translate', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `recommend`, under the name that users of the vendor's SDK know. */
  recommendAsync(params: ParamsOf<'recommend', Given>, options?: RequestOptions): OptaveRequest;
  /** The same as `insights`, under the name that users of the vendor's SDK know. */
  insightsAsync(params: ParamsOf<'insights', Given>, options?: RequestOptions): OptaveRequest;
  /** @deprecated Use `interaction`. */
  customerInteractionAsync(params: ParamsOf<'customerInteraction', Given>, options?: RequestOptions): OptaveRequest;

  /** Makes a request by the name of its action; `requestType` is `"message"`, the only one there is. */
  send<Name extends Action>(
    requestType: 'message',
    action: Name,
    params: LegacyParamsOf<Name, Given> | ParamsOf<Name, Given>,
    options?: RequestOptions,
  ): OptaveRequest;

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

  /** Whether params have the right shape and size, without sending them. With `action`, the fields that it requires
   * must be there too, in params or in the client's own defaults. */
  validate(params: unknown, action?: Action): boolean;
  /** Whether an envelope `{ action, headers, payload }` has the right shape. */
  validateEnvelope(envelope: unknown): boolean;

  /** Calls `listener` whenever the event happens. What a listener throws is logged and hurts nobody else. */
  on<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  /** Calls `listener` the next time the event happens. */
  once<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  /** Takes a listener away, however it was added. */
  off<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  /** Takes all listeners of an event away, or all there are. */
  removeAllListeners(event?: keyof OptaveEvents): this;
  /** How many listeners an event has. */
  listenerCount(event: keyof OptaveEvents): number;

  /** Ends the client: requests reject, the connection closes, listeners go. Later calls reject with
   * `CONNECTION_CLOSED`. `using client = new OptaveClient(…)` calls it at the end of the block. */
  cleanup(): void;
}

/** What stands behind the name `OptaveClient`: the constructor and the statics. */
export interface OptaveClientConstructor {
  /**
   * Makes a client. Nothing goes over the network before the first request or `openConnection()`.
   * @throws {OptaveError} `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`; `details` lists every fault.
   */
  new <Options extends OptaveOptions = OptaveOptions>(
    options: Options & NothingBut<Options>,
  ): OptaveClient<GivenBy<Options>>;
  readonly prototype: OptaveClient;

  /** The package's version. */
  getSdkVersion(): string;
  /** The version of the message specification that the client speaks. */
  getSpecVersion(): string;
  /** The name of the request schema. */
  getSchemaRef(): string;
  /** What every payload holds before anything is laid over it; frozen. */
  readonly defaultPayload: Readonly<OptaveParams>;
  /** The two events of the vendor's older SDKs. */
  readonly LegacyEvents: { readonly MESSAGE: 'message'; readonly ERROR: 'error' };
  /** The events of answers. */
  readonly InboundEvents: {
    readonly SUPERPOWER_RESPONSE: 'superpower.response';
    readonly SUPERPOWER_ERROR: 'superpower.error';
  };
  /** Versions, limits and names. */
  readonly CONSTANTS: {
    readonly SPEC_VERSION: string;
    readonly SCHEMA_REF: string;
    /** The largest envelope, in bytes of UTF-8. */
    readonly MAX_PAYLOAD_SIZE: number;
    /** The same in units of 1,024 bytes. */
    readonly MAX_PAYLOAD_SIZE_KB: number;
    readonly DEFAULT_REQUEST_TIMEOUT_MS: number;
    readonly ErrorCategory: { readonly [Category in ErrorCategory]: Category };
    readonly LegacyEvents: OptaveClientConstructor['LegacyEvents'];
    readonly InboundEvents: OptaveClientConstructor['InboundEvents'];
  };
}

export declare const OptaveClient: OptaveClientConstructor;

/** The same class under the name that users of the vendor's SDK know. */
export declare const OptaveJavaScriptSDK: OptaveClientConstructor;
export type OptaveJavaScriptSDK<Given extends RequiredField = RequiredField> = OptaveClient<Given>;

export default OptaveClient;

/** `[Symbol.dispose]`, where the language and its `lib` setting have it. */
type DisposeKey = typeof Symbol extends { readonly dispose: infer Key extends symbol } ? Key : never;
type DisposableWhereKnown = { [Key in DisposeKey]: () => void };
