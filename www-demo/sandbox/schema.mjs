// Inbound messages are checked by Ajv against the JSON Schema that the build derives from the SDK's wire types, so
// the sandbox cannot drift from them. What the schema cannot say, which fields an action needs, is a second small
// schema per action.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { REQUIRED_PATHS } from './actions.mjs';

// In the repository the package is built next to `www-demo`; in the package the schema is the sandbox's neighbour.
const USUAL_PLACES = ['../../pkg/schema.json', './schema.json'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

const MAX_ERRORS = 20;

function readSchema(file) {
  const path = file ?? USUAL_PLACES.find((place) => existsSync(place));
  if (!path || !existsSync(path)) {
    throw new Error(`The JSON Schema ${file ?? USUAL_PLACES[0]} is missing. Run \`npm run build\` first.`);
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`The JSON Schema ${path} cannot be read: ${cause.message}. Run \`npm run build\` again.`, {
      cause,
    });
  }
}

/** `a.b` as a schema that wants a non-empty string, or a non-empty array, at that path. */
function requirePath(path, leaf) {
  return path
    .split('.')
    .reduceRight((inner, key) => ({ type: 'object', required: [key], properties: { [key]: inner } }), leaf);
}

const NON_EMPTY = { string: { type: 'string', minLength: 1 }, array: { type: 'array', minItems: 1 } };

/** @param {{ schemaFile?: string, schema?: object }} [options] */
export function createValidator(options = {}) {
  const schema = options.schema ?? readSchema(options.schemaFile);
  const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv);
  const id = schema.$id ?? 'sandbox';
  ajv.addSchema(schema, id);

  const definition = (name) => {
    if (!schema.$defs?.[name])
      throw new Error(`The JSON Schema has no definition ${name}. Run \`npm run build\` again.`);
    return ajv.compile({ $ref: `${id}#/$defs/${name}` });
  };
  const envelope = definition('RequestEnvelope');
  const payload = definition('Payload');
  const required = new Map(
    Object.entries(REQUIRED_PATHS).map(([action, paths]) => [
      action,
      paths.map(([path, kind]) => ({ path, holds: ajv.compile(requirePath(path, NON_EMPTY[kind])) })),
    ]),
  );

  const errorsOf = (validate, value) =>
    validate(value)
      ? []
      : validate.errors.slice(0, MAX_ERRORS).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);

  const missing = (action, value) =>
    (required.get(action) ?? []).filter(({ holds }) => !holds(value)).map(({ path }) => path);

  /** One verdict for both transports: a code and the list of faults, or nothing. */
  const verdict = (schemaErrors, action, value) => {
    if (schemaErrors.length) return { code: 'PAYLOAD_SCHEMA_MISMATCH', errors: schemaErrors };
    if (!required.has(action)) return { code: 'INVALID_ACTION', errors: [`unknown action ${JSON.stringify(action)}`] };
    const paths = missing(action, value);
    return paths.length ? { code: 'REQUIRED_FIELDS_MISSING', errors: paths } : undefined;
  };

  return {
    envelope: (value) => verdict(errorsOf(envelope, value), value?.headers?.action, value?.payload),
    payload: (action, value) => verdict(errorsOf(payload, value), action, value),
  };
}
