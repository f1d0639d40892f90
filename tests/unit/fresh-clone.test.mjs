// On a fresh clone node_modules is what the npm scripts install: what a script starts with has to load without it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { pageFiles } from '../../pkg-template/build/build.mjs';
import { root } from '../../pkg-template/build/paths.mjs';

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The packages that a program cannot load without, by the file that imports them. */
async function packagesNeededBy(program) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const found = [];
  const seen = new Set([program]);
  for (const file of seen) {
    for (const { path: imported, kind, external } of metafile.inputs[file].imports) {
      if (kind !== 'import-statement') continue;
      if (!external) seen.add(imported);
      else if (!isBuiltin(imported)) found.push(`${file} imports ${imported}`);
    }
  }
  return found;
}

for (const [name, command] of Object.entries(scripts)) {
  const [, program] = /^node (\S+)/.exec(command) ?? [];
  test(`npm run ${name} starts before anything is installed`, async () => {
    assert.ok(program, 'a script begins with a program of ours');
    assert.deepEqual(await packagesNeededBy(program), []);
  });
}

test('npm start builds all that the demo loads of the package, and no more', () => {
  const files = readdirSync(path.join(root, 'www-demo'), { recursive: true, encoding: 'utf8' });
  const loaded = files
    .filter((name) => /\.(m?js|html)$/.test(name))
    .map((name) => readFileSync(path.join(root, 'www-demo', name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\/pkg\/([\w.-]+)/g)].map(([, file]) => file));
  // The chat itself loads its panel, a debugger the maps, and the declarations are in the documentation.
  const built = pageFiles()
    .filter((name) => !/\.(map|d\.c?ts)$/.test(name) && !name.startsWith('chat-'))
    .sort();
  assert.deepEqual([...new Set(loaded)].sort(), built);
});
