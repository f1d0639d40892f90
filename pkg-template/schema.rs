//! Prints the JSON Schema of the wire types, which the package carries as `schema.json`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(
        &mut out,
        &optave_web_sdk::protocol::types::schema::contract(),
    )?;
    writeln!(out)
}
