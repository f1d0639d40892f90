//! Fixed numbers and names of the protocol.

/// The largest envelope a client may send, in bytes of UTF-8, inclusive.
pub const MAX_ENVELOPE_BYTES: u32 = 131_072;

/// The longest frame that is parsed, in UTF-16 units. The server has no reason to send more than a small multiple of
/// what it accepts; parsing a hundred megabytes would freeze the page for seconds.
pub const MAX_INBOUND_LENGTH: u32 = 16 * 1024 * 1024;

/// The longest reason a WebSocket close frame holds, in bytes of UTF-8 (RFC 6455, section 5.5).
pub const MAX_CLOSE_REASON_BYTES: usize = 123;

/// The version of the message specification spoken here.
pub const SPEC_VERSION: &str = "3.2.1";

/// Names the request schema: `v` and the major number of [`SPEC_VERSION`].
pub const SCHEMA_REF: &str = "optave.message.v3";

/// The subprotocol offered before the token; a correct server selects it.
pub const SUBPROTOCOL: &str = "optave-v1";

/// The URL parameter that carries the session id.
pub const SESSION_PARAMETER: &str = "OptaveTraceChatSessionId";

/// The URL parameter that carries the token under the `query` transport.
pub const TOKEN_PARAMETER: &str = "Authorization";

/// Where the built-in token provider asks when neither option nor page names a URL.
pub const DEFAULT_TOKEN_URL: &str = "/api/optave/ws-ticket";

/// Whether a socket may be closed by the client with this code: only these two kinds are accepted by browsers.
pub fn is_client_close_code(code: u16) -> bool {
    code == 1000 || (3000..=4999).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_ref_is_v_and_the_major_of_the_spec_version() {
        let major = SPEC_VERSION.split('.').next().unwrap_or_default();
        assert_eq!(SCHEMA_REF, format!("optave.message.v{major}"));
    }

    #[test]
    fn clients_close_with_1000_or_3000_to_4999() {
        for (code, allowed) in [(999, false), (1000, true), (1001, false), (2999, false), (3000, true), (4999, true), (5000, false)] {
            assert_eq!(is_client_close_code(code), allowed, "{code}");
        }
    }
}
