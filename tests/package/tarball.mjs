// The package as npm would publish it, packed once and unpacked where a test can look at it.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../pkg-template/build/log.mjs';
import { pkg, root } from '../../pkg-template/build/paths.mjs';

/** Packs a built package. Answers the tarball's bytes. */
export async function pack(folder = pkg) {
  const out = mkdtempSync(path.join(tmpdir(), 'optave-pack-'));
  try {
    await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out, folder], { cwd: root });
    const [file] = readdirSync(out);
    return readFileSync(path.join(out, file));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Every file of the built package, by its name. */
export const packageFiles = () =>
  readdirSync(pkg, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(pkg, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();

export const read = (name) => readFileSync(path.join(pkg, name));
export const manifest = () => JSON.parse(read('package.json').toString());
