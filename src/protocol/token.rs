//! What a token is (wire protocol, section 1): what of an answer is one, which characters it may have where it is used,
//! and how long it can be used. A token is never logged, stored, or quoted.

use super::error::Code;
use super::options::Value;
use super::text::{concat, decimal};

/// Where a token is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenUse {
    /// Offered as a subprotocol: only the token characters of RFC 7230.
    Subprotocol,
    /// In a URL or in a header: visible ASCII.
    Elsewhere,
}

/// Why there is no token that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// There is none.
    Missing,
    /// A character that must not be in it.
    Character {
        /// Counted from 1, from the token's own start.
        position: u32,
    },
}

impl TokenFault {
    /// The code of the error.
    pub fn code(self) -> Code {
        match self {
            TokenFault::Missing => Code::MissingToken,
            TokenFault::Character { .. } => Code::InvalidToken,
        }
    }

    /// What its message says besides.
    pub fn note(self) -> Option<String> {
        match self {
            TokenFault::Missing => None,
            TokenFault::Character { position } => Some(concat(&[
                "the character at position ",
                &decimal(position),
                " is not allowed in a token",
            ])),
        }
    }
}

/// The text in what a provider answered: the answer itself, or its `token`, or its `access_token`. `own` gives a property
/// that is its own.
///
/// # Errors
/// What is thrown when one is asked for.
pub fn text_of<V: Value, E>(
    answer: &V,
    own: impl Fn(&'static str) -> Result<Option<V>, E>,
) -> Result<Option<String>, E> {
    let mut text = answer.text();
    for name in ["token", "access_token"] {
        if text.is_none() {
            text = own(name)?.and_then(|value| value.text());
        }
    }
    Ok(text)
}

/// The raw token in a text, without `Bearer ` and without blanks around it.
pub fn read(text: &str, usage: TokenUse) -> Result<&str, TokenFault> {
    let token = without_scheme(text.trim_ascii());
    let is_allowed = |byte: u8| match usage {
        TokenUse::Subprotocol => byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte),
        TokenUse::Elsewhere => byte.is_ascii_graphic(),
    };
    // All that is before the first of the others is ASCII: as many bytes as characters.
    match token.bytes().position(|byte| !is_allowed(byte)) {
        Some(place) => Err(TokenFault::Character {
            position: place as u32 + 1,
        }),
        None if token.is_empty() => Err(TokenFault::Missing),
        None => Ok(token),
    }
}

/// The scheme of the header `Authorization` does not belong to the token. Where nothing follows it, there is no token.
fn without_scheme(text: &str) -> &str {
    match text.split_at_checked("bearer".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => {
            let token = rest.trim_start_matches(' ');
            if token.is_empty() || token.len() < rest.len() {
                token
            } else {
                text
            }
        }
        _ => text,
    }
}

