// What the closed chat says, in all languages: it comes with the page, the other texts with the panel.
import { baseLanguage } from './language.js';

/** @type {Record<string, { openChat: (unread: number) => string, closeChat: string }>} */
const LANGUAGES = {
  en: {
    openChat: (unread) =>
      unread ? `Open chat, ${unread} unread ${unread === 1 ? 'message' : 'messages'}` : 'Open chat',
    closeChat: 'Close chat',
  },
  fr: {
    openChat: (unread) =>
      unread
        ? `Ouvrir la discussion, ${unread} ${unread === 1 ? 'message non lu' : 'messages non lus'}`
        : 'Ouvrir la discussion',
    closeChat: 'Fermer la discussion',
  },
};

/** @param {string} language a BCP 47 tag, such as `fr-CA` */
export const launcherTexts = (language) => LANGUAGES[baseLanguage(language)] ?? LANGUAGES.en;
