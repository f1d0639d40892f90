// The chat: <optave-chat> as a module and as a classic script, and the panel, which both load when it is opened; what only
// some pages need, such as another language or files that visitors send, are files of their own. They load the client from
// the package's default entry, so that a page which uses it as well has it once.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { besideModule, generated, readableMap, shrink } from './bundle.mjs';
import { licences } from './licences.mjs';
import { pkg, root, template } from './paths.mjs';

const folder = path.join(template, 'chat');

// What the element loads: the panel, and what only some pages need.
const PARTS = ['chat-panel', 'chat-files', 'chat-fr', 'chat-notify', 'chat-people', 'chat-transcript'];

/** By the name in the package. @type {Record<string, { entry: string, format: 'esm' | 'cjs' | 'iife' }>} */
const FILES = {
  ...Object.fromEntries(['chat', ...PARTS].map((name) => [`${name}.js`, { entry: `${name}.js`, format: 'esm' }])),
  ...Object.fromEntries(['chat', ...PARTS].map((name) => [`${name}.cjs`, { entry: `${name}.js`, format: 'cjs' }])),
  'chat-script.js': { entry: 'chat.js', format: 'iife' },
};

/** What the page of the demo loads. */
export const CHAT_OF_THE_PAGE = ['chat', ...PARTS].map((name) => `${name}.js`);

// They load each other and the client.
const BESIDE = ['index', ...PARTS].map((name) => `${name}.js`);

/** @param {'esm' | 'cjs' | 'iife'} format @returns {import('esbuild').Plugin} */
const plugin = (format) => ({
  name: 'chat',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^optave:beside$/ }, ({ path: name }) => ({ path: name, namespace: 'optave' }));
    onLoad({ filter: /.*/, namespace: 'optave' }, () => ({ contents: generated(besideModule(BESIDE, format)) }));
    // A sheet is a text: what is made of it at run time passes a policy without inline styles.
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'css', minify: true, target: 'es2022' });
      return { contents: generated(`export default ${JSON.stringify(code.trim())};`) };
    });
  },
});

/**
 * @param {string[]} [names] those of the files that are wanted
 * @returns {Promise<Record<string, string>>} the files, their maps, and the terms of what is bundled with them
 */
export async function bundleChat(names = Object.keys(FILES)) {
  const files = {};
  const inputs = new Set();
  for (const name of names) {
    const { entry, format } = FILES[name];
    const { outputFiles, metafile } = await build({
      entryPoints: [path.join(folder, entry)],
      outfile: path.join(pkg, name),
      bundle: true,
      write: false,
      metafile: true,
      format,
      // Node finds the names of exports only in what is made for it.
      platform: format === 'cjs' ? 'node' : 'browser',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: format === 'cjs' ? false : 'external',
      minify: true,
      // What the parser of Markdown makes sure of while it is developed.
      pure: ['console.assert'],
      external: BESIDE.map((file) => `./${file}`),
      plugins: [plugin(format)],
      logLevel: 'error',
      absWorkingDir: root,
    });
    const [bundled, bundledMap] = outputFiles.map(({ text }) => text).reverse();
    if (format === 'cjs') files[name] = bundled;
    else {
      const { code, map } = await shrink(bundled, bundledMap, format === 'iife');
      files[name] = `${code}\n//# sourceMappingURL=${name}.map\n`;
      files[`${name}.map`] = readableMap(map, name);
    }
    for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  }
  return { ...files, 'chat.licenses.txt': licences('The chat', [...inputs]) };
}
