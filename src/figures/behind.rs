//! The records behind the figures of a course, chosen by the functions that count them.

use super::{
    AttendanceTable, CourseFigure, CourseFigures, Group, PersonLine,
    attendance::{self, Sessions, Visit},
    key::Monthly,
    months,
    participation::{self, applied, came, came_from},
    rows::{CourseRows, Member, Stage},
    staffing,
};
use crate::{
    behind::{Behind, Counted, Page},
    enrolments::withdrawal::reason_label,
    programmes::Questionnaire,
    vocab::{
        dates::{wareki, year_and_month},
        ids::ParticipantId,
    },
};

/// The rows of a course, ready to be asked for what is behind a figure.
pub struct CourseRecords<'a> {
    pub(super) rows: &'a CourseRows,
    pub(super) asked: &'a [Questionnaire],
    pub(super) members: Vec<Member<'a>>,
    table: AttendanceTable,
}

impl<'a> CourseRecords<'a> {
    pub fn of(rows: &'a CourseRows, asked: &'a [Questionnaire]) -> Self {
        Self { rows, asked, members: rows.members(), table: attendance::table(rows) }
    }

    /// The same figures as [`CourseFigures::of`].
    pub fn figures(&self) -> CourseFigures {
        CourseFigures::of(self.rows, self.asked)
    }

    /// What a figure was counted from.
    pub fn behind(&self, figure: CourseFigure) -> Counted {
        match figure {
            CourseFigure::Applied(group) => Counted::sum(self.applied(group)),
            CourseFigure::Attended(group) => self.people(came(&self.table, group)),
            CourseFigure::Attendances(group) => {
                self.visits(came(&self.table, group).flat_map(PersonLine::visits))
            }
            CourseFigure::District(line, group) => {
                let name = participation::districts(&self.table).into_iter().nth(line).unwrap_or_default();
                self.people(came_from(&self.table, name, group))
            }
            CourseFigure::Sessions(which) => self.sessions(self.table.sessions(which)),
            CourseFigure::Staff(line) => Counted::sum(self.duties(line)),
            CourseFigure::Present(session) => {
                self.visits(self.table.visits().filter(|visit| visit.session == session))
            }
            CourseFigure::Person(line) => {
                self.visits(self.table.people.iter().skip(line).take(1).flat_map(PersonLine::visits))
            }
            CourseFigure::Dropouts => Counted::sum(self.dropouts()),
            CourseFigure::Month(line, of) => self.month(line, of),
            CourseFigure::AddOn(line) => Counted::sum(self.takers(line)),
            CourseFigure::Outcome(figure) => self.behind_outcome(figure),
        }
    }

    /// What the figure is called where its records are listed.
    pub fn title(&self, figure: CourseFigure) -> String {
        let session = |at: usize| self.rows.sessions.get(at).map_or(0, |session| session.number);
        match figure {
            CourseFigure::Applied(group) => format!("参加申込人数（{}）", group.label()),
            CourseFigure::Attended(group) => format!("実参加人数（{}）", group.label()),
            CourseFigure::Attendances(group) => format!("延参加人数（{}）", group.label()),
            CourseFigure::District(line, group) => {
                let name = participation::districts(&self.table).into_iter().nth(line).unwrap_or_default();
                format!("実参加人数　{name}（{}）", group.label())
            }
            CourseFigure::Sessions(Sessions::Planned) => "予定の回数".to_owned(),
            CourseFigure::Sessions(Sessions::Held) => "実施した回数".to_owned(),
            CourseFigure::Sessions(Sessions::Cancelled) => "中止した回数".to_owned(),
            CourseFigure::Staff(line) => {
                let name = self.rows.duties.get(line).map_or("", |duty| duty.name.as_str());
                format!("従事した回数　{name}")
            }
            CourseFigure::Present(at) => format!("第{}回の出席者数", session(at)),
            CourseFigure::Person(_) => "出席した回数".to_owned(),
            CourseFigure::Dropouts => "途中で辞退した人".to_owned(),
            CourseFigure::Month(line, of) => {
                let month = self.months().get(line).map(|one| year_and_month(one.month));
                format!("{}　{}", month.unwrap_or_default(), of.label())
            }
            CourseFigure::AddOn(_) => "加えて行ったプログラムの参加者".to_owned(),
            CourseFigure::Outcome(figure) => self.title_of_outcome(figure),
        }
    }

    fn months(&self) -> Vec<months::MonthLine> {
        months::lines(&self.table)
    }

    fn month(&self, line: usize, of: Monthly) -> Counted {
        let Some(month) = self.months().get(line).map(|one| one.month) else {
            return Counted::sum(Vec::new());
        };
        match of {
            Monthly::Users => self.visits(months::users(&self.table, month)),
            Monthly::Held => self.sessions(months::sessions(&self.table, month, Sessions::Held)),
            Monthly::Cancelled => self.sessions(months::sessions(&self.table, month, Sessions::Cancelled)),
            Monthly::Attendances => self.visits(months::visits(&self.table, month)),
        }
    }

