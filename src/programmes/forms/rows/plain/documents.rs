//! 書類: one paper that is made, and its title in this ward.

use super::{About, Listed, MOST_NAME};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Paper, PaperKind},
        forms::{
            Part, choices,
            field::{Field, Kind},
            from_word,
        },
    },
};

const KINDS: [PaperKind; 12] = [
    PaperKind::ParticipantRoster,
    PaperKind::LiaisonSheet,
    PaperKind::IndividualResult,
    PaperKind::ServicePlan,
    PaperKind::ServiceRecord,
    PaperKind::ConsentForm,
    PaperKind::ConditionSheet,
    PaperKind::NameTags,
    PaperKind::ApplicantList,
    PaperKind::FeeStatement,
    PaperKind::Report,
    PaperKind::OverallResult,
];

impl Listed for Paper {
    const ABOUT: About = About {
        path: "documents",
        part: Part::Documents,
        title: "書類",
        what: "書類",
        intro: "この事業で作る書類と、その題名です。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.documents
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.documents
    }

    fn kinds(definition: &Definition) -> Vec<Choice> {
        let is_new = |kind: &PaperKind| Self::rows(definition).iter().all(|paper| paper.kind != *kind);
        let new: Vec<PaperKind> = KINDS.into_iter().filter(is_new).collect();
        choices(&new, |kind| kind.label().to_owned())
    }

    fn blank(_: &Definition, kind: &str) -> Option<Self> {
        let kind: PaperKind = from_word(kind)?;
        Some(Self { kind, title: kind.label().to_owned() })
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn kind(&self) -> &'static str {
        self.kind.label()
    }

    /// The words of a definition tell papers by their kind.
    fn code(&self) -> &str {
        self.kind.label()
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        vec![Field::new(Kind::Line, format!("{path}.title"), "題名").hint("書類のいちばん上に書かれます。")]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty().with(&format!("{path}.title"), &self.title)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let title = form.required(&format!("{path}.title"), "題名", MOST_NAME)?;
        Some(Self { title, ..self.clone() })
    }
}
