// What is in the package, and what is not.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { SHORTENED } from '../../pkg-template/build/bundle.mjs';
import { integrityOf } from '../../pkg-template/build/integrity.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { manifest, pack, packageFiles, read } from './tarball.mjs';

/** The names in a tar archive. */
function namesIn(tar) {
  const names = [];
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const field = (from, length) =>
      tar
        .toString('latin1', at + from, at + from + length)
        .replace(/\0.*$/s, '')
        .trim();
    names.push(field(0, 100).replace(/^package\//, ''));
    at += 512 + Math.ceil(parseInt(field(124, 12), 8) / 512) * 512;
  }
  return names.sort();
}

test('the tarball holds what the manifest lists, and the build makes nothing else', async () => {
  const guides = readdirSync(path.join(root, 'pkg-template', 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => path.extname(name))
    .map((name) => `docs/${name.replaceAll(path.sep, '/')}`);
  const listed = [...manifest().files.filter((name) => name !== 'docs'), ...guides, 'package.json'].sort();
  assert.deepEqual(namesIn(gunzipSync(await pack())), listed);
  assert.deepEqual(packageFiles(), listed);
});

test('the tarball is within its budget', async () => {
  const { tarball } = JSON.parse(readFileSync(path.join(root, 'tests', 'budgets.json'), 'utf8'));
  const { length } = await pack();
  assert.ok(length <= tarball.packed, `${length} bytes, the budget is ${tarball.packed}`);
});

test('every file that the manifest points at is there', () => {
  const { main, module, types, exports } = manifest();
  const leaves = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(leaves));
  const files = packageFiles();
  for (const target of [main, module, types, ...leaves(exports)]) {
    assert.ok(files.includes(target.replace('./', '')), `${target} is missing`);
  }
});

test('each condition names its types first, of its own kind', () => {
  for (const [name, entry] of Object.entries(manifest().exports)) {
    const conditions = [entry, ...Object.values(entry)].filter((value) => value?.default);
    for (const condition of conditions) {
      const kind = condition.default.endsWith('.cjs') ? '.d.cts' : '.d.ts';
      assert.equal(Object.keys(condition)[0], 'types', name);
      assert.ok(condition.types.endsWith(kind), `${name}: ${condition.types} beside ${condition.default}`);
    }
  }
});

test('runtimes that compile no WebAssembly from a text are given the plain JavaScript', () => {
  const { workerd, 'edge-light': edge, ...others } = manifest().exports['.'];
  for (const condition of [workerd, edge]) assert.equal(condition.default, './js.js');
  assert.deepEqual(
    Object.keys(manifest().exports['.']).slice(0, 2),
    ['workerd', 'edge-light'],
    'the first that fits counts',
  );
  assert.deepEqual(Object.keys(others), ['import', 'require']);
});

test('nothing is run on installation, nothing else is installed, and importing has no effect, but for the chat', () => {
  const { dependencies, optionalDependencies, scripts, sideEffects } = manifest();
  assert.deepEqual([dependencies, optionalDependencies, scripts], Array(3).fill(undefined));
  // Importing the chat defines its element.
  assert.deepEqual(sideEffects, ['./chat.js', './chat.cjs', './chat-script.js']);
  const { peerDependencies, peerDependenciesMeta } = manifest();
  for (const framework of Object.keys(peerDependencies))
    assert.deepEqual(peerDependenciesMeta[framework], { optional: true }, framework);
});

test('no file names a folder of the machine that built it', () => {
  const here = [process.cwd(), process.env.HOME, process.env.CARGO_HOME].filter((folder) => folder?.length > 1);
  for (const name of packageFiles()) {
    const text = read(name).toString('latin1');
    const found =
      here.find((folder) => text.includes(folder)) ??
      /(?<![\w.:/-])\/(?:root|home|Users|tmp)\/[\w.]|[A-Z]:\\\\?Users\b|\.cargo[\\/]registry|node_modules\/\.bin/.exec(
        text,
      )?.[0];
    assert.equal(found, undefined, name);
  }
});

test('the integrity hashes are those of every script and of the wasm', () => {
  const listed = JSON.parse(read('integrity.json').toString());
  const scripts = packageFiles().filter((name) => /\.(js|cjs|wasm)$/.test(name) && !name.startsWith('sandbox.'));
  assert.deepEqual(Object.keys(listed).sort(), scripts);
  for (const name of scripts) assert.equal(listed[name], integrityOf(read(name)), name);
});

/** What policies of pages refuse, and what puts markup or scripts into a page. A text of wasm-bindgen's begins with `Function(`. */
const REFUSED =
  /\beval\s*\(|\bnew Function\b|(?<!`)\bFunction\s*\(|setTimeout\(["'`]|importScripts|createObjectURL|\bBlob\b|["'`]data:|innerHTML|insertAdjacent|document\.write|createElement/g;

/** What does so by its nature, but never with markup: React's element is one, the chat is many, and saves a transcript. */
const MAKING = { react: ['createElement'], chat: ['createElement', 'createObjectURL', 'Blob'] };

test('no script for pages holds eval, a blob, markup, or a way to make a script', () => {
  const scripts = packageFiles().filter((file) => /\.(js|cjs)$/.test(file) && !file.startsWith('sandbox.'));
  assert.ok(scripts.includes('index.js'));
  for (const name of scripts) {
    // The wasm's own bytes say nothing about the script.
    const code = read(name)
      .toString()
      .replace(/(['"])[^\n]{9000,}\1/g, "''");
    const allowed = MAKING[/^[a-z]+/.exec(name)[0]] ?? [];
    assert.deepEqual(
      (code.match(REFUSED) ?? []).filter((found) => !allowed.includes(found)),
      [],
      name,
    );
    assert.doesNotMatch(code, /createElement\(["'`]script/, name);
  }
});

test('no name that users or the wire know is shortened', () => {
  const declared = packageFiles()
    .filter((name) => name.endsWith('.d.ts') && !name.startsWith('sandbox.'))
    .map((name) => read(name).toString())
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  const known = new Set(`${declared}\n${read('schema.json')}`.match(/\w+/g));
  assert.deepEqual(
    [...known].filter((name) => SHORTENED.test(name)),
    [],
  );
});
