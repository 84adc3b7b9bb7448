//! From the typed form of a record to what is stored, and back.

use time::Date;

use super::{
    db::RecordRow,
    records::{Kind, Section, Writing},
    rhythm,
    steps::{Service, refuse_day},
};
use crate::{
    kit::form::Form,
    programmes::ServicePlan,
    vocab::dates::{parse_date, short, wareki, with_weekday},
};

/// The longest text of a section, in characters.
const TEXT_MAX: usize = 2000;

/// The check box that confirms an unusual day of service.
pub const CONFIRM_DAY: &str = "confirm_day";

/// A record as it will be stored.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    pub done_on: Date,
    pub attended: Option<bool>,
    pub transport: Option<bool>,
    pub explained_on: Option<Date>,
    pub consented_on: Option<Date>,
    pub writing: Writing,
}

/// What a typed record is judged against.
pub struct Ground<'a> {
    pub service: &'a Service,
    pub plan: &'a ServicePlan,
    pub today: Date,
    /// The record that is changed, with its text; `None` for a new one.
    pub before: Option<(&'a RecordRow, &'a Writing)>,
}

impl Ground<'_> {
    /// The days attended, the changed record's own left out.
    fn other_days(&self) -> Vec<Date> {
        let own = self.before.map(|(row, _)| row.done_on);
        self.service.attended().into_iter().filter(|day| Some(*day) != own).collect()
    }
}

/// The field of a section.
pub fn section_field(section: &Section) -> String {
    format!("text_{}", section.code)
}

/// Reads a record; `None` with the problems at their fields.
pub fn read(form: &mut Form, kind: Kind, ground: &Ground<'_>) -> Option<Entry> {
    let done_on = form.parse("done_on", |typed| past_day(typed, kind.day_label(), ground.today));
    let is_day = kind == Kind::ServiceDay;
    let attended = if is_day {
        form.choice("attended", "出欠", &["yes", "no"]).map(|choice| Some(choice == "yes"))
    } else {
        Some(None)
    };
    let transport = is_day.then(|| attended == Some(Some(true)) && form.checked("transport", "yes"));
    let (explained_on, consented_on) =
        if kind == Kind::Plan { consent(form, done_on, ground.today) } else { (None, None) };
    let writing = writing(form, kind, attended.flatten() == Some(true));
    if let (Some(day), Some(Some(true))) = (done_on, attended) {
        judge_day(form, day, ground);
    }
    if form.has_problems() {
        return None;
    }
    let entry = Entry {
        kind,
        done_on: done_on?,
        attended: attended?,
        transport,
        explained_on,
        consented_on,
        writing,
    };
    if consent_is_old(&entry, ground) {
        form.refuse("consented_on", "計画の内容を変えたので、同意を得た日を入力し直してください。まだ同意を得ていないときは、説明をした日と同意を得た日を空欄にします。");
        return None;
    }
    Some(entry)
}

fn past_day(typed: &str, label: &str, today: Date) -> Result<Date, String> {
    if typed.is_empty() {
        return Err(format!("{label}を入力してください。例：{}", wareki(today)));
    }
    let day = parse_date(typed).map_err(|problem| problem.to_string())?;
    if day > today {
        Err(format!("{label}には、今日までの日付を入力してください。"))
    } else {
        Ok(day)
    }
}

/// Explanation and consent, in this order, not before the plan was made.
fn consent(form: &mut Form, made_on: Option<Date>, today: Date) -> (Option<Date>, Option<Date>) {
    let explained =
        form.parse_optional("explained_on", |typed| past_day(typed, "説明をした日", today)).flatten();
    let consented =
        form.parse_optional("consented_on", |typed| past_day(typed, "同意を得た日", today)).flatten();
    if explained.zip(made_on).is_some_and(|(explained, made)| explained < made) {
        form.refuse(
            "explained_on",
            "説明をした日が、計画を作成した日より前になっています。日付を確かめてください。",
        );
    }
    match (explained, consented) {
        (None, Some(_)) if form.problem("explained_on").is_none() => {
            form.refuse("explained_on", "同意を得た日を入力するときは、説明をした日も入力してください。");
        }
        (Some(explained), Some(consented)) if consented < explained => {
            form.refuse(
                "consented_on",
                "同意を得た日が、説明をした日より前になっています。日付を確かめてください。",
            );
        }
        _ => {}
    }
    (explained, consented)
}

