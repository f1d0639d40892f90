// The apps of this folder as their authors' tools would make them: with the adapters of the built package.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { pkg } from '../../../pkg-template/build/paths.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * @param {'client' | 'server'} generate
 * @returns {import('esbuild').Plugin}
 */
const svelte = (generate) => ({
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, ({ path: file }) => ({
      contents: compile(readFileSync(file, 'utf8'), { filename: file, generate }).js.code,
    }));
  },
});

const alias = Object.fromEntries(
  ['react', 'vue', 'svelte'].map((name) => [`optave-web-sdk/${name}`, path.join(pkg, `${name}.js`)]),
);

/** A component of Svelte's as a server has it, as `App`, with what `render`s it. */
export async function bundleSvelteServer(file) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { render } from 'svelte/server'; export { default as App } from './${file}';`,
      resolveDir: here,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    alias,
    plugins: [svelte('server')],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** The script of one app. React is that of development: with it StrictMode does everything twice. */
export async function bundleApp(file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, file)],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    conditions: ['browser', 'development'],
    alias,
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [svelte('client')],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
