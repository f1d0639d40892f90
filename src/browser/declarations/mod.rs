//! TypeScript for what the page gives and gets, where Rust never holds the whole of it: the options are read one by one,
//! and requests, updates and errors are objects of JavaScript's own. Nothing of this is compiled into the wasm.
