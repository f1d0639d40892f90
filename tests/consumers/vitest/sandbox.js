// One local Optave for all test files.
import { startSandbox } from 'optave-web-sdk/sandbox';

export default async function setup({ provide }) {
  const { restUrl, tokenUrl, close } = await startSandbox();
  provide('optave', { restUrl, tokenUrl });
  return close;
}
