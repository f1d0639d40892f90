// Everything that the panel says, by language. A language is one file; what is not there is said in English.
import { en } from './en.js';
import { fr } from './fr.js';
import { baseLanguage } from './language.js';
import { launcherTexts } from './launcher.js';

/** @type {Record<string, Partial<typeof en>>} */
const LANGUAGES = { en, fr };

/** @typedef {typeof en & ReturnType<typeof launcherTexts>} Texts */

/** @param {string} language a BCP 47 tag, such as `fr-CA` @returns {Texts} */
export const textsFor = (language) => ({
  ...launcherTexts(language),
  ...en,
  ...LANGUAGES[baseLanguage(language)],
});
