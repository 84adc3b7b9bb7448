//! 名札 as PDF. Every print is an event with the people on it.

use axum::extract::Path;

use super::{PrintNameTags, pages::tagged};
use crate::{
    audit::Event,
    documents::{Issue, NameTags, name_tags::NameTag, parts::PersonName},
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::{Person, shown_name},
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
    let issue = Issue::new(&cx, Whom::Opened, TITLE, &course.name);
    let paper = NameTags {
        masthead: issue.masthead(&cx),
        course: course.name.clone(),
        tags: people.iter().map(tag).collect(),
    };
    let event = Event::new("name_tag.print").about(id.0).under(course.contract).with("tags", people.len());
    issue.pdf(cx, event, paper).await
}

fn tag((number, person): &(Option<i32>, Person)) -> NameTag {
    NameTag {
        number: number.map(|number| number.to_string()).unwrap_or_default(),
        name: PersonName::new(shown_name(person), person.identity.kana().trim()),
    }
}
