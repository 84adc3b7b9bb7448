//! 同意書: what was explained and what was answered, for the person to sign or to keep.

use time::Date;

use super::given::Given;
use crate::{
    documents::{
        ConsentForm, Issue,
        consent_form::{ConsentLine, Signature},
        parts::{Fact, PersonName},
    },
    kit::{ctx::Ctx, handing_out::Whom, permission::Permission},
    programmes::{
        Definition,
        definition::{Consent, PaperKind},
    },
    vocab::dates::wareki,
};

/// Whose consents these are.
pub struct Subject {
    pub name: String,
    pub kana: String,
    pub contract: String,
    /// The class, or where else the person takes part; empty while it is open.
    pub place: String,
}

/// The paper on its way out. `answered`: the answer that holds for a kind, and when it was taken back.
pub fn consent_form<P: Permission, M>(
    cx: &Ctx<P, M>,
    definition: &Definition,
    subject: &Subject,
    answered: impl Fn(&Consent) -> Option<(Given, Option<Date>)>,
) -> (ConsentForm, Issue) {
    let own = definition.documents.iter().find(|paper| paper.kind == PaperKind::ConsentForm);
    let title = own.map_or("同意書", |paper| paper.title.as_str());
    let mut facts = vec![Fact::new("事業名", &definition.name), Fact::new("契約", &subject.contract)];
    if !subject.place.is_empty() {
        facts.push(Fact::new("教室・個別支援", &subject.place));
    }
    let issue = Issue::new(cx, Whom::Opened, title, &definition.name);
    let paper = ConsentForm {
        masthead: issue.masthead(cx),
        facts,
        person: PersonName::new(&subject.name, &subject.kana),
        lines: definition.consents.iter().map(|kind| line(kind, answered(kind))).collect(),
        signature: Signature {
            ward: cx.actor().ward_name.clone(),
            family: definition.consents.iter().any(|kind| kind.family_may),
        },
    };
    (paper, issue)
}

fn line(kind: &Consent, answered: Option<(Given, Option<Date>)>) -> ConsentLine {
    let taken_back = answered.as_ref().and_then(|(_, on)| *on).map(wareki);
    let given = answered.map(|(given, _)| given);
    ConsentLine {
        label: kind.label.clone(),
        explanation: kind.explanation.clone(),
        required: kind.required,
        agreed: given.as_ref().map(|given| given.agreed),
        explained: given
            .as_ref()
            .map(|given| format!("{}　{}", wareki(given.explained_on), given.explained_by)),
        answered: given.as_ref().map(|given| format!("{}　{}", wareki(given.answered_on), given.giver())),
        taken_back,
    }
}
