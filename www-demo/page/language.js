// The language of everything around the chat. A node that has a text of ours carries its key, so that another language
// is put in place without anything being built again: in the markup as `data-say`, from scripts through `dom.js`.
// What the markup says is its English and stands nowhere else; the rest is in `texts/`.
import { en } from './texts/en.js';

const LOAD = {
  en: async () => en,
  fr: async () => (await import('./texts/fr.js')).fr,
};

/** Where a text goes, by the name of the data attribute that has its key. */
const PLACES = {
  say: [(node) => node.textContent, (node, text) => (node.textContent = text)],
  label: [(node) => node.getAttribute('aria-label'), (node, text) => node.setAttribute('aria-label', text)],
  hint: [(node) => node.placeholder, (node, text) => (node.placeholder = text)],
  alt: [(node) => node.alt, (node, text) => (node.alt = text)],
};
const SELECTOR = Object.keys(PLACES)
  .map((place) => `[data-${place}]`)
  .join();

const written = {};
let texts = en;
let wanted = 'en';
let current = 'en';
const listeners = new Set();

/** @param {string} key @param {...unknown} values what the text is about */
export function say(key, ...values) {
  const text = texts[key] ?? written[key] ?? en[key];
  return typeof text === 'function' ? text(...values) : (text ?? key);
}

/** Puts the text into its place, now and in every language to come. */
export function tell(node, key, ...values) {
  put(node, 'say', [key, ...values]);
}

/** @param {Element} node @param {string} place @param {unknown[]} told the key and its values */
export function put(node, place, told) {
  const value = told.length > 1 ? JSON.stringify(told) : String(told[0]);
  // What is in the page is kept in the language that is chosen.
  if (node.dataset[place] === value) return;
  node.dataset[place] = value;
  PLACES[place][1](node, say(...told));
}

const toldBy = (value) => (value.startsWith('[') ? JSON.parse(value) : [value]);

/** Everything below a root, in the language that is chosen now. */
export function translate(root) {
  for (const node of root.querySelectorAll(SELECTOR)) {
    for (const place of Object.keys(PLACES)) {
      if (place in node.dataset) PLACES[place][1](node, say(...toldBy(node.dataset[place])));
    }
  }
}

/** Those who show something that is not a text of ours, such as a price. */
export function onLanguage(listener) {
  listeners.add(listener);
}

export const language = () => current;

/** @param {string} name of the list above */
export async function setLanguage(name) {
  wanted = name;
  const loaded = await LOAD[name]();
  // Another was chosen while this one was loaded.
  if (wanted !== name) return;
  texts = loaded;
  current = name;
  document.documentElement.lang = name;
  translate(document);
  for (const listener of listeners) listener(name);
}

for (const node of document.querySelectorAll(SELECTOR)) {
  for (const [place, [read]] of Object.entries(PLACES)) {
    if (place in node.dataset) written[node.dataset[place]] = read(node).trim().replace(/\s+/g, ' ');
  }
}
