// Texts in other languages than English: each is a file of its own, which comes where it is spoken.
import { chatFr } from 'optave:beside';
// By this path: './index.js' would be the client's entry, which is beside the files of the chat.
import { LANGUAGES } from '../texts/index.js';
import { baseLanguage } from './language.js';

/** @type {Map<string, () => Promise<Partial<typeof import('./en.js').en>>>} */
const OTHERS = new Map([['fr', async () => (await chatFr()).fr]]);

/** Fulfilled when they are there; where they do not come, the panel speaks English. @param {string} language */
export async function loadTexts(language) {
  const name = baseLanguage(language);
  try {
    const texts = LANGUAGES[name] ?? (await OTHERS.get(name)?.());
    if (texts) LANGUAGES[name] = texts;
  } catch {
    // The next opening asks again.
  }
}
