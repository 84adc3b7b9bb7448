//! What the pages of a clause set print.

use askama::Template;

use crate::{
    contracts::{
        clauses::SplitClause,
        db::clause_sets::{Carrier, ClauseSet, kind_label},
        views::{Item, flat},
    },
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Moment, Tone},
    },
    obligations::{
        binding::Binding,
        db::bindings::Confirmed,
        library::{Channel, Mode, Rule, Setting, library},
        proposal::{Proposal, propose},
        setting_form::{DECISIONS, named},
    },
    programmes::definition::Offset,
    vocab::{
        business_days::ClosedDayPolicy,
        dates::{jst_date, wareki},
    },
};

/// Every clause of a set.
#[derive(Template)]
#[template(path = "obligations/clause_set.html")]
pub struct ClauseSetView {
    trail: Vec<Link>,
    title: String,
    note: String,
    /// How many clauses are bound, declared, open.
    coverage: String,
    /// The contracts that carry it, and those to which it can be applied.
    carried: Vec<Link>,
    applied: Vec<Link>,
    clauses: Vec<ClauseLine>,
    /// Clauses nobody has confirmed, and how many of them have a proposal.
    open: usize,
    proposed: usize,
    is_signed: bool,
    /// Empty when the person may not, or there is nothing to take.
    confirmation: String,
    copy: String,
}

struct ClauseLine {
    anchor: String,
    label: String,
    heading: String,
    inherited: bool,
    text: String,
    items: Vec<Item>,
    chip: Chip,
    rules: Vec<Meaning>,
    reason: String,
    /// Who confirmed it and when; empty for a proposal.
    confirmed: String,
    /// Empty when it can't be changed.
    edit: String,
}

/// A rule as it reads on a page.
struct Meaning {
    title: String,
    why: String,
    topic: &'static str,
    /// When it falls due, in the clause's own setting.
    when: String,
    words: String,
}

impl ClauseSetView {
    pub fn new(
        set: &ClauseSet,
        clauses: &[SplitClause],
        confirmed: &[Confirmed],
        carriers: &[Carrier],
        may_bind: bool,
    ) -> Self {
        let may_change = may_bind && !set.is_signed;
        let lines: Vec<ClauseLine> = clauses
            .iter()
            .map(|clause| {
                let known = confirmed.iter().find(|one| one.number == i32::from(clause.number));
                let edit = format!("/clause-sets/{}/clauses/{}", set.id, clause.number);
                clause_line(clause, known, if may_change { edit } else { String::new() })
            })
            .collect();
        let open = lines.iter().filter(|line| line.confirmed.is_empty()).count();
        let empty =
            |line: &&ClauseLine| line.confirmed.is_empty() && line.rules.is_empty() && line.reason.is_empty();
        let proposed = open - lines.iter().filter(empty).count();
        let confirms = may_change && proposed > 0;
        let applies = may_bind && open == 0;
        Self {
            trail: vec![Link::new("契約", "/contracts")],
            carried: carriers.iter().filter(|one| one.is_carried).map(carried).collect(),
            applied: carriers
                .iter()
                .filter(|one| applies && !one.is_carried)
                .map(|one| applied(one, set))
                .collect(),
            coverage: coverage(&lines),
            title: set.name.clone(),
            note: format!("{}・{}条・第{}版", kind_label(&set.kind), clauses.len(), set.version),
            open,
            proposed,
            is_signed: set.is_signed,
            confirmation: if confirms {
                format!("/clause-sets/{}/confirmation", set.id)
            } else {
                String::new()
            },
            copy: if may_bind && set.is_signed {
                format!("/clause-sets/{}/copy", set.id)
            } else {
                String::new()
            },
            clauses: lines,
        }
    }
}

/// The clauses of a contract that carries the set.
fn carried(one: &Carrier) -> Link {
    Link::new(format!("{}　{}", one.number, one.title), format!("/contracts/{}/clauses", one.contract))
}

/// What the set would change under a contract that carries the version before it.
fn applied(one: &Carrier, set: &ClauseSet) -> Link {
    let href = format!("/contracts/{}/texts/{}/change?set={}", one.contract, one.text, set.id);
    Link::new(format!("{}　{}", one.number, one.title), href)
}

