//! The engine's sequences, under a simulated clock: what happens, in which order, and what never does.

mod answering;
mod asking;
mod connecting;
mod correlating;
mod driver;
mod ending;
mod hearing;
mod interleaving;
mod lingering;
mod queueing;
mod rest;
