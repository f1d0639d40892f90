// The sheets of the element before it has been opened.
import dark from './dark.css';
import host from './host.css';
import launcher from './launcher.css';
import light from './light.css';
import { sheet } from './sheet.js';

/** @param {string | null} theme `light`, `dark`, or what the system says */
export const baseSheets = (theme) => [
  sheet(light),
  ...(theme === 'light' ? [] : [sheet(dark, theme === 'dark' ? '' : '(prefers-color-scheme: dark)')]),
  sheet(host),
  sheet(launcher),
];
