// The source maps, read as a debugger would.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../pkg-template/build/paths.mjs';
import { packageFiles, read } from './tarball.mjs';

const scripts = packageFiles().filter((name) => packageFiles().includes(`${name}.map`));

for (const name of scripts) {
  test(`${name} points at its map, and the map at the sources`, () => {
    assert.match(read(name).toString(), new RegExp(`\n//# sourceMappingURL=${name.replaceAll('.', '\\.')}\\.map\n$`));
    const map = JSON.parse(read(`${name}.map`).toString());
    assert.equal(map.file, name);
    const ours = map.sources.map((source) => source.replace('optave-web-sdk:///', ''));
    assert.ok(ours.some((source) => /^(pkg-template\/(entry|adapters|chat)|www-demo\/sandbox)\//.test(source)));
    for (const [index, source] of ours.entries()) {
      const isGenerated = source === 'generated.js';
      assert.equal(map.ignoreList.includes(index), isGenerated, `${source}: is it stepped over?`);
      const text = isGenerated ? /^\/\/ Made by / : readFileSync(path.join(root, source), 'utf8');
      if (isGenerated) assert.match(map.sourcesContent[index], text);
      else assert.equal(map.sourcesContent[index], text, source);
    }
  });
}

test('every script has a map, but for those that are another one as CommonJS, and what hands the sandbox on', () => {
  const without = packageFiles().filter((name) => /\.c?js$/.test(name) && !scripts.includes(name));
  assert.deepEqual(
    without.filter((name) => !name.endsWith('.cjs')),
    ['sandbox.js'],
  );
  for (const name of without) assert.doesNotMatch(read(name).toString(), /sourceMappingURL/, name);
});

test('a name in the code is found at its place in the source', () => {
  for (const name of ['index.js', 'js.js', 'script.js', 'wasm.js']) {
    const lines = read(name).toString().split('\n');
    const map = new SourceMap(JSON.parse(read(`${name}.map`).toString()));
    const sign = 'Symbol.asyncIterator';
    const line = lines.findIndex((text) => text.includes(sign));
    const { originalSource, originalLine } = map.findEntry(line, lines[line].indexOf(sign));
    const source = readFileSync(path.join(root, originalSource.replace('optave-web-sdk:///', '')), 'utf8');
    assert.ok(source.split('\n')[originalLine].includes(sign), `${name}: ${originalSource}:${originalLine + 1}`);
  }
});
