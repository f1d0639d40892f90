//! Which URLs a client may talk to: encrypted ones, and unencrypted ones that lead to this machine, where the local
//! sandbox lives. Parsing is the browser's (the URL API); here its parts are judged.

/// What a URL is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A WebSocket.
    WebSocket,
    /// HTTP requests.
    Http,
}

impl Scheme {
    /// The encrypted scheme, as the URL API writes it in `protocol`.
    pub fn encrypted(self) -> &'static str {
        match self {
            Scheme::WebSocket => "wss:",
            Scheme::Http => "https:",
        }
    }

    /// The unencrypted one.
    pub fn clear(self) -> &'static str {
        match self {
            Scheme::WebSocket => "ws:",
            Scheme::Http => "http:",
        }
    }
}

/// Whether a URL may be used for `scheme`: `protocol` and `host` are the URL API's `protocol` and `hostname`.
pub fn is_allowed(scheme: Scheme, protocol: &str, host: &str) -> bool {
    protocol == scheme.encrypted() || (protocol == scheme.clear() && is_loopback(host))
}

/// Whether a host is this machine. The URL API writes hosts in lower case, and every spelling of an IPv4 address with
/// four decimal numbers, so that nothing but an address consists of digits and dots.
pub fn is_loopback(host: &str) -> bool {
    let is_below = |name: &str| !name.is_empty();
    host == "localhost"
        || host == "[::1]"
        || host.strip_suffix(".localhost").is_some_and(is_below)
        || host.strip_prefix("127.").is_some_and(|rest| {
            rest.bytes()
                .all(|sign| sign.is_ascii_digit() || sign == b'.')
        })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_encrypted_or_leads_to_this_machine() {
        for scheme in [Scheme::WebSocket, Scheme::Http] {
            assert!(is_allowed(scheme, scheme.encrypted(), "example.com"));
            assert!(is_allowed(scheme, scheme.encrypted(), "localhost"));
            assert!(!is_allowed(scheme, scheme.clear(), "example.com"));
            for host in [
                "localhost",
                "acme.localhost",
                "a.b.localhost",
                "127.0.0.1",
                "127.255.1.9",
                "[::1]",
            ] {
                assert!(is_allowed(scheme, scheme.clear(), host), "{host}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_this_machine_is_not() {
        for host in [
            "",
            "127.example.com",
            "127.0.0.1.example.com",
            "localhost.example.com",
            "notlocalhost",
            "acme-localhost",
            ".localhost",
            "localhost.",
            "128.0.0.1",
            "0.0.0.0",
            "1270.0.0.1",
            "10.127.0.1",
            "[::2]",
            "[::ffff:7f00:1]",
            "::1",
        ] {
            assert!(!is_loopback(host), "{host}");
            assert!(!is_allowed(Scheme::WebSocket, "ws:", host), "{host}");
        }
    }

    #[test]
    fn a_url_has_the_scheme_of_what_it_is_for() {
        for protocol in [
            "https:",
            "http:",
            "file:",
            "javascript:",
            "data:",
            "wss",
            "",
        ] {
            assert!(!is_allowed(Scheme::WebSocket, protocol, "localhost"));
        }
        for protocol in ["wss:", "ws:", "file:", "javascript:", "data:", "https", ""] {
            assert!(!is_allowed(Scheme::Http, protocol, "localhost"));
        }
    }
}