/// 「義務や決まりのある条項 18条・定めのみ 3条・提案なし 0条」, as confirmed or proposed.
fn coverage(lines: &[ClauseLine]) -> String {
    let bound = lines.iter().filter(|line| !line.rules.is_empty()).count();
    let declared = lines.iter().filter(|line| line.rules.is_empty() && !line.reason.is_empty()).count();
    let open = lines.len() - bound - declared;
    format!("義務や決まりのある条項 {bound}条・定めのみ {declared}条・提案なし {open}条")
}

fn clause_line(clause: &SplitClause, known: Option<&Confirmed>, edit: String) -> ClauseLine {
    let proposal = propose(clause);
    let shown = known.map(Confirmed::binding).or_else(|| Binding::of_proposal(&proposal)).unwrap_or_default();
    let chip = match known {
        Some(known) if known.as_proposed => Chip::new(Tone::Success, "確認ずみ（提案どおり）"),
        Some(_) => Chip::new(Tone::Success, "確認ずみ（手直しあり）"),
        None if proposal.is_open() => Chip::new(Tone::Danger, "提案なし：読んで選んでください"),
        None => Chip::new(Tone::Warning, "提案"),
    };
    ClauseLine {
        anchor: format!("clause-{}", clause.number),
        label: clause.label.clone(),
        heading: clause.heading.clone().unwrap_or_default(),
        inherited: clause.heading_inherited,
        text: clause.text.clone(),
        items: flat(&clause.items),
        chip,
        rules: meanings(&shown, &proposal),
        reason: shown.reason,
        confirmed: known.map(who).unwrap_or_default(),
        edit,
    }
}

fn who(known: &Confirmed) -> String {
    let name = known.confirmed_by.as_deref().unwrap_or("区の担当者");
    format!("{}　{name}", wareki(jst_date(known.confirmed_at)))
}

fn meanings(binding: &Binding, proposal: &Proposal) -> Vec<Meaning> {
    let words = |code: &str| {
        let found = proposal.rules.iter().find(|rule| rule.code == code);
        found.map(|rule| rule.words.join("」「")).unwrap_or_default()
    };
    let bound = binding.rules.iter().filter_map(|bound| Some((bound.rule()?, bound)));
    bound
        .map(|(rule, bound)| {
            let mode = rule.mode(&bound.parameters).map(Mode::label);
            let trigger = rule.trigger(&bound.parameters).sentence();
            Meaning {
                title: rule.title.clone(),
                why: rule.why.clone(),
                topic: library().topic_label(&rule.topic),
                when: mode.map_or(trigger.clone(), |mode| format!("{mode}。{trigger}")),
                words: words(&rule.code),
            }
        })
        .collect()
}

/// One clause to be changed.
#[derive(Template)]
#[template(path = "obligations/clause.html")]
pub struct ClauseForm {
    form: Form,
    trail: Vec<Link>,
    label: String,
    heading: String,
    text: String,
    items: Vec<Item>,
    /// Why the program thinks what it proposes.
    reasons: Vec<String>,
    rules: Vec<RuleField>,
    more: Vec<Choice>,
    history: Vec<Moment>,
    action: String,
    back: String,
}

/// A rule that is proposed or bound, with its settings.
struct RuleField {
    code: String,
    title: String,
    why: String,
    when: String,
    settings: Vec<SettingField>,
}

/// One field of a rule.
struct SettingField {
    name: String,
    label: &'static str,
    kind: &'static str,
    options: Vec<Choice>,
    hint: String,
}

impl ClauseForm {
    pub fn new(
        set: &ClauseSet,
        clause: &SplitClause,
        proposal: &Proposal,
        history: &[Confirmed],
        form: Form,
    ) -> Self {
        let back = format!("/clause-sets/{}", set.id);
        let all = &library().rules;
        let is_shown = |rule: &&Rule| {
            form.checked("rules", &rule.code) || proposal.rules.iter().any(|known| known.code == rule.code)
        };
        let topic = |rule: &'static Rule| library().topic_label(&rule.topic);
        let choice =
            |rule: &'static Rule| Choice::new(&rule.code, format!("{}：{}", topic(rule), rule.title));
        Self {
            trail: vec![Link::new("契約", "/contracts"), Link::new(&set.name, &back)],
            label: clause.label.clone(),
            heading: clause.heading.clone().unwrap_or_default(),
            text: clause.text.clone(),
            items: flat(&clause.items),
            reasons: reasons(proposal),
            rules: all.iter().filter(is_shown).map(rule_field).collect(),
            more: all.iter().filter(|rule| !is_shown(rule)).map(choice).collect(),
            history: history.iter().map(moment).collect(),
            action: format!("{back}/clauses/{}", clause.number),
            back: format!("{back}#clause-{}", clause.number),
            form,
        }
    }
}

