//! What the pages of incidents print.

use askama::Template;
use time::OffsetDateTime;

use super::{
    db::{Incident, Listed},
    first_report::Description,
    kinds::{Kind, Told},
    states::IncidentState,
};
use crate::{
    courses::words,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row},
    },
    participants::people::Person,
    vocab::{dates::jst_stamp, ids::ParticipantId},
};

#[derive(Template)]
#[template(path = "incidents/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    pub lines: Vec<IncidentLine>,
    pub pager: Pager,
    pub writes: bool,
    pub empty: &'static str,
}

/// One report in a list.
pub struct IncidentLine {
    pub href: String,
    pub kind: Chip,
    pub happened: String,
    pub place: String,
    pub reported: String,
    pub state: Chip,
}

#[derive(Template)]
#[template(path = "incidents/new.html")]
pub struct NewView {
    form: Form,
    action: String,
    back: String,
    /// The 回; empty for a report outside one.
    about: String,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    told: [ToldRow; 4],
}

/// One party that can be told: a tick and a time.
struct ToldRow {
    code: &'static str,
    label: &'static str,
    /// The field of the time.
    time: String,
}

/// A person in the list of the form.
pub struct Somebody {
    pub id: ParticipantId,
    tag: Option<i32>,
    name: String,
    kana: String,
}

#[derive(Template)]
#[template(path = "incidents/show.html")]
pub struct ShowView {
    title: &'static str,
    chip: Chip,
    facts: Vec<Row>,
    words: Vec<Row>,
    session_href: String,
    opening: String,
    acknowledgement: String,
    history: Vec<Row>,
}

/// What is sealed, opened.
pub struct Words {
    pub description: Description,
    /// `None`: the report is about no participant.
    pub name: Option<String>,
}

pub fn line(incident: &Listed) -> IncidentLine {
    let state = IncidentState::from_code(&incident.state).unwrap_or(IncidentState::Reported);
    IncidentLine {
        href: format!("/incidents/{}", incident.id),
        kind: kind_chip(&incident.kind),
        happened: jst_stamp(incident.happened_at),
        place: place(incident.course_name.as_deref(), incident.number, &incident.contract_title),
        reported: jst_stamp(incident.reported_at),
        state: state.chip(),
    }
}

fn kind_chip(code: &str) -> Chip {
    Kind::from_code(code)
        .map_or_else(|| Chip::new(crate::kit::parts::Tone::Neutral, code), |k| Chip::new(k.tone(), k.label()))
}

fn place(course: Option<&str>, number: Option<i32>, contract: &str) -> String {
    course
        .zip(number)
        .map_or_else(|| contract.to_owned(), |(course, number)| words::session_title(course, number))
}

/// The name, or the number where the contract does not hand over names.
pub fn name_of(person: &Person) -> String {
    let name = person.identity.name().replace('　', " ");
    if name.trim().is_empty() { format!("参加者番号{}", person.number) } else { name }
}

impl Somebody {
    pub fn new(person: Person, tag: Option<i32>) -> Self {
        let kana = person.identity.kana().replace('　', " ").trim().to_owned();
        Self { id: person.id, tag, name: name_of(&person), kana }
    }

    /// By name tag; people without one after them by kana.
    pub fn order(&self) -> (bool, Option<i32>, String, String) {
        (self.tag.is_none(), self.tag, self.kana.clone(), self.name.clone())
    }

    fn choice(self) -> Choice {
        let tag = self.tag.map(|tag| format!("{tag}　")).unwrap_or_default();
        let kana = if self.kana.is_empty() { String::new() } else { format!("（{}）", self.kana) };
        Choice::new(self.id.to_string(), format!("{tag}{}{kana}", self.name))
    }
}

impl NewView {
    pub fn new(form: Form, (action, back, about): (String, String, String), people: Vec<Somebody>) -> Self {
        Self {
            form,
            action,
            back,
            about,
            kinds: Kind::ALL.map(|kind| Choice::new(kind.code(), kind.label()).hint(kind.hint())).to_vec(),
            people: people.into_iter().map(Somebody::choice).collect(),
            told: Told::ALL.map(|one| ToldRow {
                code: one.code(),
                label: one.label(),
                time: one.time_field(),
            }),
        }
    }
}

impl ShowView {
    pub fn new(incident: &Incident, state: IncidentState, of_ward: bool, words: Option<Words>) -> Self {
        let act = |name, due: bool| {
            if of_ward && due { format!("/incidents/{}/{name}", incident.id) } else { String::new() }
        };
        Self {
            title: Kind::from_code(&incident.kind).map_or("事故・急変", Kind::label),
            chip: state.chip(),
            facts: facts(incident),
            words: words.map(rows_of).unwrap_or_default(),
            session_href: incident.session.map(|id| format!("/sessions/{id}")).unwrap_or_default(),
            opening: act("opening", state == IncidentState::Reported),
            acknowledgement: act("acknowledgement", state == IncidentState::Opened),
            history: history(incident),
        }
    }
}

fn facts(incident: &Incident) -> Vec<Row> {
    let place = place(incident.course_name.as_deref(), incident.number, &incident.contract_title);
    vec![
        Row::new("起きた日時", jst_stamp(incident.happened_at)),
        Row::new("教室・契約", place),
        Row::new("知らせた相手", told(incident)),
    ]
}

fn told(incident: &Incident) -> String {
    let times =
        [incident.told_family_at, incident.told_doctor_at, incident.told_ward_at, incident.told_centre_at];
    let said: Vec<String> = Told::ALL
        .into_iter()
        .zip(times)
        .filter_map(|(one, at)| Some(format!("{} {}", one.label(), jst_stamp(at?))))
        .collect();
    if said.is_empty() { "まだ知らせていません".into() } else { said.join("、") }
}

fn rows_of(words: Words) -> Vec<Row> {
    let done = if words.description.done.is_empty() {
        "書かれていません".into()
    } else {
        words.description.done
    };
    vec![
        Row::new("本人", words.name.unwrap_or_else(|| "参加者ではない・わからない".into())),
        Row::new("何が起きたか", words.description.what),
        Row::new("した対応", done),
    ]
}

fn history(incident: &Incident) -> Vec<Row> {
    let by = |at: OffsetDateTime, who: Option<&String>| {
        format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)).trim_end().to_owned()
    };
    let mut rows = vec![Row::new("報告", by(incident.reported_at, incident.reported_by.as_ref()))];
    let later = [
        ("区が開封", incident.opened_at, incident.opened_by.as_ref()),
        ("区が確認", incident.seen_at, incident.seen_by.as_ref()),
    ];
    rows.extend(later.into_iter().filter_map(|(label, at, who)| Some(Row::new(label, by(at?, who)))));
    rows
}
