//! Exact numbers: what was read off an instrument, and what is derived from it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A number read off a measuring instrument, in thousandths of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Reading {
    pub thousandths: i64,
}

/// Why typed text is not a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedProblem {
    NotANumber,
    /// More digits after the point than the measure is recorded with.
    TooFine,
    /// More than six digits before the point.
    TooLarge,
}

const SCALE: i64 = 1000;

impl Reading {
    pub const fn whole(n: i64) -> Self {
        Self { thousandths: n * SCALE }
    }

    pub const fn tenths(n: i64) -> Self {
        Self { thousandths: n * 100 }
    }

    pub const fn hundredths(n: i64) -> Self {
        Self { thousandths: n * 10 }
    }

    /// Reads typed text: full-width digits and signs are accepted, spaces around and the unit behind
    /// are ignored. `Ok(None)` means that nothing was typed.
    pub fn parse(typed: &str, decimals: u8, unit: &str) -> Result<Option<Self>, TypedProblem> {
        let plain: String =
            typed.nfkc().map(|c| if matches!(c, '−' | '‐' | '―') { '-' } else { c }).collect();
        let unit: String = unit.nfkc().collect();
        let number = plain.trim();
        let number = number.strip_suffix(unit.as_str()).unwrap_or(number).trim_end();
        if number.is_empty() {
            return Ok(None);
        }
        parse_decimal(number, decimals).map(Some)
    }

    /// How many decimals it needs to be shown whole.
    pub fn decimals(self) -> u8 {
        match self.thousandths {
            whole if whole % SCALE == 0 => 0,
            tenths if tenths % 100 == 0 => 1,
            hundredths if hundredths % 10 == 0 => 2,
            _ => 3,
        }
    }

    /// The reading with a fixed number of decimals, rounded half away from zero.
    pub fn show(self, decimals: u8) -> String {
        Value::from(self).show(decimals)
    }
}

impl TryFrom<i64> for Reading {
    type Error = &'static str;

    /// Stored thousandths; beyond six digits before the point they were never typed here.
    fn try_from(thousandths: i64) -> Result<Self, Self::Error> {
        let typed = thousandths.unsigned_abs() < 1_000_000_000;
        typed.then_some(Self { thousandths }).ok_or("a reading has at most six digits before the point")
    }
}

impl From<Reading> for i64 {
    fn from(reading: Reading) -> i64 {
        reading.thousandths
    }
}

fn parse_decimal(number: &str, decimals: u8) -> Result<Reading, TypedProblem> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(TypedProblem::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > usize::from(decimals.min(3)) {
        return Err(TypedProblem::TooFine);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > 6 {
        return Err(TypedProblem::TooLarge);
    }
    let thousandths =
        format!("0{whole}{fraction:0<3}").parse::<i64>().map_err(|_| TypedProblem::NotANumber)?;
    Ok(Reading { thousandths: sign * thousandths })
}

/// An exact quotient: a reading, a mean of readings, a speed or a ratio, compared unrounded.
///
/// Readings have at most six digits before the point, so the products of a comparison stay far inside `i128`.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    numerator: i128,
    /// Always positive.
    denominator: i128,
}

impl Value {
    pub const ZERO: Value = Value { numerator: 0, denominator: 1 };

    /// `numerator / denominator`, or `None` when the denominator is not positive.
    pub fn quotient(numerator: Value, denominator: Value) -> Option<Value> {
        (denominator.numerator > 0).then(|| Value {
            numerator: numerator.numerator * denominator.denominator,
            denominator: numerator.denominator * denominator.numerator,
        })
    }

    pub fn minus(self, other: Value) -> Value {
        Value {
            numerator: self.numerator * other.denominator - other.numerator * self.denominator,
            denominator: self.denominator * other.denominator,
        }
    }

    pub fn negated(self) -> Value {
        Value { numerator: -self.numerator, ..self }
    }

    pub fn absolute(self) -> Value {
        Value { numerator: self.numerator.abs(), ..self }
    }

    pub fn divided_by(self, by: u16) -> Option<Value> {
        Value::quotient(self, Value { numerator: i128::from(by), denominator: 1 })
    }

    pub fn percent(self, percent: u8) -> Value {
        Value { numerator: self.numerator * i128::from(percent), denominator: self.denominator * 100 }
    }

