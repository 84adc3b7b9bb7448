//! 条項の行き先: for one clause, what it was confirmed to mean and how far that is: its obligations with their states, the
//! conditions it sets, the reason why it asks for nothing, or, loudly, that nobody has read it yet.

use time::Date;
use uuid::Uuid;

use super::clauses::SplitClause;
use crate::{
    kit::parts::{Chip, Tone},
    obligations::{
        db::{Obligation, bindings::Confirmed},
        library::{Mode, Rule, library},
        views::chip,
    },
    vocab::dates::{jst_date, wareki},
};

/// Where a clause ends up.
pub struct Covered {
    /// Nobody has confirmed it.
    pub is_open: bool,
    pub rules: Vec<RuleLine>,
    /// Why there is nothing to do; empty where rules are bound.
    pub reason: String,
    /// 「令和8年4月1日　田中」
    pub confirmed: String,
}

/// One rule a clause is bound to.
pub struct RuleLine {
    pub title: String,
    pub why: String,
    pub topic: &'static str,
    /// When it falls due, or that it stands as a condition.
    pub when: String,
    pub dates: Vec<DateLine>,
    pub chip: Chip,
}

/// One obligation of the rule.
pub struct DateLine {
    pub href: String,
    pub due: String,
    pub title: String,
    /// How the day came about, where another rule than the clause's own dates it: the programme's paper of one course.
    pub how: String,
    pub chip: Chip,
}

/// What became of a clause of a set.
pub fn of_clause(
    set: Uuid,
    clause: &SplitClause,
    confirmed: &[Confirmed],
    due: &[Obligation],
    today: Date,
) -> Covered {
    let Some(found) = confirmed.iter().find(|one| one.number == i32::from(clause.number)) else {
        return Covered { is_open: true, rules: Vec::new(), reason: String::new(), confirmed: String::new() };
    };
    let of_clause =
        |one: &&Obligation| one.clauses.iter().any(|known| known.set == set && known.number == clause.number);
    let own: Vec<&Obligation> = due.iter().filter(of_clause).collect();
    let rules = found.rules.iter().filter_map(|bound| Some((bound.rule()?, bound)));
    let who = found.confirmed_by.as_deref().unwrap_or("区の担当者");
    Covered {
        is_open: false,
        rules: rules
            .map(|(rule, bound)| {
                let when = rule.trigger(&bound.parameters).sentence();
                rule_line(rule, (rule.mode(&bound.parameters), when), &own, today)
            })
            .collect(),
        reason: found.reason.clone(),
        confirmed: format!("{}　{who}", wareki(jst_date(found.confirmed_at))),
    }
}

fn rule_line(
    rule: &'static Rule,
    (mode, when): (Option<Mode>, String),
    own: &[&Obligation],
    today: Date,
) -> RuleLine {
    let dates: Vec<DateLine> =
        own.iter().filter(|one| is_of(rule, one)).map(|one| date_line(rule, one, today)).collect();
    let chip = match mode {
        Some(Mode::Never) => Chip::new(Tone::Danger, "禁止"),
        Some(Mode::Free) => Chip::new(Tone::Neutral, "自由"),
        Some(Mode::Consent) | None if rule.trigger.is_standing() => Chip::new(Tone::Info, "守る決まり"),
        Some(Mode::Consent) | None if !dates.is_empty() => worst(own, rule, today),
        Some(Mode::Consent) => Chip::new(Tone::Info, "承諾が要る"),
        None if rule.trigger.occasion().is_some() => Chip::new(Tone::Neutral, "その都度"),
        None => Chip::new(Tone::Neutral, "日が決まると登録"),
    };
    RuleLine {
        title: rule.title.clone(),
        why: rule.why.clone(),
        topic: library().topic_label(&rule.topic),
        when: mode.filter(|mode| *mode != Mode::Consent).map_or(when, |mode| format!("{}。", mode.label())),
        dates,
        chip,
    }
}

/// The rule's own rows, or those of the programme's paper or report that is the same duty.
fn is_of(rule: &Rule, one: &Obligation) -> bool {
    one.rule == rule.code
        || one
            .rule
            .strip_prefix("filing/")
            .is_some_and(|code| rule.same_filings.iter().any(|own| own == code))
        || (rule.same_reports && one.rule.starts_with("report/"))
}

fn worst(own: &[&Obligation], rule: &Rule, today: Date) -> Chip {
    let open = own.iter().filter(|one| is_of(rule, one) && one.is_open()).min_by_key(|one| one.last_on);
    open.map_or_else(|| Chip::new(Tone::Success, "済み"), |one| chip(one, today))
}

fn date_line(rule: &Rule, one: &Obligation, today: Date) -> DateLine {
    DateLine {
        how: if one.rule == rule.code { String::new() } else { one.explanation.clone() },
        href: format!("/obligations/{}", one.id),
        due: wareki(one.due_on),
        title: one.title.clone(),
        chip: chip(one, today),
    }
}
