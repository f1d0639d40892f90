// node_modules as package-lock.json wants it, without asking npm when it already is.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { run, step } from './log.mjs';
import { root } from './paths.mjs';

function packagesOf(file) {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** npm keeps a lock file of what it really installed; optional packages are for other platforms and may be missing. */
function isCurrent() {
  const wanted = Object.entries(packagesOf(path.join(root, 'package-lock.json')));
  const present = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  return wanted.every(
    ([name, { version, optional, peer }]) =>
      name === '' || present[name]?.version === version || (present[name] === undefined && (optional || peer)),
  );
}

/** A lock directory that belongs to this checkout alone. */
export function checkoutLock(name) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return path.join(tmpdir(), `optave-web-sdk-${id}-${name}.lock`);
}

export async function ensureNodeModules() {
  if (isCurrent()) return;
  await withLock(checkoutLock('npm'), 'npm ci', async () => {
    if (isCurrent()) return;
    await step('installing the npm packages of package-lock.json (npm ci)', '5 to 30 s', () =>
      // No package here needs its install script; on Windows npm is a script that only a shell starts.
      run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: root,
        shell: process.platform === 'win32',
      }),
    );
  });
}
