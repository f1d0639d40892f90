//! The outline of a value: which kinds of things stand where, without the things.
//!
//! Any deserializer can give it. The types are walked against it alone, so that their code is compiled for one
//! deserializer and not for each kind of list or object that another may hand over, which made the module five times as
//! large.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::room::keep_ahead;

/// No wire type goes as deep. What lies deeper is in a field that may hold anything.
const DEPTH: u32 = 16;

/// What stands somewhere.
#[derive(Debug, PartialEq)]
pub enum Outline {
    /// `null`, or nothing.
    Null,
    /// `true` or `false`.
    Flag,
    /// A text.
    Text,
    /// A whole number from 0 to 4,294,967,295.
    Integer,
    /// Any other number.
    Number,
    /// A number that JSON does not have.
    NoNumber,
    /// An array.
    List(Vec<Outline>),
    /// An object.
    Object(Vec<(String, Outline)>),
}

impl Outline {
    /// The outline of what a deserializer holds.
    pub fn of<'de, D: Deserializer<'de>>(value: D) -> Result<Outline, D::Error> {
        Below(DEPTH).deserialize(value)
    }

    /// What messages call it.
    pub fn name(&self) -> &'static str {
        match self {
            Outline::Null => "null",
            Outline::Flag => "boolean",
            Outline::Text => "string",
            Outline::Integer | Outline::Number => "number",
            Outline::NoNumber => "a number that JSON does not have",
            Outline::List(_) => "array",
            Outline::Object(_) => "object",
        }
    }
}

/// Reads an outline of so many levels.
#[derive(Clone, Copy)]
struct Below(u32);

impl<'de> DeserializeSeed<'de> for Below {
    type Value = Outline;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Outline, D::Error> {
        keep_ahead();
        match self.0 {
            // The same for everything: nobody looks.
            0 => value.deserialize_ignored_any(self),
            _ => value.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Below {
    type Value = Outline;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Outline, E> {
        Ok(Outline::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Outline, E> {
        Ok(Outline::Flag)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Outline, E> {
        Ok(Outline::Text)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Outline, E> {
        Ok(if !number.is_finite() {
            Outline::NoNumber
        } else if (0.0..=f64::from(u32::MAX)).contains(&number) && number.trunc() == number {
            // Not by a cast and back: in the plain JavaScript twin a cast loses the largest number.
            Outline::Integer
        } else {
            Outline::Number
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Outline, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Outline, E> {
        self.visit_f64(number as f64)
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Outline, E> {
        Ok(Outline::Object(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outline, A::Error> {
        let mut outlines = Vec::new();
        while let Some(item) = items.next_element_seed(Below(self.0.saturating_sub(1)))? {
            outlines.push(item);
        }
        Ok(Outline::List(outlines))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outline, A::Error> {
        let mut outlines = Vec::new();
        while let Some(name) = fields.next_key()? {
            let field = fields.next_value_seed(Below(self.0.saturating_sub(1)))?;
            outlines.push((name, field));
        }
        Ok(Outline::Object(outlines))
    }
}
