// From an error to what a visitor is told. The code is for the operator and the log; the visitor needs to know
// whether trying again helps.

const TEXTS = {
  PAYLOAD_TOO_LARGE: 'tooLong',
  REQUEST_CANCELLED: 'stopped',
  INTERRUPTED: 'interrupted',
  REQUEST_TIMEOUT: 'timedOut',
  QUEUE_FULL: 'notSent',
  CONNECTION_CLOSED: 'notSent',
  CONNECTION_ERROR: 'notSent',
  CONNECTION_TIMEOUT: 'notSent',
  SEND_FAILED: 'notSent',
  WEBSOCKET_NOT_IN_OPEN_STATE: 'notSent',
  TOKEN_PROVIDER_FAILED: 'notSent',
  UNSUPPORTED_IN_BROWSER: 'unsupported',
};

/** @returns {string} the key of a text */
export const errorText = (code) => TEXTS[code] ?? 'failed';

// Trying again is of no use where the same message would meet the same fault, and harmless everywhere else.
const HOPELESS = new Set(['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_IN_BROWSER', 'CLIENT_SECRET_IN_CLIENT_ENV']);

export const errorOf = (error) => ({
  code: typeof error?.code === 'string' ? error.code : 'UNKNOWN',
  retryable: !HOPELESS.has(error?.code),
});
