// A project of this folder as somebody else would have it: a copy outside of the repository, so that nothing of ours is
// found by accident, with its own tools from the registry and then the package from its tarball.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../pkg-template/build/browsers.mjs';
import { Failure, run } from '../../pkg-template/build/log.mjs';
import { pkg, root } from '../../pkg-template/build/paths.mjs';

const INSTALL_MS = 300_000;
const BUILD_MS = 300_000;
// What npm says when a package cannot be had here, as opposed to one that we ask for in a wrong way.
const OUT_OF_REACH =
  /npm error code (E40[134]|E5\d\d|ETARGET|ENOVERSIONS|ENOTFOUND|EAI_AGAIN|ECONN\w+|E?NETUNREACH|E\w*TIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|EBADPLATFORM|EBADENGINE)/;

/** The registry has not got a tool, or this machine cannot run it. */
export class Unavailable extends Error {}

/**
 * What the projects' tools find in the environment: no telemetry, no prompts, nothing that opens a browser by itself,
 * nothing of this repository; but the Chromium that is here.
 */
export function environment() {
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: '1',
    BROWSER: 'none',
    CHROMIUM: findProgram('chromium'),
    CI: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
  // npm hands the settings of the repository on to what it runs; a project starts without them.
  const isOurs = (name) => /^npm_(package|lifecycle)_|^NODE_(ENV|OPTIONS|PATH)$|^FORCE_COLOR$/.test(name);
  for (const name of Object.keys(env).filter(isOurs)) delete env[name];
  return env;
}

/** @param {string[]} args */
function npm(args, cwd, timeout, options = {}) {
  return run('npm', args, { cwd, env: environment(), timeout, shell: process.platform === 'win32', ...options });
}

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];

/** Packs pkg/ into `folder`; answers the tarball's path. */
export async function pack(folder) {
  const { stdout } = await npm(['pack', '--json', '--pack-destination', folder], pkg, INSTALL_MS);
  const [{ filename }] = JSON.parse(stdout);
  return path.join(folder, filename);
}

/** Goes with the process at the latest. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-consumers-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  return { folder, remove };
}

async function installTools(name, dir) {
  const ci = (...more) => npm(['ci', ...more, ...QUIET], dir, INSTALL_MS, { allowFailure: true });
  let { code, stderr } = await ci('--prefer-offline');
  // What npm remembers of a package may be older than the lock file.
  if (/ETARGET/.test(stderr)) ({ code, stderr } = await ci());
  if (code === 0) return;
  const said = stderr
    .split('\n')
    .filter((line) => /^npm error ./.test(line))
    .slice(0, 4)
    .join('\n');
  if (code === null || OUT_OF_REACH.test(stderr)) throw new Unavailable(said || 'npm took too long');
  throw new Failure(`npm ci failed in tests/consumers/${name}.\n${said}`);
}

/** Copies the project `name` into `folder` and installs it, the package last and without a network. */
export async function install(name, folder, tarball) {
  const dir = path.join(folder, name);
  cpSync(path.join(root, 'tests', 'consumers', name), dir, {
    recursive: true,
    filter: (source) =>
      ![
        'node_modules',
        'dist',
        '.astro',
        '.next',
        '.nuxt',
        '.output',
        '.parcel-cache',
        '.react-router',
        '.svelte-kit',
        'build',
      ].includes(path.basename(source)),
  });
  if (existsSync(path.join(dir, 'package-lock.json'))) await installTools(name, dir);
  await npm(['install', '--offline', ...QUIET, tarball], dir, INSTALL_MS);
  return dir;
}

/** Runs one of the project's own scripts. */
export const script = (dir, name) => npm(['run', name], dir, BUILD_MS);
