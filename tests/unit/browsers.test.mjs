// The set-up on a machine that has no browser yet. The machine is made up: its /usr is an empty folder, and its apt-get
// a script that puts into it what the package would have brought.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

/** By package, what it brings, below /usr. */
const BRINGS = {
  chromium: ['bin/chromium'],
  'chromium-driver': ['bin/chromedriver'],
  'firefox-esr': ['bin/firefox-esr'],
  'webkit2gtk-driver': ['bin/WebKitWebDriver', 'lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'],
  xvfb: ['bin/xvfb-run'],
  xauth: ['bin/xauth'],
};

const VARIABLES = [
  'OPTAVE_CHROMIUM',
  'CHROMEDRIVER',
  'OPTAVE_FIREFOX',
  'OPTAVE_WEBKIT_DRIVER',
  'OPTAVE_WEBKIT',
  'OPTAVE_XVFB_RUN',
];

const linux = { skip: process.platform !== 'linux' && 'apt-get is for Linux' };
const saved = { ...process.env };
const { accessSync, readdirSync } = fs;
let machine;
let browsers;

function script(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

const installed = () => {
  const file = path.join(machine, 'installed');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
};

before(async () => {
  machine = fs.mkdtempSync(path.join(tmpdir(), 'optave-machine-'));
  const usr = path.join(machine, 'usr');
  const inMachine = (file) => (/^\/usr\/lib(exec)?(\/|$)/.test(String(file)) ? path.join(machine, file) : file);
  fs.accessSync = (file, ...rest) => accessSync(inMachine(file), ...rest);
  fs.readdirSync = (folder, ...rest) => readdirSync(inMachine(folder), ...rest);
  syncBuiltinESMExports();

  const cases = Object.entries(BRINGS).map(
    ([name, files]) =>
      `${name}) echo ${name} >> '${machine}/installed'; for file in ${files.join(' ')}; do put "$file"; done;;`,
  );
  script(
    path.join(usr, 'bin', 'apt-get'),
    `PATH=/usr/bin:/bin
put() { mkdir -p "$(dirname "${usr}/$1")"; echo '#!/bin/sh' > "${usr}/$1"; chmod +x "${usr}/$1"; }
for word in "$@"; do case $word in
${cases.join('\n')}
esac; done`,
  );
  script(path.join(usr, 'bin', 'sudo'), 'shift; exec "$@"');
  for (const name of VARIABLES) delete process.env[name];
  process.env.PATH = path.join(usr, 'bin');
  // Read while the machine is still empty, as on the first `npm test` after a clone.
  browsers = await import('../../pkg-template/build/browsers.mjs');
});

after(() => {
  fs.accessSync = accessSync;
  fs.readdirSync = readdirSync;
  syncBuiltinESMExports();
  for (const name of [...VARIABLES, 'PATH']) {
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
  }
  fs.rmSync(machine, { recursive: true, force: true });
});

test('WebKit is found in the process that installed it', linux, async () => {
  assert.deepEqual(browsers.missingForWebKit(), ['webkitdriver', 'minibrowser', 'xvfb-run']);
  await browsers.ensureWebKit();
  assert.deepEqual(browsers.missingForWebKit(), []);
  assert.equal(browsers.findProgram('minibrowser'), '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser');
  assert.deepEqual(installed(), ['webkit2gtk-driver', 'xvfb', 'xauth']);
});

test('so are the other browsers and their drivers', linux, async () => {
  const names = ['chromium', 'chromedriver', 'firefox'];
  for (const name of names) assert.equal(browsers.findProgram(name), undefined, name);
  await browsers.ensureBrowsers(names);
  for (const name of names) assert.ok(browsers.findProgram(name)?.startsWith(machine), name);
});

test('a machine that has them installs nothing', linux, async () => {
  const already = installed().length;
  await browsers.ensureWebKit();
  await browsers.ensureBrowsers(['chromium', 'chromedriver', 'firefox']);
  assert.equal(installed().length, already);
});
