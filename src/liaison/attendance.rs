//! 出欠状況: from the marks of a course to the table and the line of a sheet.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::db::{Marked, Member, SessionDay};
use crate::{
    documents::{
        attendance::{AttendanceRow, AttendanceTable, Mark, SessionColumn},
        parts::PersonName,
    },
    participants::people::sex_label,
    vocab::{
        dates::wareki,
        ids::{ParticipantId, SessionId},
    },
};

/// The attendance of a whole course.
pub struct CourseAttendance {
    sessions: Vec<SessionDay>,
    members: Vec<Member>,
    marks: BTreeMap<(ParticipantId, SessionId), Mark>,
}

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
    pub fn new(sessions: Vec<SessionDay>, members: Vec<Member>, marked: Vec<Marked>) -> Self {
        let marks = marked
            .into_iter()
            .filter_map(|one| Some(((one.participant, one.session), mark_of(&one.status)?)))
            .collect();
        Self { sessions, members, marks }
    }

    /// 日程: the first and last day and how many sessions; `None` without a session.
    pub fn term(&self) -> Option<String> {
        let held: Vec<&SessionDay> =
            self.sessions.iter().filter(|session| session.state != "cancelled").collect();
        let (first, last) = (held.first()?, held.last()?);
        Some(format!("{}～{}（全{}回）", wareki(first.held_on), wareki(last.held_on), held.len()))
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    fn mark(&self, member: &Member, session: &SessionDay) -> Mark {
        if session.state == "cancelled" {
            return Mark::Cancelled;
        }
        if let Some(mark) = self.marks.get(&(member.participant, session.id)) {
            return *mark;
        }
        let before = member.enrolled_on.is_some_and(|day: Date| session.held_on < day);
        let after = member.ended_on.is_some_and(|day: Date| session.held_on > day);
        if before || after { Mark::NotEnrolled } else { Mark::Open }
    }

    fn marks_of(&self, member: &Member) -> Vec<Mark> {
        self.sessions.iter().map(|session| self.mark(member, session)).collect()
    }

    /// 「実施15回のうち 13回出席（欠席2回。連絡あり2回・連絡なし0回）」 of one person.
    pub fn line(&self, participant: ParticipantId) -> String {
        let Some(member) = self.members.iter().find(|member| member.participant == participant) else {
            return String::new();
        };
        let marks = self.marks_of(member);
        let count = |wanted: Mark| marks.iter().filter(|mark| **mark == wanted).count();
        let (present, excused, unexcused) =
            (count(Mark::Present), count(Mark::Excused), count(Mark::Unexcused));
        let held = present + excused + unexcused;
        let absent = match excused + unexcused {
            0 => "欠席なし".to_owned(),
            all => format!("欠席{all}回。連絡あり{excused}回・連絡なし{unexcused}回"),
        };
        format!("参加期間に実施した{held}回のうち {present}回出席（{absent}）")
    }

    /// How often a person came, of how many sessions recorded.
    pub fn tally(&self, member: &Member) -> (usize, usize) {
        let marks = self.marks_of(member);
        let present = marks.iter().filter(|mark| **mark == Mark::Present).count();
        (
            present,
            marks
                .iter()
                .filter(|mark| matches!(mark, Mark::Present | Mark::Excused | Mark::Unexcused))
                .count(),
        )
    }

    /// The 出欠表 for one centre, and whose names stand in it. Totals are everybody's (別紙2 2(1)②).
    pub fn table(&self, audience: &Audience<'_>) -> (AttendanceTable, Vec<ParticipantId>) {
        let row = |member: &Member| {
            let marks = self.marks_of(member);
            let name = audience.names.get(&member.participant).cloned();
            let mut row =
                AttendanceRow::new(PersonName::new("", ""), sex_label(&member.sex), &member.district, marks);
            row.name = name;
            row.sex = row.sex.filter(|_| audience.shows_sex);
            row
        };
        let columns = self.sessions.iter().map(|session| SessionColumn {
            number: u16::try_from(session.number).unwrap_or_default(),
            date: format!("{}/{}", u8::from(session.held_on.month()), session.held_on.day()),
        });
        let districts: Vec<&str> = audience.districts.iter().map(String::as_str).collect();
        let table = AttendanceTable::new(columns.collect(), self.members.iter().map(row).collect())
            .without_names_outside(&districts);
        let named: BTreeSet<ParticipantId> = self
            .members
            .iter()
            .zip(&table.rows)
            .filter(|(_, row)| row.name.is_some())
            .map(|(member, _)| member.participant)
            .collect();
        (table, named.into_iter().collect())
    }
}

/// 見学, 遅刻 and 早退 are attendances.
fn mark_of(status: &str) -> Option<Mark> {
    match status {
        "present" | "late" | "left_early" | "observed" => Some(Mark::Present),
        "absent_notified" => Some(Mark::Excused),
        "absent_unnotified" => Some(Mark::Unexcused),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::{CentreId, EnrolmentId};

    const EAST: u128 = 100;
    const WEST: u128 = 200;

    fn member(n: u128, centre: u128, district: &str) -> Member {
        Member {
            enrolment: EnrolmentId(Uuid::from_u128(n)),
            participant: ParticipantId(Uuid::from_u128(n)),
            centre: CentreId(Uuid::from_u128(centre)),
            district: district.into(),
            sex: "female".into(),
            name_tag: None,
            enrolled_on: None,
            ended_on: None,
        }
    }

    fn session(n: i32, held_on: Date, state: &str) -> SessionDay {
        SessionDay {
            id: SessionId(Uuid::from_u128(n.unsigned_abs().into())),
            number: n,
            held_on,
            state: state.into(),
        }
    }

    fn marked(person: u128, session: u128, status: &str) -> Marked {
        Marked {
            participant: ParticipantId(Uuid::from_u128(person)),
            session: SessionId(Uuid::from_u128(session)),
            status: status.into(),
        }
    }

    fn sample() -> CourseAttendance {
        let days = [
            (1, date!(2026 - 06 - 04), "closed"),
            (2, date!(2026 - 06 - 11), "closed"),
            (3, date!(2026 - 06 - 18), "cancelled"),
            (4, date!(2026 - 06 - 25), "planned"),
        ];
        let mut people: Vec<Member> = (1..=4).map(|n| member(n, EAST, "東町")).collect();
        people.extend((5..=7).map(|n| member(n, WEST, "西町")));
        people[1].ended_on = Some(date!(2026 - 06 - 05));
        let mut marks: Vec<Marked> = (1..=7).map(|n| marked(n, 1, "present")).collect();
        marks.extend([
            marked(1, 2, "late"),
            marked(3, 2, "absent_unnotified"),
            marked(5, 2, "absent_notified"),
            marked(6, 2, "observed"),
        ]);
        CourseAttendance::new(
            days.into_iter().map(|(n, day, state)| session(n, day, state)).collect(),
            people,
            marks,
        )
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
        assert_eq!(east.present, [7, 2, 0, 0]);
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
        assert_eq!(table.rows[0].marks, [Mark::Present, Mark::Present, Mark::Cancelled, Mark::Open]);
        assert_eq!(
            table.rows[1].marks,
            [Mark::Present, Mark::NotEnrolled, Mark::Cancelled, Mark::NotEnrolled]
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
}
