//! From the typed form of a sheet to what is stored, and back. Unlikely values are asked about once more, each at its
//! field; the answer counts only for the value it was given for.

use time::Date;

use super::{
    Answers,
    db::Stored,
    form::{confirmations, fill, parse_answers},
    sheets::{Mode, Occasion, Sheet},
};
use crate::{
    kit::form::Form,
    vocab::dates::{parse_date, short, wareki},
};

/// The longest comment, in characters.
const COMMENT_MAX: usize = 1000;

/// A sheet as it will be stored, one set of answers per instrument in the sheet's order.
#[derive(Debug)]
pub struct Filled {
    pub done_on: Date,
    pub mode: Mode,
    pub comment: String,
    pub answers: Vec<Answers>,
}

/// The name of the hidden field with the version of an instrument's row; 0 while there is none.
pub fn version_field(instrument: &str) -> String {
    format!("version_{instrument}")
}

/// The name of the check box that confirms an unlikely value.
pub fn confirm_field(field: &str) -> String {
    format!("confirm_{field}")
}

/// Reads a sheet; `None` with the problems recorded at their fields.
pub fn read(form: &mut Form, sheet: &Sheet, occasion: Occasion, today: Date) -> Option<Filled> {
    let done_on = form.parse("done_on", |typed| day(typed, occasion, today));
    let mode = read_mode(form, sheet);
    let comment = form.optional_lines("comment", "コメント", COMMENT_MAX);
    let answers = read_answers(form, sheet);
    if form.has_problems() {
        return None;
    }
    Some(Filled { done_on: done_on?, mode: mode?, comment: comment?, answers })
}

fn read_mode(form: &mut Form, sheet: &Sheet) -> Option<Mode> {
    let known = form.choice("mode", "実施方法", &Mode::ALL.map(Mode::code))?;
    let mode = Mode::from_code(&known).filter(|mode| sheet.modes().contains(mode));
    if mode.is_none() {
        form.refuse("mode", "この事業では、この評価を別の日・郵送・電話で補えません。会場で行ってください。");
    }
    mode
}

fn day(typed: &str, occasion: Occasion, today: Date) -> Result<Date, String> {
    if typed.is_empty() {
        return Err(format!("{}の評価をした日を入力してください。例：{}", occasion.word(), wareki(today)));
    }
    let day = parse_date(typed).map_err(|problem| problem.to_string())?;
    if day > today {
        Err("評価をした日には、今日までの日付を入力してください。".to_owned())
    } else if !occasion.holds(day) {
        Err(format!("評価をした日には、{}の日付を入力してください。", occasion.word()))
    } else {
        Ok(day)
    }
}

