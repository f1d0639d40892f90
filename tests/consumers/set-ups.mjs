// Every set-up that `npm run test:consumers` tries: a project of this folder, what is run in it, and what has to come of
// it. Those with `source` stand in the table of the guide on size, `performance.md`.

/**
 * @typedef {object} SetUp
 * @property {string} name  as the tables have it
 * @property {string} folder  the project; this selects it on the command line
 * @property {string} [source]  the file whose import of the package the table shows
 * @property {string[]} [scripts]  the npm scripts that build it
 * @property {string} [page]  the folder to serve
 * @property {string} [path]  the page in it that has to print the answer; without it, index.html
 * @property {string} [hostname]  the name under which that page is opened, if it shows another one of 127.0.0.1 in a frame
 * @property {Record<string, string>} [headers]  what the page and its files are served with
 * @property {boolean} [isUndeclared]  nothing says in which encoding it and its scripts are, but the page itself
 * @property {boolean} [hasTwin]  whether the plain JavaScript twin has to be among what was loaded
 * @property {number} [clients]  how many ask in that page, if more than one
 * @property {string[]} [extension]  instead of `page`: the project is a browser extension, of which these files are loaded
 * @property {boolean} [isInside]  whether `path` is a page of that extension, rather than one in `site`
 * @property {string[]} [server]  instead of `page`: the file, by its path from node_modules, and the arguments of a server
 * @property {boolean} [isDevelopment]  what that server sends is not what users get, so it is not measured
 * @property {RegExp} [html]  what the server has to render by itself
 * @property {string} [without]  the same page without the package: what it loads is taken off the size
 * @property {string} [node]  instead of both: the file to run in Node, which has to print the answer
 * @property {string[]} [runtime]  in what else than Node: the program, by its path from node_modules, and arguments
 * @property {number} [nodeVersion]  in which Node, if not in the one at hand: the project has it among its packages
 * @property {RegExp} [prints]  what that file prints, if it starts a sandbox by itself
 * @property {string[]} [quiet]  instead of all: entries whose import must do nothing in Node
 * @property {boolean} [isTest]  the scripts are all there is: a test runner's
 * @property {string} [empty]  instead of all: a built file in which nothing of the package may be left
 */

const LOOPBACK = ['--port', '{port}', '--host', '127.0.0.1'];
// No WebAssembly under this one.
const STRICT = { 'content-security-policy': "default-src 'self'; script-src 'self'; img-src data:" };

const nothingUsed = (folder) => ({
  name: `${folder}, nothing used`,
  folder,
  scripts: ['build:unused'],
  empty: 'dist/unused.js',
});

/** `/auto`, where WebAssembly is allowed, and where it is not. */
const auto = (name, setUp) => [
  { ...setUp, name: `${name}, \`/auto\``, hasTwin: false },
  { ...setUp, name: `${name}, \`/auto\`, no WebAssembly allowed`, hasTwin: true, headers: STRICT, scripts: [] },
];

/** Everything that Node is for, in the one at hand or in another, of which the table has one line. */
function inNode(nodeVersion) {
  const folder = 'node';
  const prints = /^Response: .+\n1 request\n$/;
  const setUps = [
    { name: 'Node, `import`', folder, source: 'main.js', node: 'main.js' },
    { name: 'Node, a test of your own, `/sandbox`', folder, source: 'sandbox.js', node: 'sandbox.js', prints },
    { name: 'Node, `require`', folder, source: 'require.cjs', node: 'require.cjs' },
    { name: 'Node, `require`, `/sandbox`', folder, node: 'sandbox.cjs', prints },
    {
      name: 'Node, imported and not used',
      folder,
      quiet: ['optave-web-sdk', 'optave-web-sdk/js', 'optave-web-sdk/auto', 'optave-web-sdk/wasm'],
    },
  ];
  if (!nodeVersion) return setUps;
  return setUps.map((setUp) => ({
    ...setUp,
    name: setUp.name.replace('Node', `Node ${nodeVersion}`),
    source: setUp.source === 'main.js' ? setUp.source : undefined,
    nodeVersion,
  }));
}

/** Its own bundler, and the one that it had before. */
const inNext = (bundler, script) => ({
  name: `Next, ${bundler}, rendered by the server`,
  folder: 'next',
  source: 'app/answer.js',
  scripts: [script],
  server: ['next/dist/bin/next', 'start', '--port', '{port}', '--hostname', '127.0.0.1'],
  without: '/without',
  html: /Waiting for an answer\./,
});

/** Under StrictMode, which does everything twice in development. */
const inReact = (version, folder) => [
  { name: `React ${version}, StrictMode`, folder, source: 'main.jsx', scripts: ['build'], page: 'dist' },
  {
    name: `React ${version}, StrictMode, Vite’s dev server`,
    folder,
    server: ['vite/bin/vite.js', ...LOOPBACK, '--strictPort'],
    isDevelopment: true,
  },
];

