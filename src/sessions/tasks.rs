//! 欠席者への対応: which follow-ups a closed session opens, from the attendance of those who were absent.

use super::db::closing::{self, NewFollowUp, Sequence};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    organisations,
    programmes::{
        self, AbsenceRule,
        absences::{Attendance, FollowUp, Presence, Task, follow_ups},
    },
    vocab::{
        business_days::ClosedDays,
        ids::{ContractId, CourseId, FollowUpId, SessionId},
    },
};

/// Opens what is not open yet for everybody who was absent from `session`; returns how many were new.
pub async fn open<P: Permission>(
    cx: &mut Act<P>,
    session: SessionId,
    course: CourseId,
    contract: ContractId,
) -> Result<u64> {
    let Some(rule) = rule_of(cx, contract).await? else { return Ok(0) };
    let closed = organisations::closed_days(cx.db()).await?;
    let sequences = closing::sequences(cx.db(), course, session).await?;
    let mut new = Vec::new();
    for lines in sequences.chunk_by(|a, b| a.participant == b.participant) {
        new.extend(tasks_of(rule, lines, &closed).into_iter().map(|(line, kind, task)| NewFollowUp {
            id: FollowUpId(cx.new_id()),
            session: line.session,
            participant: line.participant,
            kind,
            explanation: task.explanation,
            tell: task.tell,
            due_on: task.by,
        }));
    }
    if new.is_empty() {
        return Ok(0);
    }
    Ok(closing::open_follow_ups(cx.write(), contract, course, &new).await?)
}

async fn rule_of<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
) -> Result<Option<&'static AbsenceRule>> {
    let Some(programme) = closing::programme_of(cx.db(), contract).await? else { return Ok(None) };
    Ok(programmes::of(cx.db(), programme).await?.course().map(|plan| plan.absences))
}

/// The tasks of one person at closed sessions, each with its session. Numbers are the course's, so a session that does
/// not count for this person (not enrolled yet, nothing recorded) stands in the list like a cancelled one.
fn tasks_of<'a>(
    rule: &AbsenceRule,
    lines: &'a [Sequence],
    closed: &ClosedDays,
) -> Vec<(&'a Sequence, &'static str, FollowUp)> {
    let attendance: Vec<Attendance> =
        lines.iter().map(|line| Attendance { presence: presence(line), on: Some(line.held_on) }).collect();
    let placed = |follow_up: FollowUp| {
        let kind = match follow_up.task {
            Task::Contact => "contact",
            Task::Notify { .. } | Task::UpdateCase { .. } => "notify",
        };
        let line = lines.get(follow_up.session.checked_sub(1)?)?;
        (line.state == "closed").then_some((line, kind, follow_up))
    };
    follow_ups(rule, &attendance, closed).into_iter().filter_map(placed).collect()
}

fn presence(line: &Sequence) -> Presence {
    match (line.enrolled && line.state != "cancelled", line.status.as_deref()) {
        (true, Some("absent_notified")) => Presence::AbsentWithNotice,
        (true, Some("absent_unnotified")) => Presence::AbsentWithoutNotice,
        (true, Some(_)) => Presence::Attended,
        _ => Presence::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    use time::{Date, Duration, macros::date};
    use uuid::Uuid;

    use super::*;
    use crate::{programmes::definition::TellWhom, vocab::ids::ParticipantId};

    /// A Friday.
    const FIRST: Date = date!(2026 - 09 - 11);

    /// One letter a session: A, N, X as in the attendance table, `-` before the person came, `o` attended and `x` absent
    /// without notice in a session nobody has closed yet, `?` nothing recorded.
    fn lines(letters: &str) -> Vec<Sequence> {
        let status = |letter| match letter {
            'N' => Some("absent_notified"),
            'X' | 'x' => Some("absent_unnotified"),
            'A' | 'o' => Some("present"),
            _ => None,
        };
        let line = |(index, letter): (usize, char)| Sequence {
            participant: ParticipantId(Uuid::from_u128(1)),
            session: SessionId(Uuid::from_u128(index as u128 + 1)),
            held_on: FIRST + Duration::weeks(i64::try_from(index).unwrap()),
            state: if matches!(letter, 'o' | 'x' | '?') { "open" } else { "closed" }.into(),
            enrolled: letter != '-',
            status: status(letter).map(str::to_owned),
        };
        letters.chars().enumerate().map(line).collect()
    }

    fn found(letters: &str) -> Vec<(u128, &'static str)> {
        let rule = programmes::meguro().course().unwrap().absences;
        tasks_of(rule, &lines(letters), &ClosedDays::default())
            .into_iter()
            .map(|(line, kind, _)| (line.session.0.as_u128(), kind))
            .collect()
    }

    #[test]
    fn a_late_joiners_first_absence_is_their_first_session_under_the_courses_number() {
        assert_eq!(found("---N"), [(4, "notify")]);
        assert_eq!(found("--AX"), [(4, "contact")]);
        let rule = programmes::meguro().course().unwrap().absences;
        assert!(tasks_of(rule, &lines("---N"), &ClosedDays::default())[0].2.explanation.contains("4回目"));
    }

    #[test]
    fn whom_to_tell_and_by_which_open_day_of_the_ward_come_from_the_rule() {
        let rule = AbsenceRule {
            contact_without_notice: true,
            tell_in_a_row: 2,
            tell: vec![TellWhom::Centre],
            within_days: 2,
            ..AbsenceRule::default()
        };
        // Friday 18 September; the 21st to the 23rd are holidays of the law, the 24th is the ward's own closed day.
        let closed = ClosedDays { local: vec![date!(2026 - 09 - 24)], ..ClosedDays::default() };
        let lines = lines("XX");
        let tasks: Vec<_> = tasks_of(&rule, &lines, &closed)
            .into_iter()
            .map(|(_, kind, task)| (kind, task.tell, task.by))
            .collect();
        let second = date!(2026 - 09 - 18);
        assert_eq!(
            tasks,
            [
                ("contact", vec![], Some(FIRST)),
                ("contact", vec![], Some(second)),
                ("notify", vec![TellWhom::Centre], Some(date!(2026 - 09 - 28))),
            ]
        );
    }

    #[test]
    fn two_in_a_row_are_told() {
        assert_eq!(found("AXX"), [(2, "contact"), (3, "contact"), (3, "notify")]);
        assert_eq!(found("AX?X"), [(2, "contact"), (4, "contact"), (4, "notify")]);
    }

    #[test]
    fn a_session_still_open_counts_with_what_is_recorded_and_opens_nothing_itself() {
        assert_eq!(found("oX"), [(2, "contact")]);
        assert_eq!(found("AxX"), [(3, "contact"), (3, "notify")]);
        assert_eq!(found("Ax"), []);
    }
}
