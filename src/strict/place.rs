//! Where in a value the walker is, and what it found wrong there.

use std::cell::{Cell, RefCell};

/// A place in a value, from the inside out.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// The value itself, by the name that it goes by.
    Whole(&'a str),
    /// A field of an object.
    Field(&'a Place<'a>, &'a str),
    /// An item of an array.
    Item(&'a Place<'a>, u32),
}

impl Place<'_> {
    fn write(&self, path: &mut String) {
        match self {
            Place::Whole(_) => {}
            Place::Field(parent, name) => {
                parent.write(path);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Place::Item(parent, index) => {
                parent.write(path);
                path.push('[');
                path.push_str(itoa(*index, &mut [0; 10]));
                path.push(']');
            }
        }
    }
}

/// What was found so far.
#[derive(Default)]
pub struct Report {
    lines: RefCell<Vec<String>>,
    gave_up: Cell<bool>,
}

impl Report {
    /// Notes a fault: something else stands there than was expected.
    pub fn note(&self, place: &Place<'_>, expected: &str, got: &str) {
        self.write(place, &["expected ", expected, ", got ", got]);
    }

    /// Notes why the walk had to end. Called again on the way out, it stays at the innermost place.
    pub fn give_up(&self, place: &Place<'_>) {
        if !self.gave_up.replace(true) {
            self.write(place, &["cannot be read"]);
        }
    }

    fn write(&self, place: &Place<'_>, words: &[&str]) {
        let mut line = String::new();
        place.write(&mut line);
        if line.is_empty()
            && let Place::Whole(name) = place
        {
            line.push_str(name);
        }
        line.push_str(": ");
        words.iter().for_each(|word| line.push_str(word));
        self.lines.borrow_mut().push(line);
    }

    /// All lines, in the order of the value.
    pub fn lines(self) -> Vec<String> {
        self.lines.into_inner()
    }
}

/// A number in digits. The standard library's way costs the module more than the rest of this file.
fn itoa(mut number: u32, digits: &mut [u8; 10]) -> &str {
    let mut begin = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        begin = place;
        if number == 0 {
            break;
        }
    }
    digits
        .get(begin..)
        .and_then(|digits| str::from_utf8(digits).ok())
        .unwrap_or_default()
}
