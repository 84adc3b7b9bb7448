//! 中止の理由: one cause a form offers, and who decides on it.

use super::list::{About, Listed, sentences};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        CancellationCause,
        definition::{CancellationRule, Decider, Definition},
        forms::{
            Part, choices,
            field::{Field, Kind},
            pick, word, yes,
        },
        wording,
    },
};

const DECIDERS: [Decider; 3] = [Decider::Ward, Decider::Contractor, Decider::Centre];

/// The contractor's own convenience is borne by the contractor unless the ward says otherwise.
fn begun(kind: &str) -> Option<CancellationRule> {
    let cause = CancellationCause::from_code(kind)?;
    let contractor_bears = cause == CancellationCause::ContractorConvenience;
    Some(CancellationRule { cause, decided_by: Decider::Ward, contractor_bears })
}

impl Listed for CancellationRule {
    const ABOUT: About = About {
        path: "cancellation.causes",
        part: Part::Cancellation,
        title: "中止の理由",
        what: "中止の理由",
        intro: "教室を中止するときに選べる理由です。1つも定めないと、どの理由でも選べ、区が決めます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.cancellation.causes
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.cancellation.causes
    }

    /// The causes that aren't listed yet.
    fn kinds(definition: &Definition) -> Vec<Choice> {
        let listed = &definition.cancellation.causes;
        let is_new = |cause: &CancellationCause| listed.iter().all(|one| one.cause != *cause);
        let new = CancellationCause::ALL.into_iter().filter(is_new);
        new.map(|cause| Choice::new(cause.code(), cause.label())).collect()
    }

    fn blank(_: &Definition, kind: &str) -> Option<Self> {
        begun(kind)
    }

    fn turned(&self, kind: &str) -> Option<Self> {
        begun(kind)
    }

    fn name(&self) -> String {
        self.cause.label().to_owned()
    }

    fn kind(&self) -> &'static str {
        self.cause.label()
    }

    fn code(&self) -> &str {
        self.cause.code()
    }

    fn lines(&self, _: &Definition, _: &str) -> Vec<String> {
        sentences(&wording::cause(self))
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let deciders = choices(&DECIDERS, |one| one.label().to_owned());
        vec![
            Field::new(Kind::Radios(deciders), format!("{path}.decided_by"), "決める人"),
            Field::new(
                Kind::Check,
                format!("{path}.contractor_bears"),
                "事業者が負担する（いつ決めた中止でも支払わない）",
            ),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty()
            .with(&format!("{path}.decided_by"), word(&self.decided_by))
            .with(&format!("{path}.contractor_bears"), yes(self.contractor_bears))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let decided_by = pick(form, &format!("{path}.decided_by"), "決める人", &DECIDERS)?;
        let contractor_bears = form.checked(&format!("{path}.contractor_bears"), "yes");
        Some(Self { cause: self.cause, decided_by, contractor_bears })
    }
}
