// From an error to what a visitor is told, and whether trying again helps. The code is for the team and the log.
import { superpowerOf } from './answers.js';
import { withoutControls } from './safe-url.js';

/** @typedef {import('optave-web-sdk/chat').ChatFailure} Failure */

/** @type {Record<string, keyof import('./texts/index.js').Texts & string>} */
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
  NOT_DELIVERED: 'notSent',
  UNSUPPORTED_IN_BROWSER: 'unsupported',
};

// A sentence or two are for people; a page of text is something else.
const MOST_CHARS = 300;
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** @param {unknown} text */
function sentence(text) {
  const plain = withoutControls(String(text ?? '').slice(0, 4 * MOST_CHARS))
    .replace(CONTROLS, ' ')
    .trim();
  const letters = Array.from(plain);
  return letters.length <= MOST_CHARS ? plain : `${letters.slice(0, MOST_CHARS).join('').trimEnd()}…`;
}

/**
 * Why something has failed. Of an error of the server's, the contents of its responses are meant for people, in the
 * language of the tenant; its `message` and codes are not. What is no error of the SDK's is a file that could not be
 * loaded.
 *
 * @param {any} error @returns {Failure}
 */
export function errorOf(error) {
  const text =
    error?.category === 'ORCHESTRATOR' ? sentence(superpowerOf({ state: 'error', data: error.details }).text) : '';
  return {
    code: typeof error?.code === 'string' ? error.code : 'UNKNOWN',
    retryable: error?.retryable !== false,
    ...(text && { text }),
  };
}

/** @param {Failure | undefined} failure @param {import('./texts/index.js').Texts} texts */
export function failureText({ code = '', text } = /** @type {Failure} */ ({}), texts) {
  return text || /** @type {string} */ (texts[Object.hasOwn(TEXTS, code) ? TEXTS[code] : 'failed']);
}

/** Whether a person may know better; who can help himself is told how. @param {Failure | undefined} failure */
export const needsPerson = (failure) => failure?.code !== 'PAYLOAD_TOO_LARGE' && failure?.code !== 'REQUEST_CANCELLED';

/**
 * Whether it never left, and can go as it is when there is a connection: for want of a socket, of a token, or of the
 * client's own file, as long as there is no client.
 *
 * @param {any} error @param {unknown} client
 */
export const isUnsent = ({ name, category, details, retryable } = {}, client) =>
  name === 'OptaveError'
    ? retryable === true && (category === 'AUTHENTICATION' || Boolean(details?.unsent))
    : !client && retryable !== false;
