//! 公開 and 破棄.

use askama::Template;

use super::{Differing, differing, draft_link, trail};
use crate::{
    kit::{form::Form, parts::Link},
    programmes::{
        db::{Programme, drafts::Draft, versions::Version},
        diff::SectionDiff,
        fault::Fault,
        text::section_of,
        wording,
    },
};

#[derive(Template)]
#[template(path = "programmes/publish.html")]
pub struct Publish {
    trail: Vec<Link>,
    form: Form,
    number: i32,
    action: String,
    back: String,
    /// The version it takes the place of; empty for the first.
    before: String,
    contracts: i64,
    faults: Vec<String>,
    sections: Vec<Differing>,
}

impl Publish {
    pub fn new(
        programme: &Programme,
        draft: &Draft,
        form: Form,
        published: Option<&Version>,
        differences: &[SectionDiff],
        faults: &[Fault],
    ) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        let said = |fault: &Fault| {
            format!("{}：{}", wording::title(section_of(&fault.path)).unwrap_or("全体"), fault.sentence)
        };
        Self {
            trail: trail(programme, [draft_link(programme)]),
            form,
            number: draft.number,
            action: format!("{back}/publication"),
            back,
            before: published.map(|version| format!("第{}版", version.number)).unwrap_or_default(),
            contracts: published.map_or(0, |version| version.contracts),
            faults: faults.iter().map(said).collect(),
            sections: differing(differences),
        }
    }
}

#[derive(Template)]
#[template(path = "programmes/discard.html")]
pub struct Discard {
    name: String,
    number: i32,
    version: i32,
    action: String,
    back: String,
    /// The programme goes with it.
    is_only: bool,
}

impl Discard {
    pub fn new(programme: &Programme, draft: &Draft, is_only: bool) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        Self {
            name: programme.name.clone(),
            number: draft.number,
            version: draft.version,
            action: format!("{back}/discard"),
            back,
            is_only,
        }
    }
}
