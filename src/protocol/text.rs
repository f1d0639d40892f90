//! Putting text together, without the formatting machinery: that would cost the page kilobytes.

/// One string of several.
pub fn concat(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        out.push_str(part);
    }
    out
}

/// Appends a whole number with at least `width` digits. `format!` would cost kilobytes of wasm.
pub fn push_number(out: &mut String, value: u64, width: usize) {
    if value >= 10 || width > 1 {
        push_number(out, value / 10, width.saturating_sub(1));
    }
    out.push((b'0' + (value % 10) as u8) as char);
}

/// Appends a string as JSON (RFC 8259, section 7).
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    // Almost nothing that is printed has anything to escape: then the text goes in one piece.
    let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    let plain = text
        .bytes()
        .position(|byte| !is_plain(byte))
        .unwrap_or(text.len());
    let (plain, rest) = text.split_at_checked(plain).unwrap_or(("", text));
    out.push_str(plain);
    for character in rest.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\0'..='\x1f' => {
                let code = character as usize;
                out.push_str("\\u00");
                for digit in [code >> 4, code & 15] {
                    out.push(char::from_digit(digit as u32, 16).unwrap_or('0'));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_print_in_decimal() {
        for (value, width, expected) in [
            (0_u64, 1, "0"),
            (7, 3, "007"),
            (1234, 1, "1234"),
            (u64::MAX, 1, "18446744073709551615"),
        ] {
            let mut out = String::new();
            push_number(&mut out, value, width);
            assert_eq!(out, expected);
        }
    }

    proptest! {
        #[test]
        fn strings_are_json(text in any::<String>()) {
            let mut out = String::new();
            push_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
