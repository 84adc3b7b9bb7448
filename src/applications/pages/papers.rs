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
        ApplicantList, Provenance, Table,
        applicant_list::ApplicantLine,
        parts::{Fact, PersonName},
        render, sheet,
    },
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::{certification, sex_label},
    programmes::{self, definition::PaperKind},
    reports::papers::{masthead, reference, refused},
    sealing::Unit,
    vocab::{
        dates::{everyday_age, jst_time, wareki},
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
    let reference = reference(&cx);
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
    let form = paper::consent_form(&cx, loaded.definition, &about, answered, reference.clone());
    let name = format!("{}.pdf", form.masthead.title);
    let bytes = render(form).await.map_err(refused)?;
    let event = Event::new("consent.print")
        .about(id.0)
        .under(loaded.row.contract)
        .detail(serde_json::json!({ "reference": reference }));
    cx.hand_out(event, Whom::Opened, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

pub async fn list(mut cx: View<TakeApplicants>, Path(id): Path<ContractId>) -> Result {
    let reference = reference(&cx);
    let paper = applicants(&mut cx, id, &reference).await?;
    let name =
        format!("{}_{}.pdf", paper.masthead.title, paper.masthead.subtitle.clone().unwrap_or_default());
    let bytes = render(paper).await.map_err(refused)?;
    let event = Event::new("applicant.print").about(id.0).under(id);
    let event = event.detail(serde_json::json!({ "as": "pdf", "reference": reference }));
    cx.hand_out(event, Whom::Opened, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

pub async fn sheet(mut cx: View<TakeApplicants>, Path(id): Path<ContractId>) -> Result {
    let reference = reference(&cx);
    let paper = applicants(&mut cx, id, &reference).await?;
    let name =
        format!("{}_{}.xlsx", paper.masthead.title, paper.masthead.subtitle.clone().unwrap_or_default());
    let mut table = Table::from(&paper);
    table.provenance = Some(Provenance {
        reference: reference.clone(),
        purpose: "申込者の把握".to_owned(),
        taken_by: format!("{}　{}", cx.actor().organisation, cx.actor().person),
        taken_at: format!("{} {}", wareki(cx.today()), jst_time(cx.now())),
    });
    let bytes = sheet::xlsx(&table).map_err(AppError::refused)?;
    let detail = serde_json::json!({ "as": "xlsx", "reference": reference, "rows": table.rows.len() });
    let content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let file = File { name, content_type, bytes, inline: false };
    cx.hand_out(Event::new("applicant.export").about(id.0).under(id).detail(detail), Whom::Opened, file).await
}

/// Everybody whose application was handed in, whatever became of it.
async fn applicants(cx: &mut View<TakeApplicants>, id: ContractId, reference: &str) -> Result<ApplicantList> {
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
    Ok(ApplicantList {
        masthead: masthead(cx, title, title, contract.title.clone(), Some(reference.to_owned())),
        facts: vec![
            Fact::new("事業名", &definition.name),
            Fact::new("契約", format!("{}　{}", contract.number, contract.title)),
            Fact::new("実施事業者", &contract.contractor),
            Fact::new("申込者数", format!("{}人", people.len())),
        ],
        people,
    })
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
