//! What the pages of plans print.

use askama::Template;

use super::content::{Consent, Plan};
use crate::{
    kit::{
        form::Form,
        parts::{Chip, Link, Row, Tone},
    },
    person_papers::{db::PlanRow, subject::Whose},
    vocab::dates::{jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "person_papers/plans.html")]
pub struct ListView {
    pub trail: Vec<Link>,
    pub name: String,
    pub title: String,
    pub lines: Vec<Line>,
    /// Empty for whoever may not write one now.
    pub write_href: String,
    /// Why there is nothing to write; empty when there is.
    pub refusal: String,
}

pub struct Line {
    href: String,
    label: String,
    made: String,
    chip: Chip,
}

pub fn line(plan: &PlanRow) -> Line {
    Line {
        href: format!("/plans/{}", plan.id),
        label: format!("第{}版", plan.number),
        made: wareki(plan.made_on),
        chip: chip(plan),
    }
}

fn chip(plan: &PlanRow) -> Chip {
    match (plan.agreed_on, plan.explained_on, plan.is_last) {
        (Some(_), _, true) => Chip::new(Tone::Success, "同意ずみ"),
        (None, Some(_), true) => Chip::new(Tone::Info, "説明ずみ・同意前"),
        (None, None, true) => Chip::new(Tone::Warning, "説明前"),
        (_, _, false) => Chip::new(Tone::Neutral, "前の版"),
    }
}

#[derive(Template)]
#[template(path = "person_papers/plan_new.html")]
pub struct WriteView {
    pub form: Form,
    pub trail: Vec<Link>,
    pub name: String,
    pub title: String,
    pub action: String,
    /// The version this will be.
    pub number: i32,
}

#[derive(Template)]
#[template(path = "person_papers/plan.html")]
pub struct ShowView {
    form: Form,
    trail: Vec<Link>,
    name: String,
    title: String,
    number: i32,
    chip: Chip,
    words: Vec<Row>,
    rows: Vec<Row>,
    pdf: String,
    /// Where explanation and agreement are sent; empty when they can't be added.
    action: String,
}

impl ShowView {
    pub fn new(
        whose: &Whose,
        title: String,
        plan: &PlanRow,
        (content, consent): (Plan, Option<Consent>),
        form: Option<Form>,
    ) -> Self {
        let mut trail = whose.trail();
        trail.push(Link::new(title.clone(), format!("/enrolments/{}/plans", plan.enrolment)));
        Self {
            trail,
            name: whose.name(),
            title,
            number: plan.number,
            chip: chip(plan),
            words: vec![
                Row::new("目標", content.goals),
                Row::new("取り組むこと", content.actions),
                Row::new("気をつけること", none_said(content.cautions)),
            ],
            rows: rows(plan, consent.as_ref()),
            pdf: format!("/plans/{}/pdf", plan.id),
            action: if form.is_some() { format!("/plans/{}/explanation", plan.id) } else { String::new() },
            form: form.unwrap_or_default(),
        }
    }
}

fn none_said(text: String) -> String {
    if text.is_empty() { "特になし".into() } else { text }
}

fn rows(plan: &PlanRow, consent: Option<&Consent>) -> Vec<Row> {
    let by = plan.made_by.clone().unwrap_or_else(|| "受託者の担当者".into());
    let mut rows = vec![
        Row::new("作成日", wareki(plan.made_on)),
        Row::new("記録", format!("{}　{by}", jst_stamp(plan.made_at))),
    ];
    if let (Some(on), Some(consent)) = (plan.explained_on, consent) {
        rows.push(Row::new("説明した日", wareki(on)));
        rows.push(Row::new("説明した人", &consent.explained_by));
        rows.push(Row::new("説明を受けた人", &consent.explained_to));
    }
    rows.push(Row::new(
        "同意した日",
        plan.agreed_on.map_or_else(|| "まだ同意の記録がありません".into(), wareki),
    ));
    rows
}

/// Explanation and agreement as they stand, to be written on.
pub fn said_form(plan: &PlanRow, consent: Option<&Consent>) -> Form {
    let consent = consent.cloned().unwrap_or_default();
    let day = |day: Option<time::Date>| day.map(wareki).unwrap_or_default();
    Form::empty()
        .with("explained_on", day(plan.explained_on))
        .with("explained_by", consent.explained_by)
        .with("explained_to", consent.explained_to)
        .with("agreed_on", day(plan.agreed_on))
        .with("version", plan.version.to_string())
}
