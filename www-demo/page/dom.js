// Elements from plain calls. There is no way through here from a text to markup: children are nodes or text.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] functions listen (`onclick`), `true` is an empty attribute, `false` and
 *   `null` are none; `textContent` and `value` are set as properties
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
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (name === 'textContent' || name === 'value') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
}