/// How long a token can be used from now on, in milliseconds: for ever if nothing is known of that. What is not known is
/// not a number: the time at which it expires, in milliseconds, which goes first; or in how many seconds it does.
pub fn lives_ms(expires_at_ms: f64, expires_in_s: f64, now_ms: f64) -> f64 {
    let by_time = expires_at_ms - now_ms;
    let by_seconds = expires_in_s * 1_000.0;
    if !by_time.is_nan() {
        by_time
    } else if !by_seconds.is_nan() {
        by_seconds
    } else {
        f64::INFINITY
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::options::sample::{FUNCTION, Sample, any_sample, object, plain};
    use super::TokenUse::{Elsewhere, Subprotocol};
    use super::*;
    use proptest::prelude::*;

    const NOW: f64 = 1_705_314_600_000.0;

    fn stray(position: u32) -> Result<&'static str, TokenFault> {
        Err(TokenFault::Character { position })
    }

    /// The text in what answers everything that it is asked.
    fn of(answer: Sample) -> Option<String> {
        text_of(&answer, |name| Ok::<_, ()>(answer.own(name))).unwrap()
    }

    #[test]
    fn bearer_is_stripped_in_any_case_and_so_are_blanks_around_it() {
        for text in [
            "abc",
            "Bearer abc",
            "bearer  abc",
            " BEARER abc\n",
            "\tabc\r\n",
        ] {
            for usage in [Subprotocol, Elsewhere] {
                assert_eq!(read(text, usage), Ok("abc"), "{text:?}");
            }
        }
        assert_eq!(read("bearerabc", Subprotocol), Ok("bearerabc"));
        assert_eq!(read("bear", Subprotocol), Ok("bear"));
        assert_eq!(read("Bearer Bearer abc", Subprotocol), stray(7));
        assert_eq!(read("Bearer\tabc", Subprotocol), stray(7));
    }

    #[test]
    fn bearer_alone_is_no_token() {
        for text in ["Bearer ", "bearer    ", " BEARER \n", "Bearer"] {
            for usage in [Subprotocol, Elsewhere] {
                assert_eq!(read(text, usage), Err(TokenFault::Missing), "{text:?}");
            }
        }
    }

    #[test]
    fn a_token_is_in_a_text_or_in_an_object() {
        let abc = Some("abc".to_owned());
        assert_eq!(of("abc".into()), abc);
        assert_eq!(of(plain([("token", "abc".into())])), abc);
        assert_eq!(of(object([("token", "abc".into())])), abc);
        let both = |token: Sample| plain([("access_token", "def".into()), ("token", token)]);
        assert_eq!(of(both("abc".into())), abc);
        for no_text in [Sample::Null, Sample::Undefined, 5.0.into()] {
            assert_eq!(of(both(no_text)), Some("def".to_owned()));
        }
        let oauth = plain([
            ("token_type", "bearer".into()),
            ("access_token", "abc".into()),
        ]);
        assert_eq!(of(oauth), abc);
    }

    #[test]
    fn without_a_token_there_is_none() {
        let none = [
            Sample::Undefined,
            Sample::Null,
            5.0.into(),
            true.into(),
            Sample::List(vec![]),
            ["abc"].into(),
            plain([]),
            plain([("Token", "x".into())]),
            FUNCTION,
            Sample::Symbol,
        ];
        for value in none {
            assert_eq!(of(value.clone()), None, "{value:?}");
            assert_eq!(of(plain([("token", value)])), None);
        }
        let empty = plain([("token", "".into()), ("access_token", "abc".into())]);
        assert_eq!(of(empty), Some(String::new()));
        for text in ["", "  ", "\n"] {
            for usage in [Subprotocol, Elsewhere] {
                assert_eq!(read(text, usage), Err(TokenFault::Missing));
            }
        }
    }

    #[test]
    fn what_is_thrown_is_handed_on_and_nothing_is_asked_for_that_is_not_needed() {
        let locked = Sample::Undefined;
        assert_eq!(text_of(&locked, Err), Err("token"));
        let behind_token = |answer: &Sample| {
            let own = |name| match name {
                "token" => Ok(answer.own(name)),
                other => Err(other),
            };
            text_of(answer, own)
        };
        assert_eq!(behind_token(&plain([])), Err("access_token"));
        let abc = Ok(Some("abc".to_owned()));
        assert_eq!(behind_token(&plain([("token", "abc".into())])), abc);
        let text = Sample::from("abc");
        assert_eq!(text_of(&text, Err), abc);
    }

    #[test]
    fn a_token_offered_as_subprotocol_consists_of_token_characters_of_rfc_7230() {
        let all = "eyJhbGciOi.JIUzI1-NiIsInR5_c~+!#$%&'*^`|09AZaz";
        assert_eq!(read(all, Subprotocol), Ok(all));
        let ascii = (0..128).map(char::from);
        let others = ['é', 'ſ', '\u{212a}', '\u{feff}', '\u{fffd}', '😀', '\u{a0}'];
        for one in ascii.chain(others) {
            let token = format!("abc{one}def");
            let expected = if one.is_ascii_alphanumeric() || all.contains(one) {
                Ok(token.as_str())
            } else {
                stray(4)
            };
            assert_eq!(read(&token, Subprotocol), expected, "{one:?}");
        }
    }

    #[test]
    fn a_token_in_a_url_or_a_header_is_visible_ascii() {
        let visible: String = ('!'..='~').collect();
        assert_eq!(read(&visible, Elsewhere), Ok(visible.as_str()));
        for one in [' ', '\0', '\t', '\x7f', 'é', '\u{fffd}', '\u{a0}'] {
            assert_eq!(read(&format!("a{one}b"), Elsewhere), stray(2), "{one:?}");
        }
    }

    #[test]
    fn the_position_counts_from_the_tokens_own_start() {
        assert_eq!(read("  Bearer   ,abc", Subprotocol), stray(1));
    }

    #[test]
    fn a_token_that_is_refused_is_not_quoted() {
        let fault = read("secret,token", Subprotocol).unwrap_err();
        assert_eq!(fault.code(), Code::InvalidToken);
        let note = "the character at position 7 is not allowed in a token";
        assert_eq!(fault.note().as_deref(), Some(note));
        assert_eq!(TokenFault::Missing.code(), Code::MissingToken);
        assert_eq!(TokenFault::Missing.note(), None);
    }

    #[test]
    fn a_token_lives_until_it_expires_for_ever_if_nothing_is_known_of_that() {
        let unknown = f64::NAN;
        for (expires_at, lives) in [
            (NOW + 60_000.0, 60_000.0),
            (NOW - 1_000.0, -1_000.0),
            (0.0, -NOW),
            (unknown, f64::INFINITY),
        ] {
            assert_eq!(lives_ms(expires_at, unknown, NOW), lives);
        }
        assert_eq!(lives_ms(unknown, 3_600.0, NOW), 3_600_000.0);
        assert_eq!(lives_ms(unknown, 0.0, NOW), 0.0);
        assert_eq!(lives_ms(NOW + 5.0, 3_600.0, NOW), 5.0);
    }

    proptest! {
        #[test]
        fn the_first_character_that_is_not_allowed_is_the_one_that_is_named(
            start in "[a-z]{7,20}", one in "[ ,é\"\n😀]", end in "[a-z]{6,20}"
        ) {
            let text = [start.as_str(), &one, &end].concat();
            let position = start.len() as u32 + 1;
            prop_assert_eq!(read(&text, Subprotocol), Err(TokenFault::Character { position }));
        }

        #[test]
        fn any_answer_holds_a_token_that_can_be_used_or_says_why_not(
            answer in prop_oneof![
                any_sample(),
                any_sample().prop_map(|token| plain([("token", token)])),
                "([bB]earer )?[\\w.-]{0,9}".prop_map(Sample::Text),
                any::<String>().prop_map(Sample::Text),
            ],
            is_subprotocol in any::<bool>(),
            times in any::<(f64, f64)>(),
        ) {
            let usage = if is_subprotocol { Subprotocol } else { Elsewhere };
            if let Some(text) = of(answer) && let Ok(token) = read(&text, usage) {
                prop_assert!(!token.is_empty());
                prop_assert!(token.chars().all(|sign| sign.is_ascii_graphic()));
                if is_subprotocol {
                    let separators: &[char] = &['"', '(', ')', ',', '/', ':', ';', '<', '=', '>', '?', '@', '[', '\\', ']', '{', '}'];
                    prop_assert!(!token.contains(separators));
                }
            }
            prop_assert!(!lives_ms(times.0, times.1, NOW).is_nan());
        }
    }
}
