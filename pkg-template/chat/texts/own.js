/**
 * Texts with those of the page's own that are what a text of their name is: a function where that is one.
 *
 * @template {Record<string, unknown>} Texts
 * @param {Texts} texts
 * @param {Record<string, unknown>} own
 * @returns {Texts}
 */
export const withOwn = (texts, own) => ({
  ...texts,
  ...Object.fromEntries(Object.entries(own).filter(([name, text]) => typeof text === typeof texts[name])),
});
