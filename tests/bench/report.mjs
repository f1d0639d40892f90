// The figures as a table for people, and held against tests/budgets.json.

const us = (value) => (value === undefined ? '' : value < 10 ? value.toFixed(2) : value.toFixed(1));
const ms = (value) => (value === undefined ? '' : value.toFixed(2));
const times = (value) => (value === undefined ? '' : value.toFixed(2));
const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en'));

function table(head, rows) {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isText = (column) => rows.some((row) => /[a-z]/i.test(row[column]));
  const print = (row) =>
    row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])));
  return all.map((row) => `  ${print(row).join('  ')}`.trimEnd()).join('\n');
}

export function print(report) {
  const { machine, messages, sizes, firstClient, roundTrips, endurance } = report;
  const parts = [`${machine.browser}, ${machine.cpu} (${machine.cores} cores), Node ${machine.node}`];
  parts.push(
    'µs per message, median of interleaved rounds (ours / reference: median of the ratios within a round)',
    table(
      ['', 'message', 'in flight', 'ours', 'reference', 'JSON', 'ours/ref', 'ours/JSON', 'ref/JSON'],
      messages.map((row) => [
        row.direction,
        row.scenario,
        whole(row.inFlight),
        us(row.us.ours),
        us(row.us.reference),
        us(row.us.json),
        times(row.oursOverReference),
        times(row.oursOverJson),
        times(row.referenceOverJson),
      ]),
    ),
  );
  parts.push(
    'ms from first import to first client, fresh pages, median (import without the download)',
    table(
      ['', 'import', 'first client', 'both', 'second client', 'worst', 'runs'],
      Object.entries(firstClient).map(([name, row]) => [
        name,
        ms(row.importMs),
        ms(row.constructMs),
        ms(row.totalMs),
        ms(row.secondConstructMs),
        ms(row.totalMsMax),
        whole(row.runs),
      ]),
    ),
  );
  if (report.differences?.length > 0) {
    parts.push(`the frames differ, so the subjects do not do the same work:\n  ${report.differences.join('\n  ')}`);
  }
  if (sizes) {
    parts.push(
      'bytes to download',
      table(
        ['', 'raw', 'gzip', 'brotli-11'],
        Object.entries(sizes).map(([name, row]) => [name, whole(row.raw), whole(row.gzip), whole(row.brotli)]),
      ),
    );
  }
  if (roundTrips) {
    parts.push(
      'ms per round trip over a real socket to the sandbox',
      table(
        ['ours', 'reference', 'ours/ref'],
        [[ms(roundTrips.ms.ours), ms(roundTrips.ms.reference), times(roundTrips.oursOverReference)]],
      ),
    );
  }
  for (const [name, { requests, before, end }] of Object.entries(endurance)) {
    parts.push(
      `${name}: before and after ${whole(requests)} requests, 100 of them always in flight`,
      table(
        ['', 'before', 'after'],
        Object.keys(end).map((key) => [key, whole(before[key]), whole(end[key])]),
      ),
    );
  }
  return parts.join('\n\n').replace(/\n\n(?= {2})/g, '\n');
}

/** One line per budget: `{ name, value, limit }`. What was not measured is not judged. */
export function judge(report, budgets) {
  const lines = [];
  const add = (name, value, limit) => {
    if (value !== undefined && limit !== undefined) lines.push({ name, value, limit, kept: value <= limit });
  };
  for (const [file, limits] of Object.entries(budgets.size ?? {})) {
    for (const [kind, limit] of Object.entries(limits)) {
      add(`${file}, ${kind} bytes`, report.sizes?.[`pkg/${file}`]?.[kind], limit);
    }
  }
  const { ours: client, reference, 'first version': firstVersion } = report.firstClient;
  const startup = (over) => client && over && client.totalMs / over.totalMs;
  const { overPlainJavaScript, overFirstVersion } = budgets.firstClient ?? {};
  add('first import to first client, ours/reference', startup(reference), overPlainJavaScript);
  add('first import to first client, ours/first version', startup(firstVersion), overFirstVersion);
  const ours = (direction, scenario, inFlight) =>
    report.messages.find(
      (row) => row.direction === direction && row.scenario === scenario && row.inFlight === inFlight && row.us.ours,
    );
  for (const [direction, limits] of Object.entries(budgets.ratioToPlainJavaScript ?? {})) {
    for (const [scenario, limit] of Object.entries(limits)) {
      for (const inFlight of [1, 10_000]) {
        const row = ours(direction, scenario, inFlight);
        add(`${direction} ${scenario}, ${whole(inFlight)} in flight, ours/reference`, row?.oursOverReference, limit);
      }
    }
  }
  for (const [direction, limit] of Object.entries(budgets.ratioOf10000InFlightTo1 ?? {})) {
    for (const scenario of ['1.7 KB', '80 KB']) {
      // Over the floor of the same minute, since a machine does not keep its speed for the whole run.
      const [one, many] = [1, 10_000].map((inFlight) => ours(direction, scenario, inFlight)?.oursOverJson);
      add(`${direction} ${scenario}, 10,000 in flight over 1`, one && many / one, limit);
    }
  }
  add("differences to the reference's frames", report.differences?.length, 0);
  const flat = report.endurance.ours;
  if (flat) {
    for (const key of [
      'wasmBytes',
      'wasmTableEntries',
      'socketListeners',
      'sockets',
      'otherListeners',
      'engineListeners',
    ]) {
      add(`${key} after ${whole(flat.requests)} requests`, flat.end[key], flat.before[key]);
    }
  }
  return lines;
}

export function printBudgets(lines) {
  return table(
    ['budget', 'measured', 'at most', ''],
    lines.map(({ name, value, limit, kept }) => [
      name,
      Number.isInteger(value) ? whole(value) : times(value),
      limit > 100 ? whole(limit) : limit,
      kept ? 'kept' : 'EXCEEDED',
    ]),
  );
}
