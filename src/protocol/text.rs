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

/// Appends it.
pub(crate) fn push_decimal(text: &mut String, number: u32) {
    if number > 9 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
