//! Fixed numbers and names of the protocol.

use super::error::{Code, Fault};

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

/// Checks a close code and reason that a caller gives: browsers accept no others from a page.
///
/// # Errors
/// `INVALID_CONFIG`, naming what is wrong.
pub fn check_close(code: f64, reason: &str) -> Result<u16, Fault> {
    let is_good_code =
        code == 1000.0 || ((3000.0..=4999.0).contains(&code) && code as u16 as f64 == code);
    let faults = [
        (!is_good_code).then_some("code: expected 1000, or 3000 to 4999"),
        (reason.len() > MAX_CLOSE_REASON_BYTES).then_some("reason: expected at most 123 bytes"),
    ];
    let faults: Vec<&str> = faults.into_iter().flatten().collect();
    if faults.is_empty() {
        Ok(code as u16)
    } else {
        Err(Fault::at(Code::InvalidConfig, &faults))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn schema_ref_is_v_and_the_major_of_the_spec_version() {
        let major = SPEC_VERSION.split('.').next().unwrap_or_default();
        assert_eq!(SCHEMA_REF, format!("optave.message.v{major}"));
    }

    #[test]
    fn clients_close_with_1000_or_3000_to_4999() {
        for (code, is_allowed) in [
            (999.0, false),
            (1000.0, true),
            (1001.0, false),
            (2999.0, false),
            (3000.0, true),
            (3000.5, false),
            (4999.0, true),
            (5000.0, false),
            (f64::NAN, false),
            (69_536.0, false),
        ] {
            assert_eq!(check_close(code, "").is_ok(), is_allowed, "{code}");
        }
        assert!(check_close(1000.0, &"é".repeat(61)).is_ok());
        assert_eq!(
            check_close(1.0, &"é".repeat(62))
                .unwrap_err()
                .details
                .matches("expected")
                .count(),
            2
        );
    }
}
