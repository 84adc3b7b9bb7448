//! People × sheets of one course.

use askama::Template;

use crate::{
    assessments::{
        Answers,
        db::{CourseHead, Seat, Stored},
        questionnaire::{self, pages::href},
        recording::entry_href,
        sheets::{Mode, Occasion, Sheet, Standing, Timing},
    },
    courses::{self, CourseTab},
    kit::{
        ctx::Actor,
        parts::{Chip, Link, Tone},
    },
    programmes::Questionnaire,
    vocab::ids::{CourseId, EnrolmentId},
};

#[derive(Template)]
#[template(path = "assessments/matrix.html")]
pub struct MatrixView {
    trail: Vec<Link>,
    tabs: Vec<Link>,
    course: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    may_record: bool,
}

struct Column {
    name: &'static str,
    /// When it is filled in, and how many of the people are done.
    times: Vec<(&'static str, usize)>,
}

struct Line {
    enrolment: EnrolmentId,
    number: String,
    name: String,
    href: String,
    withdrawn: bool,
    cells: Vec<Cell>,
}

struct Cell {
    chip: Chip,
    /// How and what, in a second line: the mode when it was not the hall, 「未回答2」.
    note: String,
    href: String,
    /// For a screen reader: whose sheet, which, when.
    label: String,
}

impl MatrixView {
    /// `seats` with the person's name; rows of all of them.
    pub fn new(
        id: CourseId,
        head: &CourseHead,
        sheets: &[Sheet],
        seats: &[(Seat, String)],
        stored: &[Stored],
        reader: &Actor,
    ) -> Self {
        let may_record = reader.role.is_contractor();
        let line = |(seat, name): &(Seat, String)| Line {
            enrolment: seat.enrolment,
            number: seat.name_tag.map_or_else(String::new, |tag| tag.to_string()),
            name: name.clone(),
            href: format!("/participants/{}/assessments", seat.participant),
            withdrawn: seat.withdrawn,
            cells: cells(sheets, seat, name, stored, may_record),
        };
        let done = |sheet: &Sheet, timing: Timing| {
            seats.iter().filter(|(seat, _)| is_done(standing(sheet, timing, seat, stored).0)).count()
        };
        Self {
            trail: vec![
                Link::new("教室", "/courses"),
                Link::new(&head.name, format!("/courses/{id}")),
                Link::new("評価", "").current(),
            ],
            tabs: courses::tabs(id, reader, CourseTab::Assessments),
            course: head.name.clone(),
            columns: sheets
                .iter()
                .map(|sheet| Column {
                    name: sheet.name,
                    times: Timing::ENDS.map(|timing| (timing.word(), done(sheet, timing))).to_vec(),
                })
                .collect(),
            lines: seats.iter().map(line).collect(),
            may_record,
        }
    }

    /// The same with a column for the questionnaire, which is answered at the end alone.
    #[must_use]
    pub fn and_asked(
        mut self,
        questionnaire: &'static Questionnaire,
        stored: &[questionnaire::db::Stored],
    ) -> Self {
        let mut done = 0;
        for line in &mut self.lines {
            let row = stored
                .iter()
                .find(|row| row.enrolment == line.enrolment && row.questionnaire == questionnaire.code);
            let standing = row.map_or(Standing::Missing, |row| answered(questionnaire, row));
            done += usize::from(is_done(standing));
            let (chip, count) = shown(standing);
            let is_open = self.may_record && (!line.withdrawn || row.is_some());
            let heard = row.is_some_and(|row| row.mode == questionnaire::Mode::Heard.code());
            let mode = heard.then(|| questionnaire::Mode::Heard.word().to_owned());
            line.cells.push(Cell {
                chip,
                note: mode
                    .into_iter()
                    .chain([count])
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("・"),
                href: if is_open { href(line.enrolment, questionnaire) } else { String::new() },
                label: format!("{} {}", line.name, questionnaire.title),
            });
        }
        self.columns.push(Column { name: &questionnaire.title, times: vec![(Timing::Post.word(), done)] });
        self
    }
}

/// Who wrote words alone has begun; a question left out keeps it partial.
fn answered(questionnaire: &Questionnaire, row: &questionnaire::db::Stored) -> Standing {
    match row.chosen.given(questionnaire) {
        (0, _) if row.sealed.is_none() => Standing::Missing,
        (given, of) if given == of => Standing::Done,
        (given, of) => Standing::Partial { given, of },
    }
}

fn is_done(standing: Standing) -> bool {
    matches!(standing, Standing::Done | Standing::NotPerformed)
}

fn cells(sheets: &[Sheet], seat: &Seat, name: &str, stored: &[Stored], may_record: bool) -> Vec<Cell> {
    let cell = |sheet: &Sheet, timing: Timing| {
        let (standing, mode) = standing(sheet, timing, seat, stored);
        let (chip, count) = shown(standing);
        let elsewhere = mode.filter(|mode| *mode != Mode::Hall).map(Mode::word);
        let open = may_record && (!seat.withdrawn || standing != Standing::Missing);
        Cell {
            chip,
            note: [elsewhere.unwrap_or_default().to_owned(), count]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("・"),
            href: if open {
                entry_href(seat.enrolment, sheet.code, Occasion { timing, month: None })
            } else {
                String::new()
            },
            label: format!("{name} {} {}", sheet.name, timing.word()),
        }
    };
    sheets.iter().flat_map(|sheet| Timing::ENDS.map(|timing| cell(sheet, timing))).collect()
}

fn standing(sheet: &Sheet, timing: Timing, seat: &Seat, stored: &[Stored]) -> (Standing, Option<Mode>) {
    let is_of = |row: &&Stored| {
        row.enrolment == seat.enrolment
            && row.timing == timing.code()
            && sheet.instruments.iter().any(|i| i.code == row.instrument)
    };
    let rows: Vec<&Stored> = stored.iter().filter(is_of).collect();
    let answers: Vec<&Answers> = rows.iter().map(|row| &row.answers.0).collect();
    let mode = rows.iter().find(|row| !row.answers.0.is_blank()).and_then(|row| Mode::from_code(&row.mode));
    (sheet.standing(&answers), mode)
}

fn shown(standing: Standing) -> (Chip, String) {
    match standing {
        Standing::Missing => (Chip::new(Tone::Neutral, "未"), String::new()),
        Standing::Partial { given, of } => (Chip::new(Tone::Warning, "一部"), format!("{given}/{of}")),
        Standing::Done => (Chip::new(Tone::Success, "済"), String::new()),
        Standing::NotPerformed => (Chip::new(Tone::Info, "実施不可"), String::new()),
    }
}
