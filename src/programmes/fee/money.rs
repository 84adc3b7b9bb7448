//! 金額: whole yen, never a fraction and never a float.

use crate::programmes::definition::Rounding;

/// Most yen of any single sum (1兆円). More is taken for a mistake, and keeps every addition here far from overflow.
pub(in crate::programmes) const MOST_YEN: i64 = 1_000_000_000_000;

/// The sentence for a sum above [`MOST_YEN`].
pub(in crate::programmes) const TOO_LARGE: &str =
    "金額が1兆円を超えるため計算できません。単価と件数を確認してください。";

/// `318,000円`.
pub fn yen(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut shown = String::from(if amount < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown + "円"
}

/// `amount × part ÷ whole` in whole yen. `None` when nothing can be divided or the result is above [`MOST_YEN`].
pub(in crate::programmes) fn share(amount: i64, part: i64, whole: i64, rounding: Rounding) -> Option<i64> {
    let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
    if product < 0 || whole <= 0 {
        return None;
    }
    let rounded = match rounding {
        Rounding::Down => product / whole,
        Rounding::HalfUp => (2 * product + whole) / (2 * whole),
        Rounding::Up => (product + whole - 1) / whole,
    };
    i64::try_from(rounded).ok().filter(|yen| *yen <= MOST_YEN)
}

/// The sum of amounts, `None` above [`MOST_YEN`].
pub(in crate::programmes) fn sum(amounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).filter(|yen| *yen <= MOST_YEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_are_grouped_by_thousands() {
        let shown = [0, 7, 999, 1_000, 318_000, 1_234_567, -2_500].map(yen);
        assert_eq!(shown, ["0円", "7円", "999円", "1,000円", "318,000円", "1,234,567円", "-2,500円"]);
    }

    #[test]
    fn parts_of_a_yen_follow_the_rounding() {
        let third = |rounding| share(100, 1, 3, rounding);
        assert_eq!(
            [Rounding::Down, Rounding::HalfUp, Rounding::Up].map(third),
            [Some(33), Some(33), Some(34)]
        );
        assert_eq!(share(5, 1, 2, Rounding::HalfUp), Some(3));
        assert_eq!(share(6, 1, 2, Rounding::Up), Some(3));
        assert_eq!(share(1, 1, 0, Rounding::Down), None);
        assert_eq!(share(-1, 1, 2, Rounding::Down), None);
        assert_eq!(share(i64::MAX, i64::MAX, 1, Rounding::Up), None);
    }
}
