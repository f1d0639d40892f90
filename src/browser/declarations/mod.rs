//! TypeScript for what Rust never holds as a whole: options, which are read one by one; requests, updates and errors,
//! which are objects of JavaScript's own; the events. Nothing of this is compiled into the wasm.
//!
//! What can be a Rust type is one, and tsify writes it down with its comments. What has no Rust of its kind (a class, a
//! generic type, an index signature) is a section of TypeScript. In the declarations that users get, every optional
//! field takes `undefined` too, and the fields of what says `@readonly` can only be read: neither has a word in tsify, so
//! the build puts that in (`pkg-template/build/types.mjs`).
#![allow(dead_code, reason = "what is declared here is for TypeScript alone")]

mod errors;
mod events;
mod given;
mod objects;
mod options;
mod params;
mod requests;
mod superpowers;
