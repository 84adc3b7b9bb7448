//! What the page of a venue prints.

use askama::Template;

use super::{
    db::{Check, EndCheck, Place},
    form::field,
    start::{refusal, verdict},
};
use crate::{
    courses::words,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Tone},
    },
    programmes::{
        definition::{Venue, VenueItem, VenueMeasure},
        venue::ItemVerdict,
    },
    verdict::Finding,
    vocab::{dates::wareki, ids::CourseId},
};

#[derive(Template)]
#[template(path = "venues/show.html")]
pub struct ShowView {
    form: Form,
    course: String,
    venue: String,
    tabs: Vec<Link>,
    action: String,
    /// Why no session may be begun; empty when one may.
    refusal: String,
    items: Vec<Item>,
    answers: Vec<Choice>,
    ended: Vec<Ended>,
    end_texts: Vec<String>,
    may_write: bool,
}

struct Item {
    field: String,
    text: String,
    /// In square metres instead of yes or no.
    area: bool,
    rule: String,
    chip: Chip,
    finding: String,
    checked: String,
}

struct Ended {
    session: String,
    text: String,
    done: bool,
    reason: String,
}

impl ShowView {
    pub fn new(
        (id, place, venue): (CourseId, &Place, &Venue),
        (checks, ended): (&[Check], &[EndCheck]),
        form: Form,
        may_write: bool,
    ) -> Self {
        let found = verdict(venue, place, checks);
        let items = venue.standard.iter().zip(&found.items).map(|(item, answer)| {
            item_line(item, answer, checks.iter().find(|check| check.item == item.code), place.begun)
        });
        Self {
            form,
            course: place.name.clone(),
            venue: place.venue.clone(),
            tabs: Vec::new(),
            action: format!("/courses/{id}/venue"),
            refusal: refusal(&found).filter(|_| !place.begun).unwrap_or_default(),
            items: items.collect(),
            answers: vec![
                Choice::new("present", "ある・満たしている"),
                Choice::new("missing", "ない・満たしていない"),
            ],
            ended: ended.iter().map(|one| ended_line(venue, one)).collect(),
            end_texts: venue.end_checks.iter().map(|check| check.text.clone()).collect(),
            may_write,
        }
    }

    /// The tab bar of the course.
    pub fn with_tabs(mut self, tabs: Vec<Link>) -> Self {
        self.tabs = tabs;
        self
    }
}

fn item_line(item: &VenueItem, answer: &ItemVerdict, check: Option<&Check>, begun: bool) -> Item {
    let chip = match answer.verdict.answer {
        Finding::Met => Chip::new(Tone::Success, "満たす"),
        Finding::NotMet => Chip::new(Tone::Danger, "満たさない"),
        Finding::Undecidable => Chip::new(Tone::Neutral, "未確認"),
    };
    let checked = |check: &Check| {
        format!("{}　{}", wareki(check.checked_on), check.by.as_deref().unwrap_or_default())
            .trim_end()
            .to_owned()
    };
    let (area, each) = match item.measure {
        VenueMeasure::Present => (false, String::new()),
        VenueMeasure::SquareMetresPerPlace(each) => (true, format!("定員1人につき{each}㎡以上。")),
    };
    let blocks = match (item.blocks_start, begun, answer.verdict.answer) {
        (false, ..) | (true, true, Finding::Met) => "",
        (true, false, _) => "満たすまで教室を始められません。",
        (true, true, Finding::Undecidable) => "未確認のまま実施しています。",
        (true, true, Finding::NotMet) => "満たさないまま実施しています。",
    };
    Item {
        field: field(item),
        text: item.text.clone(),
        area,
        rule: format!("{each}{blocks}"),
        chip,
        finding: answer.verdict.explanation.concat(),
        checked: check.map_or_else(|| "—".to_owned(), checked),
    }
}

fn ended_line(venue: &Venue, one: &EndCheck) -> Ended {
    let text = venue.end_checks.iter().find(|check| check.code == one.code);
    Ended {
        session: format!("第{}回　{}", one.number, words::day(one.held_on)),
        text: text.map_or_else(|| one.code.clone(), |check| check.text.clone()),
        done: one.done,
        reason: one.reason.clone(),
    }
}
