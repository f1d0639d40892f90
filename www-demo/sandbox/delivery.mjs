// How a file of the static folders goes out: compressed where the caller reads that, and never twice where the caller
// still has it. A file is compressed once and the result kept until the file changes.
import { stat, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { parseAccept } from 'hono/utils/accept';
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress';

// Below that the headers weigh more than what is saved.
const LEAST_BYTES = 1024;

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** In the order of preference. Brotli's highest level takes ten times as long for three percent. */
const ENCODERS = {
  br: (content) =>
    brotli(content, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  gzip: (content) => gzip(content, { level: 9 }),
};

/** What the caller reads best, or nothing: `Accept-Encoding: br;q=0, *` reads anything but Brotli. */
export function encodingFor(accepted = '') {
  const accepts = accepted ? parseAccept(accepted) : [];
  const weightOf = (name) =>
    (accepts.find(({ type }) => type.toLowerCase() === name) ?? accepts.find(({ type }) => type === '*'))?.q ?? 0;
  const [best] = Object.keys(ENCODERS)
    .map((name) => ({ name, weight: weightOf(name) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.name;
}

// `chunk-5F3KQ7ZA.js` or `main.9f86d081.css`: a name with a hash in it is the name of this content for ever. Eight
// letters alone may be a word, eight digits a date.
const HASHED = /[.-](?:(?=\d*[a-f])(?=[a-f]*\d)[\da-f]{8,64}|(?=\d*[A-Z])(?=[A-Z]*\d)[\dA-Z]{8})\.[^/]+$/;
const FOR_EVER = 'public, max-age=31536000, immutable';
// Kept, but asked for each time: what is being developed must never come from a cache unseen.
const ASK_FIRST = 'no-cache';

export const cachingOf = (file) => (HASHED.test(file) ? FOR_EVER : ASK_FIRST);

export function createDelivery() {
  /** @type {Map<string, { version: string, encoded: Record<string, Promise<Buffer>> }>} */
  const kept = new Map();

  const encoded = (file, version, encoding) => {
    let known = kept.get(file);
    if (known?.version !== version) kept.set(file, (known = { version, encoded: {} }));
    known.encoded[encoding] ??= readFile(file).then(ENCODERS[encoding]);
    return known.encoded[encoding];
  };

  /** @param {Record<string, string>} headers  those of the folder */
  return (headers) => async (c, next) => {
    await next();
    const file = c.get('file');
    if (!file) return;
    const { size, mtimeMs } = await stat(file);
    const version = `${size.toString(16)}-${Math.round(mtimeMs * 1000).toString(16)}`;
    // Weak, since it stands for the file however that is encoded.
    c.header('etag', `W/"${version}"`);
    c.header('cache-control', cachingOf(file));
    if (COMPRESSIBLE_CONTENT_TYPE_REGEX.test(c.res.headers.get('content-type') ?? '') && size >= LEAST_BYTES) {
      c.header('vary', 'Accept-Encoding', { append: true });
      const encoding = encodingFor(c.req.header('accept-encoding'));
      // A range is one of the file's own bytes.
      if (encoding && c.res.status === 200) {
        const content = await encoded(file, version, encoding);
        await c.res.body?.cancel();
        c.res = new Response(c.req.method === 'HEAD' ? null : content, c.res);
        c.header('content-encoding', encoding);
        c.header('content-length', String(content.length));
      }
    }
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}
