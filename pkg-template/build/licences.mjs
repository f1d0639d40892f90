// What others wrote and we pass on.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** The folder of the npm package that a bundled file belongs to. */
const packageOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0];

const isLicence = (entry) => /^licen[cs]e(\.|$)/i.test(entry);

/** The folders from a file up to its package's own. */
function foldersOf(file) {
  const folders = [];
  for (let folder = file; folder !== packageOf(file);) folders.push((folder = path.posix.dirname(folder)));
  return folders;
}

/**
 * Under which terms the packages that are bundled, and parts of them, may be passed on, each in its own words.
 *
 * @param {string} what  what they are bundled into
 * @param {string[]} files
 */
export function licences(what, files) {
  const bundled = files.map((file) => file.replaceAll('\\', '/')).filter(packageOf);
  const folders = [...new Set(bundled.flatMap(foldersOf))].sort();
  const entries = folders.flatMap((folder) => {
    const file = readdirSync(path.join(root, folder)).find(isLicence);
    const isPackage = folder === packageOf(folder);
    if (!file && !isPackage) return [];
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, packageOf(folder), 'package.json'), 'utf8'),
    );
    const part = isPackage ? '' : `, ${path.posix.relative(packageOf(folder), folder)}`;
    const text = file ? readFileSync(path.join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${version}${part}\n\n${text.replaceAll('\r\n', '\n')}\n`;
  });
  return `${what} contains these packages.\n\n${entries.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
