//! The same papers as PDF.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    content::{LiaisonAnswer, LiaisonSnapshot},
    kinds::AnswerAction,
};
use crate::{
    documents::{
        IndividualAssessment, LiaisonSheet, Masthead, attendance::AttendanceTable,
        individual_assessment::BeforeAfter, liaison_sheet::CentreAnswer, parts::Fact,
    },
    vocab::dates::{in_japan, jst_stamp, wareki, with_weekday},
};

/// When and for which sheet a paper is drawn.
pub struct Press {
    pub at: OffsetDateTime,
    pub sheet: Uuid,
    pub due: Option<Date>,
}

impl Press {
    fn masthead(&self, title: &str, subtitle: String, ward: &str) -> Masthead {
        let reference = self.sheet.simple().to_string();
        Masthead {
            form: title.into(),
            title: title.into(),
            subtitle: Some(subtitle),
            ward: ward.into(),
            printed: jst_stamp(self.at),
            printed_at: in_japan(self.at),
            handling: Some("個人情報を含みます。委託業務の目的以外に使わないでください。".into()),
            reference: reference.get(20..).map(str::to_uppercase),
            stamps: Vec::new(),
        }
    }
}

pub fn liaison_sheet(sent: LiaisonSnapshot, answer: Option<LiaisonAnswer>, press: &Press) -> LiaisonSheet {
    LiaisonSheet {
        masthead: press.masthead("包括支援センター連絡シート", format!("{} あて", sent.centre), &sent.ward),
        course: sent.course,
        centre: sent.centre,
        participant: sent.participant,
        person: sent.person,
        attendance: sent.attendance,
        conduct: written(sent.text.conduct),
        social: written(sent.text.social),
        impressions: written(sent.text.impressions),
        nearby: written(sent.text.nearby),
        message: Some(written(sent.text.message).unwrap_or_else(|| "特になし".into())),
        answer_due: press.due.map(|day| format!("{}（{}）", wareki(day), weekday(day))),
        results: sent.results.lines,
        rule: written(sent.results.rule),
        comment: written(sent.text.comment),
        answer: answer.map(centre_answer),
        table: sent.table.unwrap_or_else(|| AttendanceTable::new(Vec::new(), Vec::new())),
    }
}

pub fn individual_assessment(sent: LiaisonSnapshot, press: &Press) -> IndividualAssessment {
    let mut person = sent.person;
    person.push(Fact::new("出席", sent.attendance));
    IndividualAssessment {
        masthead: press.masthead("個別評価書", sent.course.course.clone(), &sent.ward),
        course: sent.course,
        participant: sent.participant,
        person,
        measured_on: sent.results.measured_on,
        results: sent.results.lines,
        rule: sent.results.rule,
        charts: sent.results.charts,
        comment: written(sent.text.comment),
        health: sent.results.health.unwrap_or(BeforeAfter { before: None, after: None }),
        checklist: sent.results.checklist,
        questionnaire: sent.results.questionnaire,
    }
}

fn centre_answer(answer: LiaisonAnswer) -> CentreAnswer {
    let action = AnswerAction::from_code(&answer.action).map_or("", AnswerAction::label);
    let visit = answer.visit_on.map(|day| format!("（{}）", wareki(day))).unwrap_or_default();
    CentreAnswer {
        answered_on: wareki(answer.answered_on),
        by: answer.by,
        action: format!("{action}{visit}"),
        text: written(answer.text),
    }
}

fn written(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// The one character between the brackets of 「11月20日（金）」.
fn weekday(day: Date) -> String {
    with_weekday(day).chars().rev().nth(1).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::{
        documents::parts::{CourseFacts, PersonName},
        liaison::content::{LiaisonText, Results},
    };

    fn sent() -> LiaisonSnapshot {
        let course = CourseFacts {
            prepared_on: "令和8年10月1日".into(),
            programme: "元気クラブ".into(),
            course: "手ぬぐい体操コース".into(),
            term: "全16回".into(),
            venue: "住区センター".into(),
            contractor: "株式会社あおぞら".into(),
        };
        LiaisonSnapshot {
            ward: "みどり区".into(),
            course,
            centre: "東包括".into(),
            participant: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            person: Vec::new(),
            attendance: "13回出席".into(),
            table: None,
            named: Vec::new(),
            results: Results::default(),
            text: LiaisonText { conduct: "楽しく参加".into(), ..LiaisonText::default() },
        }
    }

    #[test]
    fn an_empty_text_prints_as_missing_and_an_empty_message_as_nothing_to_tell() {
        let press = Press {
            at: datetime!(2026-11-20 05:05 UTC),
            sheet: Uuid::from_u128(0xabc),
            due: Some(date!(2026 - 12 - 04)),
        };
        let mut closing = sent();
        closing.text.nearby = "木曜会".into();
        assert_eq!(liaison_sheet(closing, None, &press).nearby.as_deref(), Some("木曜会"));
        let paper = liaison_sheet(sent(), None, &press);
        assert_eq!(paper.nearby, None);
        assert_eq!((paper.conduct.as_deref(), paper.social.as_deref()), (Some("楽しく参加"), None));
        assert_eq!(paper.message.as_deref(), Some("特になし"));
        assert_eq!(paper.answer_due.as_deref(), Some("令和8年12月4日（金）"));
        assert_eq!(paper.masthead.reference.as_deref(), Some("000000000ABC"));
        assert_eq!(paper.masthead.subtitle.as_deref(), Some("東包括 あて"));
    }

    #[test]
    fn a_visit_is_printed_with_its_day() {
        let answer = LiaisonAnswer {
            action: "visit".into(),
            visit_on: Some(date!(2026 - 11 - 27)),
            text: " ".into(),
            by: "東包括　中村".into(),
            answered_on: date!(2026 - 11 - 20),
        };
        let printed = centre_answer(answer);
        assert_eq!((printed.action.as_str(), printed.text), ("訪問予定（令和8年11月27日）", None));
    }
}
