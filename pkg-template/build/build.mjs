// The package in pkg/, from nothing: set-up, compile, shrink, bundle, types, schema.
//
//   node pkg-template/build/build.mjs [--force] [--page | --schema] [--for bench | test]
//
// --page makes what the demo loads and no more: index.js, the schema that the sandbox checks by, and the declarations,
// which the pages of the documentation are made from. Those are made in either case, into target/docs. --schema makes
// pkg/schema.json only, which needs no wasm; --for sets up for another command as well. What is already there and made
// from the same sources is left alone. Node built-ins only until the set-up is through.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';
import { duration, main, run, say, step } from './log.mjs';
import { checkoutLock } from './node-modules.mjs';
import { packageVersion, pkg, root, target, template } from './paths.mjs';
import { setUp } from './setup.mjs';
import { sizesOf, sizeTable } from './sizes.mjs';

const stampFile = path.join(target, 'optave-web-sdk', 'stamp.json');
const manifest = () => JSON.parse(readFileSync(path.join(template, 'package.json'), 'utf8'));

const isDeclaration = (file) => /\.d\.c?ts$/.test(file);

const LOADED = [
  'index',
  'chat',
  'chat-panel',
  'chat-files',
  'chat-fr',
  'chat-notify',
  'chat-people',
  'chat-transcript',
];

/** What the demo page and its sandbox load of the package, and what the documentation is made from. */
export const pageFiles = () => [
  ...LOADED.flatMap((name) => [`${name}.js`, `${name}.js.map`]),
  'schema.json',
  ...manifest().files.filter(isDeclaration),
];

// They are text, and no reason to compile anything.
const GUIDES = path.join(template, 'docs');
const ABOUT_DOCS = [GUIDES, path.join(template, 'build', 'docs')];

/** One hash over all that the package is made from. */
function hashOfSources() {
  const hash = createHash('sha256');
  const add = (file) => {
    hash.update(`${path.relative(root, file)}\0`);
    if (existsSync(file)) hash.update(readFileSync(file));
    hash.update('\0');
  };
  for (const name of ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'package-lock.json', 'LICENSE']) {
    add(path.join(root, name));
  }
  for (const folder of ['src', 'pkg-template', path.join('www-demo', 'sandbox')]) {
    const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .filter((file) => !ABOUT_DOCS.some((place) => file.startsWith(place + path.sep)))
      .sort()
      .forEach(add);
  }
  return hash.digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(stamp) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify(stamp, null, 1));
}

/** Written whole or not at all: a server may be serving the folder meanwhile. */
function writePackageFile(name, content) {
  mkdirSync(pkg, { recursive: true });
  const file = path.join(pkg, name);
  writeFileSync(`${file}.partial`, content);
  renameSync(`${file}.partial`, file);
}

