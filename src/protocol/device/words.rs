//! Finding words in a text: little code, and time in proportion to the text.

/// A word of a table, and where it stands in a text. If there is none, all of the text is before it.
#[derive(Default)]
pub struct Found<'a> {
    /// What it means.
    pub name: &'static str,
    /// What stands before it.
    pub before: &'a str,
    /// What stands after it.
    pub after: &'a str,
}

/// What stands before the first `end`, a character of ASCII, and what after it.
pub fn cut(text: &str, end: u8) -> (&str, &str) {
    let end = text.bytes().position(|byte| byte == end);
    let (before, after) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or_default();
    (before, after.get(1..).unwrap_or_default())
}

/// The first word of a table that begins somewhere in `text`, and not amid letters. A table is a list of `word` or
/// `word=name`, with `|` between.
pub fn find<'a>(text: &'a str, mut table: &'static str) -> Found<'a> {
    while !table.is_empty() {
        let (entry, others) = cut(table, b'|');
        let (word, mut name) = cut(entry, b'=');
        if name.is_empty() {
            name = word;
        }
        for at in 0..text.len() {
            if let Some((before, rest)) = text.split_at_checked(at)
                && let Some(after) = rest.strip_prefix(word)
            {
                return Found {
                    name,
                    before,
                    after,
                };
            }
        }
        table = others;
    }
    Found {
        before: text,
        ..Found::default()
    }
}

/// Appends the first numbers of `version`, with dots between, also where it has underscores. One character may stand
/// before them.
pub fn push_version(
    text: &mut String,
    mut separator: &'static str,
    version: &str,
    mut numbers: u32,
) {
    for (at, byte) in version.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                text.push_str(separator);
                text.push(char::from(byte));
                separator = "";
            }
            b'.' | b'_' if numbers > 1 => {
                separator = ".";
                numbers -= 1;
            }
            b',' => separator = ",",
            _ if at == 0 => {}
            _ => break,
        }
    }
}
