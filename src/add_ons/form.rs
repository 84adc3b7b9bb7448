//! 実施の記録 as typed: which add-on, who gave it, who took part.

use uuid::Uuid;

use crate::{kit::form::Form, programmes::definition::AddOn, staffing::Listed, vocab::ids::ParticipantId};

/// What was typed, of what was offered.
pub struct Typed<'a> {
    pub add_on: &'a AddOn,
    pub giver: &'a Listed,
    pub takers: Vec<Uuid>,
}

/// The form as it opens: everybody who was there took part, and the only add-on is chosen.
pub fn blank(offered: &[&AddOn], present: &[ParticipantId]) -> Form {
    let mut form = Form::empty();
    if let [only] = offered {
        form = form.with("add_on", &only.code);
    }
    present.iter().fold(form, |form, person| form.with("takers", person.to_string()))
}

/// Reads the form; `None` when it has problems.
pub fn read<'a>(
    form: &mut Form,
    offered: &[&'a AddOn],
    lines: &'a [Listed],
    present: &[ParticipantId],
) -> Option<Typed<'a>> {
    let codes: Vec<&str> = offered.iter().map(|add_on| add_on.code.as_str()).collect();
    let code = form.choice("add_on", "行ったプログラム", &codes);
    let ids: Vec<String> = lines.iter().map(|line| line.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let giver = form.choice("giver", "行った人", &ids);
    let people: Vec<String> = present.iter().map(ToString::to_string).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let takers = form.choices("takers", "受けた人", &people);
    if takers.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("takers", "受けた人を1人以上選んでください。");
    }
    if form.has_problems() {
        return None;
    }
    let (code, giver) = (code?, giver?);
    Some(Typed {
        add_on: offered.iter().find(|add_on| add_on.code == code)?,
        giver: lines.iter().find(|line| line.id.to_string() == giver)?,
        takers: takers?.iter().filter_map(|id| id.parse().ok()).collect(),
    })
}
