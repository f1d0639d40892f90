//! Looking for words in a text: small, and linear.

/// What stands before and after `word`, where it stands by itself: no letter or digit before it, no letter after it.
pub fn around<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let mut is_inside = false;
    for (at, character) in text.char_indices() {
        if !is_inside
            && let Some((before, rest)) = text.split_at_checked(at)
            && let Some(after) = rest.strip_prefix(word)
            && !after.starts_with(|next: char| next.is_ascii_alphabetic())
        {
            return Some((before, after));
        }
        is_inside = character.is_ascii_alphanumeric();
    }
    None
}

pub fn after<'a>(text: &'a str, word: &str) -> &'a str {
    around(text, word).unwrap_or_default().1
}
pub fn before<'a>(text: &'a str, word: &str) -> &'a str {
    around(text, word).unwrap_or((text, "")).0
}

pub fn has(text: &str, word: &str) -> bool {
    around(text, word).is_some()
}

pub fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

pub fn find<'a>(text: &'a str, table: &'static str) -> (&'static str, &'a str) {
    for entry in table.split('\n') {
        let (name, words) = entry.split_once('=').unwrap_or((entry, entry));
        for word in words.split('|') {
            if let Some((_, after)) = around(text, word) {
                return (name, after);
            }
        }
    }
    ("", "")
}

pub fn number(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

pub fn leading(text: &str) -> u32 {
    let mut value = 0_u32;
    for b in text.bytes().take_while(u8::is_ascii_digit) { value = value.saturating_mul(10).saturating_add(u32::from(b - b'0')); }
    value
}
