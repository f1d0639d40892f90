// Ids of threads and messages. `crypto.randomUUID` is missing on insecure origins, `getRandomValues` never is.

const hex = (/** @type {number} */ byte) => byte.toString(16).padStart(2, '0');

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = Array.from(bytes, hex).join('');
  return [0, 8, 12, 16, 20].map((start, index, all) => text.slice(start, all[index + 1])).join('-');
}
