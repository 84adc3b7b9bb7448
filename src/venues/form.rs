//! 会場の確認 as typed: an answer to each item, or none yet.

use serde_json::{Map, Value, json};

use super::db::Check;
use crate::{
    kit::form::Form,
    programmes::definition::{Venue, VenueItem, VenueMeasure},
    vocab::{decimal::Decimal, kana::half_digits},
};

/// Largest floor area, in hundredths of a square metre.
const LARGEST: i64 = 10_000_000;

/// The field of an item.
pub fn field(item: &VenueItem) -> String {
    format!("item-{}", item.code)
}

pub fn stored(venue: &Venue, checks: &[Check]) -> Form {
    let value = |check: &Check| match (check.present, check.area_hundredths) {
        (Some(true), _) => "present".to_owned(),
        (Some(false), _) => "missing".to_owned(),
        (None, area) => area.map(|area| Decimal(area.into()).to_string()).unwrap_or_default(),
    };
    let mut form = Form::empty();
    for item in &venue.standard {
        if let Some(check) = checks.iter().find(|check| check.item == item.code) {
            form = form.with(&field(item), value(check));
        }
    }
    form
}

/// The answers, as rows; `None` when the form has problems. `fixed`: what the writer may not answer otherwise.
pub fn read(form: &mut Form, venue: &Venue, fixed: &[&Check]) -> Option<Value> {
    let mut rows: Vec<Value> = Vec::new();
    for item in &venue.standard {
        let answer = one(form, item);
        let stays = fixed.iter().find(|check| check.item == item.code);
        if let (Some(stays), Some(answer)) = (stays, &answer)
            && *answer != row(&item.code, stays.present, stays.area_hundredths.map(i64::from))
        {
            form.refuse(&field(item), "区が確認した項目です。違っているときは、区に知らせてください。");
        }
        rows.extend(answer);
    }
    if rows.is_empty()
        && !form.has_problems()
        && let Some(first) = venue.standard.first()
    {
        form.refuse(&field(first), "1つ以上選んでください。");
    }
    if form.has_problems() { None } else { Some(rows.into()) }
}

/// Each item's code with what was answered, for the events.
pub fn told(answers: &Value) -> Value {
    let rows = answers.as_array().into_iter().flatten();
    let answer = |row: &Value| {
        if row["present"].is_null() { row["area_hundredths"].clone() } else { row["present"].clone() }
    };
    rows.filter_map(|row| Some((row["item"].as_str()?.to_owned(), answer(row)))).collect::<Map<_, _>>().into()
}

fn row(item: &str, present: Option<bool>, area: Option<i64>) -> Value {
    json!({ "item": item, "present": present, "area_hundredths": area })
}

fn one(form: &mut Form, item: &VenueItem) -> Option<Value> {
    let name = field(item);
    match item.measure {
        VenueMeasure::Present => {
            let chosen = form.optional_choice(&name, &item.text, &["present", "missing"])?;
            (!chosen.is_empty()).then(|| row(&item.code, Some(chosen == "present"), None))
        }
        VenueMeasure::SquareMetresPerPlace(_) => {
            let area = form.parse_optional(&name, hundredths)??;
            Some(row(&item.code, None, Some(area)))
        }
    }
}

const AREA: &str = "広さは平方メートルで入力してください。小数は2けたまでです。例：62.5";

fn hundredths(text: &str) -> Result<i64, &'static str> {
    let Decimal(area) = half_digits(text).parse().map_err(|_| AREA)?;
    if (0..=LARGEST).contains(&area) { Ok(area) } else { Err(AREA) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn venue() -> Venue {
        let item = |code: &str, measure| VenueItem {
            code: code.to_owned(),
            text: format!("{code}がある"),
            measure,
            blocks_start: true,
        };
        Venue {
            standard: vec![
                item("aed", VenueMeasure::Present),
                item("room", VenueMeasure::SquareMetresPerPlace(3)),
            ],
            end_checks: Vec::new(),
        }
    }

    #[test]
    fn an_item_nobody_looked_at_has_no_answer() {
        let mut form = Form::empty().with("item-aed", "missing");
        let rows = read(&mut form, &venue(), &[]).unwrap();
        assert_eq!(rows, json!([{ "item": "aed", "present": false, "area_hundredths": null }]));
    }

    #[test]
    fn a_form_without_an_answer_says_so() {
        let mut form = Form::empty();
        assert_eq!(read(&mut form, &venue(), &[]), None);
        assert_eq!(form.problem("item-aed"), Some("1つ以上選んでください。"));
    }

    #[test]
    fn an_event_names_the_items_and_their_answers() {
        let mut form = Form::empty().with("item-aed", "missing").with("item-room", "62.5");
        let rows = read(&mut form, &venue(), &[]).unwrap();
        assert_eq!(told(&rows), json!({ "aed": false, "room": 6250 }));
    }

    #[test]
    fn an_area_is_typed_with_its_decimals_and_shown_again() {
        let mut form = Form::empty().with("item-room", "６２.5");
        assert_eq!(read(&mut form, &venue(), &[]).unwrap()[0]["area_hundredths"], 6250);
        let check = |area| Check {
            item: "room".into(),
            present: None,
            area_hundredths: Some(area),
            checked_on: time::macros::date!(2026 - 06 - 10),
            by_ward: false,
            by: None,
        };
        assert_eq!(stored(&venue(), &[check(6250)]).value("item-room"), "62.5");
        for wrong in ["ひろい", "-3", "62.505"] {
            let mut form = Form::empty().with("item-room", wrong).with("item-aed", "perhaps");
            assert_eq!(read(&mut form, &venue(), &[]), None);
            assert!(form.problem("item-room").is_some() && form.problem("item-aed").is_some(), "{wrong}");
        }
    }
}
