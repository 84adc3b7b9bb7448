//! 決定: whether, why, and what it comes to.

use time::Date;

use super::{LINE, MOST_YEN, TEXT, notice::lifted};
use crate::{
    breaches::{
        kinds::{ConsequenceKind, Outcome},
        states::Standing,
        words::DecisionWords,
    },
    kit::form::Form,
    vocab::dates::wareki,
};

#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    pub outcome: Outcome,
    /// Of a publication, its first day; of a termination, the last day of the contract.
    pub from_on: Option<Date>,
    /// Of a guidance, by when it is put right; of a publication, its last day; of damages, by when they are paid.
    pub until_on: Option<Date>,
    /// Of damages, in yen.
    pub amount: Option<i64>,
    pub words: DecisionWords,
}

/// What a decision is read against.
#[derive(Clone, Copy)]
pub struct Decided {
    pub kind: ConsequenceKind,
    pub standing: Standing,
    /// The term of the contract.
    pub starts_on: Date,
    pub ends_on: Date,
    pub today: Date,
}

pub fn read(form: &mut Form, of: Decided) -> Option<Decision> {
    let outcome = form.choice("outcome", "決定", &Outcome::ALL.map(Outcome::code));
    let outcome = outcome.as_deref().and_then(Outcome::from_code);
    let reason = form.required_lines("reason", "理由", TEXT);
    let hurries = outcome.is_some_and(|outcome| of.standing.hurries(of.kind, outcome));
    let unheard = hurries.then(|| form.required_lines("unheard", "弁明を待たずに決める理由", TEXT));
    let (outcome, reason, unheard) = (outcome?, reason, lifted(unheard));
    let blank =
        Decision { outcome, from_on: None, until_on: None, amount: None, words: DecisionWords::default() };
    let imposed = match outcome {
        Outcome::Imposed => imposed(form, of, blank),
        Outcome::Dropped => Some(blank),
    };
    let mut decision = imposed?;
    decision.words.reason = reason?;
    decision.words.unheard = unheard?;
    (!form.has_problems()).then_some(decision)
}

fn imposed(form: &mut Form, of: Decided, blank: Decision) -> Option<Decision> {
    match of.kind {
        ConsequenceKind::Guidance => guidance(form, of, blank),
        ConsequenceKind::Publication => publication(form, of, blank),
        ConsequenceKind::Termination => termination(form, of, blank),
        ConsequenceKind::Damages => damages(form, of, blank),
    }
}

fn guidance(form: &mut Form, of: Decided, blank: Decision) -> Option<Decision> {
    let content = form.required_lines("content", "改善を求めること", TEXT);
    let until_on = not_before(form, ("until_on", "改善の期限"), of.today);
    let words = DecisionWords { content: Some(content?), ..DecisionWords::default() };
    Some(Decision { until_on: Some(until_on?), words, ..blank })
}

fn publication(form: &mut Form, of: Decided, blank: Decision) -> Option<Decision> {
    let content = form.required_lines("content", "公表する内容", TEXT);
    let place = form.required("place", "公表の方法・場所", LINE);
    let from_on = not_before(form, ("from_on", "公表を始める日"), of.today);
    let until_on = not_before(form, ("until_on", "公表を終える日"), from_on.unwrap_or(of.today));
    let words = DecisionWords { content: Some(content?), place: Some(place?), ..DecisionWords::default() };
    Some(Decision { from_on: Some(from_on?), until_on: Some(until_on?), words, ..blank })
}

/// A contract ends on a day of its term that isn't over.
fn termination(form: &mut Form, of: Decided, blank: Decision) -> Option<Decision> {
    let first = of.today.max(of.starts_on);
    let on = form.date("from_on", "解除の日")?;
    if on < first || on > of.ends_on {
        let (first, last) = (wareki(first), wareki(of.ends_on));
        form.refuse("from_on", format!("{first}から契約期間の終わり（{last}）までの日を入力してください。"));
        return None;
    }
    Some(Decision { from_on: Some(on), ..blank })
}

