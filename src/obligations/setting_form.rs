//! 結び付けの入力: the rules ticked for a clause with what the clause sets, or the reason why it asks for nothing.

use super::{
    binding::{Binding, BindingProblem, BoundRule, LONGEST_REASON},
    library::{Channel, Mode, Parameters, Rule, Setting, library},
};
use crate::{
    kit::form::Form,
    programmes::{
        definition::{Decision, Offset},
        numbered,
    },
    vocab::business_days::ClosedDayPolicy,
};

pub const DECISIONS: [(&str, &str); 3] = [("none", "出すだけ"), ("receipt", "受理"), ("approval", "承認")];

/// Reads the page of a clause; `None` when the form has problems.
pub fn read(form: &mut Form) -> Option<Binding> {
    let codes: Vec<&str> = library().rules.iter().map(|rule| rule.code.as_str()).collect();
    let mut chosen = form.choices("rules", "義務", &codes)?;
    let more = form.optional_choice("more", "加える義務", &codes)?;
    if !more.is_empty() && !chosen.contains(&more) {
        chosen.push(more);
    }
    let reason = form.optional("reason", "「定めのみ」の理由", LONGEST_REASON)?;
    let mut rules = Vec::with_capacity(chosen.len());
    for code in chosen {
        let Some(rule) = library().rule(&code) else { continue };
        rules.push(BoundRule { code, parameters: parameters(form, rule) });
    }
    let binding = Binding { rules, reason };
    if let Err(problem) = binding.check() {
        let field = if problem == BindingProblem::Both { "reason" } else { "" };
        form.refuse(field, problem.to_string());
    }
    (!form.has_problems()).then_some(binding)
}

/// The name of a rule's field.
pub fn named(rule: &str, setting: &str) -> String {
    format!("{rule}-{setting}")
}

/// Only what differs from the library is kept.
fn parameters(form: &mut Form, rule: &Rule) -> Parameters {
    let mut set = Parameters::default();
    if rule.may_set(Setting::Offset) {
        set.offset = offset(form, rule).filter(|offset| rule.trigger.offset() != Some(*offset));
    }
    let value = |form: &Form, setting: &str| form.value(&named(&rule.code, setting)).to_owned();
    if rule.may_set(Setting::ClosedDay) {
        let policy = ClosedDayPolicy::from_code(&value(form, "closed_day"));
        set.closed_day = policy.filter(|policy| *policy != rule.trigger.closed_day());
    }
    if rule.may_set(Setting::Decision) {
        let decision = crate::filings::decision_of(&value(form, "decision"));
        set.decision = decision.filter(|decision: &Decision| *decision != rule.decision);
    }
    if rule.may_set(Setting::Mode) {
        set.mode = Mode::from_code(&value(form, "mode")).filter(|mode| Some(*mode) != rule.mode);
    }
    if rule.may_set(Setting::EveryMonths) && !value(form, "every_months").is_empty() {
        let months = form.whole_number(&named(&rule.code, "every_months"), "間隔", 1..=60);
        set.every_months = months.and_then(|months| u8::try_from(months).ok());
    }
    if rule.may_set(Setting::Channels) {
        let field = named(&rule.code, "channels");
        set.channels = form.values(&field).into_iter().filter_map(Channel::from_code).collect();
    }
    set
}

/// `None` where the usual distance stays.
fn offset(form: &mut Form, rule: &Rule) -> Option<Offset> {
    let codes = Offset::WORDS.map(|(code, _)| code);
    let word = form.optional_choice(&named(&rule.code, "unit"), "期限の数え方", &codes)?;
    if word.is_empty() {
        return None;
    }
    numbered(form, &word, &named(&rule.code, "count"), "期限の数")
}

/// A form that shows a binding.
pub fn filled(binding: &Binding) -> Form {
    let mut form = Form::empty().with("reason", &binding.reason);
    for bound in &binding.rules {
        form = form.with("rules", &bound.code);
        form = shown(form, bound);
    }
    form
}

fn shown(mut form: Form, bound: &BoundRule) -> Form {
    let field = |setting: &str| named(&bound.code, setting);
    let set = &bound.parameters;
    if let Some(offset) = set.offset {
        let count = offset.number().map(|number| number.to_string()).unwrap_or_default();
        form = form.with(&field("unit"), offset.code()).with(&field("count"), count);
    }
    if let Some(policy) = set.closed_day {
        form = form.with(&field("closed_day"), policy.code());
    }
    if let Some(decision) = set.decision {
        form = form.with(&field("decision"), crate::filings::decision_code(decision));
    }
    if let Some(mode) = set.mode {
        form = form.with(&field("mode"), mode.code());
    }
    if let Some(months) = set.every_months {
        form = form.with(&field("every_months"), months.to_string());
    }
    for channel in &set.channels {
        form = form.with(&field("channels"), channel.code());
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_shown_and_read_again_is_the_same() {
        let parameters = Parameters {
            offset: Some(Offset::WeeksBefore(2)),
            closed_day: Some(ClosedDayPolicy::NextOpen),
            mode: Some(Mode::Never),
            ..Parameters::default()
        };
        let training =
            Parameters { every_months: Some(6), decision: Some(Decision::None), ..Parameters::default() };
        let binding = Binding {
            rules: vec![
                BoundRule { code: "take_out".into(), parameters },
                BoundRule { code: "training".into(), parameters: training },
            ],
            reason: String::new(),
        };
        let mut read_back = read(&mut filled(&binding)).unwrap();
        read_back.rules.sort_by(|a, b| a.code.cmp(&b.code));
        assert_eq!(read_back, binding);
        let declared = Binding { rules: Vec::new(), reason: "言葉の意味だけです。".into() };
        assert_eq!(read(&mut filled(&declared)), Some(declared));
    }

    #[test]
    fn what_the_library_says_anyway_is_not_kept() {
        let mut form = Form::empty()
            .with("rules", "custodian_list")
            .with("custodian_list-unit", "days_before")
            .with("custodian_list-count", "1")
            .with("custodian_list-closed_day", "previous_open");
        assert_eq!(read(&mut form).unwrap().rules[0].parameters, Parameters::default());
    }

    #[test]
    fn a_distance_that_nobody_can_have_meant_is_refused_at_its_number() {
        for (unit, count) in [("months_after", "24"), ("day_of_next_month", "40"), ("days_after", "0")] {
            let mut form = Form::empty()
                .with("rules", "custodian_list")
                .with("custodian_list-unit", unit)
                .with("custodian_list-count", count);
            assert_eq!(read(&mut form), None, "{unit} {count}");
            assert!(form.problem("custodian_list-count").is_some(), "{unit} {count}");
        }
    }

    #[test]
    fn neither_nothing_nor_both_is_a_binding() {
        assert_eq!(read(&mut Form::empty()), None);
        let mut both = Form::empty().with("rules", "secrecy").with("reason", "定義");
        assert_eq!(read(&mut both), None);
        assert!(both.problem("reason").is_some());
        let mut wrong = Form::empty().with("rules", "take_out").with("take_out-unit", "weeks_before");
        assert_eq!(read(&mut wrong), None);
        assert!(wrong.problem("take_out-count").is_some());
        assert_eq!(read(&mut Form::empty().with("rules", "no_such_rule")), None);
    }
}
