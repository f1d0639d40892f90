//! What an HTTP answer says by its status, its headers, and what became of its body (wire protocol, section 1).

use super::error::{Code, Detail, Fault};
use super::text::whole_number;

/// What the body of an HTTP answer was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// It broke off, or there was no answer.
    #[default]
    Broken,
    /// There was none.
    Empty,
    /// JSON, whatever that says.
    Json,
    /// Something else.
    Other,
    /// More than is taken.
    TooLarge,
}

/// An HTTP answer without a message.
pub const EMPTY: Fault = Fault {
    code: Code::InvalidMessage,
    detail: Detail::Empty,
};

/// What an HTTP answer is by its status and the kind of its body, unless it is JSON that came with success. What a status
/// says goes before what became of the body.
pub fn fault_of(status: u16, body: Body) -> Option<Fault> {
    let of_status = |code| Fault {
        code,
        detail: Detail::Status(status),
    };
    Some(match (status, body) {
        (0, _) => Fault::new(Code::ConnectionError),
        // They never have a body.
        (204 | 205 | 304, _) => EMPTY,
        _ if refuses_token(status) => of_status(Code::InvalidToken),
        _ if !is_success(status) => of_status(Code::RemoteError),
        (_, Body::Broken) => Fault::new(Code::ConnectionError),
        (_, Body::Empty) => EMPTY,
        (_, Body::Other) => Fault::new(Code::InvalidJson),
        (_, Body::TooLarge) => Fault {
            code: Code::InvalidMessage,
            detail: Detail::TooLarge,
        },
        (_, Body::Json) => return None,
    })
}

/// How long the header `Retry-After` asks to wait, in milliseconds: by seconds, or by a date, which `time_of` reads in
/// milliseconds since 1970. Nothing if it says neither.
pub fn retry_after_ms(header: &str, time_of: impl Fn(&str) -> f64, now_ms: f64) -> Option<f64> {
    let wait = match whole_number(header) {
        Some(seconds) => seconds * 1_000.0,
        // A date begins with the day of the week. Of other texts browsers make dates too.
        None if header.starts_with(|first: char| first.is_ascii_alphabetic()) => {
            time_of(header) - now_ms
        }
        None => f64::NAN,
    };
    (!wait.is_nan()).then_some(wait.max(0.0))
}

/// Whether an HTTP status is success (wire protocol, section 1).
pub fn is_success(status: u16) -> bool {
    matches!(status, 200 | 201)
}

/// Whether an HTTP status says that the token is not accepted: whatever the body calls it.
pub fn refuses_token(status: u16) -> bool {
    matches!(status, 401 | 403)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_body_is_told_where_the_status_says_nothing() {
        let status = |code| Some((code, Detail::Status(code)));
        let bodies = [
            Body::Broken,
            Body::Empty,
            Body::Json,
            Body::Other,
            Body::TooLarge,
        ];
        for body in bodies {
            for code in [202, 300, 400, 408, 425, 429, 500, 503] {
                let fault = fault_of(code, body).map(|Fault { code: name, detail }| {
                    assert_eq!(name, Code::RemoteError);
                    (code, detail)
                });
                assert_eq!(fault, status(code), "{body:?}");
            }
            for code in [401, 403] {
                assert_eq!(fault_of(code, body).unwrap().code, Code::InvalidToken);
            }
            for code in [204, 205, 304] {
                assert_eq!(fault_of(code, body).unwrap().detail, Detail::Empty);
            }
            assert_eq!(fault_of(0, body).unwrap().code, Code::ConnectionError);
        }
        for code in [200, 201] {
            let told =
                bodies.map(|body| fault_of(code, body).map(|fault| (fault.code, fault.detail)));
            assert_eq!(
                told,
                [
                    Some((Code::ConnectionError, Detail::None)),
                    Some((Code::InvalidMessage, Detail::Empty)),
                    None,
                    Some((Code::InvalidJson, Detail::None)),
                    Some((Code::InvalidMessage, Detail::TooLarge)),
                ]
            );
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_never_in_the_past() {
        let now = 1_705_314_600_000.0;
        let wait = |header| retry_after_ms(header, |_| now + 90_000.0, now);
        assert_eq!(wait("0"), Some(0.0));
        assert_eq!(wait("120"), Some(120_000.0));
        assert_eq!(wait("Mon, 15 Jan 2024 10:31:30 GMT"), Some(90_000.0));
        assert_eq!(retry_after_ms("Sun, …", |_| now - 1.0, now), Some(0.0));
        assert_eq!(retry_after_ms("soon", |_| f64::NAN, now), None);
        for nothing in ["", "-5", "1.5", "2024-01-15", " 5"] {
            assert_eq!(wait(nothing), None, "{nothing:?}");
        }
    }
}
