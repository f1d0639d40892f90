// The browsers of the set-up, for tests and benchmarks. Chromium is the same for all of them, and talks to nobody else.
import { chromium } from 'playwright-core';
import { findProgram } from '../pkg-template/build/browsers.mjs';
import { Failure } from '../pkg-template/build/log.mjs';

/** Where a program is that must be there. */
export function program(name) {
  const file = findProgram(name);
  if (!file) throw new Failure(`${name} was not found; \`npm run setup\` says how to get it.`);
  return file;
}

/** This takes the place of Playwright's own list, so what matters here of that one is named again. */
const WITHOUT = [
  // Each new window loads the interface of its address field: a second of a core, for every context of a test.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
  // What asks the network by itself, goes to another address than it was told, or waits before it paints.
  'DialMediaRouteProvider',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'Translate',
];

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT.join()}`,
];

/** @param {import('playwright-core').LaunchOptions} [options] `args` come after those above */
export const launchChromium = ({ args = [], ...options } = {}) =>
  chromium.launch({ executablePath: program('chromium'), args: [...CHROMIUM_FLAGS, ...args], ...options });
