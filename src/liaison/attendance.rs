//! 出欠状況: the table and the line of a sheet. How somebody stood in a session is decided by [`crate::figures`], as in the
//! reports.

use std::collections::BTreeMap;

use crate::{
    documents::{
        attendance::{AttendanceRow, AttendanceTable, SessionColumn},
        parts::PersonName,
    },
    figures::{
        self, Mark, PersonLine, SessionHead,
        rows::{CourseRows, SessionState},
    },
    vocab::{dates::wareki, ids::ParticipantId},
};

/// The attendance of a whole course.
pub struct CourseAttendance(figures::AttendanceTable);

/// For whom a table is drawn.
pub struct Audience<'a> {
    /// The districts of the receiving centre.
    pub districts: &'a [String],
    /// The names it may be told, by person; anybody missing here has none.
    pub names: &'a BTreeMap<ParticipantId, PersonName>,
    /// Whether the contract's items hold 性別.
    pub shows_sex: bool,
}

impl CourseAttendance {
    /// From the sittings of a course, everybody in it.
    pub fn new(rows: &CourseRows) -> Self {
        Self(figures::attendance::table(rows))
    }

    /// 日程: the first and last day and how many sessions; `None` without a session.
    pub fn term(&self) -> Option<String> {
        let held: Vec<&SessionHead> =
            self.0.sessions.iter().filter(|session| session.state != SessionState::Cancelled).collect();
        let (first, last) = (held.first()?, held.last()?);
        Some(format!("{}～{}（全{}回）", wareki(first.held_on), wareki(last.held_on), held.len()))
    }

    fn of(&self, participant: ParticipantId) -> Option<&PersonLine> {
        self.0.people.iter().find(|person| person.participant == Some(participant))
    }

    /// 「実施15回のうち 13回出席（欠席2回。連絡あり2回・連絡なし0回）」 of one person.
    pub fn line(&self, participant: ParticipantId) -> String {
        let Some(person) = self.of(participant) else { return String::new() };
        let count = |wanted: Mark| person.marks.iter().filter(|mark| **mark == wanted).count();
        let (excused, unexcused) = (count(Mark::Excused), count(Mark::Unexcused));
        let (present, held) = self.tally(participant);
        let absent = match excused + unexcused {
            0 => "欠席なし".to_owned(),
            all => format!("欠席{all}回。連絡あり{excused}回・連絡なし{unexcused}回"),
        };
        format!("参加期間に実施した{held}回のうち {present}回出席（{absent}）")
    }

    /// How often a person came, of how many sessions recorded.
    pub fn tally(&self, participant: ParticipantId) -> (usize, usize) {
        let count = |counts: fn(Mark) -> bool| {
            self.of(participant).map_or(0, |person| person.marks.iter().filter(|mark| counts(**mark)).count())
        };
        (count(Mark::attended), count(Mark::is_recorded))
    }

    /// The 出欠表 for one centre, and whose names stand in it. Totals are everybody's (別紙2 2(1)②).
    pub fn table(&self, audience: &Audience<'_>) -> (AttendanceTable, Vec<ParticipantId>) {
        let name = |person: &PersonLine| audience.names.get(&person.participant?).cloned();
        let row = |person: &PersonLine| AttendanceRow {
            name: name(person),
            sex: audience.shows_sex.then(|| person.sex.label().to_owned()),
            district: Some(person.district.clone()),
            marks: person.marks.iter().copied().map(Into::into).collect(),
            attended: usize::try_from(person.attended).unwrap_or_default(),
        };
        let columns = self.0.sessions.iter().map(|session| SessionColumn {
            number: session.number,
            date: format!("{}/{}", u8::from(session.held_on.month()), session.held_on.day()),
        });
        let districts: Vec<&str> = audience.districts.iter().map(String::as_str).collect();
        let table = AttendanceTable::new(columns.collect(), self.0.people.iter().map(row).collect())
            .without_names_outside(&districts);
        let named = self.0.people.iter().zip(&table.rows);
        let named = named.filter(|(_, row)| row.name.is_some()).filter_map(|(person, _)| person.participant);
        let named = named.collect();
        (table, named)
    }
}

#[cfg(test)]
mod tests {
    use time::{Date, macros::date};
    use uuid::Uuid;

    use super::*;
    use crate::{
        documents::attendance::Mark as Sign,
        figures::rows::{EnrolmentRow, MarkRow, SessionRow, Sex, Stage},
        sessions::entry::AttendanceStatus,
        vocab::ids::{EnrolmentId, SessionId},
    };

    fn enrolment(n: u128, district: &str) -> EnrolmentRow {
        EnrolmentRow {
            id: EnrolmentId(Uuid::from_u128(n)),
            participant: ParticipantId(Uuid::from_u128(n)),
            stage: Stage::Enrolled,
            name_tag: None,
            enrolled_on: None,
            ended_on: None,
            stay_to: None,
            withdrawal_reason: None,
            sex: Sex::Female,
            support: false,
            district: district.into(),
            marks: vec![mark(1, AttendanceStatus::Present)],
            assessments: Vec::new(),
            questionnaires: Vec::new(),
        }
    }

