// `npm run test:reproducible`: builds the package once more, from a copy of the sources in another folder with nothing
// built before, and compares the two tarballs byte for byte.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAll } from '../../pkg-template/build/build.mjs';
import { Failure, main, run, say, step } from '../../pkg-template/build/log.mjs';
import { pkg, root } from '../../pkg-template/build/paths.mjs';
import { pack } from './tarball.mjs';

async function copySources(to) {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const name of stdout.split('\0').filter(Boolean)) {
    cpSync(path.join(root, name), path.join(to, name), { recursive: true, force: true });
  }
}

/** The names of the files that are not the same in both folders. */
const differing = (one, other) =>
  [...new Set([...readdirSync(one), ...readdirSync(other)])].filter((name) => {
    const read = (folder) => (readdirSync(folder).includes(name) ? readFileSync(path.join(folder, name)) : undefined);
    return !read(one) || !read(other) || !read(one).equals(read(other));
  });

await main(async () => {
  await buildAll();
  const copy = mkdtempSync(path.join(tmpdir(), 'optave-elsewhere-with-a-longer-name-'));
  try {
    await copySources(copy);
    const env = { ...process.env };
    delete env.CARGO_TARGET_DIR;
    await step('building the package again, elsewhere', '2 to 4 min', () =>
      run('npm', ['run', 'build'], { cwd: copy, env, show: 'summary' }),
    );
    const again = path.join(copy, 'pkg');
    const [first, second] = [await pack(pkg), await pack(again)];
    if (!first.equals(second)) throw new Failure(`The builds differ in: ${differing(pkg, again).join(', ')}`);
    say(`ok: both builds are the same ${first.length} bytes`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
