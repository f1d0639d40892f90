// Every set-up that `npm run test:consumers` tries: a project of this folder, what is run in it, and what has to come of
// it.

/**
 * @typedef {object} SetUp
 * @property {string} name  as the tables have it
 * @property {string} folder  the project; this selects it on the command line
 * @property {string} [source]  the file whose import of the package the tables show
 * @property {string[]} [scripts]  the npm scripts that build it
 * @property {string} [page]  the folder to serve: its index.html has to print the answer
 * @property {string[]} [server]  instead of `page`: the file and the arguments of a server below node_modules
 * @property {boolean} [isDevelopment]  what that server sends is not what users get, so it is not measured
 * @property {RegExp} [html]  what the server has to render by itself
 * @property {string} [without]  the same page without the package: what it loads is taken off the size
 * @property {string} [node]  instead of both: the file to run in Node, which has to print the answer
 * @property {string} [empty]  instead of all: a built file in which nothing of the package may be left
 */

const port = '{port}';

/** @type {SetUp[]} */
export const SET_UPS = [
  { name: 'Vite', folder: 'vite', source: 'main.js', scripts: ['build'], page: 'dist' },
  {
    name: 'Vite, its dev server',
    folder: 'vite',
    source: 'main.js',
    server: ['vite/bin/vite.js', '--host', '127.0.0.1', '--port', port, '--strictPort'],
    isDevelopment: true,
  },
  {
    name: 'Vite, a dedicated worker',
    folder: 'vite',
    source: 'worker/worker.js',
    scripts: ['build:worker'],
    page: 'worker/dist',
  },
  { name: 'webpack 5', folder: 'webpack', source: 'src/index.js', scripts: ['build'], page: '.' },
  { name: 'Rollup', folder: 'rollup', source: 'main.js', scripts: ['build'], page: '.' },
  { name: 'esbuild', folder: 'esbuild', source: 'main.js', scripts: ['build'], page: '.' },
  { name: 'Parcel', folder: 'parcel', source: 'main.js', scripts: ['build'], page: 'dist' },
  { name: 'Rspack', folder: 'rspack', source: 'src/index.js', scripts: ['build'], page: '.' },
  {
    name: 'Next, rendered by the server',
    folder: 'next',
    source: 'app/answer.js',
    scripts: ['build'],
    server: ['next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', port],
    without: '/without',
    html: /Waiting for an answer\./,
  },
  { name: '`<script type="module">`', folder: 'plain', source: 'main.js', page: '.' },
  { name: 'Node', folder: 'node', source: 'main.js', node: 'main.js' },
  { name: 'TypeScript, `nodenext`', folder: 'typescript', source: 'main.ts', scripts: ['build'], node: 'dist/main.js' },
  ...['webpack', 'rollup', 'esbuild'].map((folder) => ({
    name: `${folder}, nothing used`,
    folder,
    scripts: ['build:unused'],
    empty: 'dist/unused.js',
  })),
];
