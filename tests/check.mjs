// `npm run check`: everything that can be said about the sources without running them. All checks run, so that one
// run shows all that is wrong. Node built-ins only until the set-up is through.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from '../pkg-template/build/build.mjs';
import { duration, main, run, say } from '../pkg-template/build/log.mjs';
import { root } from '../pkg-template/build/paths.mjs';
import { setUp } from '../pkg-template/build/setup.mjs';

const shown = async (command, args) =>
  (await run(command, args, { cwd: root, show: 'all', allowFailure: true })).code === 0;

const node = (file, ...args) => shown(process.execPath, [path.join(root, 'node_modules', file), ...args]);

const WASM = ['--target', 'wasm32-unknown-unknown'];
const DENY = ['--', '-D', 'warnings'];

/** A line is in the wrong layer when it names the browser outside an attribute that only wasm builds see. */
function layers() {
  const faults = [];
  for (const layer of ['src/protocol', 'src/engine', 'src/strict']) {
    for (const name of readdirSync(path.join(root, layer), { recursive: true, encoding: 'utf8' })) {
      // What the module of strict validation shows to the page.
      if (!name.endsWith('.rs') || (layer === 'src/strict' && name === 'exports.rs')) continue;
      const file = path.join(layer, name);
      const code = readFileSync(path.join(root, file), 'utf8')
        .replace(/\/\/.*$/gm, '')
        .replace(/#!?\[cfg_attr\(\s*target_arch\s*=\s*"wasm32"[\s\S]*?\)\]/g, (attribute) =>
          attribute.replace(/[^\n]/g, ''),
        );
      code.split('\n').forEach((line, index) => {
        const found = /\b(web_sys|js_sys|wasm_bindgen(_futures)?|gloo_\w+|serde_wasm_bindgen)\b/.exec(line);
        if (found) faults.push(`${file}:${index + 1} names ${found[0]}; only the layers above may`);
      });
    }
  }
  faults.forEach(say);
  return faults.length === 0;
}

/** Nothing in the repository may depend on one machine's folders, or on one registry's addresses. */
async function portable() {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  /** @type {[string, RegExp][]} */
  const patterns = [
    // Written so that this file does not match itself.
    ['an absolute path', /(?<![\w.~:/)}-])\/(?:root|home|Users|work|tmp)\/[\w.]/],
    ['a drive letter', /\b[A-Z]:\\\\?(?:Users|work)\b/],
    ['a registry address', /"resolve[d]":|registry\.(?:npmjs|yarnpkg)\.|\/artifactory\/|index\.crates\.[i]o/],
  ];
  const faults = [];
  for (const name of stdout.split('\0').filter(Boolean)) {
    const file = path.join(root, name);
    if (!existsSync(file) || !statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    if (text.includes('\0')) continue;
    text.split('\n').forEach((line, index) => {
      for (const [what, pattern] of patterns) {
        if (pattern.test(line)) faults.push(`${name}:${index + 1} holds ${what}: ${line.trim().slice(0, 100)}`);
      }
    });
  }
  faults.forEach(say);
  return faults.length === 0;
}

const CHECKS = {
  rustfmt: () => shown('cargo', ['fmt', '--check']),
  'clippy, native': () => shown('cargo', ['clippy', '--all-targets', '--all-features', ...DENY]),
  'clippy, wasm': () => shown('cargo', ['clippy', ...WASM, '--lib', ...DENY]),
  'clippy, wasm, strict': () => shown('cargo', ['clippy', ...WASM, '--lib', '--features', 'strict', ...DENY]),
  'clippy, wasm tests': () => shown('cargo', ['clippy', ...WASM, '--tests', ...DENY]),
  prettier: () => node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  'types of the package': () => node('typescript-7/bin/tsc', '-p', 'tests/types', '--pretty', 'false'),
  'types in the chat': () => node('typescript-7/bin/tsc', '-p', 'pkg-template/chat', '--pretty', 'false'),
  'types in the JavaScript': () => node('typescript-7/bin/tsc', '-p', '.', '--pretty', 'false'),
  layers: layers,
  portable: portable,
};

await main(async () => {
  await setUp('check');
  await buildAll();
  const results = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    say(`\n=== ${name}`);
    const began = Date.now();
    const ok = await check();
    results.push({ name, ok, took: duration(Date.now() - began) });
  }
  console.log('');
  for (const { name, ok, took } of results) console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(24)} ${took}`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
});
