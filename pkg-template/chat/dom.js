// Elements from plain calls. There is no way through here from a text to markup: children are nodes or text.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [attributes] functions listen (`onclick`), `true` is an empty attribute, `false` and
 *   `null` are none; `textContent` and `value` are set as properties
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** @param {HTMLElement} node @param {Record<string, unknown>} attributes */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), (event) => value(event));
    else if (name === 'textContent' || name === 'value') Reflect.set(node, name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** What has the focus in the tree of a node, which may be a shadow's. @param {Node} node @returns {Element | null} */
export const focusedBeside = (node) => /** @type {Document | ShadowRoot} */ (node.getRootNode()).activeElement ?? null;

/** What the button in the corner draws, and the panel too. */
export const STROKES = {
  chat: 'M20 11.5a7.5 7.5 0 0 1-11.1 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5Z M9 10h6 M9 13h4',
  down: 'M6 10l6 6 6-6',
};

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An icon by its strokes on a grid of 24. It says nothing to a screen reader; the button around it has the words.
 *
 * @param {string} name @param {string} strokes
 */
export function drawing(name, strokes) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['aria-hidden', 'true'],
    ['class', `icon icon-${name}`],
  ]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', strokes);
  svg.append(path);
  return svg;
}
