// The browser that the tests run in, OPTAVE_ENGINE: `chromium` (the default), `firefox` or `webkit`. All tests speak
// Playwright's API; what an engine, or the way into it, cannot do is named here, and tests say what they need of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firefox } from 'playwright-core';
import { launchChromium, program } from '../browsers.mjs';
import { openWebKit } from './webkit.mjs';

const LAUNCH = {
  chromium: launchChromium,
  // Firefox as it is shipped, over WebDriver BiDi. By itself it holds a connection back, up to a minute, to a server
  // that has just failed: right for its users, but what the tests measure is our delays. Its own bars are not shown:
  // to draw them takes longer than to draw most pages.
  firefox: (options) =>
    firefox.launch({
      executablePath: program('firefox'),
      args: ['--kiosk'],
      // What is no page is shown as it is, not in a viewer that is one.
      firefoxUserPrefs: { 'network.websocket.delay-failed-reconnects': false, 'devtools.jsonview.enabled': false },
      ...options,
      channel: 'moz-firefox',
    }),
  webkit: () =>
    openWebKit({
      driver: program('webkitdriver'),
      browser: program('minibrowser'),
      display: program('xvfb-run'),
    }),
};

const PLAYWRIGHT = 'WebKit is driven over plain WebDriver, which has no such command';

/** What an engine lacks, and why. */
const LACKS = {
  chromium: {},
  firefox: {
    cachedSockets: 'Firefox keeps no page in its back-forward cache that has a socket open when it is left',
    collector: 'nothing makes Firefox collect its garbage now',
    devtools: 'only Chromium speaks the DevTools protocol',
    downloads: 'this Firefox tells nobody of what it saves',
    forcedColors: 'this Firefox cannot be told which media features to report',
    media: 'this Firefox cannot be told which media features to report',
    mobile: 'Firefox does not emulate phones',
    secondImports: 'what a page of Firefox could not import it does not ask for again',
    subprotocols: 'Firefox opens a socket whose server selects no subprotocol',
  },
  webkit: {
    collector: 'nothing makes WebKit collect its garbage now',
    closeCodes: 'WebKit takes the close codes 1012 to 1014 for invalid, and tells 1006',
    cache: 'with automation WebKit keeps no page in its back-forward cache',
    contexts: PLAYWRIGHT,
    devtools: 'only Chromium speaks the DevTools protocol',
    downloads: PLAYWRIGHT,
    disposal: 'this WebKit knows no Symbol.dispose',
    forcedColors: 'nothing makes WebKit take the colours of the system',
    frames: PLAYWRIGHT,
    narrow: 'a window of this browser is wider than a phone',
    mobile: PLAYWRIGHT,
    network: PLAYWRIGHT,
    offline: PLAYWRIGHT,
    statuses: 'this WebKit does not tell with which status a page has fetched something',
    subprotocols: 'WebKit opens a socket whose server selects no subprotocol',
    utf8: 'WebKit passes text that is not UTF-8 on, mended',
  },
};

export const ENGINE = process.env.OPTAVE_ENGINE || 'chromium';
assert.ok(ENGINE in LAUNCH, `OPTAVE_ENGINE is ${ENGINE}; there is ${Object.keys(LAUNCH).join(', ')}`);

/** A browser of the engine; `options` are those of Playwright's. */
export const launch = (options = {}) => LAUNCH[ENGINE](options);

/** How often the long tests do what they do: where each round costs several times as much, fewer must be enough. */
export const MANY = ENGINE === 'chromium' ? 1_000 : 200;

/** How much longer than in Chromium what is certain to come may take. */
export const PATIENCE = ENGINE === 'chromium' ? 1 : 3;

/**
 * When what hangs is given up, in tests where the attempt after it has to get through with the same limit: so long that
 * no attempt that works is taken for one that hangs, on a machine that stalls as well.
 */
export const HUNG_MS = 1_500;

/** The same for when a test gives up: machines differ, and only what hangs or fails waits so long. */
export const LIMIT = 2 + PATIENCE;

/** Why a test that needs these things is skipped here, or false. */
export function lacking(needs) {
  for (const need of needs) {
    assert.ok(need in LACKS.firefox || need in LACKS.webkit, `nobody lacks ${need}`);
    if (LACKS[ENGINE][need]) return `${need}: ${LACKS[ENGINE][need]}`;
  }
  return false;
}

/** A test without a page: once is enough. */
export const withoutPage = (name, body) =>
  test(name, { skip: ENGINE !== 'chromium' && 'has no page, and runs with those of Chromium' }, body);
