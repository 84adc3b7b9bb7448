//! What people type on a sheet.

use time::Date;

use super::{
    content::LiaisonText,
    kinds::{AnswerAction, Direction, Kind},
};
use crate::{
    kit::form::Form,
    vocab::dates::{both_eras, parse_date},
};

/// Characters of one text; a page of A4 holds about as many.
const LONGEST: usize = 1_000;

/// The words of a draft and the day an answer is asked for. Nothing is required before sending.
pub struct Draft {
    pub text: LiaisonText,
    pub answer_due_on: Option<Date>,
}

impl Draft {
    pub fn read(form: &mut Form, kind: Kind, today: Date) -> Option<Self> {
        let message = form.optional_lines("message", kind.message_label(), LONGEST);
        let mut of_sheet = |name: &str, label: &str| match kind {
            Kind::Sheet => form.optional_lines(name, label, LONGEST),
            Kind::Absence | Kind::CarePlan => Some(String::new()),
        };
        let conduct = of_sheet("conduct", "参加中の様子");
        let social = of_sheet("social", "社会参加・グループ活動");
        let impressions = of_sheet("impressions", "参加者の感想");
        let comment = of_sheet("comment", "評価コメント");
        let nearby = of_sheet("nearby", "近くの通いの場");
        let due = form.parse_optional("answer_due_on", |typed| {
            parse_date(typed)
                .map_err(|problem| problem.to_string())
                .and_then(|day| not_past(day, today, "回答をお願いする日"))
        });
        Some(Self {
            text: LiaisonText {
                conduct: conduct?,
                social: social?,
                impressions: impressions?,
                message: message?,
                comment: comment?,
                nearby: nearby?,
            },
            answer_due_on: due?,
        })
    }

    /// The form that shows a stored draft.
    pub fn form(text: &LiaisonText, due: Option<Date>, version: i32) -> Form {
        Form::empty()
            .with("conduct", text.conduct.clone())
            .with("social", text.social.clone())
            .with("impressions", text.impressions.clone())
            .with("message", text.message.clone())
            .with("comment", text.comment.clone())
            .with("nearby", text.nearby.clone())
            .with("answer_due_on", due.map(typed_date).unwrap_or_default())
            .with("version", version.to_string())
    }
}

/// What the receiver answers.
pub struct Reply {
    pub action: AnswerAction,
    pub visit_on: Option<Date>,
    pub text: String,
}

impl Reply {
    pub fn read(form: &mut Form, direction: Direction, today: Date) -> Option<Self> {
        let codes: Vec<&str> = AnswerAction::offered(direction).iter().map(|action| action.code()).collect();
        let action = form.choice("action", "対応", &codes).and_then(|code| AnswerAction::from_code(&code));
        let visits = action == Some(AnswerAction::Visit);
        let visit_on = form.parse_optional("visit_on", |typed| {
            parse_date(typed)
                .map_err(|problem| problem.to_string())
                .and_then(|day| not_past(day, today, "訪問予定日"))
        });
        if visits && visit_on == Some(None) {
            form.refuse("visit_on", "訪問予定日を入力してください。例：令和8年11月27日");
        }
        let text = form.optional_lines("text", "回答", LONGEST);
        if action == Some(AnswerAction::Other) && text.as_deref() == Some("") {
            form.refuse("text", "「その他」を選んだときは、対応の内容を入力してください。");
        }
        if form.has_problems() {
            return None;
        }
        Some(Self { action: action?, visit_on: visit_on?.filter(|_| visits), text: text? })
    }
}

fn not_past(day: Date, today: Date, label: &str) -> Result<Date, String> {
    if day < today {
        Err(format!("{label}には、今日（{}）以後の日付を入力してください。", both_eras(today)))
    } else {
        Ok(day)
    }
}

/// A stored date as it is typed again.
fn typed_date(day: Date) -> String {
    crate::vocab::dates::wareki(day)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    #[test]
    fn a_draft_takes_what_is_there_and_only_the_texts_of_its_kind() {
        let typed = || {
            Form::empty()
                .with("conduct", "楽しく\r\n参加")
                .with("message", "電話を")
                .with("nearby", "木曜会（集会所・毎週木曜）")
                .with("answer_due_on", "R8.12.4")
        };
        let draft = Draft::read(&mut typed(), Kind::Sheet, TODAY).unwrap();
        assert_eq!((draft.text.conduct.as_str(), draft.text.social.as_str()), ("楽しく\n参加", ""));
        assert_eq!(draft.answer_due_on, Some(date!(2026 - 12 - 04)));
        assert_eq!(Draft::read(&mut typed(), Kind::Absence, TODAY).unwrap().text.conduct, "");
        let again = Draft::form(&draft.text, draft.answer_due_on, 3);
        assert_eq!(again.value("nearby"), "木曜会（集会所・毎週木曜）");
        assert_eq!((again.value("answer_due_on"), again.value("version")), ("令和8年12月4日", "3"));
    }

    #[test]
    fn a_day_in_the_past_is_refused_at_its_field() {
        let mut form = Form::empty().with("answer_due_on", "2026-11-19");
        assert!(Draft::read(&mut form, Kind::Sheet, TODAY).is_none());
        assert!(form.problem("answer_due_on").is_some_and(|problem| problem.contains("今日")));
    }

    #[test]
    fn an_answer_needs_a_day_for_a_visit_and_words_for_anything_else() {
        let read = |form: &mut Form| Reply::read(form, Direction::ToCentre, TODAY);
        let mut visit = Form::empty().with("action", "visit");
        assert!(read(&mut visit).is_none() && visit.problem("visit_on").is_some());
        let mut other = Form::empty().with("action", "other").with("text", "  ");
        assert!(read(&mut other).is_none() && other.problem("text").is_some());
        let mut none = Form::empty();
        assert!(read(&mut none).is_none() && none.problem("action").is_some());
        let reply = read(&mut Form::empty().with("action", "visit").with("visit_on", "2026-11-27")).unwrap();
        assert_eq!(reply.visit_on, Some(date!(2026 - 11 - 27)));
        let received =
            read(&mut Form::empty().with("action", "received").with("visit_on", "2026-11-27")).unwrap();
        assert_eq!(received.visit_on, None);
    }

    #[test]
    fn a_contractor_cannot_answer_with_a_visit() {
        let mut form = Form::empty().with("action", "visit").with("visit_on", "2026-11-27");
        assert!(Reply::read(&mut form, Direction::ToContractor, TODAY).is_none());
    }
}
