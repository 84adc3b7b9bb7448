//! 違反・損害の記録: what happened, when it was noticed, under which clause.

use std::str::FromStr;

use time::Date;

use super::TEXT;
use crate::{
    breaches::{
        db::sources::{ClauseLine, Sources},
        kinds::BreachKind,
        words::BreachWords,
    },
    kit::form::Form,
    vocab::{
        dates::wareki,
        ids::{ClauseId, IncidentId, InspectionId},
    },
};

pub struct NewBreach {
    pub kind: BreachKind,
    pub clause: ClauseId,
    pub happened_on: Date,
    pub noticed_on: Date,
    pub incident: Option<IncidentId>,
    pub inspection: Option<InspectionId>,
    pub words: BreachWords,
}

pub fn blank(today: Date) -> Form {
    Form::empty().with("kind", BreachKind::Breach.code()).with("noticed_on", wareki(today))
}

/// The clause that was chosen of those the contract carries.
pub fn clause(form: &mut Form, label: &str, clauses: &[ClauseLine]) -> Option<ClauseId> {
    let codes: Vec<String> = clauses.iter().map(|one| one.id.to_string()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    form.choice("clause", label, &codes)?.parse().ok()
}

/// What it came to light with, if anything.
fn source<T: FromStr>(form: &mut Form, name: &str, label: &str, known: &[String]) -> Option<Option<T>> {
    let codes: Vec<&str> = known.iter().map(String::as_str).collect();
    Some(form.optional_choice(name, label, &codes)?.parse().ok())
}

/// Nothing is noticed before it happened, and nothing on a day to come.
pub fn read(form: &mut Form, sources: &Sources, today: Date) -> Option<NewBreach> {
    let kind = form.choice("kind", "記録の種類", &BreachKind::ALL.map(BreachKind::code));
    let clause = clause(form, "条項", &sources.clauses);
    let happened_on = form.date("happened_on", "起きた日");
    let noticed_on = form.date("noticed_on", "区が気付いた日");
    if noticed_on.is_some_and(|on| on > today) {
        form.refuse("noticed_on", "今日までの日を入力してください。");
    } else if happened_on.zip(noticed_on).is_some_and(|(happened, noticed)| happened > noticed) {
        form.refuse("happened_on", "区が気付いた日までの日を入力してください。");
    }
    let incidents: Vec<String> = sources.incidents.iter().map(|one| one.id.to_string()).collect();
    let incident = source(form, "incident", "事故の報告", &incidents);
    let inspections: Vec<String> = sources.inspections.iter().map(|one| one.id.to_string()).collect();
    let inspection = source(form, "inspection", "検査", &inspections);
    let words = form.required_lines("words", "起きたこと", TEXT);
    let new = NewBreach {
        kind: kind.as_deref().and_then(BreachKind::from_code)?,
        clause: clause?,
        happened_on: happened_on?,
        noticed_on: noticed_on?,
        incident: incident?,
        inspection: inspection?,
        words: BreachWords(words?),
    };
    (!form.has_problems()).then_some(new)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    fn sources(clause: Uuid) -> Sources {
        let line = ClauseLine {
            id: ClauseId(clause),
            set: Uuid::nil(),
            number: 20,
            label: "20".into(),
            heading: Some("公表等".into()),
            kind: "clauses".into(),
        };
        Sources { clauses: vec![line], incidents: Vec::new(), inspections: Vec::new() }
    }

    fn typed(clause: Uuid) -> Form {
        let form = blank(TODAY).with("clause", clause.to_string()).with("words", "鍵のない棚に置いた");
        form.with("happened_on", "R8.11.18")
    }

    #[test]
    fn a_record_names_a_clause_of_the_contract() {
        let clause = Uuid::from_u128(7);
        assert!(read(&mut typed(clause), &sources(clause), TODAY).is_some());
        let mut foreign = typed(Uuid::from_u128(8));
        assert!(read(&mut foreign, &sources(clause), TODAY).is_none());
        assert!(foreign.problem("clause").is_some());
    }

    #[test]
    fn nothing_is_noticed_before_it_happened_or_tomorrow() {
        let clause = Uuid::from_u128(7);
        for (happened, noticed, field) in
            [("R8.11.20", "R8.11.19", "happened_on"), ("R8.11.18", "R8.11.21", "noticed_on")]
        {
            let mut form = Form::empty().with("kind", "breach").with("clause", clause.to_string());
            form = form.with("words", "x").with("happened_on", happened).with("noticed_on", noticed);
            assert!(read(&mut form, &sources(clause), TODAY).is_none());
            assert!(form.problem(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_report_of_another_contract_is_no_source() {
        let clause = Uuid::from_u128(7);
        let mut form = typed(clause).with("incident", Uuid::from_u128(9).to_string());
        assert!(read(&mut form, &sources(clause), TODAY).is_none());
        assert!(form.problem("incident").is_some());
    }
}
