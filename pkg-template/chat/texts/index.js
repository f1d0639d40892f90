// Everything that the panel says, by language. A language is one file; what is not there, or not there yet, is said in
// English, which comes with the panel.
import { en } from './en.js';
import { baseLanguage } from './language.js';
import { launcherTexts } from './launcher.js';

/** @type {Record<string, Partial<typeof en>>} */
export const LANGUAGES = { en };

/** @typedef {typeof en & ReturnType<typeof launcherTexts>} Texts */

/** @param {string} language a BCP 47 tag, such as `fr-CA` @returns {Texts} */
export const textsFor = (language) => ({
  ...launcherTexts(language),
  ...en,
  ...LANGUAGES[baseLanguage(language)],
});