async function buildSchema() {
  const { stdout } = await step('writing the JSON Schema from the Rust types', '10 to 40 s the first time', () =>
    run('cargo', ['run', '--quiet', '--features', 'schema', '--bin', 'schema'], { cwd: root, show: 'summary' }),
  );
  writePackageFile('schema.json', `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
}

/**
 * The entries that are bundled: each as an ES module and for `require()`, and the classic scripts; and strict validation,
 * which they load.
 * @returns {({ entry: string, file: string } & import('./bundle.mjs').Options)[]}
 */
function entries(core, twin, strict, strictTwin) {
  return [
    { entry: 'index.js', file: 'index.js', format: 'esm', module: core, external: ['strict.js'] },
    { entry: 'index.js', file: 'index.cjs', format: 'cjs', module: core, external: ['strict.js'] },
    { entry: 'script.js', file: 'script.js', format: 'iife', module: core, external: ['strict.js'] },
    { entry: 'script-js.js', file: 'script-js.js', format: 'iife', module: twin, external: ['strict-js.js'] },
    { entry: 'js.js', file: 'js.js', format: 'esm', module: twin, external: ['strict-js.js'] },
    { entry: 'js.js', file: 'js.cjs', format: 'cjs', module: twin, external: ['strict-js.js'] },
    { entry: 'auto.js', file: 'auto.js', format: 'esm', external: ['index.js', 'js.js'] },
    { entry: 'auto.js', file: 'auto.cjs', format: 'cjs', external: ['index.js', 'js.js'] },
    { entry: 'wasm.js', file: 'wasm.js', format: 'esm', module: core, external: ['strict.js'] },
    { entry: 'wasm.js', file: 'wasm.cjs', format: 'cjs', module: core, external: ['strict.js'] },
    { entry: 'strict.js', file: 'strict.js', format: 'esm', module: strict },
    { entry: 'strict.js', file: 'strict.cjs', format: 'cjs', module: strict },
    { entry: 'strict-js.js', file: 'strict-js.js', format: 'esm', module: strictTwin },
    { entry: 'strict-js.js', file: 'strict-js.cjs', format: 'cjs', module: strictTwin },
  ];
}

/** A module of the crate as wasm; with it, the declarations of its types. */
async function makeWasm(module) {
  const { bind, compiled, shrink } = await import('./wasm.mjs');
  const bound = await bind(module.name, compiled(module));
  return { ...(await shrink(module.name, bound)), types: bound.types };
}

async function compile(module) {
  const { compile } = await import('./wasm.mjs');
  const expected = '30 to 60 s the first time, then 5 to 20 s';
  await step(`compiling to WebAssembly: ${module.name}`, expected, () => compile(module));
}

/** Takes away what is not of the package, or was made from other sources. */
function keepOnly(names) {
  for (const name of readdirSync(pkg)) if (!names.includes(name)) rmSync(path.join(pkg, name), { recursive: true });
}

/** The declarations of all entries. */
async function writeDeclarations(core) {
  const { adapterTypes } = await import('./adapters.mjs');
  const { publicTypes, withTwins } = await import('./types.mjs');
  const write = (texts) => {
    const listed = Object.entries(texts).filter(([file]) => manifest().files.includes(file));
    for (const [file, text] of listed) writePackageFile(file, text);
  };
  await step('writing the declarations', '3 s', async () => {
    write(await publicTypes(core.types));
    write(withTwins(await adapterTypes()));
  });
}

async function buildPage() {
  const { CORE } = await import('./wasm.mjs');
  const { bundle } = await import('./bundle.mjs');
  await compile(CORE);
  const core = await step('making JavaScript for it and shrinking it (wasm-bindgen, wasm-opt)', '10 s', () =>
    makeWasm(CORE),
  );
  const [{ entry, file, ...options }] = entries(core);
  const { code, map } = await step('bundling the entry', '3 s', () => bundle(entry, file, options));
  const { bundleChat, CHAT_OF_THE_PAGE } = await import('./chat.mjs');
  const chat = await step('bundling the chat', '1 s', () => bundleChat(CHAT_OF_THE_PAGE));
  await buildSchema();
  for (const [name, text] of Object.entries(chat)) writePackageFile(name, text);
  writePackageFile(`${file}.map`, map);
  writePackageFile(file, code);
  await writeDeclarations(core);
  keepOnly(pageFiles());
  return { [`pkg/${file}`]: sizesOf(code) };
}

async function buildPackage() {
  const { CORE, STRICT } = await import('./wasm.mjs');
  const { bundle } = await import('./bundle.mjs');
  const { bundleAdapters } = await import('./adapters.mjs');
  const { bundleSandbox } = await import('./sandbox.mjs');
  const { bundleChat } = await import('./chat.mjs');
  const { integrityOf } = await import('./integrity.mjs');
  const { plainTwin } = await import('./plain.mjs');

  for (const module of [CORE, STRICT]) await compile(module);
  // Side by side: none of these programs uses more than one processor.
  const [core, twin, strict, strictTwin] = await step(
    'making JavaScript for them, shrinking them, and making their twins (wasm-bindgen, wasm-opt, wasm2js)',
    '20 to 40 s',
    () => Promise.all([makeWasm(CORE), plainTwin(CORE), makeWasm(STRICT), plainTwin(STRICT)]),
  );
  const scripts = { 'optave.wasm': core.bytes };
  const sizes = { wasm: sizesOf(core.bytes) };
  await step('bundling the entries', '10 s', async () => {
    for (const { entry, file, ...options } of entries(core, twin, strict, strictTwin)) {
      const { code, withoutWasm, map } = await bundle(entry, file, options);
      scripts[file] = code;
      if (map) writePackageFile(`${file}.map`, map);
      if (file === 'index.js') sizes['glue and entry'] = sizesOf(withoutWasm);
    }
    for (const [file, { code, map }] of Object.entries(await bundleAdapters())) {
      scripts[file] = code;
      if (map) writePackageFile(`${file}.map`, map);
    }
    for (const [file, text] of Object.entries(await bundleChat())) {
      if (/\.c?js$/.test(file)) scripts[file] = text;
      else writePackageFile(file, text);
    }
  });
  await buildSchema();
  await step('bundling the sandbox', '1 s', async () => {
    for (const [file, text] of Object.entries(await bundleSandbox())) writePackageFile(file, text);
  });
  for (const [file, text] of Object.entries(scripts)) writePackageFile(file, text);
  const integrity = Object.fromEntries(Object.entries(scripts).map(([file, text]) => [file, integrityOf(text)]));
  writePackageFile('integrity.json', `${JSON.stringify(integrity, null, 2)}\n`);
  await writeDeclarations(core);
  writePackageFile('package.json', `${JSON.stringify({ ...manifest(), version: packageVersion() }, null, 2)}\n`);
  copyFileSync(path.join(template, 'README.md'), path.join(pkg, 'README.md'));
  copyFileSync(path.join(root, 'LICENSE'), path.join(pkg, 'LICENSE'));
  keepOnly(['package.json', ...manifest().files]);
  for (const [file, text] of Object.entries(scripts)) {
    if (/\.(js|wasm)$/.test(file)) sizes[`pkg/${file}`] = sizesOf(text);
  }
  return sizes;
}

/**
 * What can be built, by name: how, and the files that must be there afterwards. The package is all of it, so whoever wants
 * the page is content with a package.
 */
const TARGETS = {
  page: { make: buildPage, files: pageFiles, within: ['page', 'package'] },
  package: { make: buildPackage, files: () => ['package.json', ...manifest().files], within: ['package'] },
};

/** The guides, as the package has them. */
function copyGuides() {
  rmSync(path.join(pkg, 'docs'), { recursive: true, force: true });
  cpSync(GUIDES, path.join(pkg, 'docs'), { recursive: true });
}

async function buildDocs() {
  const { buildSite } = await import('./docs/site.mjs');
  await buildSite((work) => step('making the pages of the documentation', '5 s', work));
}

/**
 * Builds what is not up to date, all of the package or only what the page needs, and the documentation. Answers the sizes
 * of the parts.
 */
export async function buildAll({ force = false, purposes = [], only = 'package' } = {}) {
  const began = Date.now();
  const { make, files, within } = TARGETS[only];
  for (const purpose of ['build', ...purposes]) await setUp(purpose);
  return withLock(checkoutLock('build'), 'building', async () => {
    if (only === 'package') copyGuides();
    const sizes = await built();
    await buildDocs();
    return sizes;
  });

  async function built() {
    const stamp = readStamp();
    const isComplete = files().every((name) => existsSync(path.join(pkg, name)));
    if (!force && isComplete && within.includes(stamp.built) && stamp.sources === hashOfSources()) {
      say(`pkg/ is up to date (${stamp.sizes['pkg/index.js'].brotli.toLocaleString('en')} bytes brotli)`);
      return stamp.sizes;
    }
    // What is half done is not up to date with anything.
    writeStamp({});
    const sizes = await make();
    // The sources are hashed afterwards, because cargo may have written Cargo.lock.
    writeStamp({ built: only, sources: hashOfSources(), sizes });
    say(`\n${sizeTable(sizes)}\n\npkg/ built in ${duration(Date.now() - began)}`);
    return sizes;
  }
}

export async function buildSchemaOnly() {
  await setUp('schema');
  await withLock(checkoutLock('build'), 'building', async () => {
    const sources = hashOfSources();
    const stamp = readStamp();
    const present = existsSync(path.join(pkg, 'schema.json'));
    if (present && (stamp.sources === sources || stamp.schemaSources === sources)) return;
    await buildSchema();
    writeStamp({ ...stamp, schemaSources: hashOfSources() });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    const { values } = parseArgs({
      options: {
        force: { type: 'boolean', default: false },
        page: { type: 'boolean', default: false },
        schema: { type: 'boolean', default: false },
        for: { type: 'string', multiple: true, default: [] },
      },
    });
    if (values.schema) await buildSchemaOnly();
    else await buildAll({ force: values.force, purposes: values.for, only: values.page ? 'page' : 'package' });
  });
}
