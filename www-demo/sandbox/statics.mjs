// Pages and packages served from the sandbox's own origin, for demos and tests.
import { statSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import { etag } from 'hono/etag';
import { createDelivery } from './delivery.mjs';

/**
 * @typedef {object} Static
 * @property {string} path  URL prefix, such as `/pkg`; `/` for the root
 * @property {string} dir  directory to serve
 * @property {Record<string, string>} [headers]  added to every answer, such as a Content-Security-Policy
 */

/** @param {import('hono').Hono} app @param {Static[]} statics */
export function mountStatics(app, statics) {
  const delivery = createDelivery();
  // The longest prefix first, so that a mount on `/` does not hide the others.
  for (const { path, dir, headers = {} } of [...statics].sort((a, b) => b.path.length - a.path.length)) {
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`startSandbox: static: ${dir} is not a directory (for ${path})`);
    }
    const prefix = path.replace(/\/+$/, '');
    // A page at the folder's name would look for its neighbours one folder too high.
    if (prefix) app.get(prefix, (c) => c.redirect(`${prefix}/`));
    app.get(
      `${prefix}/*`,
      // Answers 304 to who still has it.
      etag(),
      delivery(headers),
      serveStatic({
        root: dir,
        rewriteRequestPath: (requested) => requested.slice(prefix.length),
        onFound: (file, c) => c.set('file', file),
      }),
    );
  }
}
