// wasm-bindgen imports this from itself where it may not use reference types, and leaves it to us: where, in its list of
// objects, those begin that come and go. Before them are 1024 places for what is borrowed, and undefined, null, true,
// false.
export const __wbindgen_externref_statics_end = () => 1028;