    /// The mean of the values, each taken to six decimals first so that unlike denominators stay small.
    pub fn mean(values: &[Value]) -> Option<Value> {
        let millionths: i128 = values.iter().map(|value| value.scaled(6)).sum();
        let count = i128::try_from(values.len()).ok().filter(|n| *n > 0)?;
        Some(Value { numerator: millionths, denominator: count * 1_000_000 })
    }

    /// The value at the precision it is recorded with.
    pub fn rounded(self, decimals: u8) -> Value {
        Value { numerator: self.scaled(decimals), denominator: 10_i128.pow(u32::from(decimals)) }
    }

    /// The nearest reading, for drawing.
    pub fn reading(self) -> Reading {
        Reading { thousandths: i64::try_from(self.scaled(3)).unwrap_or(i64::MAX) }
    }

    /// With a fixed number of decimals, rounded half away from zero; no minus sign before a zero.
    pub fn show(self, decimals: u8) -> String {
        let scaled = self.scaled(decimals);
        let sign = if scaled < 0 { "-" } else { "" };
        let unit = 10_i128.pow(u32::from(decimals));
        let (whole, fraction) = (scaled.abs() / unit, scaled.abs() % unit);
        if decimals == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{fraction:0width$}", width = usize::from(decimals))
    }

    /// Like [`Value::show`], with a plus sign for a gain.
    pub fn show_signed(self, decimals: u8) -> String {
        let plus = if self.scaled(decimals) > 0 { "+" } else { "" };
        format!("{plus}{}", self.show(decimals))
    }

    fn scaled(self, decimals: u8) -> i128 {
        let twice = 2 * self.numerator.abs() * 10_i128.pow(u32::from(decimals));
        self.numerator.signum() * ((twice + self.denominator) / (2 * self.denominator))
    }
}

impl From<Reading> for Value {
    fn from(reading: Reading) -> Self {
        Value { numerator: i128::from(reading.thousandths), denominator: i128::from(SCALE) }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typed_text_is_read_as_people_write_it() {
        let read = |typed| Reading::parse(typed, 1, "kg");
        assert_eq!(read("24.1"), Ok(Some(Reading::tenths(241))));
        assert_eq!(read(" ２４．１ｋｇ "), Ok(Some(Reading::tenths(241))));
        assert_eq!(read("24.10"), Ok(Some(Reading::tenths(241))));
        assert_eq!(read("007"), Ok(Some(Reading::whole(7))));
        assert_eq!(read("−3.5"), Ok(Some(Reading::tenths(-35))));
        assert_eq!(read("　"), Ok(None));
        assert_eq!(read("24.15"), Err(TypedProblem::TooFine));
        assert_eq!(read("1234567"), Err(TypedProblem::TooLarge));
        for wrong in ["abc", "2 4", "1.2.3", ".5", "--1", "二十", "1e3"] {
            assert_eq!(read(wrong), Err(TypedProblem::NotANumber), "{wrong}");
        }
    }

    #[test]
    fn rounding_is_for_display_only() {
        let speed = Value::quotient(Reading::whole(5).into(), Reading::hundredths(501).into()).unwrap();
        assert_eq!(speed.show(2), "1.00");
        assert!(speed < Value::from(Reading::whole(1)));
        assert_eq!(Value::from(Reading { thousandths: -4 }).show(2), "0.00");
        assert_eq!(Value::from(Reading { thousandths: -5 }).show(2), "-0.01");
    }

    #[test]
    fn stored_readings_are_thousandths_within_bounds() {
        assert_eq!(serde_json::to_string(&Reading::tenths(241)).unwrap(), "24100");
        assert_eq!(serde_json::from_str::<Reading>("-999999999").unwrap().show(3), "-999999.999");
        assert!(serde_json::from_str::<Reading>("1000000000").is_err());
        assert!(serde_json::from_str::<Reading>("24.1").is_err());
    }

    #[test]
    fn a_mean_is_taken_over_exact_values() {
        let values = [Reading::tenths(201), Reading::tenths(202)].map(Value::from);
        assert_eq!(Value::mean(&values), Some(Reading::hundredths(2015).into()));
        assert_eq!(Value::mean(&[]), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(thousandths in -999_999_999_i64..=999_999_999) {
            let reading = Reading { thousandths };
            prop_assert_eq!(Reading::parse(&reading.show(3), 3, ""), Ok(Some(reading)));
        }

        #[test]
        fn no_text_stops_the_reader(typed in "\\PC*", decimals in 0_u8..4) {
            let _ = Reading::parse(&typed, decimals, "cm");
        }
    }
}
