//! Papers that leave as PDF: the report and the 参加者名簿. Every hand-out is an event with the people on it.

use axum::extract::Path;
use time::Date;

use super::{
    PrintReports, TakeLists, db,
    drawing::{Drawn, drawn},
    loading,
};
use crate::{
    audit::Event,
    documents::{
        ParticipantRoster,
        participant_roster::{EmergencyContact, RosterPerson},
        parts::{Fact, PersonName},
        render,
    },
    kit::{
        answer::File,
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::{Person, people, sex_label},
    programmes::InformationItem,
    vocab::{
        dates::{wareki, weekday},
        ids::{CourseId, ParticipantId, ReportId},
    },
};

pub use crate::documents::issue::{masthead, reference, refused};

/// The report as PDF; of an accepted one always the same.
pub async fn report(mut cx: View<PrintReports>, Path(id): Path<ReportId>) -> Result {
    let loaded = loading::whole(&mut cx, id).await?;
    let (reference, title) = (reference(&cx), loaded.asked.title());
    let subject = loaded.report.subject(loaded.asked);
    let head = masthead(&cx, title, title, subject.clone(), Some(reference.clone()));
    let bytes = match drawn(&loaded, head) {
        Drawn::Course(paper) => render(*paper).await,
        Drawn::Month(paper) => render(*paper).await,
        Drawn::Guidance(paper) => render(*paper).await,
    }
    .map_err(refused)?;
    let event = Event::new("report.print").about(id.0).under(loaded.report.contract);
    let event = event.detail(serde_json::json!({ "reference": reference }));
    let name = format!("{title}_{subject}.pdf");
    cx.hand_out(event, Whom::Unread, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

/// The 参加者名簿 as PDF.
pub async fn roster(mut cx: View<TakeLists>, Path(id): Path<CourseId>) -> Result {
    let course = db::lists::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let reference = reference(&cx);
    let contract = course.contract;
    let name = format!("参加者名簿_{}.pdf", course.name);
    let paper = roster_paper(&mut cx, id, course, Some(reference.clone())).await?;
    let bytes = render(paper).await.map_err(refused)?;
    let event = Event::new("list.print").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "list": "roster", "as": "pdf", "reference": reference }));
    cx.hand_out(event, Whom::Opened, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

/// The roster as this reader may see it (別紙1 6(1)④).
pub async fn roster_paper<M>(
    cx: &mut Ctx<TakeLists, M>,
    id: CourseId,
    course: db::lists::ListedCourse,
    reference: Option<String>,
) -> Result<ParticipantRoster> {
    let items: Vec<InformationItem> =
        course.items.iter().filter_map(|code| InformationItem::from_code(code)).collect();
    let shown = cx.actor().role.is_contractor().then_some(items.as_slice());
    let order: Vec<ParticipantId> =
        db::lists::roster(cx.db(), id).await?.into_iter().map(ParticipantId).collect();
    let plain: Vec<uuid::Uuid> = order.iter().map(|id| id.0).collect();
    let mut opened: Vec<Person> = Vec::new();
    for row in people::find_many(cx.db(), &plain).await? {
        opened.push(people::open(cx, row, shown)?);
    }
    opened.sort_by_key(|person| order.iter().position(|id| *id == person.id));
    let with_sex = shown.is_none_or(|items| items.contains(&InformationItem::Sex));
    let people: Vec<RosterPerson> =
        opened.iter().map(|person| roster_person(person, with_sex, course.first_on)).collect();
    Ok(ParticipantRoster {
        masthead: masthead(cx, "介護予防事業参加者名簿", "参加者名簿", course.name.clone(), reference),
        facts: vec![
            Fact::new("事業名", &course.contract_title),
            Fact::new("コース名", &course.name),
            Fact::new("事業開始日", format!("{}（{}）", wareki(course.first_on), weekday(course.first_on))),
            Fact::new("会場名", &course.venue),
            Fact::new("実施事業者", &course.contractor),
            Fact::new("参加予定者数", format!("{}人", people.len())),
        ],
        people,
    })
}

fn roster_person(person: &Person, with_sex: bool, first_on: Date) -> RosterPerson {
    let identity = &person.identity;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let born = identity.born_on;
    let contact = identity.emergency.first().map(|contact| EmergencyContact {
        name: PersonName::new(&contact.name, ""),
        relation: some(&contact.relation),
        phone: some(&contact.telephone),
    });
    RosterPerson {
        name: some(&identity.family_name).map(|_| PersonName::new(identity.name(), identity.kana())),
        sex: with_sex.then(|| sex_label(&person.sex).to_owned()),
        born: (born != Date::MIN).then(|| wareki(born)),
        age: person.age_on(first_on).and_then(|age| u8::try_from(age).ok()),
        address: some(&identity.address),
        phone: some(&identity.telephone),
        emergency: contact,
    }
}
