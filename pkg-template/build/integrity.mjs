// Hashes for Subresource Integrity: what a page writes into `integrity="…"`.
import { createHash } from 'node:crypto';

export const integrityOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
