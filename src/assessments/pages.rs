//! Reading assessments: the matrix of a course and the results of one person.

use std::collections::BTreeMap;

use axum::extract::Path;

use super::{
    ViewAssessments,
    db::{self, Place, Stored},
    measures::Sex,
    sheets::{self, Comment, Timing},
    views::{MatrixView, PersonView, results_of},
};
use crate::{
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Link, Row},
    },
    participants::people,
    programmes::{self, InformationItem},
    vocab::ids::{ContractId, CourseId, ParticipantId},
};

pub async fn of_course(mut cx: View<ViewAssessments>, Path(id): Path<CourseId>) -> Result {
    let head = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), head.programme).await?;
    cx.because_of(head.contract);
    let items = items(&mut cx, head.contract).await?;
    let seats = db::seats(cx.db(), id).await?;
    let stored = db::of_course(cx.db(), id).await?;
    let ids: Vec<uuid::Uuid> = seats.iter().map(|seat| seat.participant.0).collect();
    let mut names = BTreeMap::new();
    for register in people::find_many(cx.db(), &ids).await? {
        let person = people::open(&mut cx, register, items.as_deref())?;
        names.insert(person.id, person.identity.name());
    }
    let seats: Vec<_> = seats
        .into_iter()
        .filter_map(|seat| names.get(&seat.participant).cloned().map(|name| (seat, name)))
        .collect();
    let may_record = cx.actor().role.is_contractor();
    let view = MatrixView::new(id, &head, &sheets::offered(programme), &seats, &stored, may_record);
    cx.show(view).await
}

pub async fn of_participant(mut cx: View<ViewAssessments>, Path(id): Path<ParticipantId>) -> Result {
    let register = people::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let items = match cx.actor().contract {
        Some(contract) => items(&mut cx, contract).await?,
        None => None,
    };
    // A contractor judges by sex only where the contract tells it.
    let knows_sex = items.as_ref().is_none_or(|items| items.contains(&InformationItem::Sex));
    let sex = if knows_sex { sex_of(&register.sex) } else { None };
    let person = people::open(&mut cx, register, items.as_deref())?;
    let may_record = cx.actor().role.is_contractor();
    let stored = db::of_participant(cx.db(), id).await?;
    let mut places = Vec::new();
    for (number, place) in db::places_of(cx.db(), id).await?.into_iter().enumerate() {
        let rows: Vec<Stored> =
            stored.iter().filter(|row| row.enrolment == place.enrolment).cloned().collect();
        let offered = sheets::offered(programmes::of(cx.db(), place.programme).await?);
        let comments = comments(&mut cx, &place, &offered, &rows)?;
        places.push(results_of((&place, &offered), &rows, comments, sex, may_record, number));
    }
    let name = person.identity.name();
    let trail = vec![
        Link::new("参加者", "/participants"),
        Link::new(&name, format!("/participants/{id}")),
        Link::new("評価", "").current(),
    ];
    cx.show(PersonView { name, trail, places }).await
}

/// The information items a contractor's view goes through; `None` for the ward.
async fn items(cx: &mut View<ViewAssessments>, contract: ContractId) -> Result<Option<Vec<InformationItem>>> {
    if !cx.actor().role.is_contractor() {
        return Ok(None);
    }
    Ok(Some(people::items_of(cx.db(), contract).await?))
}

/// One line a sheet and time: 「体力測定（開始時）」.
fn comments(
    cx: &mut View<ViewAssessments>,
    place: &Place,
    offered: &[Sheet],
    rows: &[Stored],
) -> Result<Vec<Row>> {
    let mut lines = Vec::new();
    for (sheet, timing) in offered.iter().flat_map(|sheet| Timing::ALL.map(|timing| (sheet, timing))) {
        let codes = sheet.codes();
        let row = rows.iter().find(|row| {
            row.timing == timing.code() && row.sealed.is_some() && codes.contains(&row.instrument)
        });
        if let Some((row, blob)) = row.and_then(|row| Some((row, row.sealed.as_ref()?))) {
            let comment: Comment = cx.open(place.participant, place.unit(), row.id.0, row.version, blob)?;
            lines.push(Row::new(format!("{}（{}）", sheet.name, timing.word()), comment.text));
        }
    }
    Ok(lines)
}

fn sex_of(code: &str) -> Option<Sex> {
    match code {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    }
}
