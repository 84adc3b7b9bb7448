//! What the pages print.

use askama::Template;
use time::{Date, OffsetDateTime};

use super::{
    completeness::Missing,
    content::{LiaisonAnswer, LiaisonSnapshot},
    kinds::{AnswerAction, Kind},
    states::LiaisonState,
};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Moment, Pager, Row, Tag, Tone},
    },
    vocab::dates::{jst_date, jst_stamp, jst_time, wareki, with_weekday},
};

#[derive(Template)]
#[template(path = "liaison/list.html")]
pub struct ListView {
    /// 「連絡シート」, or one person's.
    pub heading: String,
    /// The person's page; empty for the list of all.
    pub back: String,
    pub form: Form,
    pub states: Vec<Choice>,
    pub tags: Vec<Tag>,
    pub pager: Pager,
    pub rows: Vec<ListRow>,
    pub empty: &'static str,
    pub sends_care_plans: bool,
    /// Whether the other side is shown as the contractor (to centre and ward) or as the centre.
    pub other_side: &'static str,
}

pub struct ListRow {
    pub href: String,
    pub name: String,
    pub kind: &'static str,
    pub title: String,
    pub other: String,
    /// One line of 参加中の様子; empty before the sheet was opened.
    pub glance: String,
    pub due: String,
    pub is_overdue: bool,
    pub is_unread: bool,
    pub chip: Chip,
}

#[derive(Template)]
#[template(path = "liaison/write.html")]
pub struct WriteView {
    pub form: Form,
    pub kind: Kind,
    pub action: String,
    pub enrolment: String,
    pub paper: LiaisonSnapshot,
    /// People leave while the class goes on: the sheet names a 通いの場 near them.
    pub asks_nearby: bool,
    pub back_href: String,
    /// 「20人のうち12人を書き終えています」; empty outside a course.
    pub progress: String,
}

#[derive(Template)]
#[template(path = "liaison/check.html")]
pub struct CheckView {
    pub form: Form,
    pub id: String,
    pub kind: Kind,
    pub paper: LiaisonSnapshot,
    pub due: String,
    pub missing: Vec<Missing>,
    pub recipient: String,
}

#[derive(Template)]
#[template(path = "liaison/show.html")]
pub struct ShowView {
    pub form: Form,
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub head: Vec<Row>,
    pub chip: Chip,
    pub paper: Option<LiaisonSnapshot>,
    pub answer: Vec<Row>,
    pub moments: Vec<Moment>,
    /// Why a sheet came back; empty unless it stands returned.
    pub returned: String,
    pub cover: &'static str,
    pub actions: Vec<Choice>,
    pub version: i32,
    pub may: May,
}

/// What this reader may do with the sheet as it stands.
#[derive(Default, Clone, Copy)]
pub struct May {
    pub open: bool,
    pub answer: bool,
    pub close: bool,
    pub send_back: bool,
    pub withdraw: bool,
    pub revise: bool,
    pub print: bool,
}

#[derive(Template)]
#[template(path = "liaison/return.html")]
pub struct ReturnView {
    pub form: Form,
    pub id: String,
    pub back: String,
    pub name: String,
}

#[derive(Template)]
#[template(path = "liaison/withdrawal.html")]
pub struct WithdrawalView {
    pub back: String,
    pub title: String,
    pub action: String,
    pub version: i32,
    pub recipient: String,
}

#[derive(Template)]
#[template(path = "liaison/course.html")]
pub struct CourseView {
    pub trail: Vec<Link>,
    pub tabs: Vec<Link>,
    pub id: String,
    pub name: String,
    pub rows: Vec<CourseRow>,
    pub written: usize,
    pub sent: usize,
    pub next_href: String,
    pub may_write: bool,
    /// Drafts that hold everything they need.
    pub ready: usize,
}

