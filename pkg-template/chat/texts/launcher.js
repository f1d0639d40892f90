// What the closed chat says, in all languages: it comes with the page, the other texts with the panel.
import { baseLanguage } from './language.js';
import { withOwn } from './own.js';

/** The panel says so as well. */
export const closeChat = { en: 'Close chat', fr: 'Fermer la discussion' };

/** @satisfies {Pick<Required<import('optave-web-sdk/chat').ChatTexts>, 'openChat' | 'closeChat' | 'loadFailed'>} */
const en = {
  openChat: (/** @type {number} */ unread) =>
    unread ? `Open chat, ${unread} unread ${unread === 1 ? 'message' : 'messages'}` : 'Open chat',
  closeChat: closeChat.en,
  loadFailed: 'The chat could not be loaded. Try again',
};

/** @type {Record<string, typeof en>} */
const LANGUAGES = {
  fr: {
    openChat: (unread) =>
      unread
        ? `Ouvrir la discussion, ${unread} ${unread === 1 ? 'message non lu' : 'messages non lus'}`
        : 'Ouvrir la discussion',
    closeChat: closeChat.fr,
    loadFailed: 'La discussion n’a pas pu être chargée. Réessayer',
  },
};

/** In the chat's language, with those that the page has set. @param {Pick<import('../tell.js').Chat, 'language' | 'texts'>} chat */
export const launcherTexts = ({ language, texts }) => withOwn({ ...en, ...LANGUAGES[baseLanguage(language)] }, texts);
