// The one script of the documentation. It stands in the head, so that the theme is there before the first paint; the rest
// waits for the page. Without it every page can be read: what needs it is hidden until it has come.
import { startCopying } from './copy.js';
import { startContents } from './contents.js';
import { startMenu } from './menu.js';
import { startSearch } from './search.js';
import { applyTheme, startTheme } from './theme.js';

applyTheme();
document.documentElement.classList.add('js');

document.addEventListener('DOMContentLoaded', () => {
  const texts = JSON.parse(document.documentElement.dataset.texts);
  startTheme();
  startMenu();
  startCopying(texts);
  startContents();
  startSearch(texts);
});
