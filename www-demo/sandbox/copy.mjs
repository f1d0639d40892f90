/**
 * A copy of what is JSON, as somebody gets it who asks over HTTP. The global structuredClone is not there everywhere:
 * Jest's jsdom has none.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 */
export const copied = (value) => JSON.parse(JSON.stringify(value));
