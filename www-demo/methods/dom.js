// Everything a server or a user says goes into the page as text, never as markup.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** @template {HTMLElement} T @param {string} id @returns {T} */
export const byId = (id) => document.getElementById(id);

/** Shows an error with its code and what to do about it; nothing hides it again. */
export function showError(node, error) {
  const code = error?.code ? `${error.code}: ` : '';
  node.replaceChildren(`${code}${error?.message ?? error}`);
  const details = error?.details === undefined || error.details === null ? [] : [].concat(error.details);
  const hints = [...details.map((detail) => asText(detail)), ...(error?.suggestions ?? [])].filter(
    (hint) => !node.textContent.includes(hint),
  );
  if (hints.length) node.append(element('ul', {}, ...hints.map((hint) => element('li', { textContent: hint }))));
  node.hidden = false;
}

export function hideError(node) {
  node.replaceChildren();
  node.hidden = true;
}

export function asText(value, indent) {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value, null, indent) ?? String(value);
  } catch {
    return String(value);
  }
}
