//! The pages on which an application is decided: the hearing and the acceptance.

use askama::Template;

use super::{
    super::{
        db::Centre,
        heard::HearingFields,
        pages::Loaded,
        sheet::{Heard, SaidAt},
    },
    verdict::VerdictPart,
};
use crate::{
    enrolments::entrance::{Entrance, Offer},
    hearings::Standing,
    kit::{
        form::{Choice, Form},
        parts::Link,
    },
    participants::{Person, shown_name},
    programmes::definition::DecidedBy,
    verdict::Finding,
    vocab::dates::{both_eras, jst_date, wareki},
};

#[derive(Template)]
#[template(path = "applications/hearing.html")]
pub struct HearingView {
    form: Form,
    action: String,
    back: String,
    version: i32,
    name: String,
    results: Vec<Choice>,
    /// Whom the ward asks to hear the applicant; `None` where no centre does.
    centre: Option<Centre>,
    sheets: Vec<OpenSheet>,
}

/// A sheet that leaves something to be asked.
struct OpenSheet {
    title: String,
    /// Who hears the applicant, where it is not the centre.
    by: Option<&'static str>,
    /// What the centre was asked and answered; empty where it was not, and for the contractor.
    asked: String,
    reasons: Vec<String>,
    fields: HearingFields,
}

impl HearingView {
    pub(in crate::applications) fn new(
        loaded: &Loaded,
        (centre, asked): (Option<Centre>, &[Standing]),
        form: Form,
    ) -> Self {
        let open = loaded.judgement.sheets.iter().filter(|sheet| sheet.is_open());
        Self {
            form,
            action: format!("{}/hearing", loaded.href()),
            back: loaded.href(),
            version: loaded.row.version,
            name: loaded.sheet.applicant.identity.name(),
            results: HearingFields::results(),
            centre,
            sheets: open
                .map(|sheet| OpenSheet {
                    title: sheet.title.clone(),
                    by: (sheet.hearing_by != DecidedBy::Centre).then(|| sheet.hearing_by.label()),
                    asked: asked_line(asked, &sheet.code),
                    reasons: sheet.screened.reasons.clone(),
                    fields: HearingFields::of(&sheet.code),
                })
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "applications/acceptance.html")]
pub struct AcceptanceView {
    form: Form,
    action: String,
    back: String,
    version: i32,
    name: String,
    judged: VerdictPart,
    /// A reason is needed, because the rules do not say 該当.
    needs_reason: bool,
    reason_label: &'static str,
    classes: Vec<Link>,
    course: String,
    class_name: String,
    says: String,
    explanation: Vec<String>,
    warnings: Vec<String>,
    is_rolling: bool,
    /// Who may be the applicant; registering anew comes last.
    people: Vec<Choice>,
    has_same: bool,
}

impl AcceptanceView {
    pub(in crate::applications) fn new(
        loaded: &Loaded,
        same: &[Person],
        entrance: &Entrance,
        offer: &Offer,
        form: Form,
    ) -> Self {
        let chosen = entrance.course.id;
        let class = |one: &super::Class| {
            let link = Link::new(&one.name, format!("{}/acceptance?course={}", loaded.href(), one.id));
            if one.id == chosen { link.current() } else { link }
        };
        Self {
            form,
            action: format!("{}/acceptance", loaded.href()),
            back: loaded.href(),
            version: loaded.row.version,
            name: loaded.sheet.applicant.identity.name(),
            judged: VerdictPart::new(&loaded.judgement),
            needs_reason: loaded.judgement.finding() != Finding::Met,
            reason_label: SaidAt::AcceptedAnyway.label(),
            classes: if loaded.classes.len() > 1 {
                loaded.classes.iter().map(class).collect()
            } else {
                Vec::new()
            },
            course: chosen.to_string(),
            class_name: entrance.course.name.clone(),
            says: offer.says(),
            explanation: offer.explanation.clone(),
            warnings: offer.warnings.clone(),
            is_rolling: entrance.is_rolling(),
            people: people(same),
            has_same: !same.is_empty(),
        }
    }
}

fn people(same: &[Person]) -> Vec<Choice> {
    let known = |person: &Person| {
        Choice::new(
            person.id.to_string(),
            format!("登録ずみの{}さん（参加者番号{}）と同じ人", shown_name(person), person.number),
        )
        .hint(format!("{}生まれ・{}", both_eras(person.identity.born_on), person.identity.address))
    };
    let new = Choice::new(super::super::pages::acceptance::NEW, "新しく登録する");
    same.iter().map(known).chain([new]).collect()
}

/// 「令和8年6月1日：様子を聞いた」.
/// What the centre was asked about a sheet, and its answer; empty where it was not asked.
pub(super) fn asked_line(asked: &[Standing], sheet: &str) -> String {
    let Some(one) = asked.iter().find(|one| one.sheet == sheet) else { return String::new() };
    match &one.answer {
        Some(heard) => format!("{}の回答：{}", one.centre, heard_line(heard)),
        None => format!(
            "{}に{}に依頼しました。まだ回答がありません。回答の期限は{}です。",
            one.centre,
            wareki(jst_date(one.asked_at)),
            wareki(one.due_on)
        ),
    }
}

pub(super) fn heard_line(heard: &Heard) -> String {
    format!("{}（{}、{}）：{}", Heard::label(heard.fit), wareki(heard.on), heard.by, heard.words)
}
