//! 試算.

use askama::Template;

use super::trail;
use crate::{
    kit::{form::Form, parts::Link},
    programmes::{
        db::{Programme, versions::Version},
        forms::field::{Field, Kind},
        trial::{Block, Trial},
    },
};

#[derive(Template)]
#[template(path = "programmes/trial.html")]
pub struct TrialPage {
    trail: Vec<Link>,
    tabs: Vec<Link>,
    title: &'static str,
    intro: &'static str,
    number: i32,
    action: String,
    form: Form,
    fields: Vec<Field>,
    blocks: Vec<Block>,
}

impl TrialPage {
    pub fn new(
        programme: &Programme,
        version: &Version,
        trial: Trial,
        form: Form,
        fields: Vec<Field>,
        blocks: Option<Vec<Block>>,
    ) -> Self {
        let base = format!("/programmes/{}/versions/{}/trial", programme.id, version.number);
        let tab = |one: Trial| {
            let link = Link::new(one.title(), format!("{base}/{}", one.code()));
            if one == trial { link.current() } else { link }
        };
        Self {
            trail: trail(programme, []),
            tabs: Trial::ALL.map(tab).to_vec(),
            title: trial.title(),
            intro: trial.intro(),
            number: version.number,
            action: format!("{base}/{}", trial.code()),
            form,
            fields,
            blocks: blocks.unwrap_or_default(),
        }
    }
}
