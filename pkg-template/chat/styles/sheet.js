// Constructed sheets: shared by all elements of a page, and not inline, so a strict `style-src` lets them pass. They are
// made when the first element needs them, so that the entry can be imported where there is no page.

/** @type {Map<string, CSSStyleSheet>} by text and medium */
const made = new Map();

/** @param {string} text @param {string} [media] */
export function sheet(text, media = '') {
  const key = `${media}{${text}`;
  let found = made.get(key);
  if (!found) {
    found = new CSSStyleSheet({ media });
    found.replaceSync(text);
    made.set(key, found);
  }
  return found;
}
