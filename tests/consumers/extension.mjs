// An unpacked extension in a Chromium of its own: no context of another browser can load one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, program } from '../browsers.mjs';

const WORKER_MS = 30_000;

/**
 * Starts Chromium with the extension in `dir`, and waits until its worker runs.
 * @returns {Promise<{ context: import('playwright-core').BrowserContext, url: string, close: () => Promise<void> }>} `url`
 *   is where the extension's own pages are
 */
export async function loadExtension(dir) {
  const profile = mkdtempSync(path.join(tmpdir(), 'optave-extension-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program('chromium'),
    // The old headless mode, which is a program of its own, knows no extensions.
    headless: false,
    args: [...CHROMIUM_FLAGS, '--headless=new', `--load-extension=${dir}`],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: WORKER_MS }));
    return { context, url: new URL('/', worker.url()).href, close };
  } catch (error) {
    await close();
    throw error;
  }
}
