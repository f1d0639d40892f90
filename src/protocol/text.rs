//! Texts that are put together of others.

/// The parts one after the other. The same as the standard library's `concat`, whose promises of speed are worth two
/// kilobytes of WebAssembly.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A whole number as text. Formatting would bring its machinery along.
pub(crate) fn decimal(number: u32) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number);
    text
}

/// The number that a text of digits says, and of nothing else. Parsing would bring its machinery along.
pub(crate) fn whole_number(text: &str) -> Option<f64> {
    let mut number = 0.0;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(byte - b'0');
    }
    (!text.is_empty()).then_some(number)
}

/// Appends it.
pub(crate) fn push_decimal(text: &mut String, number: u32) {
    if number > 9 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_digits_and_nothing_else() {
        for (text, number) in [("0", 0.0), ("007", 7.0), ("3600", 3_600.0)] {
            assert_eq!(whole_number(text), Some(number));
        }
        assert_eq!(whole_number(&"9".repeat(400)), Some(f64::INFINITY));
        for text in [
            "", " ", "-1", "+1", "1.5", "1e3", "0x1", "soon", "1 ", "\u{661}",
        ] {
            assert_eq!(whole_number(text), None, "{text:?}");
        }
    }
}
