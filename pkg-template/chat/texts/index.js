// Everything that the panel says, by language. A language is one file; what is not there, or not there yet, is said in
// English, which comes with the panel.
import { en } from './en.js';
import { baseLanguage } from './language.js';
import { withOwn } from './own.js';

/** @type {Record<string, Partial<typeof en>>} */
export const LANGUAGES = { en };

/** @typedef {typeof en} Texts */

/**
 * In the chat's language, with those that the page has set.
 *
 * @param {Pick<import('../tell.js').Chat, 'language' | 'texts'>} chat  `language`: a BCP 47 tag, such as `fr-CA`
 * @returns {Texts}
 */
export const textsOf = ({ language, texts }) => withOwn({ ...en, ...LANGUAGES[baseLanguage(language)] }, texts);
