// Recommendations are the caller's own offers, ranked by how much of what the customer said they mention.
import { keyOf, keywords, rounded, words } from './words.mjs';

/** All text of an offer: offers are open objects, so any field may describe it. */
function textOf(value, depth = 0) {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || depth > 4) return '';
  return Object.values(value)
    .map((inner) => textOf(inner, depth + 1))
    .join(' ');
}

/**
 * @param {import('./request.mjs').Request} request
 * @param {typeof import('./phrases.mjs').PHRASES['en']} say
 * @param {string} language
 */
export function recommend({ offers, userText }, say, language) {
  const wanted = keywords(userText);
  const asSaid = new Map(words(userText).map((word) => [keyOf(word), word]));
  const listed = new Intl.ListFormat(language);
  return offers
    .map((offer, index) => {
      const described = new Set(keywords(textOf(offer)));
      const matches = wanted.filter((word) => described.has(word));
      return { offer, index, matches, score: rounded(wanted.length ? matches.length / wanted.length : 0) };
    })
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ offer, matches, score }, rank) => {
      const said = listed.format(matches.map((match) => asSaid.get(match)));
      const content = matches.length ? say.fitting(said) : say.another;
      return { offer, rank: rank + 1, score, matches, response: [{ content }] };
    });
}
