// What the operator's side reads from an answer. Results are open objects: what is missing or of another type is passed
// over.

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value.filter(isObject) : []);
const firstText = (...values) => values.find((value) => typeof value === 'string' && value !== '') ?? '';

/** The offers of a recommendation, best first, ready to be shown and sent. */
export function offersOf(response) {
  return list(response?.data?.message?.results)
    .filter(({ offer }) => isObject(offer))
    .map(({ offer, response: parts }) => ({
      ...offer,
      title: firstText(offer.title, offer.name, offer.label, offer.id),
      description: firstText(offer.description, offer.summary),
      reason: list(parts)
        .map(({ content }) => content)
        .filter((content) => typeof content === 'string')
        .join('\n'),
    }));
}
