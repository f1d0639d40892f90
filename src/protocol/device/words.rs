//! Finding words in a text, in little code, and in time that is in proportion to the text.

/// A word of a list, found in a text. If there is none, all of the text is before it.
#[derive(Default)]
pub struct Found<'a> {
    /// What the word means.
    pub name: &'static str,
    /// What stands before it.
    pub before: &'a str,
    /// What stands after it.
    pub after: &'a str,
}

/// The first word of a list that stands in `text`. A list is `word` or `word=name`, with `|` between.
pub fn find<'a>(text: &'a str, mut list: &'static str) -> Found<'a> {
    while !list.is_empty() {
        let entry = until(list, b'|');
        let word = until(entry, b'=');
        list = list.get(entry.len() + 1..).unwrap_or_default();
        for (at, byte) in text.bytes().enumerate() {
            if word.as_bytes().first() == Some(&byte)
                && let Some(after) = text.get(at..).and_then(|rest| rest.strip_prefix(word))
            {
                return Found {
                    name: entry.get(word.len() + 1..).unwrap_or(entry),
                    before: text.get(..at).unwrap_or_default(),
                    after,
                };
            }
        }
    }
    Found {
        before: text,
        ..Found::default()
    }
}

/// What stands before the first `end`, which is a character of ASCII.
fn until(text: &str, end: u8) -> &str {
    let length = text.bytes().take_while(|byte| *byte != end).count();
    text.get(..length).unwrap_or_default()
}

/// Appends the version that `rest` begins with, at most so many numbers of it, with dots between, also where a user agent
/// has underscores. One character may stand before it, such as a slash.
pub fn push_version(text: &mut String, mut separator: &'static str, rest: &str, mut numbers: u32) {
    // A version of nothing is none.
    if text.is_empty() {
        return;
    }
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                text.push_str(separator);
                text.push(char::from(byte));
                separator = "";
            }
            _ if at == 0 => {}
            b'.' | b'_' if numbers > 1 => {
                separator = ".";
                numbers -= 1;
            }
            // Between the numbers of Apple's models.
            b',' => separator = ",",
            _ => break,
        }
    }
}
