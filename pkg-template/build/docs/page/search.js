// The search: a dialog with a field and links. The index comes with the first search.
import MiniSearch from 'minisearch';
import { searched, SETTINGS } from './search-settings.js';

const SHOWN = 12;
const AROUND = 70;

let loading;

/** The index of the page's language; one that failed to load is asked for again. */
function loadIndex() {
  const { lang, dataset } = document.documentElement;
  loading ??= fetch(`${dataset.root}search-${lang}.json`)
    .then((answer) => {
      if (!answer.ok) throw new Error(`the index answered ${answer.status}`);
      return answer.text();
    })
    .then((text) => MiniSearch.loadJSON(text, SETTINGS))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

/** A piece of the text around the first word that was found, with what was found marked. */
function excerpt(text, words) {
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  const first = Math.max(0, text.search(pattern));
  const from = first < AROUND ? 0 : text.indexOf(' ', first - AROUND) + 1;
  const piece = text.slice(from, from + 2 * AROUND + 20);
  const parts = [from > 0 ? '… ' : ''];
  let at = 0;
  for (const { 0: found, index } of piece.matchAll(pattern)) {
    if (!found) continue;
    parts.push(piece.slice(at, index), element('mark', '', found));
    at = index + found.length;
  }
  parts.push(piece.slice(at), from + piece.length < text.length ? ' …' : '');
  return parts;
}

function resultOf({ href, page, title, text, terms }) {
  const { root } = document.documentElement.dataset;
  const link = element('a', '', element('strong', '', title));
  link.href = root + href;
  if (page !== title) link.append(element('span', 'page', page));
  link.append(element('span', 'excerpt', ...excerpt(text, terms)));
  return element('li', '', link);
}

export function startSearch(texts) {
  const dialog = document.querySelector('dialog.search');
  const input = dialog.querySelector('input');
  const status = dialog.querySelector('.status');
  const results = dialog.querySelector('.results');
  const button = document.querySelector('.open-search');

  const show = () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    // Ahead of the first letter; what fails is said when something is asked.
    loadIndex().catch(() => {});
  };
  button.hidden = false;
  button.addEventListener('click', show);
  document.addEventListener('keydown', (event) => {
    const isField = event.target.closest?.('input, textarea, select, [contenteditable]');
    const isAsked = (event.key === '/' && !isField) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!isAsked || event.altKey) return;
    event.preventDefault();
    show();
  });

  let newest = 0;
  async function search() {
    const asked = input.value.trim();
    const mine = (newest += 1);
    if (!asked) {
      results.replaceChildren();
      status.textContent = '';
      return;
    }
    try {
      const index = await loadIndex();
      if (mine !== newest) return;
      const found = searched(index, asked);
      results.replaceChildren(...found.slice(0, SHOWN).map(resultOf));
      status.textContent = found.length > 0 ? texts.found.replace('{n}', found.length) : texts.nothing;
    } catch (error) {
      console.error(error);
      if (mine === newest) status.textContent = texts.failed;
    }
  }
  input.addEventListener('input', search);

  // Up and down through what was found, and back into the field.
  dialog.addEventListener('keydown', (event) => {
    const links = [...results.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const to = at + (event.key === 'ArrowDown' ? 1 : -1);
      (to < 0 ? input : (links[to] ?? links.at(-1)))?.focus();
    } else if (event.key === 'Enter' && document.activeElement === input) {
      event.preventDefault();
      links[0]?.click();
    } else if (event.key === 'Escape') {
      // A field for searches would first take it for emptying.
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    // The backdrop is the dialog itself; a link to this very page does not leave it.
    if (event.target === dialog || link) dialog.close();
  });
}
