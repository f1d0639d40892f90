// `npm run sandbox -- --port 0`: prints one JSON line with the addresses, then serves until it is stopped.
import { parseArgs } from 'node:util';
import { startSandbox } from './index.mjs';

const USAGE =
  'usage: node www-demo/sandbox/main.mjs [--port 0] [--origin https://app.example]… [--schema pkg/schema.json]';

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      origin: { type: 'string', multiple: true, default: [] },
      schema: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port} is no port`);
  return { port, origins: values.origin, schemaFile: values.schema };
}

try {
  const { control, close, ...urls } = await startSandbox(readArguments());
  console.log(JSON.stringify(urls));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => close());
} catch (error) {
  console.error(`sandbox: ${error.message}`);
  if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
  process.exitCode = 1;
}
