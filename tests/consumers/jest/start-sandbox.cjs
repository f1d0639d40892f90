// One local Optave for all test files.
const { startSandbox } = require('optave-web-sdk/sandbox');

module.exports = async () => {
  globalThis.sandbox = await startSandbox();
  const { websocketUrl, restUrl, tokenUrl } = globalThis.sandbox;
  process.env.OPTAVE = JSON.stringify({ websocketUrl, restUrl, tokenUrl });
};