    fn visits<'v>(&self, all: impl Iterator<Item = Visit<'v>>) -> Counted {
        let mut visits: Vec<Visit<'v>> = all.collect();
        visits.sort_by_key(|visit| visit.session);
        Counted::sum(visits.into_iter().map(|visit| self.visit(visit)).collect())
    }

    fn visit(&self, visit: Visit<'_>) -> Behind {
        let session = self.rows.sessions.get(visit.session);
        let page = session.zip(visit.person.participant).map_or(Page::Nowhere, |(session, person)| {
            Page::People(format!("/sessions/{}#person-{person}", session.id))
        });
        Behind {
            on: session.map(|session| session.held_on),
            what: session.map_or_else(String::new, |session| format!("第{}回", session.number)),
            person: visit.person.participant,
            note: visit.person.marks.get(visit.session).map_or("", |mark| mark.label()).to_owned(),
            page,
            counts: 1,
        }
    }

    fn sessions(&self, all: impl Iterator<Item = usize>) -> Counted {
        let session = |at: usize| {
            let (row, head) = (self.rows.sessions.get(at)?, self.table.sessions.get(at)?);
            Some(Behind {
                on: Some(row.held_on),
                what: format!("第{}回", row.number),
                person: None,
                note: format!("{}　{}", row.state.label(), head.content.trim_start_matches("中止　")),
                page: Page::People(format!("/sessions/{}", row.id)),
                counts: 1,
            })
        };
        Counted::sum(all.filter_map(session).collect())
    }

    fn people<'p>(&self, all: impl Iterator<Item = &'p PersonLine>) -> Counted {
        let person = |one: &PersonLine| Behind {
            on: one.visits().next().and_then(|visit| Some(self.rows.sessions.get(visit.session)?.held_on)),
            what: "参加の登録".to_owned(),
            person: one.participant,
            note: format!("{}　{}回出席", one.district, one.attended),
            page: one.enrolment.map_or(Page::Nowhere, |id| Page::People(format!("/enrolments/{id}"))),
            counts: 1,
        };
        Counted::sum(all.map(person).collect())
    }

    fn applied(&self, group: Group) -> Vec<Behind> {
        let one = |application: Option<&super::rows::ApplicationRow>| Behind {
            on: application.map(|one| one.applied_on),
            what: "申込み".to_owned(),
            person: application.map(|one| one.participant),
            note: application
                .map_or("参加に至らなかった人（受託者には表示しません）", |_| "開始前の申込み")
                .to_owned(),
            page: application
                .map_or(Page::Nowhere, |one| Page::People(format!("/enrolments/{}", one.enrolment))),
            counts: 1,
        };
        applied(self.rows, group).map(one).collect()
    }

    fn duties(&self, line: usize) -> Vec<Behind> {
        let Some(duty) = self.rows.duties.get(line) else { return Vec::new() };
        staffing::worked(duty, self.rows)
            .filter(|(_, worked)| *worked)
            .map(|(session, _)| Behind {
                on: Some(session.held_on),
                what: format!("第{}回", session.number),
                person: None,
                note: format!("{}として従事", duty.job),
                page: Page::People(format!("/sessions/{}", session.id)),
                counts: 1,
            })
            .collect()
    }

    fn dropouts(&self) -> Vec<Behind> {
        let enrolment = |person: Option<ParticipantId>| {
            self.members
                .iter()
                .find(|member| Some(member.participant()) == person)
                .map(|member| member.last.id)
        };
        participation::dropouts(self.rows)
            .into_iter()
            .map(|one| Behind {
                on: one.on,
                what: "辞退".to_owned(),
                person: one.participant,
                note: reason_label(&one.reason).to_owned(),
                page: enrolment(one.participant)
                    .map_or(Page::Nowhere, |id| Page::People(format!("/enrolments/{id}"))),
                counts: 1,
            })
            .collect()
    }

    fn takers(&self, line: usize) -> Vec<Behind> {
        let Some(given) = self.rows.add_ons.get(line) else { return Vec::new() };
        let session = self.rows.sessions.iter().find(|session| session.id == given.session);
        let taker = |person: &ParticipantId| Behind {
            on: session.map(|session| session.held_on),
            what: session.map_or_else(String::new, |session| format!("第{}回", session.number)),
            person: Some(*person),
            note: format!("{}が担当", given.by),
            page: Page::People(format!("/sessions/{}#person-{person}", given.session)),
            counts: 1,
        };
        given.people.iter().map(taker).collect()
    }
}

/// The state of somebody's place, for lines about people.
pub(super) fn place(member: &Member<'_>) -> String {
    match (member.last.stage, member.last.ended_on) {
        (Stage::Withdrawn, Some(on)) => format!("（{}に辞退）", wareki(on)),
        (Stage::Withdrawn, None) => "（辞退）".to_owned(),
        (Stage::Waiting | Stage::Enrolled | Stage::Completed, _) => String::new(),
    }
}
