//! Fixed numbers and names of the protocol.

/// The largest envelope a client may send, in bytes of UTF-8, inclusive.
pub const MAX_ENVELOPE_BYTES: u32 = 131_072;

/// The longest frame or body of an HTTP answer that is parsed, in UTF-16 units. The server has no reason to send more than
/// a small multiple of what it accepts; parsing a hundred megabytes would freeze the page for seconds.
pub const MAX_INBOUND_LENGTH: u32 = 16 * 1024 * 1024;

/// The version of the message specification spoken here.
pub const SPEC_VERSION: &str = "3.2.1";

/// Names the request schema: `v` and the major number of [`SPEC_VERSION`].
pub const SCHEMA_REF: &str = "optave.message.v3";

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn schema_ref_is_v_and_the_major_of_the_spec_version() {
        let major = SPEC_VERSION.split('.').next().unwrap_or_default();
        assert_eq!(SCHEMA_REF, format!("optave.message.v{major}"));
    }
}
