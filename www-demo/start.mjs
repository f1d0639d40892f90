// `npm start`, after the build: the sandbox and, on the same origin, the pages that talk to it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE, startDemo } from './demo.mjs';

const USUAL_PORT = 8080;

function readPort() {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  if (values.port === undefined) return undefined;
  const port = Number(values.port);
  if (!values.port || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port ${values.port} is not a port`);
  }
  return port;
}

async function serve(asked) {
  try {
    return await startDemo({ port: asked ?? USUAL_PORT });
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    if (asked !== undefined) throw new Error(`port ${asked} is taken; choose another or leave --port out`);
    return startDemo({ port: 0 });
  }
}

try {
  const port = readPort();
  if (!existsSync(join(PACKAGE, 'index.js'))) {
    throw new Error('the package is not built; run `npm run build` first, or `npm start`, which does both');
  }
  const { url, websocketUrl, close } = await serve(port);
  console.log(
    `\nThe page:       ${url}/\nEvery method:   ${url}/methods/\nDocumentation:  ${url}/docs/\nThe sandbox:    ${websocketUrl}\n\nCtrl+C ends all.`,
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => close());
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exitCode = 1;
}
