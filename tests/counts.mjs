// How many tests a part ran, read from what its runner printed.

const withoutColour = (text) => text.replace(/\x1b\[[0-9;]*m/g, '');

const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);

/** libtest and wasm-bindgen's runner end each binary with "test result: ok. 3 passed; 0 failed; …". */
export function cargoCounts(output) {
  const text = withoutColour(output);
  return {
    passed: sum(text, /^test result: .*?(\d+) passed;/gm),
    failed: sum(text, /^test result: .*?(\d+) failed;/gm),
  };
}

/** libtest and wasm-bindgen's runner say of each test how it went: "test engine::queue::is_full ... FAILED". */
export const cargoFailures = (output) =>
  [...withoutColour(output).matchAll(/^test (.+) \.\.\. FAIL(?:ED)?$/gm)].map(([, test]) => ({ test }));

/** cargo names each binary on one stream, how long its tests took comes on the other: in the same order. */
export function cargoTimes(output) {
  const text = withoutColour(output);
  const names = [...text.matchAll(/^ +(?:Running (?:unittests )?(\S+) \(|(Doc-tests) )/gm)];
  const times = [...text.matchAll(/^test result: .*; finished in ([\d.]+)s$/gm)];
  return times.slice(0, names.length).map(([, seconds], index) => {
    const [, file, docs] = names[index];
    return { file: file ?? docs, ms: Math.round(Number(seconds) * 1000) };
  });
}

/** The spec reporter of `node --test` ends with "ℹ pass 3", "ℹ fail 0", "ℹ cancelled 0", "ℹ skipped 1". */
export function nodeCounts(output) {
  const text = withoutColour(output);
  return {
    passed: sum(text, /^ℹ pass (\d+)$/gm),
    failed: sum(text, /^ℹ (?:fail|cancelled) (\d+)$/gm),
    skipped: sum(text, /^ℹ skipped (\d+)$/gm),
  };
}

/** tsc prints "path(line,column): error TS…"; a file without any such line is a passed test. */
export function typeCounts(output, files) {
  const text = withoutColour(output);
  const wrong = new Set([...text.matchAll(/^(.+?)\(\d+,\d+\): error TS/gm)].map((match) => match[1]));
  // An error outside any file (a bad option) names none.
  const global = /^error TS/m.test(text) ? 1 : 0;
  const failed = wrong.size + global;
  return { passed: global ? 0 : files.filter((file) => !wrong.has(file)).length, failed };
}
