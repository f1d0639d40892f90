// What those say who check packages for a living.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { manifest, pack } from './tarball.mjs';

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: pkg, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest())),
    [],
  );
});

test('every entry has the right types in every way of resolving them', async () => {
  // Classic scripts have no exports, and a wasm file no types.
  const excludeEntrypoints = ['./script', './script-js', './optave.wasm'];
  const { problems } = await checkPackage(createPackageFromTarballData(await pack()), { excludeEntrypoints });
  assert.deepEqual(problems, []);
});
