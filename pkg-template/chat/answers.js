// What the widget reads from an answer. Results are open objects: whatever is missing or of another type is passed
// over, so that a new server never breaks an old widget.

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value.filter(isObject) : []);
const firstText = (...values) => values.find((value) => typeof value === 'string' && value !== '') ?? '';

/** @returns {object[]} */
export const resultsOf = (update) => list(update?.data?.message?.results);

const textOf = (result) =>
  list(result.response)
    .map(({ content }) => content)
    .filter((content) => typeof content === 'string')
    .join('\n');

/** The page's links that the answer says it leans on. */
export function sourcesOf(update, { links = [] } = {}) {
  const named = resultsOf(update).flatMap(({ sources }) => list(sources));
  return links.filter(({ id, url }) => named.some((source) => source.url === url || (id && source.id === id)));
}

/** The offers of a recommendation, best first, ready to be shown. */
export function offersOf(update) {
  return resultsOf(update)
    .filter(({ offer }) => isObject(offer))
    .map(({ offer, ...result }) => ({
      title: firstText(offer.title, offer.name, offer.label, offer.id),
      description: firstText(offer.description, offer.summary),
      price: typeof offer.price === 'number' ? offer.price : undefined,
      currency: firstText(offer.currency),
      url: firstText(offer.url, offer.link),
      reason: textOf(result),
    }));
}

/** A superpower that accompanies the answer, as it is kept beside the message. */
export const superpowerOf = ({ state, data }) => {
  const results = resultsOf({ data });
  return { state: String(state ?? ''), results, text: results.map(textOf).filter(Boolean).join('\n') };
};

/**
 * A superpower in the bare form, as an update: it carries no id, so once its request has settled it belongs to nobody.
 *
 * @returns {{ actionType: string, state: unknown, data: object } | undefined}
 */
export function bareSuperpower(message) {
  if (!isObject(message) || message.headers || message.correlationId || typeof message.actionType !== 'string') return;
  return { actionType: message.actionType, state: message.state, data: message };
}