fn writing(form: &mut Form, kind: Kind, attended: bool) -> Writing {
    let mut writing = Writing::default();
    for section in kind.sections() {
        let field = section_field(section);
        let required = section.required || (attended && section.code == "content");
        let text = if required {
            form.required_lines(&field, section.label, TEXT_MAX)
        } else {
            form.optional_lines(&field, section.label, TEXT_MAX)
        };
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            writing.sections.push((section.code.to_owned(), text));
        }
    }
    if kind == Kind::Plan {
        writing.days_per_week =
            form.choice("days_per_week", "通所の頻度", &["1", "2", "3"]).and_then(|days| days.parse().ok());
    }
    writing
}

/// A day before consent is refused; an unusual one is asked about once more.
fn judge_day(form: &mut Form, day: Date, ground: &Ground<'_>) {
    if let Some(sentence) = refuse_day(ground.service, day) {
        form.refuse("done_on", sentence);
        return;
    }
    if let Some(ended) = ground.service.ended_on.filter(|ended| day > *ended) {
        form.refuse(
            "done_on",
            format!("この個別支援は{}に終わっています。日付を確かめてください。", with_weekday(ended)),
        );
        return;
    }
    let confirmed = form.value(CONFIRM_DAY);
    if !confirmed.is_empty() && confirmed == form.value("done_on") {
        return;
    }
    for sentence in unusual(day, ground) {
        form.refuse("done_on", sentence);
    }
}

fn unusual(day: Date, ground: &Ground<'_>) -> Vec<String> {
    let days = ground.other_days();
    let mut sentences: Vec<String> = rhythm::too_many(day, &days, ground.plan).into_iter().collect();
    let last = ground.service.term(ground.plan).last;
    if !days.is_empty() && day > last {
        sentences.push(format!("{}か月の期間は{}までです。", ground.plan.months, with_weekday(last)));
    }
    sentences
}

/// Whether the day typed is allowed but unusual, so that the form offers to confirm it.
pub fn asks_for_day(form: &Form, ground: &Ground<'_>) -> bool {
    let Ok(day) = parse_date(form.value("done_on")) else { return false };
    form.value("attended") == "yes"
        && refuse_day(ground.service, day).is_none()
        && !unusual(day, ground).is_empty()
}

/// Consent was given to another text, on an earlier day.
fn consent_is_old(entry: &Entry, ground: &Ground<'_>) -> bool {
    let Some((row, _)) = ground.before else { return false };
    entry.kind == Kind::Plan
        && is_other_plan(entry, ground)
        && entry.consented_on.is_some()
        && entry.consented_on == row.consented_on
        && entry.consented_on != Some(ground.today)
}

/// Whether the plan says something else than before; that makes a new version.
pub fn is_other_plan(entry: &Entry, ground: &Ground<'_>) -> bool {
    ground.before.is_some_and(|(row, writing)| *writing != entry.writing || row.done_on != entry.done_on)
}

/// The form of a stored record.
pub fn of_stored(kind: Kind, row: &RecordRow, writing: &Writing) -> Form {
    let day = |day: Option<Date>| day.map(short).unwrap_or_default();
    let mut form = Form::empty()
        .with("done_on", short(row.done_on))
        .with("attended", if row.attended.unwrap_or_default() { "yes" } else { "no" })
        .with("explained_on", day(row.explained_on))
        .with("consented_on", day(row.consented_on))
        .with("days_per_week", writing.days_per_week.map_or_else(String::new, |days| days.to_string()))
        .with("version", row.version.to_string());
    if row.transport.unwrap_or_default() {
        form = form.with("transport", "yes");
    }
    for section in kind.sections() {
        form = form.with(&section_field(section), writing.text(section.code));
    }
    form
}

/// The form of a new record: today; a day of service is attended, and the first one is by transport.
pub fn of_new(kind: Kind, service: &Service, today: Date) -> Form {
    let form = Form::empty().with("done_on", short(today));
    match kind {
        Kind::ServiceDay if service.first_day().is_none() => {
            form.with("attended", "yes").with("transport", "yes")
        }
        Kind::ServiceDay => form.with("attended", "yes"),
        Kind::HomeVisit | Kind::Plan | Kind::Monitoring | Kind::FinalVisit => form,
    }
}

#[cfg(test)]
mod tests;
