//! The only rooms that touch the browser. They carry out what the engine decides and hold what it must not see:
//! payloads, promises, the socket.
//!
//! The Rust here is thin: every client's engine by number (`clients.rs`), and the functions that JavaScript calls
//! (`exports.rs`). The rest is JavaScript, because the work is the browser's own. Of the engine's commands, `host.js`
//! carries out those that concern requests, and `connection.js`, which it extends, those that concern the connection;
//! around them, one file each for options, what goes out, payloads, envelopes, messages, tokens, errors, listeners, the
//! sockets. Across the boundary go numbers.
//!
//! Nothing is borrowed across a call into JavaScript: a listener may call back into the client from inside an event.

mod clients;
mod declarations;
mod exports;
mod record;
mod reports;
