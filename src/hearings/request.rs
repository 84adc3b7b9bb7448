//! What the centre is asked, and what it answers: the two sealed papers of a hearing.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    applications::{Applicant, Heard, SheetOutcome},
    participants::sex_label,
    programmes::InformationItem,
    sealing::Sealable,
    vocab::dates::wareki,
};

/// Who is to be heard and why.
#[derive(Serialize, Deserialize)]
pub struct Request {
    pub contract: String,
    /// Title of the screening sheet.
    pub sheet: String,
    /// Why the sheet asks for a hearing.
    pub reasons: Vec<String>,
    /// What the person answered on the sheet, question by question.
    #[serde(default)]
    pub answers: Vec<(String, String)>,
    /// Empty where the contract hands over no name.
    pub name: String,
    /// The particulars the contract's information items tell, as label and value.
    pub person: Vec<(String, String)>,
    pub applied_on: Date,
}

impl Sealable for Request {
    const TABLE: &'static str = "hearing";
}

/// What the centre found.
#[derive(Serialize, Deserialize)]
pub(crate) struct Answer(pub Heard);

impl Sealable for Answer {
    const TABLE: &'static str = "hearing.answer";
}

impl Request {
    pub fn new(
        contract: &str,
        applied_on: Date,
        applicant: &Applicant,
        sheet: &SheetOutcome,
        items: &[InformationItem],
    ) -> Self {
        let may = |item: InformationItem| items.contains(&item);
        Self {
            contract: contract.to_owned(),
            sheet: sheet.title.clone(),
            reasons: sheet.screened.reasons.clone(),
            answers: sheet.answers.clone(),
            name: if may(InformationItem::Name) { applicant.identity.name() } else { String::new() },
            person: person(applicant, may),
            applied_on,
        }
    }
}

fn person(applicant: &Applicant, may: impl Fn(InformationItem) -> bool) -> Vec<(String, String)> {
    let identity = &applicant.identity;
    // Most addresses name the district themselves.
    let address = if identity.address.contains(&applicant.district_name) {
        identity.address.clone()
    } else {
        format!("{} {}", applicant.district_name, identity.address)
    };
    let all = [
        (InformationItem::Kana, "カナ", identity.kana()),
        (InformationItem::BirthDate, "生年月日", wareki(identity.born_on)),
        (InformationItem::Sex, "性別", sex_label(&applicant.sex).to_owned()),
        (InformationItem::Phone, "電話番号", identity.telephone.clone()),
        (InformationItem::Address, "住所", address),
    ];
    let told = all.into_iter().filter(|(item, _, value)| may(*item) && !value.trim().is_empty());
    told.map(|(_, label, value)| (label.to_owned(), value.trim().to_owned())).collect()
}
