// Recommendations are the caller's own offers, ranked by how much of what the customer said they mention.
import { keywords, rounded } from './words.mjs';

/** All text of an offer: offers are open objects, so any field may describe it. */
function textOf(value, depth = 0) {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || depth > 4) return '';
  return Object.values(value)
    .map((inner) => textOf(inner, depth + 1))
    .join(' ');
}

const nameOf = (offer, index) => {
  const { title, name, label, id } = Object(offer);
  const name_ = [title, name, label, id].find((value) => typeof value === 'string' && value);
  return name_ ?? `Offer ${index + 1}`;
};

/** @param {import('./request.mjs').Request} request */
export function recommend({ offers, userText }) {
  const wanted = keywords(userText);
  return offers
    .map((offer, index) => {
      const described = new Set(keywords(textOf(offer)));
      const matches = wanted.filter((word) => described.has(word));
      return { offer, index, matches, score: rounded(wanted.length ? matches.length / wanted.length : 0) };
    })
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ offer, index, matches, score }, rank) => {
      const why = matches.length ? `fits ${matches.join(', ')}` : 'is another possibility';
      return { offer, rank: rank + 1, score, matches, response: [{ content: `${nameOf(offer, index)} ${why}.` }] };
    });
}
