// Where strict validation comes from: the entry of the package that is in use knows.
let load = () => Promise.reject(new Error('this entry has no strict validation'));

export const provideStrict = (loader) => (load = loader);

/** Resolves with the function that checks: what a value is, and the value, to its faults, or nothing. */
export const loadStrict = () => load().then((strict) => strict.start());
