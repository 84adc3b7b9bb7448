//! 検査値の書き方: a number with its unit, a step as laboratories print it (－, ±, ＋ …), a word where the unit says which
//! number it is (`あり1・なし0`).

use super::guidance::CheckupValue;
use crate::vocab::decimal::Decimal;

/// The unit of values that are steps.
pub const STEPS: &str = "段階";
const STEP_WORDS: [&str; 5] = ["－", "±", "＋", "＋＋", "＋＋＋"];

/// 「6.8」, 「＋＋」, 「あり」; without the unit.
pub fn shown(unit: &str, number: Decimal) -> String {
    if unit == STEPS {
        let step = usize::try_from(number.0 / 100).ok().filter(|_| number.0 % 100 == 0);
        if let Some(word) = step.and_then(|step| STEP_WORDS.get(step)) {
            return (*word).to_owned();
        }
    }
    let word = words_of(unit).find(|(_, known)| *known == number).map(|(word, _)| word.to_owned());
    word.unwrap_or_else(|| number.to_string())
}

/// 「6.8％」, 「＋＋」, 「あり」.
pub fn with_unit(unit: &str, number: Decimal) -> String {
    let text = shown(unit, number);
    if is_worded(unit) { text } else { format!("{text}{unit}") }
}

/// 「HbA1c（％）」; steps and words go without their unit.
pub fn name(value: &CheckupValue<'_>) -> String {
    if is_worded(value.unit) { value.name.clone() } else { value.label() }
}

/// Steps and words carry their meaning without a unit and make no curve.
pub fn is_worded(unit: &str) -> bool {
    unit == STEPS || words_of(unit).next().is_some()
}

/// The words of a unit such as `あり1・なし0` with their numbers.
pub fn words_of(unit: &str) -> impl Iterator<Item = (&str, Decimal)> {
    let has_words = unit.contains('・');
    unit.split('・').filter(move |_| has_words).filter_map(|part| {
        let at = part.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
        let (word, number) = part.split_at(at);
        Some((word, number.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_in_the_words_of_their_unit() {
        assert_eq!(with_unit("段階", Decimal::whole(3)), "＋＋");
        assert_eq!(with_unit("段階", Decimal::whole(7)), "7");
        assert_eq!(with_unit("あり1・なし0", Decimal(100)), "あり");
        assert_eq!(with_unit("mL/分/1.73㎡", Decimal(4_850)), "48.5mL/分/1.73㎡");
        assert!(!is_worded("mL/分/1.73㎡") && is_worded("段階"));
    }
}
