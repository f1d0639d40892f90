// The two choices in the bar of every page, which a walk through the pages keeps.
import { byId } from './dom.js';
import { setLanguage } from './language.js';

/** A page that is denied its storage forgets, and is otherwise the same. */
function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Denied, or full.
  }
}

/** @param {string} id @param {(value: string) => unknown} apply @param {readonly string[]} [wishes] where nothing was chosen */
function startSetting(id, apply, wishes = []) {
  const select = byId(id);
  const key = `demo:${id}`;
  const options = [...select.options].map(({ value }) => value);
  // A value that this page does not offer may be of another day.
  select.value = [read(key), ...wishes].find((value) => options.includes(value)) ?? select.value;
  const change = () => {
    keep(key, select.value);
    return apply(select.value);
  };
  select.addEventListener('change', change);
  return change();
}

/** @param {{ onTheme?: (theme: string) => void }} [listeners] */
export function startSettings({ onTheme = () => {} } = {}) {
  startSetting('theme', (theme) => {
    if (theme) document.documentElement.setAttribute('theme', theme);
    else document.documentElement.removeAttribute('theme');
    onTheme(theme);
  });
  return startSetting(
    'language',
    setLanguage,
    navigator.languages.map((tag) => tag.split('-')[0]),
  );
}
