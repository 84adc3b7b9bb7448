//! A bytea on its way through JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A bytea inside JSON, as PostgreSQL writes it: `\x` and hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(2 + 2 * self.0.len());
        text.push_str("\\x");
        self.0.iter().for_each(|byte| text.push_str(&format!("{byte:02x}")));
        to.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let digits = text.strip_prefix("\\x").filter(|d| d.len().is_multiple_of(2) && d.is_ascii());
        let byte = |at: usize| digits.and_then(|d| u8::from_str_radix(d.get(at..at + 2)?, 16).ok());
        let length = digits.map_or(1, str::len);
        let bytes: Option<Vec<u8>> = (0..length).step_by(2).map(byte).collect();
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("not a bytea"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bytea_is_read_as_postgresql_writes_it() {
        assert_eq!(serde_json::from_str::<Blob>(r#""\\x00ff10""#).unwrap().0, [0, 255, 16]);
        assert!(serde_json::from_str::<Blob>(r#""00ff""#).is_err());
        assert!(serde_json::from_str::<Blob>(r#""\\x0""#).is_err());
    }
}
