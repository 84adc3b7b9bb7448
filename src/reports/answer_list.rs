//! アンケート回答一覧: one row a person of a course, one column a question, the written words among them.

use super::{
    content::People,
    db::lists::{self, ListedCourse},
    lists::{NAMES, names},
    loading,
};
use crate::{
    assessments::questionnaire::{self, Mode, Replies, db::Stored},
    documents::{Cell, Column, Table},
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::people,
    programmes::{self, InformationItem, Questionnaire},
    sealing::Unit,
    vocab::ids::{CourseId, ParticipantId},
};

/// The list of one of the questionnaires of a course's programme; who has not answered has empty cells.
pub async fn list<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: CourseId,
    course: &ListedCourse,
    code: &str,
) -> Result<Table> {
    let all = &programmes::of(cx.db(), course.programme).await?.questionnaires;
    let asked = all.iter().find(|one| one.code == code).ok_or(AppError::NotFound)?;
    let items: Vec<InformationItem> =
        course.items.iter().filter_map(|code| InformationItem::from_code(code)).collect();
    let roster = lists::roster(cx.db(), id).await?;
    let stored = questionnaire::db::of_course(cx.db(), id).await?;
    let mut ids: Vec<ParticipantId> = roster.into_iter().map(ParticipantId).collect();
    // Who left the course may have answered on leaving.
    for row in stored.iter().filter(|row| row.questionnaire == asked.code) {
        if !ids.contains(&row.participant) {
            ids.push(row.participant);
        }
    }
    let plain: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let registers = people::find_many(cx.db(), &plain).await?;
    let people = loading::named(cx, &items, course.first_on, registers)?;
    let mut given = Vec::new();
    for participant in ids {
        let row = stored.iter().find(|row| row.participant == participant && row.questionnaire == asked.code);
        let replies = row.map(|row| questionnaire::open(cx, Unit::Unit(id.0), row)).transpose()?;
        given.push((participant, row.zip(replies)));
    }
    Ok(table(asked, &people, &given))
}

/// One person, and the sheet they handed in.
type Given<'a> = (ParticipantId, Option<(&'a Stored, Replies)>);

fn table(asked: &Questionnaire, people: &People, given: &[Given<'_>]) -> Table {
    let mut columns: Vec<Column> =
        NAMES.iter().map(|(heading, width)| Column::new(*heading, *width)).collect();
    columns.extend([Column::new("回答した日", 12), Column::new("記入のしかた", 12)]);
    columns.extend(
        asked
            .questions
            .iter()
            .map(|item| Column::new(item.text.clone(), if item.is_free() { 40 } else { 18 })),
    );
    let row = |(number, (participant, sheet)): (i64, &Given<'_>)| {
        let mut cells = names(number, people.name(Some(*participant)).as_ref());
        let mode = sheet.as_ref().and_then(|(row, _)| Mode::from_code(&row.mode));
        cells.push(sheet.as_ref().map_or(Cell::Empty, |(row, _)| Cell::Date(row.done_on)));
        cells.push(Cell::maybe(mode.map(Mode::word)));
        let said = |item| sheet.as_ref().and_then(|(_, replies)| replies.said(item));
        cells.extend(asked.questions.iter().map(|item| Cell::maybe(said(item).as_deref())));
        cells
    };
    Table {
        title: "アンケート回答一覧".into(),
        columns,
        rows: (1_i64..).zip(given).map(row).collect(),
        provenance: None,
    }
}

#[cfg(test)]
mod tests {
    use sqlx::types::Json;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::EnrolmentId;

    #[test]
    fn every_row_has_a_cell_a_column_and_says_what_was_answered() {
        let asked = programmes::meguro().questionnaire().unwrap();
        let mut replies = Replies::default();
        replies.chosen.choose(&asked.questions[0], "very");
        replies.words.0.insert("good".into(), "友だちができた".into());
        let stored = Stored {
            id: Uuid::nil(),
            enrolment: EnrolmentId(Uuid::nil()),
            participant: ParticipantId(Uuid::nil()),
            questionnaire: asked.code.clone(),
            done_on: date!(2026 - 11 - 18),
            mode: "heard".into(),
            chosen: Json(replies.chosen.clone()),
            sealed: None,
            version: 1,
        };
        let one = ParticipantId(Uuid::nil());
        let listed = table(asked, &People::default(), &[(one, Some((&stored, replies))), (one, None)]);
        assert!(listed.rows.iter().all(|row| row.len() == listed.columns.len()));
        assert_eq!(
            listed.rows[0][3..6],
            [Cell::Date(date!(2026 - 11 - 18)), Cell::text("聞き取り"), Cell::text("とても満足")]
        );
        assert_eq!(listed.rows[0][10], Cell::text("友だちができた"));
        assert!(listed.rows[1][3..].iter().all(|cell| *cell == Cell::Empty));
    }
}
