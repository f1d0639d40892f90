// The two choices in the bar of every page, which a walk through the pages keeps.
import { byId } from './dom.js';
import { setLanguage } from './language.js';

function startSetting(id, apply) {
  const select = byId(id);
  const key = `demo:${id}`;
  const options = [...select.options].map(({ value }) => value);
  const stored = sessionStorage.getItem(key);
  // A value that this page does not offer may be of another day.
  if (options.includes(stored)) select.value = stored;
  const change = () => {
    sessionStorage.setItem(key, select.value);
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
