//! A programme with its versions, and one version in words.

use askama::Template;

use super::{Spoken, chip, spoken, trail};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link},
    },
    programmes::{
        Definition,
        db::{Programme, versions::Version},
        wording,
    },
    vocab::dates::{jst_date, jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "programmes/show.html")]
pub struct Show {
    base: String,
    name: String,
    code: String,
    /// Number of the published version; empty before the first.
    published: String,
    has_draft: bool,
    may_edit: bool,
    rows: Vec<VersionRow>,
    /// Which two versions to compare.
    form: Form,
    versions: Vec<Choice>,
    passages: Vec<Spoken>,
}

struct VersionRow {
    number: i32,
    /// Empty: a draft, which has its own page.
    href: String,
    chip: Chip,
    when: String,
    who: String,
    note: String,
    contracts: i64,
}

impl Show {
    pub fn new(
        programme: &Programme,
        versions: &[Version],
        published: Option<&Definition>,
        may_edit: bool,
    ) -> Self {
        let base = format!("/programmes/{}", programme.id);
        let current = versions.iter().find(|version| version.is_published());
        let choice = |version: &Version| {
            Choice::new(
                version.number.to_string(),
                format!("第{}版（{}）", version.number, chip(version).text),
            )
        };
        let number = |place: usize| versions.get(place).map(|one| one.number.to_string()).unwrap_or_default();
        Self {
            name: programme.name.clone(),
            code: programme.code.clone(),
            published: current.map(|version| version.number.to_string()).unwrap_or_default(),
            has_draft: versions.iter().any(Version::is_draft),
            may_edit,
            rows: versions.iter().map(|version| row(&base, version)).collect(),
            form: Form::empty().with("before", number(1)).with("after", number(0)),
            versions: versions.iter().map(choice).collect(),
            passages: published.map(wording::preview).map(spoken).unwrap_or_default(),
            base,
        }
    }
}

fn row(base: &str, version: &Version) -> VersionRow {
    VersionRow {
        number: version.number,
        href: if version.is_draft() { String::new() } else { format!("{base}/versions/{}", version.number) },
        chip: chip(version),
        when: version.published_at.map(jst_stamp).unwrap_or_default(),
        who: version.published_by.clone(),
        note: version.note.clone(),
        contracts: version.contracts,
    }
}

#[derive(Template)]
#[template(path = "programmes/version.html")]
pub struct OneVersion {
    trail: Vec<Link>,
    base: String,
    name: String,
    number: i32,
    chip: Chip,
    since: String,
    note: String,
    contracts: i64,
    passages: Vec<Spoken>,
}

impl OneVersion {
    pub fn new(programme: &Programme, version: &Version, definition: &Definition) -> Self {
        let day = |at| wareki(jst_date(at));
        let since = match (version.published_at, version.retired_at) {
            (Some(from), Some(to)) => format!("{}から{}まで公開", day(from), day(to)),
            (Some(from), None) => format!("{}から公開中", day(from)),
            (None, _) => String::new(),
        };
        Self {
            trail: trail(programme, []),
            base: format!("/programmes/{}/versions/{}", programme.id, version.number),
            name: definition.name.clone(),
            number: version.number,
            chip: chip(version),
            since,
            note: version.note.clone(),
            contracts: version.contracts,
            passages: spoken(wording::preview(definition)),
        }
    }
}
