//! あり得る値: what nobody's check-up can say is a slip of the keyboard or of a column, and is refused with a sentence. The ranges
//! are far wider than any normal range; what a value means is the programme's business.

use super::readings::Readings;
use crate::{programmes::guidance::CheckupValue, vocab::decimal::Decimal};

/// Code, unit, least and most. A programme that names a value otherwise, or in another unit, is not held to them.
const RANGES: [(&str, &str, Decimal, Decimal); 17] = [
    ("height", "cm", Decimal::whole(100), Decimal::whole(220)),
    ("weight", "kg", Decimal::whole(20), Decimal::whole(250)),
    ("bmi", "kg/㎡", Decimal::whole(8), Decimal::whole(80)),
    ("waist", "cm", Decimal::whole(40), Decimal::whole(200)),
    ("systolic", "mmHg", Decimal::whole(50), Decimal::whole(300)),
    ("diastolic", "mmHg", Decimal::whole(20), Decimal::whole(200)),
    ("triglycerides", "mg/dL", Decimal::whole(5), Decimal::whole(10_000)),
    ("hdl", "mg/dL", Decimal::whole(2), Decimal::whole(300)),
    ("ldl", "mg/dL", Decimal::whole(2), Decimal::whole(1_500)),
    ("ast", "U/L", Decimal::whole(1), Decimal::whole(20_000)),
    ("alt", "U/L", Decimal::whole(1), Decimal::whole(20_000)),
    ("ggt", "U/L", Decimal::whole(1), Decimal::whole(20_000)),
    ("hba1c", "％", Decimal::whole(2), Decimal::whole(25)),
    ("fasting_glucose", "mg/dL", Decimal::whole(10), Decimal::whole(2_000)),
    ("haemoglobin", "g/dL", Decimal::whole(2), Decimal::whole(30)),
    ("creatinine", "mg/dL", Decimal(5), Decimal::whole(40)),
    ("egfr", "mL/分/1.73㎡", Decimal(50), Decimal::whole(300)),
];

/// How far a written BMI may lie from the one of height and weight: they are rounded, and some are weighed in clothes.
const TOLERANCE: i64 = 100;

/// The sentence about a number nobody's body can have.
///
/// # Errors
/// That sentence.
pub fn within(value: &CheckupValue<'_>, number: Decimal) -> Result<(), String> {
    let range = RANGES.iter().find(|(code, unit, ..)| *code == value.code && *unit == value.unit);
    match range {
        Some((.., least, most)) if !(least..=most).contains(&&number) => Err(format!(
            "{}は{least}から{most}までの数字で入力してください。「{number}」は、けた数か欄の間違いかもしれません。",
            value.label()
        )),
        _ => Ok(()),
    }
}

/// The sentence about a BMI that is not the one of height and weight; `None` when it is, or one of the three isn't there.
pub fn unlike_body(readings: &Readings) -> Option<String> {
    let of = |code: &str| readings.get(code).copied();
    let (height, weight, bmi) = (of("height")?, of("weight")?, of("bmi")?);
    let found = bmi_of(height, weight)?;
    ((bmi.0 - found.0).abs() > TOLERANCE).then(|| {
        format!("BMI「{bmi}」が、身長と体重から計算した値（{found}）と合いません。身長・体重・BMIを確かめてください。")
    })
}

/// kg/㎡ to one decimal, of centimetres and kilograms.
fn bmi_of(height: Decimal, weight: Decimal) -> Option<Decimal> {
    let square = i128::from(height.0).checked_mul(i128::from(height.0)).filter(|square| *square > 0)?;
    // Hundredths of kg by squared hundredths of cm: ten tenths are 1 kg/㎡.
    let tenths = (i128::from(weight.0) * 10_000_000 + square / 2) / square;
    Some(Decimal(i64::try_from(tenths).ok()?.checked_mul(10)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_body_has_is_refused_and_other_names_and_units_are_not() {
        let told = |written: &'static str, units| within(&CheckupValue::read(written), Decimal::whole(units));
        assert!(told("height:cm:身長", 15).unwrap_err().contains("100から220まで"));
        assert_eq!(told("height:cm:身長", 152), Ok(()));
        assert_eq!(told("height:m:身長", 2), Ok(()));
        assert_eq!(told("hip:cm:腰囲", 15), Ok(()));
        assert!(told("hba1c:％:HbA1c", 68).is_err());
    }

    #[test]
    fn a_bmi_follows_from_height_and_weight() {
        let body = |bmi: i64| {
            Readings::from([
                ("height".to_owned(), Decimal::whole(150)),
                ("weight".to_owned(), Decimal(4_950)),
                ("bmi".to_owned(), Decimal(bmi)),
            ])
        };
        assert_eq!(bmi_of(Decimal::whole(150), Decimal(4_950)), Some(Decimal::whole(22)));
        assert_eq!(unlike_body(&body(2_200)), None);
        assert_eq!(unlike_body(&body(2_260)), None);
        assert!(unlike_body(&body(3_100)).is_some_and(|told| told.contains("（22）")));
        assert_eq!(unlike_body(&Readings::new()), None);
        assert_eq!(bmi_of(Decimal(0), Decimal(1)), None);
    }

    #[test]
    fn every_range_is_of_a_value_the_preset_names() {
        let guidance = crate::programmes::presets::guidance().guidance.as_ref().unwrap();
        for (code, unit, least, most) in RANGES {
            let value = guidance.value(code).unwrap_or_else(|| panic!("no value {code}"));
            assert_eq!(value.unit, unit, "{code}");
            assert!(least < most, "{code}");
        }
    }
}
