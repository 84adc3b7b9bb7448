//! 参加申込者一覧 as PDF and Excel, and the 同意書 of one application.

use axum::extract::Path;
use time::Date;

use super::{load, subject};
use crate::{
    applications::{
        TakeApplicants, ViewApplications,
        db::{self, Wanted},
        judgement::{screening_label, verdict_of},
        sheet::Sheet,
        states::ApplicationState,
    },
    audit::Event,
    consents::paper,
    documents::{
        ApplicantList, Format, Issue, Table,
        applicant_list::ApplicantLine,
        parts::{Fact, PersonName},
    },
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::{certification, sex_label},
    programmes::{self, definition::PaperKind},
    sealing::Unit,
    vocab::{
        dates::{everyday_age, wareki},
        ids::{ApplicationId, ContractId},
    },
};

/// More people than ever apply for one contract.
const MOST: i64 = 2_000;

/// 同意書 with the answers of the application.
pub async fn consents(mut cx: View<ViewApplications>, Path(id): Path<ApplicationId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    if loaded.definition.consents.is_empty() {
        return Err(AppError::refused("この事業では、同意の記録を求めていません。"));
    }
    let identity = &loaded.sheet.applicant.identity;
    let class = loaded.classes.iter().find(|class| Some(class.id) == loaded.sheet.course);
    let about = paper::Subject {
        name: identity.name(),
        kana: identity.kana(),
        contract: loaded.row.contract_title.clone(),
        place: class.map(|class| class.name.clone()).unwrap_or_default(),
    };
    let given = &loaded.sheet.answered.consents;
    let answered = |kind: &programmes::definition::Consent| {
        given.get(&kind.code).map(|given| (given.clone(), None::<Date>))
    };
    let (form, issue) = paper::consent_form(&cx, loaded.definition, &about, answered);
    issue.pdf(cx, Event::new("consent.print").about(id.0).under(loaded.row.contract), form).await
}

pub async fn list(mut cx: View<TakeApplicants>, Path(id): Path<ContractId>) -> Result {
    let (paper, issue) = applicants(&mut cx, id).await?;
    issue.pdf(cx, Event::new("applicant.print").about(id.0).under(id), paper).await
}

pub async fn sheet(mut cx: View<TakeApplicants>, Path(id): Path<ContractId>) -> Result {
    let (paper, issue) = applicants(&mut cx, id).await?;
    let event = Event::new("applicant.export").about(id.0).under(id);
    issue.table(cx, event, Table::from(&paper), (Format::Xlsx, "申込者の把握")).await
}

/// Everybody whose application was handed in, whatever became of it.
async fn applicants(cx: &mut View<TakeApplicants>, id: ContractId) -> Result<(ApplicantList, Issue)> {
    let contract =
        db::contracts(cx.db()).await?.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let wanted = Wanted { contract: Some(id), state: "all" };
    let mut people = Vec::new();
    for row in db::list(cx.db(), wanted, MOST, 0).await? {
        let state = ApplicationState::from_code(&row.state).ok_or_else(|| AppError::bug("unknown state"))?;
        if state == ApplicationState::Draft {
            continue;
        }
        let who = subject(row.id, row.participant);
        let sheet: Sheet = cx.open(who, Unit::Unit(id.0), row.id.0, row.version, &row.sealed)?;
        people.push(line(&row, &sheet, state));
    }
    let own = definition.documents.iter().find(|paper| paper.kind == PaperKind::ApplicantList);
    let title = own.map_or("参加申込者一覧", |paper| paper.title.as_str());
    let issue = Issue::new(cx, Whom::Opened, title, &contract.title);
    let paper = ApplicantList {
        masthead: issue.masthead(cx),
        facts: vec![
            Fact::new("事業名", &definition.name),
            Fact::new("契約", format!("{}　{}", contract.number, contract.title)),
            Fact::new("実施事業者", &contract.contractor),
            Fact::new("申込者数", format!("{}人", people.len())),
        ],
        people,
    };
    Ok((paper, issue))
}

fn line(row: &db::Listed, sheet: &Sheet, state: ApplicationState) -> ApplicantLine {
    let applicant = &sheet.applicant;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ApplicantLine {
        applied: wareki(row.applied_on),
        name: Some(PersonName::new(applicant.identity.name(), applicant.identity.kana())),
        sex: Some(sex_label(&applicant.sex).to_owned()),
        age: u8::try_from(everyday_age(applicant.identity.born_on, row.applied_on)).ok(),
        district: some(&applicant.district_name),
        phone: some(&applicant.identity.telephone),
        certification: Some(certification::label(&applicant.certification).to_owned()),
        taken_at: sheet.taken_at.label().to_owned(),
        verdict: verdict_of(&row.verdict).label().to_owned(),
        screening: row.screening.as_deref().map(|code| screening_label(code).to_owned()),
        state: state.label().to_owned(),
    }
}
