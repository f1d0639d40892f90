// Browsers and their WebDriver servers: found where the system has them, installed with apt-get where we may,
// otherwise named with the command that installs them. Nothing is downloaded from a browser vendor.
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkoutLock } from './node-modules.mjs';
import { withLock } from './lock.mjs';
import { Failure, run, say, step } from './log.mjs';
import { root } from './paths.mjs';
import { ensureTool, toolBinary } from './tools.mjs';

/** MiniBrowser is nowhere on the PATH, but in a folder that names the machine and the version. */
function miniBrowsers() {
  const inside = (folder) => {
    try {
      return readdirSync(folder).map((name) => path.join(folder, name));
    } catch {
      return [];
    }
  };
  return ['/usr/lib', '/usr/libexec']
    .flatMap((folder) => [folder, ...inside(folder).filter((name) => name.endsWith('-linux-gnu'))])
    .flatMap((folder) => inside(folder).filter((name) => path.basename(name).startsWith('webkit2gtk-')))
    .map((folder) => path.join(folder, 'MiniBrowser'));
}

// `variable` overrides the search: the name under which the WebDriver world knows the program, or ours. `places` is asked
// each time, because what is missing when this module is read may be installed a moment later.
const PROGRAMS = {
  chromium: {
    variable: 'OPTAVE_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: () => [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    apt: 'chromium',
    brew: '--cask google-chrome',
  },
  chromedriver: {
    variable: 'CHROMEDRIVER',
    names: ['chromedriver'],
    places: () => ['/usr/lib/chromium-browser/chromedriver', '/usr/lib/chromium/chromedriver'],
    apt: 'chromium-driver',
    brew: '--cask chromedriver',
  },
  firefox: {
    variable: 'OPTAVE_FIREFOX',
    names: ['firefox-esr', 'firefox'],
    places: () => ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    apt: 'firefox-esr',
    brew: '--cask firefox',
  },
  webkitdriver: {
    variable: 'OPTAVE_WEBKIT_DRIVER',
    names: ['WebKitWebDriver'],
    places: () => [],
    apt: 'webkit2gtk-driver',
  },
  minibrowser: {
    variable: 'OPTAVE_WEBKIT',
    names: ['MiniBrowser'],
    places: miniBrowsers,
    apt: 'webkit2gtk-driver',
  },
  // WebKit's browser has no mode without a display.
  'xvfb-run': {
    variable: 'OPTAVE_XVFB_RUN',
    names: ['xvfb-run'],
    places: () => [],
    apt: 'xvfb xauth',
  },
};

const WEBKIT = ['webkitdriver', 'minibrowser', 'xvfb-run'];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of one of the programs, or undefined. */
export function findProgram(name) {
  const { variable, names, places } = PROGRAMS[name];
  const given = process.env[variable];
  if (given) {
    if (!isExecutable(given)) throw new Failure(`${variable} is set to ${given}, which is no program.`);
    return given;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return [...names.flatMap((file) => folders.map((folder) => path.join(folder, file))), ...places()].find(isExecutable);
}

async function aptPrefix() {
  if (process.platform !== 'linux') return undefined;
  if ((await run('apt-get', ['--version'], { allowFailure: true })).code !== 0) return undefined;
  if (process.getuid() === 0) return [];
  const sudo = await run('sudo', ['-n', 'true'], { allowFailure: true });
  return sudo.code === 0 ? ['sudo', '-n'] : undefined;
}

const packagesOf = (names) => [...new Set(names.flatMap((name) => PROGRAMS[name].apt.split(' ')))];

function howToInstall(missing) {
  const lines = [`Missing on this machine: ${missing.join(', ')}.`];
  if (process.platform === 'darwin') {
    const casks = missing.map((name) => PROGRAMS[name].brew).filter(Boolean);
    if (casks.length > 0) lines.push(`Install with Homebrew:  brew install ${casks.join(' ')}`);
  } else if (process.platform === 'linux') {
    lines.push(
      `Install on Debian and its relatives:  sudo apt-get update && sudo apt-get install -y ${packagesOf(missing).join(' ')}`,
    );
  }
  lines.push(
    `Or point at existing programs:  ${missing.map((name) => `${PROGRAMS[name].variable}=/path/to/${name}`).join(' ')}`,
  );
  return lines.join('\n');
}

/** Makes sure that the named programs are there. */
export async function ensureBrowsers(names) {
  const missing = () => names.filter((name) => !findProgram(name));
  if (missing().length === 0) return;
  const prefix = await aptPrefix();
  if (!prefix) throw new Failure(howToInstall(missing()));
  await withLock(checkoutLock('apt'), 'apt-get', async () => {
    if (missing().length === 0) return;
    const packages = packagesOf(missing());
    // A new machine updates itself at first, and another checkout may be installing: apt-get can wait for its turn.
    const [command, ...options] = [...prefix, 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
    const apt = (args) =>
      run(command, [...options, ...args], {
        cwd: root,
        show: 'summary',
        summarise: (output) => output.trimEnd().split('\n').at(-1)?.slice(0, 100),
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    try {
      await step(`installing ${packages.join(', ')} with apt-get`, '1 to 3 min', async () => {
        await apt(['update']);
        await apt(['install', '-y', '--no-install-recommends', ...packages]);
      });
    } catch (error) {
      throw new Failure(`${error.message}\n${howToInstall(missing())}`);
    }
  });
  if (missing().length > 0) throw new Failure(howToInstall(missing()));
}

/** What WebKit lacks on this machine. */
export const missingForWebKit = () => WEBKIT.filter((name) => !findProgram(name));

/**
 * WebKit, which is not to be had everywhere: where apt-get may install it, it must be there afterwards; elsewhere its
 * tests are skipped, which is said here and again where they would have run.
 */
export async function ensureWebKit() {
  if (missingForWebKit().length === 0) return;
  if (await aptPrefix()) await ensureBrowsers(WEBKIT);
  else
    say(`WEBKIT IS NOT HERE AND CANNOT BE INSTALLED: its tests will be SKIPPED.\n${howToInstall(missingForWebKit())}`);
}

/** What wasm-pack, and the test runner that it starts, must find in the environment. */
export async function ensureDrivers() {
  await ensureBrowsers(['chromium', 'chromedriver', 'firefox']);
  if (!process.env.GECKODRIVER) await ensureTool('geckodriver');
  return {
    CHROMEDRIVER: findProgram('chromedriver'),
    GECKODRIVER: process.env.GECKODRIVER || toolBinary('geckodriver'),
  };
}
