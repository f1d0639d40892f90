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

/// f
pub fn find<'a>(text: &'a str, mut table: &'static str) -> Found<'a> {
    while !table.is_empty() {
        let length = table.bytes().take_while(|byte| *byte != b'|').count();
        let entry = table.get(..length).unwrap_or_default();
        table = table.get(length + 1..).unwrap_or_default();
        let mut at = 0;
        while at < text.len() {
            let here = text.bytes().skip(at);
            let length = here.zip(entry.bytes()).take_while(|(a, b)| a == b).count();
            if matches!(entry.as_bytes().get(length), None | Some(b'=')) {
                return Found {
                    name: entry.get(length + 1..).unwrap_or(entry),
                    before: text.get(..at).unwrap_or_default(),
                    after: text.get(at + length..).unwrap_or_default(),
                };
            }
            at += 1;
        }
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
            _ if at == 0 && !byte.is_ascii_digit() => {}
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
            _ => break,
        }
    }
}
