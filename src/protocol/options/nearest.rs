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
    // Of each beginning of `b`, how far it is from the beginning of `a` that has been looked at; the empty one apart.
    let mut row = Vec::with_capacity(b.len());
    for cell in 0..b.len() {
        row.push(cell + 1);
    }
    let mut far = b.len();
    for (line, from) in a.bytes().enumerate() {
        let mut corner = line;
        far = line + 1;
        for (cell, to) in row.iter_mut().zip(b.bytes()) {
            let replaced = corner + usize::from(!from.eq_ignore_ascii_case(&to));
            corner = *cell;
            far = replaced.min(corner + 1).min(far + 1);
            *cell = far;
        }
    }
    far
}