fn reasons(proposal: &Proposal) -> Vec<String> {
    let one = |title: &str, words: &[String]| format!("「{}」の言葉から、{title}", words.join("」「"));
    let rules = proposal.rules.iter().filter_map(|known| {
        let rule = library().rule(&known.code)?;
        Some(one(&format!("「{}」と考えました。", rule.title), &known.words))
    });
    let mut all: Vec<String> = rules.collect();
    if !proposal.reason.is_empty() {
        all.push(one("「定めのみ」と考えました。", &proposal.words));
    }
    all
}

fn moment(known: &Confirmed) -> Moment {
    let what = if known.rules.is_empty() {
        format!("「定めのみ」：{}", known.reason)
    } else {
        let titles: Vec<&str> =
            known.rules.iter().filter_map(|bound| bound.rule()).map(|rule| rule.title.as_str()).collect();
        titles.join("、")
    };
    let on = jst_date(known.confirmed_at);
    Moment {
        when: wareki(on),
        iso: on.to_string(),
        who: known.confirmed_by.clone().unwrap_or_else(|| "区の担当者".into()),
        what,
        note: if known.as_proposed { "提案どおり".into() } else { String::new() },
    }
}

fn rule_field(rule: &Rule) -> RuleField {
    RuleField {
        code: rule.code.clone(),
        title: rule.title.clone(),
        why: rule.why.clone(),
        when: rule.trigger.sentence(),
        settings: rule.settings.iter().flat_map(|setting| fields(rule, *setting)).collect(),
    }
}

fn fields(rule: &Rule, setting: Setting) -> Vec<SettingField> {
    match setting {
        Setting::Offset => {
            let count = "条文に書かれた数で、数え方の◯に入ります。ふつうの期限のままなら空けます";
            vec![
                field(rule, ("count", "期限の数", "number"), Vec::new(), count),
                field(
                    rule,
                    ("unit", "期限の数え方", "select"),
                    choices(&Offset::WORDS),
                    "選ばなければ、ふつうの期限のまま",
                ),
            ]
        }
        Setting::ClosedDay => {
            let all = ClosedDayPolicy::ALL.map(|policy| (policy.code(), policy.label()));
            let hint = usual(&all, rule.trigger.closed_day().code());
            vec![field(rule, ("closed_day", "期限が閉庁日のとき", "select"), choices(&all), &hint)]
        }
        Setting::Decision => {
            let hint = usual(&DECISIONS, crate::filings::decision_code(rule.decision));
            vec![field(rule, ("decision", "相手方が行うこと", "select"), choices(&DECISIONS), &hint)]
        }
        Setting::Mode => {
            let all = Mode::ALL.map(|mode| (mode.code(), mode.label()));
            let hint = usual(&all, rule.mode.map_or("", Mode::code));
            vec![field(rule, ("mode", "できるかどうか", "select"), choices(&all), &hint)]
        }
        Setting::EveryMonths => {
            let hint = rule.trigger.sentence();
            vec![field(rule, ("every_months", "間隔（か月）", "number"), Vec::new(), &hint)]
        }
        Setting::Channels => {
            let all = choices(&Channel::ALL.map(|way| (way.code(), way.label())));
            let hint = "何も選ばなければ、どの方法でもよい";
            vec![field(rule, ("channels", "使ってよい方法", "boxes"), all, hint)]
        }
    }
}

fn field(
    rule: &Rule,
    (name, label, kind): (&str, &'static str, &'static str),
    options: Vec<Choice>,
    hint: &str,
) -> SettingField {
    SettingField { name: named(&rule.code, name), label, kind, options, hint: hint.to_owned() }
}

fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
    all.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}

/// What holds while nothing is chosen.
fn usual(all: &[(&str, &str)], code: &str) -> String {
    let label = all.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label);
    format!("選ばなければ「{label}」")
}