fn read_answers(form: &mut Form, sheet: &Sheet) -> Vec<Answers> {
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for instrument in &sheet.instruments {
        match parse_answers(instrument, |field| Some(form.value(field))) {
            Ok(answers) => {
                let asked = confirmations(&answers).into_iter();
                problems.extend(asked.filter(|(field, _)| !is_confirmed(form, field)));
                read.push(answers);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() && read.iter().all(Answers::is_blank) && !is_recorded(form, sheet) {
        form.general("まだ何も記入されていません。1つ以上記入してから保存してください。");
    }
    for (field, message) in problems {
        form.refuse(&field, message);
    }
    read
}

/// A sheet that was stored before may be emptied again.
fn is_recorded(form: &Form, sheet: &Sheet) -> bool {
    sheet
        .instruments
        .iter()
        .any(|instrument| !matches!(form.value(&version_field(instrument.code)), "" | "0"))
}

fn is_confirmed(form: &Form, field: &str) -> bool {
    let confirmed = form.value(&confirm_field(field));
    !confirmed.is_empty() && confirmed == form.value(field)
}

/// The fields of this form whose value must be confirmed, as typed: they get a check box.
pub fn asked_fields(form: &Form, sheet: &Sheet) -> Vec<String> {
    let asked = sheet
        .instruments
        .iter()
        .filter_map(|instrument| parse_answers(instrument, |field| Some(form.value(field))).ok());
    asked.flat_map(|answers| confirmations(&answers)).map(|(field, _)| field).collect()
}

/// The form of a stored sheet. Values that were unlikely are shown as confirmed.
pub fn of_stored(rows: &[&Stored], comment: &str) -> Form {
    let mut form = Form::empty().with("comment", comment);
    if let Some(first) = rows.first() {
        form = form.with("done_on", short(first.done_on)).with("mode", first.mode.clone());
    }
    for row in rows {
        form = form.with(&version_field(&row.instrument), row.version.to_string());
        let values = fill(&row.answers.0);
        for (field, _) in confirmations(&row.answers.0) {
            form = form.with(&confirm_field(&field), values.get(&field).cloned().unwrap_or_default());
        }
        for (field, value) in values {
            form = form.with(&field, value);
        }
    }
    form
}

/// The form of a new sheet: `today` if there is one that fits, at the hall or at home, tests done as at the beginning.
pub fn of_new(earlier: &[&Stored], today: Option<Date>, mode: Mode) -> Form {
    let mut form =
        Form::empty().with("done_on", today.map(short).unwrap_or_default()).with("mode", mode.code());
    for row in earlier {
        for (field, value) in fill(&row.answers.0) {
            if field.ends_with("_protocol") {
                form = form.with(&field, value);
            }
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessments::{month::Month, sheets, sheets::Timing},
        programmes,
    };

    const PRE: Occasion = Occasion { timing: Timing::Pre, month: None };
    const TODAY: Date = time::macros::date!(2026 - 11 - 20);

    fn sheet() -> Sheet {
        sheets::find(programmes::shinjuku(), sheets::PHYSICAL, Timing::Pre).unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Form {
        let base = Form::empty().with("done_on", "R8.11.20").with("mode", "hall");
        pairs.iter().fold(base, |form, (name, value)| form.with(name, *value))
    }

    #[test]
    fn a_likely_value_is_stored_at_once() {
        let mut form = typed(&[("m_grip_1", "24.1")]);
        let filled = read(&mut form, &sheet(), PRE, TODAY).unwrap();
        assert_eq!((filled.done_on, filled.mode, filled.answers.len()), (TODAY, Mode::Hall, 3));
        assert!(!filled.answers[0].is_blank() && filled.answers[1].is_blank());
    }

    #[test]
    fn an_unlikely_value_is_asked_about_until_that_value_is_confirmed() {
        let mut first = typed(&[("m_grip_1", "241")]);
        assert!(read(&mut first, &sheet(), PRE, TODAY).is_none());
        assert!(first.problem("m_grip_1").is_some());
        assert_eq!(asked_fields(&first, &sheet()), ["m_grip_1"]);
        let mut other = typed(&[("m_grip_1", "242"), ("confirm_m_grip_1", "241")]);
        assert!(read(&mut other, &sheet(), PRE, TODAY).is_none());
        let mut same = typed(&[("m_grip_1", "241"), ("confirm_m_grip_1", "241")]);
        assert!(read(&mut same, &sheet(), PRE, TODAY).is_some());
    }

    #[test]
    fn an_empty_sheet_is_refused_only_while_nothing_is_stored() {
        let mut empty = typed(&[]);
        assert!(read(&mut empty, &sheet(), PRE, TODAY).is_none());
        let mut emptied = typed(&[("version_grip", "2")]);
        assert!(read(&mut emptied, &sheet(), PRE, TODAY).is_some());
    }

    #[test]
    fn what_may_not_be_made_up_is_taken_in_the_hall_alone() {
        let sheet = sheets::find(programmes::meguro(), sheets::PHYSICAL, Timing::Pre).unwrap();
        let mut elsewhere =
            Form::empty().with("done_on", "R8.11.20").with("mode", "other_day").with("m_grip_1", "24.1");
        assert!(read(&mut elsewhere, &sheet, PRE, TODAY).is_none());
        assert!(elsewhere.problem("mode").is_some_and(|why| why.contains("会場で行ってください")));
        assert!(read(&mut typed(&[("m_grip_1", "24.1")]), &sheet, PRE, TODAY).is_some());
    }

    #[test]
    fn a_day_to_come_is_refused() {
        let mut form =
            Form::empty().with("done_on", "2026-11-21").with("mode", "post").with("m_grip_1", "20");
        assert!(read(&mut form, &sheet(), PRE, TODAY).is_none());
        assert_eq!(form.problem("done_on"), Some("評価をした日には、今日までの日付を入力してください。"));
        assert_eq!(
            day("", PRE, TODAY).unwrap_err(),
            "開始時の評価をした日を入力してください。例：令和8年11月20日"
        );
    }

    #[test]
    fn a_monthly_sheet_takes_days_of_its_month_only() {
        let october = Month::of(time::macros::date!(2026 - 10 - 01));
        let occasion = Occasion { timing: Timing::Monthly, month: Some(october) };
        assert!(day("2026-10-31", occasion, TODAY).is_ok());
        assert_eq!(
            day("2026-11-01", occasion, TODAY).unwrap_err(),
            "評価をした日には、10月の日付を入力してください。"
        );
    }
}
