// From a message as a script or a built-in answer describes it to the text of one frame.
import { Buffer } from 'node:buffer';

const CORRELATION_PLACEHOLDER = '$correlationId';

/**
 * @typedef {object} Context What is known of the request that is being answered; all empty for a push.
 * @property {'envelope' | 'bare'} form
 * @property {string} [correlationId]
 * @property {string} [action]
 * @property {string} [traceId]
 * @property {string} [idempotencyKey]
 * @property {string} [tenantId]
 */

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A failure in the forms the protocol knows, as a message. */
export function failureMessage(errorForm, actionType, code, text) {
  if (errorForm === 'top-level') return { body: { action: 'superpower', actionType }, error: { code, message: text } };
  const type = errorForm === 'actionType' ? 'error' : actionType;
  const results = [{ response: [{ content: text, error_code: code }] }];
  return { body: { action: 'superpower', actionType: type, state: 'error', message: { results } } };
}

const isError = ({ body, error }) =>
  error !== undefined || body?.error !== undefined || body?.state === 'error' || body?.actionType === 'error';

function envelope(message, context) {
  const correlationId = message.correlationId === undefined ? context.correlationId : message.correlationId;
  const schemaRef = message.schemaRef ?? (isError(message) ? 'optave.error.v3' : 'optave.response.v3');
  return {
    action: 'message',
    headers: {
      correlationId: correlationId ?? undefined,
      traceId: context.traceId,
      idempotencyKey: context.idempotencyKey,
      tenantId: context.tenantId,
      identifier: 'message',
      action: context.action,
      schemaRef,
    },
    payload: message.body,
    error: message.error,
  };
}

function textOf(message, context) {
  if (message.text !== undefined) return message.text;
  if (message.body === undefined) return '';
  const form = message.form ?? context.form;
  if (form === 'raw') {
    // Quoted and stripped of its quotes, so that an id with a quote in it cannot break the JSON around it.
    const id = JSON.stringify(context.correlationId ?? '').slice(1, -1);
    return JSON.stringify(message.body).replaceAll(CORRELATION_PLACEHOLDER, () => id);
  }
  if (form === 'envelope') return JSON.stringify(envelope(message, context));
  // The bare form has no correlation id of its own; one is added only where a script asks for it by name.
  const added = { error: message.error ?? message.body?.error, correlationId: message.correlationId ?? undefined };
  return JSON.stringify(isObject(message.body) ? { ...message.body, ...added } : message.body);
}

/** Blanks after a JSON text leave it valid, so a padded answer is still an answer; padding alone is not JSON. */
export function padded(text, size) {
  const room = size - Buffer.byteLength(text);
  return room > 0 ? text + (text ? ' ' : 'x').repeat(room) : text;
}

/** The frames of one message, in order: text frames as strings, binary ones as buffers. */
export function* framesOf(message, context) {
  const frame =
    message.base64 === undefined
      ? padded(textOf(message, context), message.size ?? 0)
      : Buffer.from(message.base64, 'base64');
  for (let count = message.repeat ?? 1; count > 0; count -= 1) yield frame;
}
