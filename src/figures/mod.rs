//! 集計: figures derived from the records and entered nowhere else — attendance tables, counts of people, pre/post
//! comparisons — for liaison sheets, reports and home pages. The one folder that reads rows of several features.
//!
//! Invariants: [`db`] reads and decides nothing; everything else is pure and counts a person once however often they
//! were enrolled. Figures know people by id alone: whoever shows them opens the names, or leaves them out.

pub mod attendance;
mod behind;
pub mod checks;
pub mod db;
pub mod key;
mod measured;
pub mod month;
mod month_behind;
pub mod months;
mod moved;
pub mod outcomes;
pub mod participation;
pub mod questionnaire;
pub mod rows;
pub mod staffing;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{behind::count, programmes::Questionnaire};

pub use attendance::{AttendanceTable, Mark, PersonLine, SessionHead};
pub use behind::CourseRecords;
pub use checks::{Check, Standing};
pub use db::{course, course_with_people, month, sittings};
pub use key::CourseFigure;
pub use month::MonthFigures;
pub use month_behind::{MonthFigure, MonthRecords};
pub use outcomes::{Change, Outcomes};
pub use participation::{BySex, Dropout, Group, Participation};
pub use questionnaire::QuestionnaireFigures;
pub use staffing::StaffLine;

/// Everything a course's report counts. Kept as it is in an accepted report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseFigures {
    pub staff: Vec<StaffLine>,
    pub participation: Participation,
    pub attendance: AttendanceTable,
    pub dropouts: Vec<Dropout>,
    /// Reports accepted before they were counted have none.
    #[serde(default)]
    pub months: Vec<months::MonthLine>,
    #[serde(default)]
    pub add_ons: Vec<AddOnLine>,
    pub outcomes: Outcomes,
    /// Reports accepted before there were questionnaires have none.
    #[serde(default)]
    pub questionnaires: Vec<QuestionnaireFigures>,
}

/// An add-on of the programme, by its code, with its day, who gave it and how many took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOnLine {
    pub code: String,
    pub held_on: Date,
    pub by: String,
    pub people: u32,
}

impl AddOnLine {
    fn of(row: &rows::AddOnRow, sessions: &[rows::SessionRow]) -> Option<Self> {
        let session = sessions.iter().find(|session| session.id == row.session)?;
        let (code, by) = (row.code.clone(), row.by.clone());
        Some(Self { code, held_on: session.held_on, by, people: count(&row.people) })
    }
}

impl CourseFigures {
    /// Counts the rows of one course whose programme has everybody answer `asked`.
    pub fn of(rows: &rows::CourseRows, asked: &[Questionnaire]) -> Self {
        let attendance = attendance::table(rows);
        Self {
            staff: staffing::lines(rows),
            participation: participation::count(rows, &attendance),
            dropouts: participation::dropouts(rows),
            months: months::lines(&attendance),
            add_ons: rows.add_ons.iter().filter_map(|row| AddOnLine::of(row, &rows.sessions)).collect(),
            outcomes: outcomes::of(&rows.members()),
            questionnaires: questionnaire::of(&rows.members(), asked),
            attendance,
        }
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod totality;
