//! 中止の理由: one cause a form offers, and who decides on it.

use crate::{
    kit::form::Form,
    programmes::{
        CancellationCause,
        definition::{CancellationRule, Decider, Definition},
        forms::{
            choices,
            field::{Field, Kind},
            pick, word, yes,
        },
    },
};

const DECIDERS: [Decider; 3] = [Decider::Ward, Decider::Contractor, Decider::Centre];

/// The causes that aren't listed yet.
pub(super) fn kinds(definition: &Definition) -> Vec<CancellationCause> {
    let is_listed = |cause: &CancellationCause| {
        definition.cancellation.causes.iter().any(|listed| listed.cause == *cause)
    };
    CancellationCause::ALL.into_iter().filter(|cause| !is_listed(cause)).collect()
}

/// The contractor's own convenience is borne by the contractor unless the ward says otherwise.
pub(super) fn blank(kind: &str) -> Option<CancellationRule> {
    let cause = CancellationCause::from_code(kind)?;
    let contractor_bears = cause == CancellationCause::ContractorConvenience;
    Some(CancellationRule { cause, decided_by: Decider::Ward, contractor_bears })
}

pub(super) fn fields(path: &str) -> Vec<Field> {
    vec![
        Field::new(
            Kind::Radios(choices(&DECIDERS, |one| one.label().to_owned())),
            format!("{path}.decided_by"),
            "決める人",
        ),
        Field::new(
            Kind::Check,
            format!("{path}.contractor_bears"),
            "事業者が負担する（いつ決めた中止でも支払わない）",
        ),
    ]
}

pub(super) fn filled(path: &str, rule: &CancellationRule) -> Form {
    Form::empty()
        .with(&format!("{path}.decided_by"), word(&rule.decided_by))
        .with(&format!("{path}.contractor_bears"), yes(rule.contractor_bears))
}

pub(super) fn read(form: &mut Form, path: &str, rule: &CancellationRule) -> Option<CancellationRule> {
    let decided_by = pick(form, &format!("{path}.decided_by"), "決める人", &DECIDERS)?;
    let contractor_bears = form.checked(&format!("{path}.contractor_bears"), "yes");
    Some(CancellationRule { cause: rule.cause, decided_by, contractor_bears })
}
