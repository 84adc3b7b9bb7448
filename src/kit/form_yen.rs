//! An amount in a form.

use std::ops::RangeInclusive;

use super::form::Form;

impl Form {
    /// Whole yen within `range`, typed with or without 「円」.
    pub fn yen(&mut self, name: &str, label: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let mut bare = Self::empty().with(name, self.value(name).trim_end().trim_end_matches('円'));
        let yen = bare.whole_number(name, label, range);
        for problem in bare.problems() {
            self.refuse(name, &problem.message);
        }
        yen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_with_or_without_its_unit() {
        for typed in ["1500", "1500円", "１，５００円", " 1,500 円　"] {
            assert_eq!(
                Form::empty().with("yen", typed).yen("yen", "単価", 0..=9_999),
                Some(1_500),
                "{typed}"
            );
        }
        for (typed, told) in
            [("円", "単価を入力してください。"), ("百円", "数字で入力"), ("99999円", "9999までの")]
        {
            let mut form = Form::empty().with("yen", typed);
            assert_eq!(form.yen("yen", "単価", 0..=9_999), None);
            assert!(form.problem("yen").unwrap().contains(told), "{typed}: {:?}", form.problems());
        }
    }
}
