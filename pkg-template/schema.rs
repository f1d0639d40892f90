//! Prints the JSON Schema of the wire types, which the package carries as `schema.json`.

use optave_web_sdk::protocol::types::schema::contract;
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let schema = serde_json::to_string_pretty(&contract()).map_err(io::Error::other)?;
    writeln!(io::stdout(), "{schema}")
}
