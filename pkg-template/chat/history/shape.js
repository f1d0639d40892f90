// What a stored message may look like. What is in a storage can be old, cut off, or written by anybody who has a script on
// the page: each field is taken if it is right, and left out if it is not; without the required ones there is no message.
import { isObject } from '../answers.js';

/** @typedef {import('optave-web-sdk/chat').ChatMessage} Message */

/** @typedef {(value: unknown) => unknown} Reader  answers nothing for what is not right */

const LONGEST_ID = 200;
// Deeper than any answer of a server; a text that nests without end would break whoever walks through it.
const DEEPEST = 20;

/** @type {Reader} */
const text = (value) => (typeof value === 'string' ? value : undefined);
/** @type {Reader} */
const id = (value) => (typeof value === 'string' && value && value.length <= LONGEST_ID ? value : undefined);
/** @type {Reader} */
const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
/** @type {Reader} */
const flag = (value) => (typeof value === 'boolean' ? value : undefined);
/** @param {...string} names @returns {Reader} */
const oneOf =
  (...names) =>
  (value) =>
    names.find((name) => name === value);

/** @param {Reader} item @returns {Reader} */
const list = (item) => (value) =>
  Array.isArray(value) ? value.map(item).filter((read) => read !== undefined) : undefined;

/**
 * The order of the fields is that of the shape, whoever wrote them.
 *
 * @param {Record<string, Reader>} shape @param {string[]} [required] @returns {Reader}
 */
const object = (shape, required = []) => {
  const fields = Object.entries(shape);
  return (value) => {
    if (!isObject(value)) return undefined;
    /** @type {Record<string, unknown>} */
    const read = {};
    for (const [name, reader] of fields) {
      const found = Object.hasOwn(value, name) ? reader(value[name]) : undefined;
      if (found !== undefined) read[name] = found;
    }
    return required.every((name) => name in read) ? read : undefined;
  };
};

/** @param {unknown} value @param {number} [levels] @returns {boolean} */
const isShallow = (value, levels = DEEPEST) =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)));

/** Whatever a server has answered. @type {Reader} */
const results = list((value) => (isObject(value) && isShallow(value) ? value : undefined));

const superpower = object({ state: text, results, text }, ['state', 'results', 'text']);
/** @type {Reader} */
const superpowers = (value) =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([type, raw]) => (superpower(raw) ? [[type, superpower(raw)]] : [])),
      )
    : undefined;

const link = object({ id: text, type: text, url: text, label: text, html: flag, expires_at: text, expiresAt: text }, [
  'url',
]);
const offer = object(
  { title: text, description: text, price: number, currency: text, url: text, image: text, reason: text },
  ['title', 'description', 'currency', 'url', 'image', 'reason'],
);

const message = object(
  {
    id,
    role: oneOf('user', 'bot', 'operator', 'system'),
    text,
    at: number,
    state: oneOf('sending', 'typing', 'streaming', 'done', 'failed', 'stopped'),
    name: text,
    replyTo: id,
    action: oneOf('interaction', 'recommend', 'elevate'),
    correlationId: text,
    error: object({ code: text, retryable: flag, text }, ['code', 'retryable']),
    waiting: flag,
    draft: flag,
    files: list(object({ name: text, size: number, type: text, url: text, link }, ['name', 'size', 'type'])),
    offers: list(offer),
    sources: list(object({ url: text, label: text }, ['url', 'label'])),
    suggestions: list(text),
    rating: object({ value: oneOf('up', 'down'), comment: text }, ['value', 'comment']),
    note: text,
    agent: object(
      {
        state: oneOf('waiting', 'joined', 'left', 'unavailable'),
        name: text,
        avatar: text,
        position: number,
        waitMs: number,
      },
      ['state'],
    ),
    superpowers,
  },
  ['id', 'role', 'text', 'at', 'state'],
);

/** @type {(value: unknown) => Message | undefined} */
export const readMessage = (value) => /** @type {Message | undefined} */ (message(value));

const head = object({
  threadId: id,
  began: number,
  mode: oneOf('assistant', 'person'),
  modeAt: number,
  unread: number,
  unreadAt: number,
  removed: list(id),
});

/**
 * @typedef {object} Head
 * @property {string} [threadId]
 * @property {number} [began]
 * @property {'assistant' | 'person'} [mode]
 * @property {number} [modeAt]
 * @property {number} [unread]
 * @property {number} [unreadAt]
 * @property {string[]} [removed]
 */

/** @type {(value: unknown) => Head | undefined} */
export const readHead = (value) => /** @type {Head | undefined} */ (head(value));
