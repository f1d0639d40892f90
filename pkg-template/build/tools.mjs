// The Rust side of the set-up: toolchain, wasm target, and the cargo-installed tools in the user's cache.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { Failure, run, say, step } from './log.mjs';
import { cargoField, root, toolsDir, wasmBindgenVersion } from './paths.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** What is installed with cargo, by name of the crate. */
const TOOLS = {
  // Not --locked: its lock file pins dependencies that a registry mirror may not carry (yet).
  'wasm-bindgen-cli': {
    version: wasmBindgenVersion,
    binaries: ['wasm-bindgen', 'wasm-bindgen-test-runner'],
    // Nor with its default features: TLS is for remote drivers, and half of what would be compiled.
    options: ['--no-default-features'],
    expected: '1 to 3 min',
  },
  'wasm-pack': { version: () => '0.15.1', binaries: ['wasm-pack'], options: [], expected: '2 to 4 min' },
  'cargo-deny': { version: () => '0.20.2', binaries: ['cargo-deny'], options: [], expected: '4 to 8 min' },
  geckodriver: { version: () => '0.37.1', binaries: ['geckodriver'], options: ['--locked'], expected: '1 to 3 min' },
};

// These tools work for a second at a time: compiling them with all optimisations would never pay for itself.
const QUICK_BUILD = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_RELEASE_LTO: 'false',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG: '0',
  CARGO_TERM_COLOR: 'never',
};

export function toolDirectory(name) {
  return path.join(toolsDir, `${name}-${TOOLS[name].version()}`);
}

/** The path of an installed tool's binary. */
export function toolBinary(name, binary = TOOLS[name].binaries[0]) {
  return path.join(toolDirectory(name), 'bin', binary + exe);
}

function isInstalled(name) {
  return TOOLS[name].binaries.every((binary) => existsSync(toolBinary(name, binary)));
}

async function installTool(name) {
  const { version, options, expected } = TOOLS[name];
  await withLock(path.join(toolsDir, `${name}.lock`), `installing ${name}`, async () => {
    if (isInstalled(name)) return;
    const directory = toolDirectory(name);
    const scratch = `${directory}.partial`;
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    await step(`installing ${name} ${version()} into ${directory}`, expected, () =>
      run(
        'cargo',
        ['install', name, '--version', `=${version()}`, ...options, '--no-track', '--root', path.join(scratch, 'root')],
        {
          cwd: root,
          show: 'summary',
          summarise: (output) => `${output.match(/^\s*Compiling /gm)?.length ?? 0} crates compiled`,
          env: { ...process.env, ...QUICK_BUILD, CARGO_TARGET_DIR: path.join(scratch, 'build') },
        },
      ),
    );
    // Renamed into place whole, so that a half-installed tool is never found.
    rmSync(directory, { recursive: true, force: true });
    renameSync(path.join(scratch, 'root'), directory);
    rmSync(scratch, { recursive: true, force: true });
    if (!isInstalled(name)) throw new Failure(`cargo installed ${name}, but not the programs that were expected.`);
  });
}

export async function ensureTool(name) {
  if (!isInstalled(name)) await installTool(name);
}

/** `a` is at least `b`, both dotted numbers. */
function atLeast(a, b) {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    if ((left[i] ?? 0) !== (right[i] ?? 0)) return (left[i] ?? 0) > (right[i] ?? 0);
  }
  return true;
}

const RUST_HELP = 'Install Rust with rustup (see rustup.rs), open a new terminal, and try again.';

export async function ensureRust({ wasm }) {
  const version = await run('rustc', ['--version'], { cwd: root, allowFailure: true });
  if (version.code === 127) throw new Failure(`Rust is missing. ${RUST_HELP}`);
  if (version.code !== 0) {
    throw new Failure(
      `rustc does not start here:\n${version.stderr.trim()}\nTry \`rustup toolchain install stable\`. ${RUST_HELP}`,
    );
  }
  const present = /rustc (\d+\.\d+\.\d+)/.exec(version.stdout)?.[1] ?? '0';
  const needed = cargoField('rust-version');
  if (needed && !atLeast(present, needed)) {
    throw new Failure(`Rust ${needed} or newer is needed, this is ${present}. Run \`rustup update stable\`.`);
  }
  if (!wasm) return;
  const wanted = 'wasm32-unknown-unknown';
  const sysroot = (await run('rustc', ['--print', 'sysroot'], { cwd: root })).stdout.trim();
  const installed = () => existsSync(path.join(sysroot, 'lib', 'rustlib', wanted, 'lib'));
  if (installed()) return;
  await step(`adding the Rust target ${wanted}`, '10 to 30 s', () =>
    run('rustup', ['target', 'add', wanted], { cwd: root, show: 'all' }),
  );
  if (!installed()) throw new Failure(`The Rust target ${wanted} is missing. Run \`rustup target add ${wanted}\`.`);
}

export async function ensureRustComponent(subcommand, component) {
  const found = await run('cargo', [subcommand, '--version'], { cwd: root, allowFailure: true });
  if (found.code === 0) return;
  say(`- ${component} is missing`);
  await step(`adding the Rust component ${component}`, '10 s', () =>
    run('rustup', ['component', 'add', component], { cwd: root, show: 'all' }),
  );
}
