// The local server for other people's tests, bundled with what it depends on: the package has no dependencies.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { generated, readableMap } from './bundle.mjs';
import { licences } from './licences.mjs';
import { pkg, root } from './paths.mjs';

const FILE = 'sandbox.cjs';

/** What replaces globals, and the way in which Hono's server asks for some of these. */
const REPLACEMENTS = ['globals.js', 'fetch.js'];
const AS_PROPERTIES = { 'global.Request': 'Request', 'global.Response': 'Response', 'globalThis.Headers': 'Headers' };

/**
 * What others wrote is no source of ours: it is made small, debuggers step over it, and of it there is no map, which would
 * be larger than the rest. Our own stays as it was written, so that its errors can be read.
 */
const others = {
  name: 'others',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.[cm]?js$/ }, async ({ path: file }) => {
      const { code } = await transform(readFileSync(file, 'utf8'), { minify: true, legalComments: 'none' });
      return { contents: generated(code) };
    });
  },
};

/** The files of the entry `optave-web-sdk/sandbox`: the ES module hands on what the other one has. */
export async function bundleSandbox() {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(root, 'www-demo', 'sandbox', 'index.mjs')],
    outfile: path.join(pkg, FILE),
    inject: REPLACEMENTS.map((name) => path.join(root, 'pkg-template', 'sandbox', name)),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'importMetaUrl', ...AS_PROPERTIES },
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    // Faster parts of ws, which it does without where they are not installed.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [others],
    logLevel: 'error',
    absWorkingDir: root,
  });
  const [map, code] = outputFiles.map(({ text }) => text);
  return {
    [FILE]: `${code}//# sourceMappingURL=${FILE}.map\n`,
    [`${FILE}.map`]: readableMap(map, FILE, { isByLine: true }),
    'sandbox.js': `export { startSandbox } from './${FILE}';\n`,
    'sandbox.licenses.txt': licences('The sandbox', Object.keys(metafile.inputs)),
  };
}
