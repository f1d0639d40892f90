// A folder with the built package in it, as a project of somebody's would have it, where the code of the texts is
// compiled and run.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pkg, root } from '../../pkg-template/build/paths.mjs';

/** @param {string} name of a part of the tests, which has the folder to itself */
export function makeProject(name) {
  const folder = path.join(root, 'target', 'docs-tests', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  symlinkSync(pkg, path.join(folder, 'node_modules', 'optave-web-sdk'), 'junction');
  return folder;
}
