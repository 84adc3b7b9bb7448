//! From content to the 事業実施報告書 of a guidance contract that page and PDF print.

use super::{asked::Asked, content::Content};
use crate::{
    documents::{GuidanceOverall, Masthead, guidance_overall::PersonRow, parts::Fact},
    guidance::{GuidanceFigures, change_words, figures::PersonLine, overall},
    vocab::dates::wareki,
};

pub fn paper(
    content: &Content,
    figures: &GuidanceFigures,
    asked: Asked,
    masthead: Masthead,
) -> GuidanceOverall {
    GuidanceOverall {
        outline: asked.outline(),
        words: content.narrative.sections.clone(),
        people: figures.people.iter().map(|line| person(content, line)).collect(),
        ..overall(figures, facts(content), masthead)
    }
}

fn facts(content: &Content) -> Vec<Fact> {
    let facts = &content.facts;
    vec![
        Fact::new("契約件名", &facts.contract_title),
        Fact::new("契約番号", &facts.contract_number),
        Fact::new("実施事業者", &facts.contractor),
        Fact::new("報告書作成日", wareki(facts.prepared_on)),
    ]
}

fn person(content: &Content, line: &PersonLine) -> PersonRow {
    PersonRow {
        name: content.people.name(Some(line.participant)),
        state: line.state.label().to_owned(),
        done: line.contacts_done,
        late: line.contacts_late,
        changes: line.changes.iter().map(change_words).collect(),
        href: format!("/guidance/{}", line.target),
    }
}
