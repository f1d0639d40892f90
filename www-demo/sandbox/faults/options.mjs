// What an option of a fault may be. Each says its schema, what it does, and its default; one without a default has to
// be given, unless it is `optional`.

/** Timers count in signed 32 bits; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const option = (schema, does, fallback) => ({
  schema,
  does,
  ...(fallback === undefined ? {} : { default: fallback }),
});

/** An option that may be left out and then means nothing. */
export const optional = (given) => ({ ...given, optional: true });

export const duration = (does, fallback, minimum = 0) =>
  option({ type: 'number', minimum, maximum: LONGEST_MS }, does, fallback);
export const count = (does, fallback) => option({ type: 'integer', minimum: 1 }, does, fallback);
export const size = (does, fallback) => option({ type: 'integer', minimum: 1, maximum: 1 << 29 }, does, fallback);
export const choice = (values, does, fallback) => option({ enum: values }, does, fallback);
export const flag = (does, fallback) => option({ type: 'boolean' }, does, fallback);
export const text = (does, fallback) => option({ type: 'string' }, does, fallback);
export const status = (does, fallback) => option({ type: 'integer', minimum: 200, maximum: 599 }, does, fallback);

export const reason = option({ type: 'string', maxBytes: 123 }, 'the reason in the close frame', '');
export const how = choice(['fin', 'reset'], 'TCP ends in order, or with a reset', 'fin');

/** Of the frames that pass, which are hit. */
export const selection = {
  skip: option({ type: 'integer', minimum: 0 }, 'so many frames of a connection pass first', 0),
  limit: optional(count('at most so many frames of a connection are hit')),
};

/** Counts frames of one connection and says of each whether it is hit. */
export function selector({ skip, limit = Infinity }) {
  let seen = 0;
  return () => {
    seen += 1;
    return seen > skip && seen <= skip + limit;
  };
}
