//! 出欠表: people × sessions.

use serde::{Deserialize, Serialize};
use time::Date;

use super::rows::{CourseRows, Member, SessionRow, SessionState, Sex};
use crate::{
    behind::count,
    documents::attendance as paper,
    sessions::entry::AttendanceStatus,
    vocab::ids::{EnrolmentId, ParticipantId},
};

/// How one person stood in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Present,
    Late,
    LeftEarly,
    Observed,
    /// Absent, and said so.
    Excused,
    Unexcused,
    Cancelled,
    /// Before joining or after withdrawing.
    NotEnrolled,
    /// Nothing recorded.
    Open,
}

impl Mark {
    /// Counted in 延参加人数; the rule is [`AttendanceStatus::in_hall`].
    pub fn attended(self) -> bool {
        match self {
            Self::Present | Self::Late | Self::LeftEarly | Self::Observed => true,
            Self::Excused | Self::Unexcused | Self::Cancelled | Self::NotEnrolled | Self::Open => false,
        }
    }

    /// Whether the person could have been there, and what they did is known.
    pub fn is_recorded(self) -> bool {
        self.attended() || matches!(self, Self::Excused | Self::Unexcused)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Present => "出席",
            Self::Late => "遅刻",
            Self::LeftEarly => "早退",
            Self::Observed => "見学",
            Self::Excused => "欠席（連絡あり）",
            Self::Unexcused => "欠席（連絡なし）",
            Self::Cancelled => "中止",
            Self::NotEnrolled => "参加前・辞退後",
            Self::Open => "未記録",
        }
    }
}

impl From<AttendanceStatus> for Mark {
    fn from(status: AttendanceStatus) -> Self {
        match status {
            AttendanceStatus::Present => Self::Present,
            AttendanceStatus::Late => Self::Late,
            AttendanceStatus::LeftEarly => Self::LeftEarly,
            AttendanceStatus::Observed => Self::Observed,
            AttendanceStatus::AbsentNotified => Self::Excused,
            AttendanceStatus::AbsentUnnotified => Self::Unexcused,
        }
    }
}

/// The sign on paper. 遅刻・早退・見学 are attendances there.
impl From<Mark> for paper::Mark {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Present | Mark::Late | Mark::LeftEarly | Mark::Observed => Self::Present,
            Mark::Excused => Self::Excused,
            Mark::Unexcused => Self::Unexcused,
            Mark::Cancelled => Self::Cancelled,
            Mark::NotEnrolled => Self::NotEnrolled,
            Mark::Open => Self::Open,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHead {
    pub number: u16,
    pub held_on: Date,
    pub state: SessionState,
    /// What was done, or why it was cancelled.
    pub content: String,
    /// The number of the session held in its place: the course is counted with that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_up_by: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// `None` where the reader may not know who it is.
    pub participant: Option<ParticipantId>,
    pub enrolment: Option<EnrolmentId>,
    pub sex: Sex,
    pub district: String,
    /// 要支援1・2
    pub support: bool,
    pub marks: Vec<Mark>,
    pub attended: u32,
}

/// Marks in the order of the sessions, people in the order of their name tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceTable {
    pub sessions: Vec<SessionHead>,
    pub people: Vec<PersonLine>,
    /// 出席者数 of each session.
    pub present: Vec<u32>,
}

/// One person in the hall at one session, by its place in the table.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    pub person: &'a PersonLine,
    pub session: usize,
}

/// Which sessions a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    Planned,
    Held,
    Cancelled,
}

impl Sessions {
    pub const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    fn has(self, session: &SessionHead) -> bool {
        match self {
            Self::Planned => session.made_up_by.is_none(),
            Self::Held => matches!(session.state, SessionState::Open | SessionState::Closed),
            Self::Cancelled => session.state == SessionState::Cancelled && session.made_up_by.is_none(),
        }
    }
}

