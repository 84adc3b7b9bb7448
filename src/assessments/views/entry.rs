//! The sheet to fill in, drawn from the instrument's own fields.

use askama::Template;

use crate::{
    assessments::{
        Instrument,
        db::{Place, Stored},
        form::{self, Field, Input},
        forms::{asked_fields, confirm_field, version_field},
        instruments::Kind,
        score,
        sheets::{Occasion, Sheet},
    },
    kit::form::{Choice, Form},
    vocab::dates::with_weekday,
};

#[derive(Template)]
#[template(path = "assessments/entry.html")]
pub struct EntryView {
    form: Form,
    title: String,
    person: String,
    place: String,
    action: String,
    back_href: String,
    instrument: &'static str,
    timing: &'static str,
    /// Of a monthly sheet; empty otherwise.
    month: String,
    versions: Vec<(String, String)>,
    modes: Vec<Choice>,
    parts: Vec<Part>,
    has_next: bool,
    is_recorded: bool,
}

/// One instrument on the sheet.
struct Part {
    /// Empty when the sheet has one instrument only.
    name: &'static str,
    /// What was found at the beginning, for the person measuring at the end.
    earlier: String,
    /// Questions one below the other, instead of fields side by side.
    is_list: bool,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    label: String,
    hint: &'static str,
    /// Where it stands among the fields of a test: on a row of its own, or first on the next.
    place: &'static str,
    kind: LineKind,
    /// The check box that confirms an unlikely value, when it is asked for.
    confirm: Option<Confirm>,
}

enum LineKind {
    Radios(Vec<Choice>),
    Select(Vec<Choice>),
    Number(&'static str),
    Text,
}

struct Confirm {
    field: String,
    value: String,
}

impl EntryView {
    pub fn new(sheet: &Sheet, occasion: Occasion, form: Form, earlier: &[&Stored]) -> Self {
        let asked = asked_fields(&form, sheet);
        let version = |instrument: &Instrument| {
            let field = version_field(instrument.code);
            let value = if form.value(&field).is_empty() { "0" } else { form.value(&field) };
            (field.clone(), value.to_owned())
        };
        let versions: Vec<(String, String)> = sheet.instruments.iter().map(version).collect();
        let alone = sheet.instruments.len() == 1;
        Self {
            title: format!("{}（{}）", sheet.name, occasion.word()),
            person: String::new(),
            place: String::new(),
            action: String::new(),
            back_href: String::new(),
            instrument: sheet.code,
            timing: occasion.timing.code(),
            month: occasion.month.map(|month| month.to_string()).unwrap_or_default(),
            is_recorded: versions.iter().any(|(_, version)| version != "0"),
            versions,
            modes: sheet.modes().iter().map(|mode| Choice::new(mode.code(), mode.word())).collect(),
            parts: sheet
                .instruments
                .iter()
                .map(|instrument| part(instrument, alone, &form, &asked, earlier))
                .collect(),
            has_next: false,
            form,
        }
    }

    /// The same sheet, of that person.
    #[must_use]
    pub fn of(mut self, place: &Place, person: String, back_href: String) -> Self {
        self.person = person;
        self.place = place.course_name.clone().unwrap_or_else(|| "個別支援".to_owned());
        self.action = format!("/enrolments/{}/assessments", place.enrolment);
        self.back_href = back_href;
        self.has_next = place.course.is_some();
        self
    }
}

fn part(instrument: &Instrument, alone: bool, form: &Form, asked: &[String], earlier: &[&Stored]) -> Part {
    let before = earlier.iter().find(|row| row.instrument == instrument.code && !row.answers.0.is_blank());
    let shown = |row: &&&Stored| {
        format!("開始時（{}）：{}", with_weekday(row.done_on), score(&row.answers.0).summary)
    };
    let fields = form::fields(instrument).into_iter();
    Part {
        name: if alone { "" } else { instrument.name },
        earlier: before.as_ref().map(shown).unwrap_or_default(),
        is_list: matches!(
            instrument.kind,
            Kind::Checklist { .. } | Kind::SarcF { .. } | Kind::SelfHealth { .. }
        ),
        lines: fields.map(|field| line(field, form, asked)).collect(),
    }
}

fn line(field: Field, form: &Form, asked: &[String]) -> Line {
    let choices = |given: Vec<(String, &'static str)>| {
        given.into_iter().map(|(code, label)| Choice::new(code, label)).collect()
    };
    let kind = match field.input {
        Input::Choices(given) => {
            let mut choices: Vec<Choice> = choices(given);
            choices.push(Choice::new("", "未回答"));
            LineKind::Radios(choices)
        }
        Input::Select(given) => LineKind::Select(choices(given)),
        Input::Number { unit, .. } => LineKind::Number(unit),
        Input::Text { .. } => LineKind::Text,
    };
    let is_asked = asked.contains(&field.name);
    let confirm = is_asked
        .then(|| Confirm { field: confirm_field(&field.name), value: form.value(&field.name).to_owned() });
    let place = if field.name.ends_with("_protocol") {
        " test__field--wide"
    } else if field.name.ends_with("_reason") {
        " test__field--first"
    } else {
        ""
    };
    Line { place, name: field.name, label: field.label, hint: field.hint, kind, confirm }
}
