// Elements from plain calls. There is no way through here from a text to markup: children are nodes or text.
import { put } from './language.js';

/** @template {HTMLElement} T @param {string} id @returns {T} */
export const byId = (id) => document.getElementById(id);

const OURS = new Set(['say', 'label', 'hint', 'alt']);

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] functions listen (`onclick`), `true` is an empty attribute, `false` and
 *   `null` are none; `say`, `label`, `hint` and `alt` are keys of texts, or lists of a key and what it is about
 * @param {...(Node | string | null | undefined | false)} children
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (OURS.has(name)) put(node, name, [].concat(value));
    else if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
}

/** Work that is asked for many times and done once per frame: a stream of updates costs one paint each 16 ms at most. */
export function oncePerFrame(work) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      work();
    });
  };
}
