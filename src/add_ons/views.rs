//! What the pages of add-ons print.

use askama::Template;

use super::{
    db::{self, Given, Place},
    giving::is_qualified,
};
use crate::{
    courses::words,
    kit::{
        db::Reads,
        form::{Choice, Form},
        parts::Row,
    },
    participants::{Person, shown_name},
    programmes::{Definition, definition::AddOn},
    staffing::{Listed, held_qualifications},
    vocab::ids::{AddOnId, ParticipantId, SessionId},
};

/// Somebody who was there, or whom a record names.
pub struct Someone {
    pub id: ParticipantId,
    pub name: String,
    pub present: bool,
    tag: Option<i32>,
}

impl Someone {
    /// `tag`: the name tag of somebody who was there; `None` for whoever wasn't.
    pub fn new(person: &Person, tag: Option<Option<i32>>) -> Self {
        Self { id: person.id, name: shown_name(person), present: tag.is_some(), tag: tag.flatten() }
    }

    fn choice(&self) -> Choice {
        let tag = self.tag.map(|tag| format!("{tag}　")).unwrap_or_default();
        Choice::new(self.id.to_string(), format!("{tag}{}", self.name))
    }
}

#[derive(Template)]
#[template(path = "add_ons/show.html")]
pub struct View {
    form: Form,
    title: String,
    day: String,
    back: String,
    action: String,
    rules: Vec<String>,
    given: Vec<GivenLine>,
    offered: Vec<Choice>,
    staff: Vec<Choice>,
    present: Vec<Choice>,
    /// The course's report has been accepted.
    frozen: bool,
}

struct GivenLine {
    name: String,
    by: String,
    takers: String,
    removal: String,
}

impl View {
    pub fn new(
        (place, programme, offered): (&Place, &Definition, &[&AddOn]),
        (given, lines, people): (&[Given], &[Listed], &[Someone]),
        form: Form,
    ) -> Self {
        let base = format!("/sessions/{}", place.session);
        Self {
            form,
            title: words::session_title(&place.course_name, place.number),
            day: words::day(place.held_on),
            action: format!("{base}/add-ons"),
            back: base,
            rules: programme.add_ons.iter().map(AddOn::sentence).collect(),
            given: given.iter().map(|one| line(place, programme, one, people)).collect(),
            offered: offered
                .iter()
                .filter(|_| !place.frozen)
                .map(|add_on| Choice::new(&add_on.code, &add_on.name))
                .collect(),
            frozen: place.frozen,
            staff: lines.iter().map(|line| staff(line, place, offered)).collect(),
            present: people.iter().filter(|someone| someone.present).map(Someone::choice).collect(),
        }
    }
}

fn line(place: &Place, programme: &Definition, given: &Given, people: &[Someone]) -> GivenLine {
    let took_part = |someone: &&Someone| given.takers.contains(&someone.id.0);
    let named = |someone: &Someone| {
        if someone.present {
            someone.name.clone()
        } else {
            format!("{}：いまの記録では欠席", someone.name)
        }
    };
    let names: Vec<String> = people.iter().filter(took_part).map(named).collect();
    GivenLine {
        name: name_of(programme, &given.code),
        by: giver(given),
        takers: format!("{}人（{}）", given.takers.len(), names.join("、")),
        removal: format!("/sessions/{}/add-ons/{}/removal", place.session, given.id),
    }
}

fn name_of(programme: &Definition, code: &str) -> String {
    let add_on = programme.add_ons.iter().find(|add_on| add_on.code == code);
    add_on.map_or_else(|| code.to_owned(), |add_on| add_on.name.clone())
}

fn giver(given: &Given) -> String {
    match &given.by {
        Some(name) => format!("{name}（{}）", given.job),
        None => given.job.clone(),
    }
}

/// Somebody of the 従事者名簿; closed to whoever may give none of what is offered.
fn staff(line: &Listed, place: &Place, offered: &[&AddOn]) -> Choice {
    let held = held_qualifications(line.qualifications.as_deref(), &line.qualification);
    let held =
        held.filter(|words| !words.is_empty()).map_or_else(|| line.job.clone(), |words| words.join("・"));
    if offered.iter().any(|add_on| is_qualified(add_on, line, place)) {
        Choice::new(line.id.to_string(), format!("{}（{held}）", line.name))
    } else {
        Choice::new(line.id.to_string(), format!("{}（{held}）資格の登録なし", line.name)).closed()
    }
}

/// What was given in a session, for its page. Names of participants are left out.
pub async fn rows(reads: &mut Reads, session: SessionId, programme: &Definition) -> sqlx::Result<Vec<Row>> {
    if programme.add_ons.is_empty() {
        return Ok(Vec::new());
    }
    let given = db::given(reads, session).await?;
    let row = |one: &Given| {
        Row::new(name_of(programme, &one.code), format!("{}・{}人が受けました", giver(one), one.takers.len()))
    };
    Ok(given.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "add_ons/removal.html")]
pub struct ConfirmView {
    question: String,
    session: String,
    action: String,
    back: String,
}

impl ConfirmView {
    pub fn new(place: &Place, add_on: AddOnId, name: String) -> Self {
        let back = format!("/sessions/{}/add-ons", place.session);
        Self {
            question: format!("「{name}」の記録を取り消しますか"),
            session: words::session_title(&place.course_name, place.number),
            action: format!("{back}/{add_on}/removal"),
            back,
        }
    }
}
