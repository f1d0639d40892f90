// The faults in force: whom each hits, for how long, and how it is taken back.
import { describeFaults, readFault } from './table.mjs';

/** @param {{ listener: { stop(): void, start(): void } }} world */
export function createFaults({ listener }) {
  const records = new Map();
  const connections = new Set();
  const severed = new Map();
  let lastId = 0;

  const drop = (record) => {
    if (!records.delete(record.id)) return;
    for (const detach of record.hit.values()) detach();
    record.hit.clear();
    record.stop?.();
  };

  /** Over is what hits nobody now and can hit nobody later. */
  const settle = (record) => {
    const { fault, options, left, hit } = record;
    const mayHitMore = fault.place !== 'connection' || options.to === 'all' || options.to === 'future';
    if (hit.size === 0 && (left === 0 || !mayHitMore)) drop(record);
  };

  const attach = (record, connection) => {
    record.applied += 1;
    record.hit.set(connection, record.fault.attach(connection, record.options));
  };

  const presentOnes = ({ to }) => {
    if (to === 'future') return [];
    if (to === 'all' || to === 'present') return [...connections];
    const found = [...connections].find(({ id }) => id === to);
    if (found) return [found];
    throw new RangeError(`no open connection ${to}; open are [${[...connections].map(({ id }) => id).join(', ')}]`);
  };

  /** Requests of this part that are under way end with this signal. */
  const signalOf = (part) => {
    if (!severed.has(part)) severed.set(part, new AbortController());
    return severed.get(part).signal;
  };

  const sever = (part) => {
    severed.get(part)?.abort();
    severed.delete(part);
  };

  const show = ({ id, fault, options, left, applied, hit }) => ({
    id,
    fault: fault.name,
    ...options,
    ...(left === undefined ? {} : { next: left }),
    applied,
    ...(fault.place === 'connection' ? { connections: [...hit.keys()].map((connection) => connection.id) } : {}),
  });

  const put = ({ fault, options }) => {
    lastId += 1;
    const record = { id: lastId, fault, options, left: options.next, applied: 0, hit: new Map(), stop: undefined };
    records.set(record.id, record);
    if (fault.attach) for (const connection of presentOnes(options)) attach(record, connection);
    record.stop = fault.start?.(options, { connections, sever, listener, end: () => drop(record) });
    const shown = show(record);
    settle(record);
    return shown;
  };

  return {
    signalOf,
    severAll: () => [...severed.keys()].forEach(sever),
    known: describeFaults,
    active: () => [...records.values()].map(show),
    /** All or none: nothing takes effect if one of them is wrong. */
    add(bodies) {
      const read = bodies.map(readFault);
      for (const { fault, options } of read) if (fault.attach) presentOnes(options);
      return read.map(put);
    },
    /** @param {number} [id] without it: all */
    clear(id) {
      if (id !== undefined && !records.has(id)) {
        throw new RangeError(`no fault ${id} is active; active are [${[...records.keys()].join(', ')}]`);
      }
      const ending = [...records.values()].filter((record) => id === undefined || record.id === id);
      ending.forEach(drop);
      return ending.length;
    },
    clearNamed(name) {
      const ending = [...records.values()].filter(({ fault }) => fault.name === name);
      ending.forEach(drop);
      return ending.length;
    },
    /**
     * What a request of this place suffers, in the words of a script. A script goes before the faults, but for their
     * delay; while the server is down, none is used up.
     *
     * @param {'handshake' | 'token' | 'rest'} place
     * @param {{ take(): object | undefined }} [scripts]
     */
    instruct(place, scripts) {
      for (const record of records.values()) {
        const down = record.fault.place === 'server' && record.fault.instruct(record.options, place);
        if (!down) continue;
        record.applied += 1;
        return down;
      }
      const instruction = {};
      for (const record of [...records.values()]) {
        if (record.fault.place !== place) continue;
        Object.assign(instruction, record.fault.instruct(record.options));
        record.applied += 1;
        if (record.left !== undefined) record.left -= 1;
        settle(record);
      }
      const script = scripts?.take();
      return script ? { delayMs: instruction.delayMs, ...script } : instruction;
    },
    /** A connection has opened. */
    welcome(connection) {
      connections.add(connection);
      for (const record of [...records.values()]) {
        const isFor = record.fault.attach && (record.options.to === 'all' || record.options.to === 'future');
        if (!isFor || record.left === 0) continue;
        if (record.left !== undefined) record.left -= 1;
        attach(record, connection);
      }
    },
    /** A connection is gone. */
    farewell(connection) {
      connections.delete(connection);
      for (const record of [...records.values()]) {
        record.hit.get(connection)?.();
        if (record.hit.delete(connection)) settle(record);
      }
    },
  };
}