impl PersonLine {
    pub fn visits(&self) -> impl Iterator<Item = Visit<'_>> {
        let attended = self.marks.iter().enumerate().filter(|(_, mark)| mark.attended());
        attended.map(move |(session, _)| Visit { person: self, session })
    }
}

impl AttendanceTable {
    /// Every attendance, person by person.
    pub fn visits(&self) -> impl Iterator<Item = Visit<'_>> {
        self.people.iter().flat_map(PersonLine::visits)
    }

    /// The places of these sessions.
    pub fn sessions(&self, which: Sessions) -> impl Iterator<Item = usize> {
        self.sessions.iter().enumerate().filter(move |(_, one)| which.has(one)).map(|(at, _)| at)
    }
}

/// Builds the table of a course.
pub fn table(rows: &CourseRows) -> AttendanceTable {
    let people = rows.members().iter().map(|member| line(member, &rows.sessions)).collect();
    let sessions = rows.sessions.iter().map(|session| head(session, &rows.sessions)).collect();
    let mut table = AttendanceTable { sessions, people, present: Vec::new() };
    let at = |session: usize| count(table.visits().filter(|visit| visit.session == session));
    table.present = (0..rows.sessions.len()).map(at).collect();
    table
}

fn head(session: &SessionRow, all: &[SessionRow]) -> SessionHead {
    let in_its_place = all.iter().find(|other| other.makes_up == Some(session.id));
    let made_up_by = in_its_place.map(|other| other.number);
    let cancelled = session.state == SessionState::Cancelled;
    SessionHead {
        number: session.number,
        held_on: session.held_on,
        state: session.state,
        content: if cancelled {
            let made_up = made_up_by.map(|number| format!("（第{number}回に振替）"));
            format!("中止　{}{}", session.cancel_reason, made_up.unwrap_or_default())
        } else {
            session.content.clone()
        },
        made_up_by,
    }
}

fn line(member: &Member<'_>, sessions: &[SessionRow]) -> PersonLine {
    let mut line = PersonLine {
        participant: Some(member.participant()),
        enrolment: Some(member.last.id),
        sex: member.last.sex,
        district: member.last.district.clone(),
        support: member.last.support,
        marks: sessions.iter().map(|session| mark(member, session)).collect(),
        attended: 0,
    };
    line.attended = count(line.visits());
    line
}

/// A cancelled session counts for nobody, whatever had been recorded before; else what was recorded; else whether the
/// person was enrolled at all on that day.
pub(super) fn mark(member: &Member<'_>, session: &SessionRow) -> Mark {
    if session.state == SessionState::Cancelled {
        return Mark::Cancelled;
    }
    match member.mark(session.id).and_then(|mark| mark.status) {
        Some(status) => status.into(),
        None if member.enrolled_on(session.held_on) => Mark::Open,
        None => Mark::NotEnrolled,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_dropout_is_marked_after_leaving_and_a_cancelled_session_counts_for_nobody() {
        let mut rows = sample::course();
        let table = table(&rows);
        assert_eq!(table.people.len(), 10);
        assert_eq!(table.people[8].marks[2..5], [Mark::Present, Mark::NotEnrolled, Mark::NotEnrolled]);
        assert_eq!(table.people[8].attended, 3);
        rows.sessions[0].state = SessionState::Cancelled;
        let cancelled = super::table(&rows);
        assert_eq!((cancelled.present[0], cancelled.people[0].marks[0]), (0, Mark::Cancelled));
        assert_eq!(cancelled.people[8].attended, 2);
    }

    #[test]
    fn observing_arriving_late_and_leaving_early_are_attendances() {
        let kinds = [
            AttendanceStatus::Present,
            AttendanceStatus::Late,
            AttendanceStatus::LeftEarly,
            AttendanceStatus::Observed,
        ];
        assert!(kinds.iter().all(|status| status.in_hall() && Mark::from(*status).attended()));
        assert!(!Mark::from(AttendanceStatus::AbsentNotified).attended());
        assert!(!Mark::from(AttendanceStatus::AbsentUnnotified).attended());
    }
}
