// What a client tells its listeners.

/** A message as it came, bare or in an envelope. */
export type InboundMessage = SuperpowerMessage | AnswerEnvelope;

/** What each event carries. */
export interface OptaveEvents {
  /** The connection has opened. */
  open: ConnectionInfo;
  /** The connection has ended. */
  close: CloseInfo;
  /** What went wrong and belongs to no promise. */
  error: OptaveError;
  /** The connection is doing something else than before. */
  state: ConnectionInfo;
  /** The connection was lost and will be tried again. */
  reconnecting: ReconnectInfo;
  /** Every message that is no error. */
  message: InboundMessage;
  /** The same as `message`. */
  response: InboundMessage;
  /** The same as `message`. */
  'superpower.response': InboundMessage;
  /** Every error of the server's, whether a request rejects with it or not. */
  'superpower.error': OptaveError;
  /** Every message that belongs to a request, errors and late ones included. */
  update: OptaveUpdate;
  /** Every message of one action: `action` of the message, or of its headers, in lower case. */
  [message: `message.${string}`]: InboundMessage;
  /** Every message of one form, by the `schemaRef` of its headers. */
  [schemaRef: `optave.${string}`]: InboundMessage;
}
