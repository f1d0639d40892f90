// What the widget reads from an answer. Results are open objects: whatever is missing or of another type is passed
// over, so that a new server never breaks an old widget.

/**
 * @typedef {Record<string, unknown>} Result
 * @typedef {{ state?: unknown, data?: unknown }} Update
 * @typedef {import('optave-web-sdk/chat').ChatResources} Resources
 */

// What is longer is no reply that somebody picks with a click.
const LONGEST_SUGGESTION = 120;

/** @param {unknown} value @returns {value is Result} */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {unknown[]} */
const all = (value) => (Array.isArray(value) ? value : []);
/** @param {unknown} value */
const list = (value) => all(value).filter(isObject);
/** @param {...unknown} values @returns {string} */
const firstText = (...values) => {
  const found = values.find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found : '';
};

/** @param {Update | undefined} update */
export function resultsOf(update) {
  const data = isObject(update?.data) ? update.data : {};
  return list(isObject(data.message) ? data.message.results : undefined);
}

/** @param {Result} result */
const textOf = (result) =>
  list(result.response)
    .map(({ content }) => content)
    .filter((content) => typeof content === 'string')
    .join('\n');

/**
 * What the answer says it leans on, in its order, because the text refers to it by number. A source that is one of the
 * page's links has the name that the page gives it.
 *
 * @param {Update} update
 * @param {Resources} [resources]
 */
export function sourcesOf(update, { links } = {}) {
  const known = /** @type {import('optave-web-sdk/chat').Link[]} */ (/** @type {unknown} */ (list(links)));
  /** @type {Map<unknown, import('optave-web-sdk/chat').Link>} */
  const byName = new Map(known.flatMap((link) => [link.id, link.url].filter(Boolean).map((name) => [name, link])));
  return resultsOf(update)
    .flatMap(({ sources }) => list(sources))
    .map((source) => {
      const link = byName.get(source.url) ?? byName.get(source.id);
      const url = firstText(link?.url, source.url, source.link);
      return { url, label: firstText(link?.label, source.label, source.title, source.name, url) };
    })
    .filter(({ label }) => label);
}

/** What the visitor may answer with a click. @param {Update} update */
export function suggestionsOf(update) {
  const texts = resultsOf(update)
    .flatMap(({ suggestions }) => all(suggestions))
    .map((suggestion) =>
      (isObject(suggestion) ? firstText(suggestion.text, suggestion.label) : firstText(suggestion)).trim(),
    );
  return [...new Set(texts)].filter((text) => text && text.length <= LONGEST_SUGGESTION);
}

/** The offers of a recommendation, best first, ready to be shown. @param {Update} update */
export function offersOf(update) {
  return resultsOf(update).flatMap(({ offer, ...result }) =>
    isObject(offer)
      ? {
          title: firstText(offer.title, offer.name, offer.label, offer.id),
          description: firstText(offer.description, offer.summary),
          price: typeof offer.price === 'number' ? offer.price : undefined,
          currency: firstText(offer.currency),
          url: firstText(offer.url, offer.link),
          image: firstText(offer.image, offer.imageUrl, offer.picture),
          reason: textOf(result),
        }
      : [],
  );
}

/** A superpower that accompanies the answer, as it is kept beside the message. @param {Update} update */
export const superpowerOf = ({ state, data }) => {
  const results = resultsOf({ data });
  return { state: String(state ?? ''), results, text: results.map(textOf).filter(Boolean).join('\n') };
};

/**
 * A superpower in the bare form, as an update: it carries no id, so once its request has settled it belongs to nobody.
 *
 * @param {unknown} message
 * @returns {{ actionType: string, state: unknown, data: object } | undefined}
 */
export function bareSuperpower(message) {
  if (!isObject(message) || message.headers || message.correlationId || typeof message.actionType !== 'string') {
    return undefined;
  }
  return { actionType: message.actionType, state: message.state, data: message };
}
