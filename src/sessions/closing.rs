//! 終了: a session closes only when nothing about anybody is left open.
//!
//! Meguro's specification asks for blood pressure and pulse at the start and the end of every session for every
//! attendee; what could not be measured needs a reason instead.

use uuid::Uuid;

use super::entry::{AttendanceStatus, Field};

/// What the record says about one participant, reduced to what closing asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    pub participant: Uuid,
    pub attendance: Option<AttendanceStatus>,
    pub filled: Vec<Field>,
    /// Fields of which two values are kept and nobody has decided.
    pub undecided: Vec<Field>,
}

/// One thing that keeps the session open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Attendance(Uuid),
    /// Neither a reading nor a reason: before (`Field::Pre`) or after (`Field::Post`).
    Reading(Uuid, Field),
    Decision(Uuid, Field),
}

impl Missing {
    pub fn participant(self) -> Uuid {
        match self {
            Self::Attendance(participant)
            | Self::Reading(participant, _)
            | Self::Decision(participant, _) => participant,
        }
    }

    /// What to do about it, as a sentence for the closing page.
    pub fn message(self) -> String {
        match self {
            Self::Attendance(_) => "出欠を記録してください。".to_owned(),
            Self::Reading(_, field) => {
                format!("{}を入力するか、測れない理由を選んでください。", field.label())
            }
            Self::Decision(_, field) => {
                format!("{}の値が2つあります。正しい方を選んでください。", field.label())
            }
        }
    }
}

/// Everything that is still open, in roster order. Empty means that the session may be closed.
pub fn close_check(roster: &[RosterEntry]) -> Vec<Missing> {
    roster.iter().flat_map(missing_of).collect()
}

fn missing_of(entry: &RosterEntry) -> Vec<Missing> {
    let mut missing: Vec<Missing> =
        entry.undecided.iter().map(|field| Missing::Decision(entry.participant, *field)).collect();
    match entry.attendance {
        None => missing.push(Missing::Attendance(entry.participant)),
        Some(status) if status.in_hall() => {
            for (reading, reason) in
                [(Field::Pre, Field::UnmeasuredPre), (Field::Post, Field::UnmeasuredPost)]
            {
                if !entry.filled.contains(&reading) && !entry.filled.contains(&reason) {
                    missing.push(Missing::Reading(entry.participant, reading));
                }
            }
        }
        Some(_) => {}
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    const SATO: Uuid = Uuid::from_u128(1);
    const SUZUKI: Uuid = Uuid::from_u128(2);

    fn entry(participant: Uuid, attendance: Option<AttendanceStatus>, filled: &[Field]) -> RosterEntry {
        RosterEntry { participant, attendance, filled: filled.to_vec(), undecided: vec![] }
    }

    #[test]
    fn everyone_needs_an_attendance() {
        let roster = [
            entry(SATO, Some(AttendanceStatus::Present), &[Field::Pre, Field::Post]),
            entry(SUZUKI, None, &[Field::Pre, Field::Post]),
        ];
        assert_eq!(close_check(&roster), [Missing::Attendance(SUZUKI)]);
    }

    #[test]
    fn everyone_in_the_hall_needs_both_readings_or_reasons() {
        for status in AttendanceStatus::ALL {
            let open = close_check(&[entry(SATO, Some(status), &[])]);
            let expected = [Missing::Reading(SATO, Field::Pre), Missing::Reading(SATO, Field::Post)];
            assert_eq!(open, if status.in_hall() { expected.to_vec() } else { vec![] }, "{status:?}");
            let reasons = [Field::UnmeasuredPre, Field::Post];
            assert_eq!(close_check(&[entry(SATO, Some(status), &reasons)]), [], "{status:?}");
        }
    }

    #[test]
    fn two_kept_values_keep_the_session_open_even_for_an_absentee() {
        let mut absent = entry(SATO, Some(AttendanceStatus::AbsentNotified), &[]);
        absent.undecided = vec![Field::Attendance];
        let open = close_check(&[absent]);
        assert_eq!(open, [Missing::Decision(SATO, Field::Attendance)]);
        assert_eq!(open[0].message(), "出欠の値が2つあります。正しい方を選んでください。");
        assert_eq!(open[0].participant(), SATO);
    }
}
