//! What a token must look like, and which hosts may be spoken to in the clear (wire protocol, section 1).

use super::error::{Code, Fault};
use super::text::push_number;

/// How a token reaches the server when a socket opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthTransport {
    /// Offered as the second WebSocket subprotocol.
    #[default]
    Subprotocol,
    /// In the URL, where proxies and logs may keep it: discouraged.
    Query,
}

/// A raw token. It prints as nothing, so that no message can quote it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// Takes the token out of what a provider answered: without the `Bearer ` that some backends put before it, and
    /// without surrounding blanks.
    ///
    /// # Errors
    /// `MISSING_TOKEN` for an empty one; `INVALID_TOKEN` for one with characters that its way to the server does not
    /// carry: as a subprotocol, only the token characters of RFC 7230; else, only visible ASCII.
    pub fn new(answer: &str, is_subprotocol: bool) -> Result<Token, Fault> {
        let answer = answer.trim_ascii();
        let raw = match answer.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("bearer ") => {
                answer.get(7..).unwrap_or_default().trim_ascii_start()
            }
            _ => answer,
        };
        if raw.is_empty() {
            return Err(Fault::new(Code::MissingToken));
        }
        let is_allowed = |byte: u8| match is_subprotocol {
            true => byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte),
            false => byte.is_ascii_graphic(),
        };
        match raw.bytes().position(|byte| !is_allowed(byte)) {
            None => Ok(Token(raw.to_owned())),
            Some(position) => {
                let mut note = String::from("the character at position ");
                push_number(&mut note, position as u64 + 1, 1);
                note.push_str(" is not allowed in a token");
                Err(Fault::with_note(Code::InvalidToken, &note))
            }
        }
    }

    /// The token, for the wire alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether a URL's host, as the URL API writes it, is this machine: only there may a socket be unencrypted.
pub fn is_loopback(host: &str) -> bool {
    // The URL API has written any IPv4 address as four decimal numbers; a name may look similar, but has letters.
    let is_ipv4_loopback = || {
        host.starts_with("127.")
            && host
                .bytes()
                .all(|byte| byte == b'.' || byte.is_ascii_digit())
    };
    host == "localhost" || host == "[::1]" || is_ipv4_loopback()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn raw(answer: &str) -> String {
        Token::new(answer, true).unwrap().expose().to_owned()
    }

    #[test]
    fn bearer_is_stripped_in_any_case() {
        for token in ["abc", "Bearer abc", "bearer  abc", " BEARER abc\n"] {
            assert_eq!(raw(token), "abc");
        }
        assert_eq!(raw("bearerabc"), "bearerabc");
        assert_eq!(raw("Bearer "), "Bearer");
    }

    #[test]
    fn a_token_offered_as_subprotocol_consists_of_rfc_7230_token_characters() {
        assert_eq!(
            raw("eyJhbGciOi.JIUzI1-NiIsInR5_c~+!#$%&'*^`|"),
            "eyJhbGciOi.JIUzI1-NiIsInR5_c~+!#$%&'*^`|"
        );
        for bad in [
            "a b",
            "a,b",
            "a=b",
            "a/b",
            "a\u{0}b",
            "é",
            "ééééééé",
            "a\"b",
            "a(b",
            "a:b",
            "a@b",
        ] {
            let fault = Token::new(bad, true).unwrap_err();
            assert_eq!(fault.code, Code::InvalidToken);
            assert!(!fault.message().contains(bad), "quotes the token");
        }
        for empty in ["", "  ", "\n"] {
            assert_eq!(
                Token::new(empty, true).unwrap_err().code,
                Code::MissingToken
            );
        }
    }

    #[test]
    fn a_token_in_a_url_or_header_is_visible_ascii() {
        assert_eq!(Token::new("a/b=", false).unwrap().expose(), "a/b=");
        assert_eq!(
            Token::new("a b", false).unwrap_err().code,
            Code::InvalidToken
        );
    }

    #[test]
    fn a_token_never_prints() {
        assert_eq!(format!("{:?}", Token::new("secret", true)), "Ok(Token)");
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "127.0.0.1", "127.255.1.9", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "example.com",
            "127.example.com",
            "127.0.0.1.example.com",
            "localhost.example.com",
            "128.0.0.1",
            "[::2]",
            "",
            "127",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
