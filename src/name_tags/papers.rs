//! 名札 as PDF. Every print is an event with the people on it.

use axum::extract::Path;

use super::{PrintNameTags, pages::tagged};
use crate::{
    audit::Event,
    documents::{NameTags, name_tags::NameTag, parts::PersonName, render},
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::{Person, shown_name},
    reports::papers::{masthead, reference, refused},
    vocab::ids::CourseId,
};

const TITLE: &str = "名札";

pub async fn pdf(mut cx: View<PrintNameTags>, Path(id): Path<CourseId>) -> Result {
    let (course, people) = tagged(&mut cx, id).await?;
    if people.is_empty() {
        return Err(AppError::refused(
            "この教室には、まだ参加者がいません。参加が決まると、名札を印刷できます。",
        ));
    }
    let reference = reference(&cx);
    let paper = NameTags {
        masthead: masthead(&cx, TITLE, TITLE, course.name.clone(), Some(reference.clone())),
        course: course.name.clone(),
        tags: people.iter().map(tag).collect(),
    };
    let bytes = render(paper).await.map_err(refused)?;
    let event = Event::new("name_tag.print").about(id.0).under(course.contract);
    let event = event.detail(serde_json::json!({ "reference": reference, "tags": people.len() }));
    let name = format!("{TITLE}_{}.pdf", course.name);
    cx.hand_out(event, Whom::Opened, File { name, content_type: "application/pdf", bytes, inline: true })
        .await
}

fn tag((number, person): &(Option<i32>, Person)) -> NameTag {
    NameTag {
        number: number.map(|number| number.to_string()).unwrap_or_default(),
        name: PersonName::new(shown_name(person), person.identity.kana().trim()),
    }
}
