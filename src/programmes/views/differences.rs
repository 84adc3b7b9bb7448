//! 違い.

use askama::Template;

use super::{Differing, chip, differing, trail};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::Link,
    },
    programmes::{
        db::{Programme, versions::Version},
        diff::SectionDiff,
    },
};

#[derive(Template)]
#[template(path = "programmes/differences.html")]
pub struct Differences {
    trail: Vec<Link>,
    action: String,
    /// The reader may go on to it.
    has_draft: bool,
    form: Form,
    versions: Vec<Choice>,
    before: String,
    after: String,
    sections: Vec<Differing>,
}

impl Differences {
    pub fn new(
        programme: &Programme,
        versions: &[Version],
        (before, after): (&Version, &Version),
        differences: &[SectionDiff],
        may_edit: bool,
    ) -> Self {
        let named = |version: &Version| format!("第{}版（{}）", version.number, chip(version).text);
        Self {
            trail: trail(programme, []),
            action: format!("/programmes/{}/differences", programme.id),
            has_draft: may_edit && versions.iter().any(Version::is_draft),
            form: Form::empty()
                .with("before", before.number.to_string())
                .with("after", after.number.to_string()),
            versions: versions.iter().map(|one| Choice::new(one.number.to_string(), named(one))).collect(),
            before: named(before),
            after: named(after),
            sections: differing(differences),
        }
    }
}
