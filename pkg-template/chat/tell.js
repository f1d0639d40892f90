// How the parts of the chat tell the page what happens.

/**
 * @typedef {import('optave-web-sdk/chat').ChatEvents} Events
 * @typedef {<Name extends keyof Events>(type: Name, detail?: Events[Name]) => boolean} Tell  answers whether the page lets it
 *   happen
 * @typedef {import('optave-web-sdk/chat').OptaveChat & { conversation: import('./conversation.js').Conversation }} Chat  the
 *   element, as the parts of it see it: what a page may set is read when it is needed, because it can change
 */

export {};