    fn session(number: u16, held_on: Date, state: SessionState) -> SessionRow {
        SessionRow {
            id: SessionId(Uuid::from_u128(number.into())),
            number,
            held_on,
            state,
            content: String::new(),
            cancel_reason: String::new(),
            makes_up: None,
        }
    }

    fn mark(session: u128, status: AttendanceStatus) -> MarkRow {
        let session = SessionId(Uuid::from_u128(session));
        MarkRow { session, status: Some(status), before: false, after: false, conflicts: 0 }
    }

    fn sample() -> CourseAttendance {
        let mut people: Vec<EnrolmentRow> = (1..=4).map(|n| enrolment(n, "東町")).collect();
        people.extend((5..=7).map(|n| enrolment(n, "西町")));
        (people[1].stage, people[1].ended_on) = (Stage::Withdrawn, Some(date!(2026 - 06 - 05)));
        for (person, status) in [
            (0, AttendanceStatus::Late),
            (2, AttendanceStatus::AbsentUnnotified),
            (4, AttendanceStatus::AbsentNotified),
            (5, AttendanceStatus::Observed),
        ] {
            people[person].marks.push(mark(2, status));
        }
        CourseAttendance::new(&CourseRows {
            sessions: vec![
                session(1, date!(2026 - 06 - 04), SessionState::Closed),
                session(2, date!(2026 - 06 - 11), SessionState::Closed),
                session(3, date!(2026 - 06 - 18), SessionState::Cancelled),
                session(4, date!(2026 - 06 - 25), SessionState::Planned),
            ],
            enrolments: people,
            ..CourseRows::default()
        })
    }

    fn names(of: impl IntoIterator<Item = u128>) -> BTreeMap<ParticipantId, PersonName> {
        of.into_iter()
            .map(|n| (ParticipantId(Uuid::from_u128(n)), PersonName::new(format!("人{n}"), "ヒト")))
            .collect()
    }

    #[test]
    fn names_of_three_people_of_the_west_are_gone_and_the_totals_stay() {
        let course = sample();
        let all = names(1..=7);
        let everybody = ["東町".to_owned(), "西町".to_owned()];
        let (whole, _) = course.table(&Audience { districts: &everybody, names: &all, shows_sex: true });
        let (east, named) =
            course.table(&Audience { districts: &everybody[..1], names: &all, shows_sex: true });
        assert_eq!(east.rows.iter().filter(|row| row.name.is_none()).count(), 3);
        assert_eq!(named.len(), 4);
        assert_eq!(east.present, whole.present);
        assert_eq!(east.present, [Some(7), Some(2), None, None]);
        let text = serde_json::to_string(&east).unwrap();
        assert!(["人5", "人6", "人7"].iter().all(|name| !text.contains(name)) && text.contains("人4"));
    }

    #[test]
    fn a_person_whose_name_was_not_given_has_none_even_inside_the_district() {
        let (table, named) = sample().table(&Audience {
            districts: &["東町".to_owned()],
            names: &names([1]),
            shows_sex: false,
        });
        assert_eq!(table.rows.iter().filter(|row| row.name.is_some()).count(), 1);
        assert_eq!(named, [ParticipantId(Uuid::from_u128(1))]);
        assert!(table.rows.iter().all(|row| row.sex.is_none()));
    }

    #[test]
    fn marks_tell_cancelled_left_and_not_yet_recorded_apart() {
        let (table, _) = sample().table(&Audience { districts: &[], names: &names([]), shows_sex: true });
        assert_eq!(table.rows[0].marks, [Sign::Present, Sign::Present, Sign::Cancelled, Sign::Open]);
        assert_eq!(
            table.rows[1].marks,
            [Sign::Present, Sign::NotEnrolled, Sign::Cancelled, Sign::NotEnrolled]
        );
        let kept: AttendanceTable = serde_json::from_str(&serde_json::to_string(&table).unwrap()).unwrap();
        assert_eq!(kept.rows[1].marks, table.rows[1].marks);
        assert_eq!(kept.legend, table.legend);
    }

    #[test]
    fn the_line_counts_only_sessions_with_a_record() {
        let id = |n| ParticipantId(Uuid::from_u128(n));
        assert_eq!(
            sample().line(id(3)),
            "参加期間に実施した2回のうち 1回出席（欠席1回。連絡あり0回・連絡なし1回）"
        );
        assert_eq!(sample().line(id(1)), "参加期間に実施した2回のうち 2回出席（欠席なし）");
        assert_eq!(sample().line(id(99)), "");
    }

    #[test]
    fn who_left_and_came_back_has_one_row() {
        let mut rows = CourseRows {
            sessions: vec![session(1, date!(2026 - 06 - 04), SessionState::Closed)],
            enrolments: vec![enrolment(1, "東町"), enrolment(1, "東町")],
            ..CourseRows::default()
        };
        rows.enrolments[0].stage = Stage::Withdrawn;
        let course = CourseAttendance::new(&rows);
        let (table, _) = course.table(&Audience { districts: &[], names: &names([]), shows_sex: false });
        assert_eq!((table.rows.len(), table.present[0]), (1, Some(1)));
    }
}
