//! Reading everything a sheet is composed from, each person's name through the one door that is watched.

use std::collections::BTreeMap;

use super::{
    attendance::{Audience, CourseAttendance},
    content::{LiaisonSnapshot, LiaisonText, Results},
    db::{self, StoredAssessment, Subject},
    kinds::Kind,
    results::{self, Assessed},
    snapshot::{self, Records},
    views,
};
use crate::{
    assessments::{Answers, Policies, instruments, questionnaire, sheets::Timing},
    documents::{
        attendance::AttendanceTable,
        parts::{PersonName, QuestionAnswer},
    },
    figures,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::people,
    programmes::{self, Definition, InformationItem},
    vocab::{
        dates::wareki,
        ids::{ContractId, CourseId, EnrolmentId, ParticipantId},
    },
};

/// What the records say of a course or service at this moment.
struct Participation {
    term: String,
    attendance: String,
    table: Option<(AttendanceTable, Vec<ParticipantId>)>,
}

/// The paper as it would be sent now. Refused for somebody whose register row this person may not see.
pub async fn compose<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    kind: Kind,
    subject: &Subject,
    text: LiaisonText,
) -> Result<LiaisonSnapshot> {
    let items = items(subject);
    let row = people::find(cx.db(), subject.participant).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, row, Some(&items))?;
    let is_sheet = kind == Kind::Sheet;
    let participation = match subject.course {
        Some(course) => of_course(cx, course, subject, &items, is_sheet).await?,
        None => of_service(cx, subject, kind).await?,
    };
    let results = if is_sheet { found(cx, subject).await? } else { Results::default() };
    let ward = cx.actor().ward_name.clone();
    let records = Records {
        ward: &ward,
        subject,
        items: &items,
        identity: person.identity,
        sex: &person.sex,
        certification: &person.certification,
        term: participation.term,
        attendance: participation.attendance,
        table: participation.table,
        results,
    };
    Ok(snapshot::compose(kind, records, text, cx.today()))
}

/// The contract's information items of a subject.
pub fn items(subject: &Subject) -> Vec<InformationItem> {
    subject.items.iter().filter_map(|code| InformationItem::from_code(code)).collect()
}

/// The attendance of a course, everybody in it.
pub async fn attendance<P: Permission, M>(cx: &mut Ctx<P, M>, course: CourseId) -> Result<CourseAttendance> {
    Ok(CourseAttendance::new(&figures::sittings(cx.db(), course).await?))
}

async fn of_course<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    course: CourseId,
    subject: &Subject,
    items: &[InformationItem],
    with_table: bool,
) -> Result<Participation> {
    let attendance = attendance(cx, course).await?;
    let term = attendance.term().unwrap_or_else(|| "—".to_owned());
    let line = attendance.line(subject.participant);
    let table = if with_table { Some(table(cx, &attendance, course, subject, items).await?) } else { None };
    Ok(Participation { term, attendance: line, table })
}

/// The table for the subject's centre: names only of people that centre is responsible for.
async fn table<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    attendance: &CourseAttendance,
    course: CourseId,
    subject: &Subject,
    items: &[InformationItem],
) -> Result<(AttendanceTable, Vec<ParticipantId>)> {
    let members = db::members(cx.db(), course).await?;
    let ids: Vec<uuid::Uuid> = members
        .iter()
        .filter(|member| member.centre == subject.centre)
        .map(|member| member.participant.0)
        .collect();
    let mut names = BTreeMap::new();
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::open(cx, row, Some(items))?;
        names
            .insert(person.id, PersonName::new(person.identity.name().trim(), person.identity.kana().trim()));
    }
    let districts = db::districts_of(cx.db(), subject.centre).await?;
    let shows_sex = items.contains(&InformationItem::Sex);
    Ok(attendance.table(&Audience { districts: &districts, names: &names, shows_sex }))
}

async fn of_service<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    subject: &Subject,
    kind: Kind,
) -> Result<Participation> {
    let begun =
        subject.enrolled_on.map_or_else(|| "開始日は未定".to_owned(), |day| format!("{}から", wareki(day)));
    let term = subject.ended_on.map_or(begun.clone(), |day| format!("{begun}{}まで", wareki(day)));
    // A centre writing a care plan has no access to the contractor's service records.
    let attendance = if kind == Kind::CarePlan {
        String::new()
    } else {
        let (attended, planned) = db::service_days(cx.db(), subject.enrolment).await?;
        format!("記録のある{planned}日のうち {attended}日利用")
    };
    Ok(Participation { term, attendance, table: None })
}

/// What was measured, compared by the programme's rules, and what was answered.
async fn found<P: Permission, M>(cx: &mut Ctx<P, M>, subject: &Subject) -> Result<Results> {
    let programme = programmes::of(cx.db(), subject.programme).await?;
    let stored = db::assessments(cx.db(), subject.enrolment).await?;
    cx.saw([subject.participant]);
    let found = results::results(&read(stored)?, &Policies::from(&programme.measurement));
    Ok(Results { questionnaire: answered(cx, subject, programme).await?, ..found })
}

/// What the person answered to the programme's questionnaires; empty while there is no answer.
async fn answered<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    subject: &Subject,
    programme: &'static Definition,
) -> Result<Vec<QuestionAnswer>> {
    let asked = &programme.questionnaires;
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let stored = questionnaire::db::of_enrolment(cx.db(), subject.enrolment).await?;
    let unit = questionnaire::unit(subject.course, subject.enrolment);
    let mut lines = Vec::new();
    for one in asked {
        if let Some(row) = stored.iter().find(|row| row.questionnaire == one.code) {
            lines.extend(questionnaire::open(cx, unit, row)?.lines(one));
        }
    }
    Ok(lines)
}

fn read(stored: Vec<StoredAssessment>) -> Result<Vec<Assessed>> {
    let known = stored
        .into_iter()
        .filter_map(|one| instruments::find(&one.instrument).map(|instrument| (instrument, one)));
    known
        .map(|(instrument, one)| {
            let answers: Answers = serde_json::from_value(one.answers)
                .map_err(|_| AppError::bug("stored answers cannot be read"))?;
            let timing = Timing::from_code(&one.timing).ok_or_else(|| AppError::bug("unknown timing"))?;
            Ok(Assessed { instrument, timing, done_on: one.done_on, answers })
        })
        .collect()
}

/// Whether anything was measured for a sheet to comment on, and the contract lets it stand there.
pub async fn is_measured<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    enrolment: EnrolmentId,
    contract: ContractId,
) -> Result<bool> {
    let items = people::items_of(cx.db(), contract).await?;
    let stored = read(db::assessments(cx.db(), enrolment).await?)?;
    Ok(items.contains(&InformationItem::ServiceRecord) && results::is_measured(&stored))
}

/// The names of people as this reader may see them, for lists.
pub async fn names<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    ids: Vec<uuid::Uuid>,
) -> Result<BTreeMap<ParticipantId, String>> {
    let items = match cx.actor().contract {
        Some(contract) if cx.actor().role.is_contractor() => Some(people::items_of(cx.db(), contract).await?),
        Some(_) | None => None,
    };
    let mut names = BTreeMap::new();
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::open(cx, row, items.as_deref())?;
        names.insert(person.id, views::named(&person.identity.name(), person.number));
    }
    Ok(names)
}
