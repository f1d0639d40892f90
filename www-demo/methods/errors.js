// Errors and values as text: what a server or a user says never becomes markup.
import { h } from '../page/dom.js';

/** Shows an error with its code and what to do about it; nothing hides it again. */
export function showError(node, error) {
  const code = error?.code ? `${error.code}: ` : '';
  node.replaceChildren(`${code}${error?.message ?? error}`);
  const details = error?.details === undefined || error.details === null ? [] : [].concat(error.details);
  const hints = [...details.map((detail) => asText(detail)), ...(error?.suggestions ?? [])].filter(
    (hint) => !node.textContent.includes(hint),
  );
  if (hints.length) node.append(h('ul', {}, ...hints.map((hint) => h('li', {}, hint))));
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
