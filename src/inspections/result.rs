//! 検査の結果: the form, point by point, and the words that are sealed.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::kinds::{Finding, InspectionKind, Point};
use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
    vocab::dates::{parse_date, wareki},
};

/// Who was there, and what it came to; of a cancelled inspection, why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResultWords {
    /// 対応者.
    pub attendants: String,
    pub summary: String,
}

impl Sealable for ResultWords {
    const TABLE: &'static str = "inspection";
}

/// What was seen at a point.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Seen(pub String);

impl Sealable for Seen {
    const TABLE: &'static str = "inspection_point";
}

/// A point as it is stored.
pub struct PointResult {
    pub code: &'static str,
    pub finding: Finding,
    pub seen: Seen,
    pub due_on: Option<Date>,
}

pub struct Outcome {
    pub held_on: Date,
    pub words: ResultWords,
    pub points: Vec<PointResult>,
}

/// Days a correction takes as the form opens.
const USUAL_DAYS: i64 = 14;
const LONGEST_DAYS: i64 = 366;

pub fn findings() -> Vec<Choice> {
    Finding::ALL.map(|finding| Choice::new(finding.code(), finding.label())).to_vec()
}

pub fn blank(today: Date) -> Form {
    Form::empty().with("held_on", wareki(today))
}

/// The field of a point, such as `finding_storage`.
pub fn field(what: &str, point: &Point) -> String {
    format!("{what}_{}", point.code)
}

/// Reads the form, or records its problems. Something to put right says what and by when; a remark says what.
/// None was held before somebody planned it.
pub fn read(form: &mut Form, kind: InspectionKind, (planned, today): (Date, Date)) -> Option<Outcome> {
    let held_on = form.day_since("held_on", "行った日", ("検査を予定した日", planned), today);
    let attendants = form.required("attendants", "対応した人", 120);
    let points: Vec<Option<PointResult>> =
        kind.points().iter().map(|point| read_point(form, point, held_on.unwrap_or(today))).collect();
    let summary = form.required_lines("summary", "まとめ", 2_000);
    let points = points.into_iter().collect::<Option<Vec<_>>>();
    if points.as_ref().is_some_and(|all| all.iter().all(|one| one.finding == Finding::NotSeen)) {
        form.general("1つ以上の項目を見て、結果を選んでください。");
    }
    let words = ResultWords { attendants: attendants?, summary: summary? };
    let outcome = Outcome { held_on: held_on?, words, points: points? };
    (!form.has_problems()).then_some(outcome)
}

fn read_point(form: &mut Form, point: &Point, held_on: Date) -> Option<PointResult> {
    let code = form.choice(&field("finding", point), point.label, &Finding::ALL.map(Finding::code));
    let finding = code.as_deref().and_then(Finding::from_code);
    let note = field("note", point);
    let seen = match finding {
        Some(Finding::Remark | Finding::Correct) => {
            form.required_lines(&note, &format!("{}で見たこと", point.label), 1_000)
        }
        Some(Finding::Good | Finding::NotSeen) | None => form.optional_lines(&note, point.label, 1_000),
    };
    let due = field("due", point);
    let due_on = if finding == Some(Finding::Correct) {
        Some(read_due(form, &due, held_on)?)
    } else {
        form.parse_optional(&due, parse_date)?;
        None
    };
    Some(PointResult { code: point.code, finding: finding?, seen: Seen(seen?), due_on })
}

/// By when something is put right: two weeks after, when nothing is said.
fn read_due(form: &mut Form, name: &str, held_on: Date) -> Option<Date> {
    let typed = form.parse_optional(name, parse_date)?;
    let due = typed.or_else(|| held_on.checked_add(Duration::days(USUAL_DAYS)))?;
    if due < held_on || due - held_on > Duration::days(LONGEST_DAYS) {
        form.refuse(name, "検査の日から1年以内の日を入力してください。");
        return None;
    }
    Some(due)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    fn typed(finding: &str) -> Form {
        let form = blank(TODAY).with("attendants", "管理者").with("summary", "おおむね良好");
        InspectionKind::ServiceQuality
            .points()
            .iter()
            .fold(form, |form, point| form.with(&field("finding", point), finding))
    }

    fn whole(form: &mut Form) -> Option<Outcome> {
        read(form, InspectionKind::ServiceQuality, (date!(2026 - 11 - 09), TODAY))
    }

    #[test]
    fn what_is_good_needs_no_words() {
        let outcome = whole(&mut typed("good")).unwrap();
        assert_eq!(outcome.points.len(), InspectionKind::ServiceQuality.points().len());
    }

    #[test]
    fn something_must_have_been_looked_at() {
        assert!(whole(&mut typed("not_seen")).is_none());
        let mut form = blank(TODAY).with("attendants", "x").with("summary", "x");
        assert!(whole(&mut form).is_none());
        assert!(form.problem("finding_staffing").is_some());
    }

    #[test]
    fn what_is_to_be_put_right_says_what_and_by_when() {
        let first = |finding: &str| Form::empty().with("finding_staffing", finding);
        let point = &InspectionKind::ServiceQuality.points()[0];
        let mut form = first("correct");
        assert!(read_point(&mut form, point, TODAY).is_none());
        assert!(form.problem("note_staffing").is_some());
        let mut form = first("correct").with("note_staffing", "看護職がいない");
        let read = read_point(&mut form, point, TODAY).unwrap();
        assert_eq!(read.due_on, Some(date!(2026 - 12 - 04)), "two weeks when nothing is said");
        let mut form = first("correct").with("note_staffing", "x").with("due_staffing", "R8.11.19");
        assert!(read_point(&mut form, point, TODAY).is_none());
        let mut form = first("remark").with("note_staffing", "声が小さい").with("due_staffing", "R8.12.1");
        assert_eq!(read_point(&mut form, point, TODAY).unwrap().due_on, None);
    }

    #[test]
    fn a_result_is_of_a_day_that_was() {
        let mut form = Form::empty().with("held_on", "R8.11.21");
        assert!(whole(&mut form).is_none() && form.problem("held_on").is_some());
        let mut form = Form::empty().with("held_on", "R8.11.8");
        assert!(whole(&mut form).is_none() && form.problem("held_on").is_some());
    }
}
