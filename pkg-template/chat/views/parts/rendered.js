// A part of a message as the page renders it, if it does.
import { h } from '../../dom.js';

/** What has thrown is said once. @type {WeakSet<object>} */
const told = new WeakSet();

/**
 * @template {keyof import('optave-web-sdk/chat').ChatParts} Part
 * @param {Part} name
 * @param {import('optave-web-sdk/chat').ChatParts[Part]} part
 * @param {import('optave-web-sdk/chat').ChatMessage} message
 * @param {import('../../tell.js').Chat} chat
 * @returns {Node | undefined}
 */
export function rendered(name, part, message, { renderers }) {
  /** @type {import('optave-web-sdk/chat').ChatRenderer<Part> | undefined} */
  const render = renderers?.[name];
  if (!render) return undefined;
  try {
    const node = render(part, message);
    if (node instanceof Element) return node;
    // A fragment would be empty once it is in its place. What no element can hold throws here.
    return node instanceof Node ? h('div', {}, node) : undefined;
  } catch (error) {
    if (!told.has(render)) console.error(`optave-chat: the renderer for ${name} has failed`, error);
    told.add(render);
    return undefined;
  }
}