pub struct CourseRow {
    pub tag: String,
    pub name: String,
    pub centre: String,
    pub attended: String,
    pub chip: Chip,
    pub due: String,
    pub href: String,
    pub label: &'static str,
}

#[derive(Template)]
#[template(path = "liaison/send_all.html")]
pub struct SendAllView {
    pub name: String,
    pub action: String,
    pub back: String,
    pub title: String,
    /// Person and centre.
    pub ready: Vec<(String, String)>,
    /// Person and what is missing.
    pub unready: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "liaison/care_plans.html")]
pub struct CarePlansView {
    pub rows: Vec<CarePlanRow>,
}

pub struct CarePlanRow {
    pub name: String,
    pub contractor: String,
    pub title: String,
    pub begun: String,
    pub chip: Chip,
    pub href: String,
    pub label: &'static str,
    /// Where a changed plan is written; empty until one was sent.
    pub again_href: String,
}

/// The name, or a stand-in when the contract doesn't list names.
pub fn named(written: &str, number: i32) -> String {
    if written.trim().is_empty() { format!("参加者番号{number}") } else { written.trim().to_owned() }
}

pub fn chip(state: LiaisonState) -> Chip {
    Chip::new(state.tone(), state.label())
}

/// What the receiver reads in place of 送信ずみ.
pub fn inbox_chip(state: LiaisonState, receives: bool) -> Chip {
    if receives && state == LiaisonState::Sent { Chip::new(Tone::Warning, "未読") } else { chip(state) }
}

pub fn due(day: Option<Date>) -> String {
    day.map(with_weekday).unwrap_or_default()
}

/// The first line of a text, short enough for a table.
pub fn glance(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > MOST {
        line.chars().take(MOST).chain("…".chars()).collect()
    } else {
        line.to_owned()
    }
}

/// The answer as a summary list.
pub fn answer_rows(answer: &LiaisonAnswer) -> Vec<Row> {
    let action = AnswerAction::from_code(&answer.action).map_or("", AnswerAction::label);
    let visit = answer.visit_on.map(|day| Row::new("訪問予定日", wareki(day)));
    [
        Row::new("回答日・回答者", format!("{}　{}", wareki(answer.answered_on), answer.by)),
        Row::new("対応", action),
    ]
    .into_iter()
    .chain(visit)
    .chain((!answer.text.is_empty()).then(|| Row::new("内容", &answer.text)))
    .collect()
}

/// One line of the history.
pub fn moment(at: OffsetDateTime, organisation: &str, by: &str, what: &str, note: String) -> Moment {
    Moment {
        when: jst_stamp(at),
        iso: format!("{}T{}+09:00", jst_date(at), jst_time(at)),
        who: format!("{organisation}　{by}").trim_end().to_owned(),
        what: what.to_owned(),
        note,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_long_first_line_is_cut_and_the_rest_left_out() {
        assert_eq!(glance("短い\n二行目"), "短い");
        assert_eq!(glance(&"あ".repeat(41)), format!("{}…", "あ".repeat(40)));
        assert_eq!(glance(""), "");
    }

    #[test]
    fn a_nameless_person_is_called_by_number() {
        assert_eq!(named("　", 12), "参加者番号12");
        assert_eq!(named("髙橋　花子", 12), "髙橋　花子");
    }

    #[test]
    fn an_answer_shows_the_visit_only_when_there_is_one() {
        let answer = |visit_on| LiaisonAnswer {
            action: "visit".into(),
            visit_on,
            text: String::new(),
            by: "東包括　中村".into(),
            answered_on: date!(2026 - 10 - 08),
        };
        let labels =
            |visit_on| answer_rows(&answer(visit_on)).into_iter().map(|row| row.label).collect::<Vec<_>>();
        assert_eq!(labels(None), ["回答日・回答者", "対応"]);
        assert_eq!(labels(Some(date!(2026 - 10 - 15))), ["回答日・回答者", "対応", "訪問予定日"]);
    }
}
