// How large a file is, in words.

/** @type {[unit: string, bytes: number][]} */
const UNITS = [
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
  ['byte', 1],
];

/** @param {number} size in bytes @param {string} language */
export function sizeOf(size, language) {
  const [unit, bytes] = UNITS.find((entry) => size >= entry[1]) ?? ['byte', 1];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(size / bytes);
}
