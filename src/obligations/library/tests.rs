//! The whole library: it parses, no code stands twice, every trigger can happen, and the words are those of people.

use std::collections::BTreeSet;

use super::*;
use crate::programmes::definition::{Decision, Event};

#[test]
fn codes_are_unique_words_and_every_topic_has_a_rule() {
    let all = library();
    let codes: BTreeSet<&str> = all.rules.iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes.len(), all.rules.len());
    let topics: BTreeSet<&str> = all.topics.iter().map(|topic| topic.code.as_str()).collect();
    assert_eq!(topics.len(), all.topics.len());
    let is_word = |code: &str| !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    for rule in &all.rules {
        assert!(is_word(&rule.code), "{}", rule.code);
        assert!(topics.contains(rule.topic.as_str()), "{}: {}", rule.code, rule.topic);
    }
    for topic in topics {
        assert!(all.rules.iter().any(|rule| rule.topic == topic), "{topic} has no rule");
    }
}

#[test]
fn every_trigger_can_happen() {
    for rule in &library().rules {
        match rule.trigger {
            // What follows each session, person or typed day would never come up under a contract alone.
            Trigger::Due(due) => assert!(
                matches!(
                    due.event,
                    Event::ContractSigned
                        | Event::ContractStart
                        | Event::ContractEnd
                        | Event::Briefing
                        | Event::CourseStart
                        | Event::CourseEnd
                        | Event::MonthEnd
                        | Event::QuarterEnd
                        | Event::FiscalYearEnd
                ),
                "{}",
                rule.code
            ),
            Trigger::Every(cycle) => assert!((1..=60).contains(&cycle.every_months), "{}", rule.code),
            Trigger::Arises(arising) => assert!(Occasion::ALL.contains(&arising.occasion)),
            Trigger::Always(_) => {
                assert_eq!(rule.evidence, Evidence::Condition, "{}", rule.code);
                assert_eq!(rule.decision, Decision::None, "{}", rule.code);
            }
        }
        assert_eq!(rule.evidence == Evidence::Condition, rule.trigger.is_standing(), "{}", rule.code);
    }
}

#[test]
fn a_form_belongs_to_a_paper_and_a_mode_to_a_permission() {
    for rule in &library().rules {
        assert_eq!(rule.form.is_some(), rule.evidence == Evidence::Filing, "{}", rule.code);
        assert_eq!(rule.mode.is_some(), rule.evidence == Evidence::Permission, "{}", rule.code);
        let sets = |setting| rule.may_set(setting);
        assert!(!sets(Setting::Offset) || rule.trigger.offset().is_some(), "{}", rule.code);
        assert!(!sets(Setting::Mode) || rule.mode.is_some(), "{}", rule.code);
        let is_cycle = matches!(rule.trigger, Trigger::Every(_));
        assert_eq!(sets(Setting::EveryMonths), is_cycle, "{}", rule.code);
    }
}

#[test]
fn titles_and_reasons_are_plain_sentences() {
    let all = library();
    let mut titles = BTreeSet::new();
    for rule in &all.rules {
        assert!(titles.insert(&rule.title), "{} stands twice", rule.title);
        assert!(!rule.title.ends_with('。') && rule.title.chars().count() <= 40, "{}", rule.title);
        assert!(rule.why.ends_with('。') && rule.why.chars().count() <= 90, "{}", rule.why);
        for word in ["甲", "乙", "発注者", "受注者", "TODO"] {
            assert!(!rule.title.contains(word) && !rule.why.contains(word), "{}: {word}", rule.code);
        }
        assert!(rule.trigger.sentence().ends_with('。'), "{}", rule.code);
    }
    for declaration in &all.declarations {
        assert!(declaration.reason.ends_with('。'), "{}", declaration.code);
    }
}

/// A sign without words would be found in every clause.
#[test]
fn every_sign_has_words() {
    let all = library();
    let signs = all.rules.iter().flat_map(|rule| rule.signs.iter().map(|sign| (&rule.code, sign)));
    let declared = all.declarations.iter().flat_map(|one| one.signs.iter().map(|sign| (&one.code, sign)));
    for (code, sign) in signs.chain(declared) {
        assert!(!sign.heading.is_empty() || !sign.all.is_empty(), "{code}");
        assert!(sign.all.iter().all(|group| !group.is_empty()), "{code}");
        let words = sign.heading.iter().chain(sign.all.iter().flatten()).chain(&sign.none);
        assert!(words.into_iter().all(|word| word.chars().count() >= 1), "{code}");
    }
    assert!(all.rules.iter().all(|rule| !rule.signs.is_empty()));
}

#[test]
fn stored_words_read_back() {
    for evidence in Evidence::ALL {
        assert_eq!(Evidence::from_code(evidence.code()), Some(evidence));
    }
    for gate in Gate::ALL {
        assert_eq!(Gate::from_code(gate.code()), Some(gate));
    }
    for mode in Mode::ALL {
        assert_eq!(Mode::from_code(mode.code()), Some(mode));
    }
    for channel in Channel::ALL {
        assert_eq!(Channel::from_code(channel.code()), Some(channel));
    }
    let codes: BTreeSet<&str> = Occasion::ALL.iter().map(|occasion| occasion.code()).collect();
    assert_eq!(codes.len(), Occasion::ALL.len());
}
