// Download sizes, as the build and the tests report them.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes raw, with gzip at its best level, and with brotli at 11, the level that static hosts serve. */
export function sizesOf(data) {
  const bytes = Buffer.from(data);
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length,
  };
}

export const sizesOfFile = (file) => sizesOf(readFileSync(file));

/** A table of `{ name: sizes }`, one line each. */
export function sizeTable(rows) {
  const number = (value) => value.toLocaleString('en').padStart(9);
  const lines = [`${'bytes'.padEnd(24)}${'raw'.padStart(9)}${'gzip'.padStart(9)}${'brotli-11'.padStart(11)}`];
  for (const [name, { raw, gzip, brotli }] of Object.entries(rows)) {
    lines.push(`${name.padEnd(24)}${number(raw)}${number(gzip)}  ${number(brotli)}`);
  }
  return lines.join('\n');
}
