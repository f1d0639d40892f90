// All faults there are, and the check of what somebody asks for against them. `GET /control/faults` shows this table.
import { closed, compileShape } from '../shapes.mjs';
import { DOWN } from './down.mjs';
import { ENDINGS } from './endings.mjs';
import { FRAME_FAULTS } from './frames.mjs';
import { count, option, optional } from './options.mjs';
import { REQUEST_FAULTS } from './requests.mjs';

const next = optional(count('only the next n, then it is over'));

/** Whom a fault hits: options that all faults of a place have. */
const SCOPES = {
  connection: {
    to: option(
      { anyOf: [{ enum: ['all', 'present', 'future'] }, { type: 'integer' }] },
      'which connections: all present and future ones, the present ones, future ones, or the one with this id',
      'all',
    ),
    next: optional(count('only the next n connections that open, then it is over')),
  },
  handshake: { next },
  token: { next },
  rest: { next },
  server: {},
};

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {'connection' | 'handshake' | 'token' | 'rest' | 'server'} place
 * @property {string} does
 * @property {Record<string, { schema: object, does: string, default?: unknown, optional?: boolean }>} options
 * @property {(options: object) => string | undefined} [check]  what no schema can say
 * @property {(asked: object) => string} [defaultTo]  whom it hits where that was not said, if not all
 * @property {(connection: object, options: object) => () => void} [attach]  answers how to take it back
 * @property {(options: object, place: string) => object | undefined} [instruct]
 * @property {(options: object, world: object) => () => void} [start]  answers how to take it back
 */

/** @type {Fault[]} */
export const FAULTS = [...ENDINGS, ...FRAME_FAULTS, ...REQUEST_FAULTS, DOWN].map((fault) => ({
  ...fault,
  options: { ...fault.options, ...SCOPES[fault.place] },
}));

/** The table without its code. */
export const describeFaults = () =>
  FAULTS.map(({ name, place, does, options }) => ({
    name,
    place,
    does,
    options: Object.fromEntries(
      Object.entries(options).map(([option, { schema, ...rest }]) => [option, { ...rest, allowed: schema }]),
    ),
  }));

/** An error that also says what would have been right, for programs. */
export class UnknownName extends TypeError {
  name = 'TypeError';

  constructor(message, allowed) {
    super(`${message}; allowed are ${allowed.join(', ')}`);
    this.allowed = allowed;
  }
}

const entries = new Map(
  FAULTS.map((fault) => {
    const names = Object.keys(fault.options);
    const required = names.filter((name) => !('default' in fault.options[name]) && !fault.options[name].optional);
    const properties = Object.fromEntries(names.map((name) => [name, fault.options[name].schema]));
    const defaults = Object.fromEntries(
      names.filter((name) => 'default' in fault.options[name]).map((name) => [name, fault.options[name].default]),
    );
    return [fault.name, { fault, names, defaults, errorsOf: compileShape(closed(properties, required)) }];
  }),
);

/** Whom it hits, where that was not said. */
const scopeOf = (fault, asked) => (asked.next === undefined ? (fault.defaultTo?.(asked) ?? 'all') : 'future');

/**
 * Reads one request for a fault.
 *
 * @throws {TypeError} that lists what is wrong
 * @returns {{ fault: Fault, options: object }}
 */
export function readFault(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new TypeError('a fault is an object: { "fault": name, …options }');
  }
  const { fault: name, ...asked } = body;
  const entry = entries.get(name);
  if (!entry) throw new UnknownName(`there is no fault ${JSON.stringify(name)}`, [...entries.keys()]);
  const { fault, names, defaults, errorsOf } = entry;
  const unknown = Object.keys(asked).filter((option) => !names.includes(option));
  if (unknown.length) throw new UnknownName(`fault ${name} has no option ${unknown.join(', ')}`, names);
  const scope = fault.place === 'connection' ? { to: scopeOf(fault, asked) } : {};
  const options = { ...defaults, ...scope, ...asked };
  const errors = errorsOf(options);
  const problem = errors.length ? errors.join('; ') : fault.check?.(options);
  if (problem) throw new TypeError(`fault ${name}: ${problem}`);
  return { fault, options };
}
