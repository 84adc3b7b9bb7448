//! Values of a check-up as people type them: numbers with at most two decimals, steps as laboratories print them
//! (－, ±, ＋ …), and words where the unit says which numbers they are (`あり1・なし0`).

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::plausible::within;
use crate::{
    programmes::{
        guidance::CheckupValue,
        reading::{STEPS, words_of},
    },
    vocab::decimal::Decimal,
};

pub use crate::programmes::reading::{is_worded, name, shown, with_unit};

/// Values by their codes.
pub type Readings = BTreeMap<String, Decimal>;

/// No laboratory value is larger.
const MOST: Decimal = Decimal::whole(100_000);

/// Reads what was typed; `Ok(None)` when nothing was. `Err` is the sentence for the person.
pub fn read(value: &CheckupValue<'_>, typed: &str) -> Result<Option<Decimal>, String> {
    let plain: String = typed.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let unit: String = value.unit.nfkc().collect();
    let plain = plain.strip_suffix(unit.as_str()).unwrap_or(&plain);
    if plain.is_empty() {
        return Ok(None);
    }
    if let Some(step) = worded(value.unit, plain) {
        return Ok(Some(step));
    }
    match plain.parse::<Decimal>() {
        Ok(number) if (Decimal(0)..=MOST).contains(&number) => within(value, number).map(|()| Some(number)),
        _ => Err(format!(
            "{}「{}」を読めません。{}。測っていないときは空けてください。",
            value.label(),
            typed.trim().chars().take(20).collect::<String>(),
            example(value.unit)
        )),
    }
}

/// What a form or a column may hold.
pub fn example(unit: &str) -> String {
    if unit == STEPS {
        return "－、±、＋、＋＋、＋＋＋か、0から4の数字で入力してください".to_owned();
    }
    let words: Vec<&str> = words_of(unit).map(|(word, _)| word).collect();
    if words.is_empty() {
        "小数第2位までの数字で入力してください。例：6.5".to_owned()
    } else {
        format!("{}か、その数字で入力してください", words.join("・"))
    }
}

fn worded(unit: &str, plain: &str) -> Option<Decimal> {
    if unit == STEPS {
        let step = match plain {
            "-" | "−" | "－" | "(-)" => 0,
            "±" | "+-" | "+/-" | "(±)" => 1,
            "+" | "1+" | "(+)" => 2,
            "++" | "2+" | "(2+)" => 3,
            "+++" | "3+" | "(3+)" | "4+" => 4,
            _ => return None,
        };
        return Some(Decimal::whole(step));
    }
    words_of(unit).find(|(word, _)| *word == plain).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(written: &'static str, typed: &str) -> Result<Option<Decimal>, String> {
        read(&CheckupValue::read(written), typed)
    }

    #[test]
    fn numbers_steps_and_words_are_read_as_laboratories_print_them() {
        assert_eq!(of("hba1c:％:HbA1c", " ６．８％ "), Ok(Some(Decimal(680))));
        assert_eq!(of("hba1c:％:HbA1c", "6.8"), Ok(Some(Decimal(680))));
        assert_eq!(of("ldl:mg/dL", "1,020 mg/dL"), Ok(Some(Decimal::whole(1_020))));
        assert_eq!(of("ldl:mg/dL", "　"), Ok(None));
        for (typed, step) in [("－", 0), ("(±)", 1), ("＋", 2), ("2+", 3), ("３＋", 4), ("1", 1)] {
            assert_eq!(of("urine:段階", typed), Ok(Some(Decimal::whole(step))), "{typed}");
        }
        assert_eq!(of("smoking:あり1・なし0", "なし"), Ok(Some(Decimal(0))));
        assert_eq!(of("smoking:あり1・なし0", "１"), Ok(Some(Decimal(100))));
    }

    #[test]
    fn what_is_no_value_is_said_so() {
        for typed in ["未測定", "6.815", "-3", "1e9", "999999999999", "６．８．１"] {
            let told = of("hba1c:％:HbA1c", typed).unwrap_err();
            assert!(told.starts_with("HbA1c（％）「") && told.contains("空けてください"), "{told}");
        }
        assert!(of("smoking:あり1・なし0", "たまに").unwrap_err().contains("あり・なし"));
    }
}
