//! The numbers of a course, and giving those that are missing.

use askama::Template;
use axum::extract::Path;

use super::{AssignNameTags, SeeNameTags, db};
use crate::{
    audit::Event,
    courses::{self, CourseTab},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        parts::Link,
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people, shown_name},
    vocab::ids::CourseId,
};

#[derive(Template)]
#[template(path = "name_tags/show.html")]
struct ShowView {
    course: String,
    tabs: Vec<Link>,
    action: String,
    pdf_href: String,
    lines: Vec<Line>,
    missing: usize,
}

struct Line {
    number: String,
    name: String,
    kana: String,
}

/// Everybody with a place, each with the number, as far as the contract hands over names.
pub(super) async fn tagged<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: CourseId,
) -> Result<(db::Course, Vec<(Option<i32>, Person)>)> {
    let course = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.because_of(course.contract);
    let tags = db::tags(cx.db(), id).await?;
    let ids: Vec<uuid::Uuid> = tags.iter().map(|(who, _)| who.0).collect();
    let items = people::items_for(cx).await?;
    let mut opened = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        let place = tags.iter().position(|(who, _)| *who == row.id);
        let number = place.and_then(|place| tags.get(place)).and_then(|(_, number)| *number);
        opened.push((place, number, people::open(cx, row, items.as_deref())?));
    }
    opened.sort_by_key(|(place, ..)| *place);
    Ok((course, opened.into_iter().map(|(_, number, person)| (number, person)).collect()))
}

pub async fn show(mut cx: View<SeeNameTags>, Path(id): Path<CourseId>) -> Result {
    let (course, people) = tagged(&mut cx, id).await?;
    let line = |(number, person): &(Option<i32>, Person)| Line {
        number: number.map_or_else(|| "—".to_owned(), |number| number.to_string()),
        name: shown_name(person),
        kana: person.identity.kana().trim().to_owned(),
    };
    let own = format!("/courses/{id}/name-tags");
    let tabs = courses::tabs(id, cx.actor(), CourseTab::NameTags);
    let view = ShowView {
        course: course.name,
        tabs,
        pdf_href: format!("{own}.pdf"),
        action: own,
        missing: people.iter().filter(|(number, _)| number.is_none()).count(),
        lines: people.iter().map(line).collect(),
    };
    cx.show(view).await
}

pub async fn assign(mut cx: Act<AssignNameTags>, Path(id): Path<CourseId>, Typed(_): Typed) -> Result {
    let course = db::course(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let assigned = db::assign(cx.write(), id).await?.ok_or(AppError::NotFound)?;
    let event = Event::new("name_tag.assign").about(id.0).under(course.contract);
    let notice = match assigned {
        0 => "番号のない人はいませんでした。".to_owned(),
        count => format!("{count}人に名札の番号を付けました。"),
    };
    cx.commit(event.detail(serde_json::json!({ "assigned": assigned })))
        .await?
        .redirect_with(format!("/courses/{id}/name-tags"), &notice)
}