/** @type {SetUp[]} */
export const SET_UPS = [
  { name: 'Vite', folder: 'vite', source: 'main.js', scripts: ['build'], page: 'dist' },
  {
    name: 'Vite, its dev server',
    folder: 'vite',
    source: 'main.js',
    server: ['vite/bin/vite.js', ...LOOPBACK, '--strictPort'],
    isDevelopment: true,
  },
  {
    name: 'Vite, `/wasm`',
    folder: 'vite',
    source: 'wasm/main.js',
    scripts: ['build:wasm'],
    page: 'wasm/dist',
  },
  {
    name: 'Vite, its dev server, `/wasm`',
    folder: 'vite',
    source: 'wasm/main.js',
    server: ['vite/bin/vite.js', 'wasm', ...LOOPBACK, '--strictPort'],
    isDevelopment: true,
  },
  ...auto('Vite', { folder: 'vite', source: 'auto/main.js', scripts: ['build:auto'], page: 'auto/dist' }),
  {
    name: 'Vite, `strictValidation`',
    folder: 'vite',
    source: 'strict/main.js',
    scripts: ['build:strict'],
    page: 'strict/dist',
  },
  { name: 'Vite, `/chat`', folder: 'vite', source: 'chat/main.js', scripts: ['build:chat'], page: 'chat/dist' },
  {
    name: 'Vite, `plugin-legacy`, no module at all',
    folder: 'vite',
    source: 'legacy/main.js',
    scripts: ['build:legacy'],
    page: 'legacy/dist',
  },
  { name: 'webpack 5', folder: 'webpack', source: 'src/index.js', scripts: ['build'], page: '.' },
  {
    name: 'webpack 5, `/wasm`',
    folder: 'webpack',
    source: 'src/wasm.js',
    scripts: ['build:wasm'],
    page: '.',
    path: '/wasm.html',
  },
  ...auto('webpack 5', {
    folder: 'webpack',
    source: 'src/auto.js',
    scripts: ['build:auto'],
    page: '.',
    path: '/auto.html',
  }),
  {
    name: 'webpack 5, `strictValidation`',
    folder: 'webpack',
    source: 'src/strict.js',
    scripts: ['build:strict'],
    page: '.',
    path: '/strict.html',
  },
  {
    name: 'webpack 5, `source-map-loader`, no warning',
    folder: 'webpack',
    scripts: ['build:maps'],
    page: '.',
    path: '/maps.html',
  },
  nothingUsed('webpack'),
  {
    name: 'Module Federation, two parts that share it',
    folder: 'federation',
    source: 'remote/answer.js',
    scripts: ['build'],
    page: '.',
    clients: 2,
  },
  { name: 'Rollup', folder: 'rollup', source: 'main.js', scripts: ['build'], page: '.' },
  nothingUsed('rollup'),
  { name: 'esbuild, in one file', folder: 'esbuild', source: 'main.js', scripts: ['build'], page: '.' },
  {
    name: 'esbuild, `--splitting`',
    folder: 'esbuild',
    source: 'main.js',
    scripts: ['build:chunks'],
    page: '.',
    path: '/chunks.html',
  },
  {
    name: 'esbuild, in one file, `strictValidation`',
    folder: 'esbuild',
    source: 'strict.js',
    scripts: ['build:strict'],
    page: '.',
    path: '/strict.html',
  },
  {
    name: 'esbuild, `/js`',
    folder: 'esbuild',
    source: 'js.js',
    scripts: ['build:js'],
    page: '.',
    path: '/js.html',
    headers: STRICT,
    hasTwin: true,
  },
  nothingUsed('esbuild'),
  { name: 'Parcel', folder: 'parcel', source: 'main.js', scripts: ['build'], page: 'dist' },
  {
    name: 'Parcel, `/wasm`',
    folder: 'parcel',
    source: 'wasm/main.js',
    scripts: ['build:wasm'],
    page: 'dist/wasm',
  },
  { name: 'Rspack', folder: 'rspack', source: 'src/index.js', scripts: ['build'], page: '.' },
  {
    name: 'Rspack, `/wasm`',
    folder: 'rspack',
    source: 'src/wasm.js',
    scripts: ['build:wasm'],
    page: '.',
    path: '/wasm.html',
  },
  inNext('Turbopack', 'build'),
  inNext('webpack', 'build:webpack'),
  ...inReact(19, 'react'),
  ...inReact(18, 'react-18'),
  {
    name: 'React 19, StrictMode, `/chat-react`',
    folder: 'react',
    source: 'chat/main.jsx',
    scripts: ['build:chat'],
    page: 'chat/dist',
  },
  {
    name: 'React Router, rendered by the server',
    folder: 'react-router',
    source: 'app/answer.jsx',
    scripts: ['build'],
    server: ['@react-router/serve/bin.js', './build/server/index.js'],
    html: /Waiting for an answer\./,
  },
  { name: 'Preact, the adapter for React', folder: 'preact', source: 'main.js', scripts: ['build'], page: 'dist' },
  { name: 'Solid', folder: 'solid', source: 'main.jsx', scripts: ['build'], page: 'dist' },
  ...['zoneless', 'zone'].map((kind) => ({
    name: `Angular, ${kind === 'zone' ? 'zone.js' : kind}`,
    folder: 'angular',
    source: 'src/optave.ts',
    scripts: [`build:${kind}`],
    page: `dist/${kind}/browser`,
  })),
  { name: 'Astro', folder: 'astro', source: 'src/pages/index.astro', scripts: ['build'], page: 'dist' },
  { name: 'Vue, Pinia', folder: 'vue', source: 'support.js', scripts: ['build'], page: 'dist' },
  {
    name: 'Nuxt, rendered by the server',
    folder: 'nuxt',
    source: 'app/app.vue',
    scripts: ['build'],
    server: ['../.output/server/index.mjs'],
    html: /Waiting for an answer\./,
  },
  {
    name: 'SvelteKit, rendered by the server',
    folder: 'sveltekit',
    source: 'src/routes/+page.svelte',
    scripts: ['build'],
    server: ['../build/index.js'],
    html: /Waiting for an answer\./,
  },
  { name: '`<script type="module">`', folder: 'plain', source: 'main.js', page: '.' },
  { name: '`<script type="module">`, `/wasm`', folder: 'plain', source: 'wasm.js', page: '.', path: '/wasm.html' },
  { name: 'an import map', folder: 'plain', source: 'import-map.js', page: '.', path: '/import-map.html' },
  { name: 'classic `<script>`', folder: 'plain', source: 'script.html', page: '.', path: '/script.html' },
  {
    name: 'classic `<script>`, `/chat-script`',
    folder: 'plain',
    source: 'chat-script.html',
    page: '.',
    path: '/chat-script.html',
  },
  {
    name: 'classic `<script>`, `/script-js`',
    folder: 'plain',
    source: 'script-js.html',
    page: '.',
    path: '/script-js.html',
  },
  {
    name: 'classic `<script>`, page in another encoding',
    folder: 'plain',
    page: '.',
    path: '/legacy.html',
    // As from a host that does not say in what its files are written: the page's own encoding is assumed then.
    isUndeclared: true,
  },
  {
    name: 'an iframe of another origin',
    folder: 'plain',
    source: 'main.js',
    page: '.',
    path: '/host.html',
    hostname: 'localhost',
  },
  {
    name: 'a service worker',
    folder: 'plain',
    source: 'service-worker.js',
    page: '.',
    path: '/service-worker.html',
  },
  {
    name: 'MV3 extension, a page of it',
    folder: 'extension',
    source: 'page.js',
    extension: ['page.js', 'node_modules/optave-web-sdk/index.js'],
    path: '/page.html',
    isInside: true,
  },
  {
    name: 'MV3 extension, its worker',
    folder: 'extension',
    source: 'worker.js',
    extension: ['worker.js', 'node_modules/optave-web-sdk/index.js'],
    path: '/worker.html',
  },
  {
    name: 'MV3 extension, a content script',
    folder: 'extension',
    source: 'manifest.json',
    extension: ['node_modules/optave-web-sdk/script-js.js', 'content.js'],
    path: '/content.html',
  },
  {
    name: 'a dedicated worker, in one file',
    folder: 'vite',
    source: 'worker/worker.js',
    scripts: ['build:worker'],
    page: 'worker/dist',
  },
  ...inNode(),
  ...[20, 22, 24].flatMap(inNode),
  { name: 'workerd, by Miniflare', folder: 'workerd', source: 'worker.js', scripts: ['build'], node: 'run.js' },
  {
    name: 'Bun',
    folder: 'runtimes',
    source: 'main.js',
    node: 'main.js',
    runtime: [`@oven/bun-${process.platform}-${process.arch}/bin/bun`],
  },
  {
    name: 'Deno',
    folder: 'runtimes',
    source: 'main.js',
    node: 'main.js',
    runtime: [
      `@deno/${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}/deno`,
      ...['run', '--allow-env', '--allow-net', '--allow-read', '--node-modules-dir=manual'],
    ],
  },
  ...['node', 'happy-dom', 'jsdom'].map((environment) => ({
    name: `Vitest, ${environment}`,
    folder: 'vitest',
    source: environment === 'node' ? 'chat.js' : undefined,
    scripts: [`test:${environment}`],
    isTest: true,
  })),
  { name: 'Jest, jsdom, CommonJS', folder: 'jest', source: 'chat.test.cjs', scripts: ['test:cjs'], isTest: true },
  { name: 'Jest, jsdom, ES modules', folder: 'jest', source: 'chat.test.mjs', scripts: ['test:esm'], isTest: true },
  { name: 'Playwright', folder: 'playwright', source: 'start-sandbox.js', scripts: ['test'], isTest: true },
  { name: 'TypeScript, `nodenext`', folder: 'typescript', source: 'main.ts', scripts: ['build'], node: 'dist/main.js' },
];
