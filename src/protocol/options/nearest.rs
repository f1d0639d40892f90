//! What somebody who wrote a name wrong may have meant.

/// Names that are at least so far apart have nothing to do with each other.
const TOO_FAR: usize = 4;

/// Of the known names the nearest to `name`, if one is near; the first of several.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let mut least = TOO_FAR;
    let mut near = None;
    for candidate in known {
        // As many have to be added at least.
        if candidate.len().abs_diff(name.len()) >= least {
            continue;
        }
        let far = distance(name, candidate);
        if far < least {
            (least, near) = (far, Some(*candidate));
        }
    }
    near
}

/// How many bytes have to be added, removed or replaced to make one of the other, letter case aside: row by row of the
/// table of all beginnings.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.bytes().enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b.bytes()) {
            let replaced = corner + usize::from(!from.eq_ignore_ascii_case(&to));
            corner = *cell;
            left = replaced.min(corner + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}
