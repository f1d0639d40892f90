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
  const { problems } = await checkPackage(createPackageFromTarballData(await pack()));
  const found = problems.map(({ kind, entrypoint, resolutionKind }) => [kind, entrypoint, resolutionKind].join(' '));
  assert.deepEqual(found.sort(), [
    // Classic scripts are for pages, and their types are globals, which nobody requires.
    'CJSResolvesToESM ./chat-script node16-cjs',
    'CJSResolvesToESM ./script node16-cjs',
    'CJSResolvesToESM ./script-js node16-cjs',
    // A wasm file has no types.
    'NoResolution ./optave.wasm bundler',
    'NoResolution ./optave.wasm node10',
    'NoResolution ./optave.wasm node16-cjs',
    'NoResolution ./optave.wasm node16-esm',
    // Svelte itself cannot be required.
    'NoResolution ./svelte node16-cjs',
  ]);
});
