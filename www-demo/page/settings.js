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

function startSetting(id, apply) {
  const select = byId(id);
  const key = `demo:${id}`;
  const options = [...select.options].map(({ value }) => value);
  const stored = read(key);
  // A value that this page does not offer may be of another day.
  if (options.includes(stored)) select.value = stored;
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
  return startSetting('language', setLanguage);
}
