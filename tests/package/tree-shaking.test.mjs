// What an import costs that uses nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { pkg } from '../../pkg-template/build/paths.mjs';

for (const entry of ['index.js', 'js.js', 'auto.js', 'wasm.js']) {
  for (const [what, code] of [
    ['nothing', `import ${JSON.stringify(path.join(pkg, entry))};`],
    ['a name that is never used', `import * as optave from ${JSON.stringify(path.join(pkg, entry))};`],
  ]) {
    test(`importing ${what} from ${entry} leaves nothing in a bundle`, async () => {
      const { outputFiles } = await build({
        stdin: { contents: code, resolveDir: pkg, sourcefile: 'page.js' },
        bundle: true,
        write: false,
        format: 'esm',
        minify: true,
        logLevel: 'silent',
      });
      assert.equal(outputFiles[0].text.trim(), '');
    });
  }
}
