// What the closed chat says, in all languages: it comes with the page, the other texts with the panel.
import { baseLanguage } from './language.js';

const en = {
  openChat: (/** @type {number} */ unread) =>
    unread ? `Open chat, ${unread} unread ${unread === 1 ? 'message' : 'messages'}` : 'Open chat',
  closeChat: 'Close chat',
  loadFailed: 'The chat could not be loaded. Try again',
};

/** @type {Record<string, typeof en>} */
const LANGUAGES = {
  fr: {
    openChat: (unread) =>
      unread
        ? `Ouvrir la discussion, ${unread} ${unread === 1 ? 'message non lu' : 'messages non lus'}`
        : 'Ouvrir la discussion',
    closeChat: 'Fermer la discussion',
    loadFailed: 'La discussion n’a pas pu être chargée. Réessayer',
  },
};

/** @param {string} language a BCP 47 tag, such as `fr-CA` */
export const launcherTexts = (language) => LANGUAGES[baseLanguage(language)] ?? en;
