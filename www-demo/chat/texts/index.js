// Everything the widget says, by language. A language is one file; what is not there is said in English.
import { en } from './en.js';
import { fr } from './fr.js';

const LANGUAGES = { en, fr };

export const baseLanguage = (tag) =>
  String(tag ?? '')
    .toLowerCase()
    .split(/[-_]/)[0];

/** @param {string} language a BCP 47 tag, such as `fr-CA` */
export const textsFor = (language) => LANGUAGES[baseLanguage(language)] ?? en;
