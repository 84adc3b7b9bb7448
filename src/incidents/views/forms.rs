//! The forms that follow a first report.

use askama::Template;

use super::{Somebody, ToldRow};
use crate::{
    incidents::{
        affected::Means,
        case::Found,
        commission::Step,
        db::affected::Affected,
        decision::DecisionKind,
        follow_up::Stage,
        judgement::{self, QUESTIONS},
    },
    kit::{
        form::{Choice, Form},
        parts::Pager,
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::IncidentId,
    },
};

#[derive(Template)]
#[template(path = "incidents/follow_up.html")]
pub struct FollowUpView {
    form: Form,
    base: String,
    title: String,
    kind: &'static str,
    stages: Vec<Choice>,
    told: [ToldRow; 4],
}

impl FollowUpView {
    pub fn new(found: &Found, number: i32, form: Form) -> Self {
        Self {
            form,
            base: format!("/incidents/{}", found.id()),
            title: format!("第{number}報を書く"),
            kind: found.kind.label(),
            stages: Stage::choices(),
            told: ToldRow::all(),
        }
    }
}

/// The people who are chosen, and the form that says they were told.
#[derive(Template)]
#[template(path = "incidents/people.html")]
pub struct AffectedView {
    form: Form,
    base: String,
    lines: Vec<AffectedLine>,
    untold: Vec<Choice>,
    means: Vec<Choice>,
    pager: Pager,
    is_open: bool,
}

struct AffectedLine {
    name: String,
    /// When they were chosen, and by whom.
    added: String,
    told: String,
    /// Empty for whoever has been told.
    removal: String,
}

impl AffectedView {
    pub fn new(found: &Found, rows: &[Affected], shown: Vec<Somebody>, pager: Pager, form: Form) -> Self {
        let is_open = found.state.add().is_ok();
        let base = format!("/incidents/{}", found.id());
        let row_of = |one: &Somebody| rows.iter().find(|row| row.participant == one.id);
        let is_untold = |one: &&Somebody| row_of(one).is_some_and(|row| row.told_on.is_none());
        let untold = shown.iter().filter(is_untold).map(|one| Choice::new(one.id.to_string(), one.label()));
        let line = |one: &Somebody| AffectedLine {
            name: one.label(),
            added: row_of(one).map(added).unwrap_or_default(),
            told: row_of(one).map(told).unwrap_or_default(),
            removal: if is_open && is_untold(&one) {
                format!("{base}/people/{}/removal", one.id)
            } else {
                String::new()
            },
        };
        Self {
            untold: if is_open { untold.collect() } else { Vec::new() },
            lines: shown.iter().map(line).collect(),
            means: Means::choices(),
            base: base.clone(),
            form,
            pager,
            is_open,
        }
    }
}

fn added(row: &Affected) -> String {
    format!("{}　{}", jst_stamp(row.added_at), row.added_by.as_deref().unwrap_or_default())
        .trim_end()
        .to_owned()
}

fn told(row: &Affected) -> String {
    let how = row.told_how.as_deref().and_then(Means::from_code).map_or("", Means::label);
    let by = row.told_by.as_deref().unwrap_or_default();
    row.told_on.map_or_else(|| "まだ".into(), |on| format!("{}　{how}　{by}", wareki(on)))
}

#[derive(Template)]
#[template(path = "incidents/choose.html")]
pub struct ChooseView {
    form: Form,
    base: String,
    people: Vec<Choice>,
    pager: Pager,
}

impl ChooseView {
    pub fn new(id: IncidentId, shown: Vec<Somebody>, pager: Pager, form: Form) -> Self {
        let people = shown.into_iter().map(Somebody::choice).collect();
        Self { form, base: format!("/incidents/{id}"), people, pager }
    }
}

/// The facts by which the law asks for a report.
#[derive(Template)]
#[template(path = "incidents/judgement.html")]
pub struct JudgeView {
    form: Form,
    base: String,
    questions: [Question; 5],
    answers: Vec<Choice>,
}

struct Question {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
}

impl JudgeView {
    pub fn new(id: IncidentId, form: Form) -> Self {
        Self {
            form,
            base: format!("/incidents/{id}"),
            questions: QUESTIONS.map(|(name, label, hint)| Question { name, label, hint }),
            answers: judgement::choices(),
        }
    }
}

#[derive(Template)]
#[template(path = "incidents/commission.html")]
pub struct CommissionView {
    form: Form,
    base: String,
    steps: Vec<Choice>,
}

impl CommissionView {
    pub fn new(id: IncidentId, form: Form) -> Self {
        Self { form, base: format!("/incidents/{id}"), steps: Step::choices() }
    }
}

#[derive(Template)]
#[template(path = "incidents/decision.html")]
pub struct DecideView {
    form: Form,
    base: String,
    kinds: Vec<Choice>,
}

impl DecideView {
    pub fn new(id: IncidentId, form: Form) -> Self {
        Self { form, base: format!("/incidents/{id}"), kinds: DecisionKind::choices() }
    }
}

/// The question before the end, or what is still missing.
#[derive(Template)]
#[template(path = "incidents/closing.html")]
pub struct ClosingView {
    base: String,
    action: String,
    missing: Vec<String>,
}

impl ClosingView {
    pub fn new(id: IncidentId, missing: Vec<String>) -> Self {
        Self { base: format!("/incidents/{id}"), action: format!("/incidents/{id}/closing"), missing }
    }
}
