// The local server for other people's tests, bundled with what it depends on: the package has no dependencies.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { pkg, root } from './paths.mjs';

// CommonJS inside of an ES module, and the other way round.
const FORMATS = {
  'sandbox.js': {
    format: 'esm',
    banner: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  'sandbox.cjs': {
    format: 'cjs',
    banner: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    define: { 'import.meta.url': 'importMetaUrl' },
  },
};

/** What replaces globals, and the way in which Hono's server asks for some of these. */
const REPLACEMENTS = ['globals.js', 'fetch.js'];
const AS_PROPERTIES = { 'global.Request': 'Request', 'global.Response': 'Response', 'globalThis.Headers': 'Headers' };

/** The folder of the npm package that a bundled file belongs to. */
const packageOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0];

const isLicence = (entry) => /^licen[cs]e(\.|$)/i.test(entry);

/** The folders from a file up to its package's own. */
function foldersOf(file) {
  const folders = [];
  for (let folder = file; folder !== packageOf(file);) folders.push((folder = path.posix.dirname(folder)));
  return folders;
}

/** Under which terms the bundled packages, and parts of them, may be passed on, each in its own words. */
function licences(files) {
  const bundled = files.map((file) => file.replaceAll('\\', '/')).filter(packageOf);
  const folders = [...new Set(bundled.flatMap(foldersOf))].sort();
  const entries = folders.flatMap((folder) => {
    const file = readdirSync(path.join(root, folder)).find(isLicence);
    const isPackage = folder === packageOf(folder);
    if (!file && !isPackage) return [];
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, packageOf(folder), 'package.json'), 'utf8'),
    );
    const part = isPackage ? '' : `, ${path.posix.relative(packageOf(folder), folder)}`;
    const text = file ? readFileSync(path.join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${version}${part}\n\n${text.replaceAll('\r\n', '\n')}\n`;
  });
  return `The sandbox contains these packages.\n\n${entries.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The files of the entry `optave-web-sdk/sandbox`. */
export async function bundleSandbox() {
  const texts = {};
  let inputs = [];
  for (const [file, { format, banner, define }] of Object.entries(FORMATS)) {
    const result = await build({
      entryPoints: [path.join(root, 'www-demo', 'sandbox', 'index.mjs')],
      outfile: path.join(pkg, file),
      inject: REPLACEMENTS.map((name) => path.join(root, 'pkg-template', 'sandbox', name)),
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      target: 'node20',
      format: /** @type {'esm' | 'cjs'} */ (format),
      banner: { js: banner },
      define: { ...define, ...AS_PROPERTIES },
      charset: 'utf8',
      legalComments: 'none',
      minifySyntax: true,
      minifyWhitespace: true,
      // Of an error Node prints the line it comes from.
      lineLimit: 160,
      // Faster parts of ws, which it does without where they are not installed.
      external: ['bufferutil', 'utf-8-validate'],
      logLevel: 'error',
      absWorkingDir: root,
    });
    texts[file] = result.outputFiles[0].text;
    inputs = Object.keys(result.metafile.inputs);
  }
  texts['sandbox.licenses.txt'] = licences(inputs);
  return texts;
}
