//! 小数: a number with at most two decimals, exact. Scores, measured values and limits are compared with it.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Hundredths of a unit. Written as `4`, `5.6` or `1.25`; a third decimal is refused, not rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(pub i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("小数第2位までの数で書いてください。例：5.6")]
pub struct NotDecimal;

impl Decimal {
    /// A whole number.
    pub const fn whole(units: i32) -> Self {
        Self(units as i64 * 100)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, parts) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        match (parts, parts % 10) {
            (0, _) => write!(f, "{sign}{units}"),
            (parts, 0) => write!(f, "{sign}{units}.{}", parts / 10),
            (parts, _) => write!(f, "{sign}{units}.{parts:02}"),
        }
    }
}

impl FromStr for Decimal {
    type Err = NotDecimal;

    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (units, parts) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let ends_well = parts.is_empty() != digits.contains('.') && parts.len() <= 2;
        if units.is_empty() || units.len() > 12 || !ends_well || !all_digits(units) || !all_digits(parts) {
            return Err(NotDecimal);
        }
        let size: i64 = format!("{units}{parts:0<2}").parse().map_err(|_| NotDecimal)?;
        Ok(Self(if negative { -size } else { size }))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 { serializer.serialize_i64(self.0 / 100) } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Reads `4`, `"5.6"` and `5.6`. A float is only looked at through its shortest decimal form, so that 5.6 is 5.6.
struct Written;

impl de::Visitor<'_> for Written {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("小数第2位までの数")
    }

    fn visit_i64<E: de::Error>(self, units: i64) -> Result<Decimal, E> {
        units.checked_mul(100).map(Decimal).ok_or_else(|| E::custom(NotDecimal))
    }

    fn visit_u64<E: de::Error>(self, units: u64) -> Result<Decimal, E> {
        i64::try_from(units).map_err(E::custom).and_then(|units| self.visit_i64(units))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "小数第2位までの数", "type": ["integer", "number", "string"] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_what_is_meant() {
        let read = |text: &str| text.parse::<Decimal>().map(|decimal| decimal.0);
        assert_eq!(read("4"), Ok(400));
        assert_eq!(read("5.6"), Ok(560));
        assert_eq!(read("-0.05"), Ok(-5));
        for wrong in ["", ".", "5.", ".5", "5.678", "1e3", "４", "--1", "1.-2", "9999999999999"] {
            assert_eq!(read(wrong), Err(NotDecimal), "{wrong}");
        }
        assert_eq!(
            serde_json::from_str::<Vec<Decimal>>(r#"[4, 5.6, "1.25"]"#).unwrap(),
            [400, 560, 125].map(Decimal)
        );
        assert!(serde_json::from_str::<Decimal>("5.678").is_err());
        assert!(serde_json::from_str::<Decimal>("1e300").is_err());
    }

    proptest! {
        #[test]
        fn printed_and_read_again_it_is_the_same(hundredths in -1_000_000_000_i64..1_000_000_000) {
            let decimal = Decimal(hundredths);
            prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
            let json = serde_json::to_string(&decimal).unwrap();
            prop_assert_eq!(serde_json::from_str::<Decimal>(&json).unwrap(), decimal);
        }
    }
}