fn damages(form: &mut Form, of: Decided, blank: Decision) -> Option<Decision> {
    let payee = form.required("content", "賠償を受ける人", LINE);
    let amount = form.yen("amount", "賠償の額", 1..=MOST_YEN);
    let until_on = not_before(form, ("until_on", "支払の期限"), of.today);
    let words = DecisionWords { content: Some(payee?), ..DecisionWords::default() };
    Some(Decision { until_on: Some(until_on?), amount: Some(amount?), words, ..blank })
}

fn not_before(form: &mut Form, (name, label): (&str, &str), first: Date) -> Option<Date> {
    let on = form.date(name, label)?;
    if on < first {
        form.refuse(name, format!("{}から後の日を入力してください。", wareki(first)));
        return None;
    }
    Some(on)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    fn of(kind: ConsequenceKind, standing: Standing) -> Decided {
        let (starts_on, ends_on) = (date!(2026 - 04 - 01), date!(2027 - 03 - 31));
        Decided { kind, standing, starts_on, ends_on, today: TODAY }
    }

    fn typed(outcome: &str) -> Form {
        Form::empty().with("outcome", outcome).with("reason", "弁明を検討した結果")
    }

    #[test]
    fn whoever_decides_before_the_contractor_spoke_says_why() {
        let termination = of(ConsequenceKind::Termination, Standing::Hearing(TODAY));
        let mut silent = typed("imposed").with("from_on", "R8.11.20");
        assert_eq!(read(&mut silent, termination), None);
        assert!(silent.problem("unheard").is_some());
        let mut urgent = typed("imposed").with("from_on", "R8.11.20").with("unheard", "漏えいが続いている");
        assert!(read(&mut urgent, termination).is_some_and(|made| made.words.unheard.is_some()));
        assert!(read(&mut typed("dropped"), termination).is_some(), "letting it be hurts nobody");
    }

    #[test]
    fn a_contract_ends_inside_its_term_and_not_yesterday() {
        let heard = of(ConsequenceKind::Termination, Standing::Heard);
        for (day, is_taken) in [("R8.11.19", false), ("R8.11.20", true), ("R9.3.31", true), ("R9.4.1", false)]
        {
            assert_eq!(read(&mut typed("imposed").with("from_on", day), heard).is_some(), is_taken, "{day}");
        }
    }

    #[test]
    fn each_kind_asks_for_what_it_comes_to() {
        for (kind, fields) in [
            (ConsequenceKind::Guidance, vec![("content", "施錠すること"), ("until_on", "R8.12.4")]),
            (
                ConsequenceKind::Publication,
                vec![
                    ("content", "違反の事実"),
                    ("place", "区のホームページ"),
                    ("from_on", "R8.12.1"),
                    ("until_on", "R9.3.31"),
                ],
            ),
            (
                ConsequenceKind::Damages,
                vec![("content", "区"), ("amount", "50000"), ("until_on", "R8.12.20")],
            ),
        ] {
            let full = fields.iter().fold(typed("imposed"), |form, (name, value)| form.with(name, *value));
            assert!(read(&mut full.clone(), of(kind, Standing::Heard)).is_some(), "{kind:?}");
            for (name, _) in &fields {
                let left_out = fields.iter().filter(|(other, _)| other != name);
                let mut form = left_out.fold(typed("imposed"), |form, (name, value)| form.with(name, *value));
                assert_eq!(read(&mut form, of(kind, Standing::Heard)), None, "{kind:?} without {name}");
                assert!(form.problem(name).is_some(), "{kind:?} {name}");
            }
        }
    }

    #[test]
    fn what_is_public_ends_after_it_began() {
        let form = typed("imposed").with("content", "事実").with("place", "窓口").with("from_on", "R8.12.1");
        let mut form = form.with("until_on", "R8.11.30");
        assert_eq!(read(&mut form, of(ConsequenceKind::Publication, Standing::Heard)), None);
        assert!(form.problem("until_on").is_some());
    }
}
