//! Following up absences (目黒型 別紙1-6(2)⑧): who is absent without notice is contacted each time; an absence at the
//! first session, or as many without notice in a row as the programme says, is told to the ward or the centre.

use serde::Serialize;

use crate::programmes::AbsenceRule;

/// How a participant stood in one scheduled session. A late joiner's list begins with their own first session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Attended,
    AbsentWithNotice,
    AbsentWithoutNotice,
    /// The session was cancelled: it counts neither for nor against anyone.
    Cancelled,
}

impl Presence {
    /// The letter of the attendance table.
    pub fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'A' => Some(Self::Attended),
            'N' => Some(Self::AbsentWithNotice),
            'X' => Some(Self::AbsentWithoutNotice),
            'C' => Some(Self::Cancelled),
            _ => None,
        }
    }
}

/// Why the ward or centre is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Absent from the first session held.
    FirstSession,
    /// As many absences without notice in a row as the programme allows for.
    InARow,
}

/// What one absence asks for. `session` counts from 1 along the given list, cancelled ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "task")]
pub enum FollowUp {
    /// Ask the participant how they are.
    Contact { session: usize },
    /// Open a case with the ward or the centre.
    Notify { session: usize, because: Notice },
    /// Add this absence to the case opened at `opened`.
    UpdateCase { session: usize, opened: usize },
}

impl FollowUp {
    /// What is to be done and by which rule.
    pub fn explanation(self) -> String {
        match self {
            Self::Contact { session } => {
                format!("{session}回目を連絡なく欠席しました。本人に様子を確認してください。")
            }
            Self::Notify { session, because: Notice::FirstSession } => {
                format!(
                    "初回（{session}回目）を欠席しました。区または担当の地域包括支援センターに連絡してください。"
                )
            }
            Self::Notify { session, because: Notice::InARow } => format!(
                "{session}回目で連絡のない欠席が続きました。区または担当の地域包括支援センターに連絡してください。"
            ),
            Self::UpdateCase { session, opened } => {
                format!("{session}回目も連絡なく欠席しました。{opened}回目に始めた連絡に書き足してください。")
            }
        }
    }
}

/// The tasks a participant's attendance asks for, in session order; a contact stands before the notice of its day.
pub fn follow_ups(rule: &AbsenceRule, attendance: &[Presence]) -> Vec<FollowUp> {
    let mut tasks = Vec::new();
    let (mut held, mut row, mut case) = (0_usize, 0_usize, None);
    for (index, presence) in attendance.iter().enumerate() {
        let session = index + 1;
        match presence {
            Presence::Cancelled => continue,
            Presence::Attended => (row, case) = (0, None),
            Presence::AbsentWithNotice => {
                (row, case) = (0, None);
                if held == 0 && rule.tell_first_session {
                    tasks.push(FollowUp::Notify { session, because: Notice::FirstSession });
                }
            }
            Presence::AbsentWithoutNotice => {
                row += 1;
                if rule.contact_without_notice {
                    tasks.push(FollowUp::Contact { session });
                }
                let told = tell(rule, session, held == 0, row, case);
                case = case.or(told.map(|_| session));
                tasks.extend(told);
            }
        }
        held += 1;
    }
    tasks
}

fn tell(
    rule: &AbsenceRule,
    session: usize,
    first: bool,
    row: usize,
    case: Option<usize>,
) -> Option<FollowUp> {
    match case {
        Some(opened) => Some(FollowUp::UpdateCase { session, opened }),
        None if first && rule.tell_first_session => {
            Some(FollowUp::Notify { session, because: Notice::FirstSession })
        }
        None if row >= usize::from(rule.tell_in_a_row.max(1)) => {
            Some(FollowUp::Notify { session, because: Notice::InARow })
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meguro_rule() -> AbsenceRule {
        AbsenceRule {
            contact_without_notice: true,
            tell_first_session: true,
            tell_in_a_row: 2,
            ..AbsenceRule::default()
        }
    }

    fn tasks(letters: &str) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
        let attendance: Vec<Presence> = letters.chars().filter_map(Presence::from_letter).collect();
        let (mut contact, mut notify, mut update) = (vec![], vec![], vec![]);
        for task in follow_ups(&meguro_rule(), &attendance) {
            match task {
                FollowUp::Contact { session } => contact.push(session),
                FollowUp::Notify { session, .. } => notify.push(session),
                FollowUp::UpdateCase { session, .. } => update.push(session),
            }
        }
        (contact, notify, update)
    }

    /// The worked cases of the absence table: sequence, contacts, notices, additions to an open case.
    #[test]
    fn the_worked_cases() {
        let none = Vec::new;
        let cases = [
            ("X", vec![1], vec![1], none()),
            ("N", none(), vec![1], none()),
            ("AX", vec![2], none(), none()),
            ("AXX", vec![2, 3], vec![3], none()),
            ("AXNX", vec![2, 4], none(), none()),
            ("AXCX", vec![2, 4], vec![4], none()),
            ("AXAX", vec![2, 4], none(), none()),
            ("AXXX", vec![2, 3, 4], vec![3], vec![4]),
        ];
        for (letters, contact, notify, update) in cases {
            assert_eq!(tasks(letters), (contact, notify, update), "{letters}");
        }
    }

    #[test]
    fn a_cancelled_opening_session_is_not_the_first() {
        assert_eq!(tasks("CX"), (vec![2], vec![2], vec![]));
        assert_eq!(tasks("CN"), (vec![], vec![2], vec![]));
        assert_eq!(tasks("CAN"), (vec![], vec![], vec![]));
    }

    #[test]
    fn the_case_of_a_missed_first_session_goes_on_until_they_answer() {
        assert_eq!(tasks("XX"), (vec![1, 2], vec![1], vec![2]));
        assert_eq!(tasks("NX"), (vec![2], vec![1], vec![]));
        assert_eq!(tasks("XAXX"), (vec![1, 3, 4], vec![1, 4], vec![]));
    }

    #[test]
    fn the_programme_decides_what_is_followed_up() {
        let rule = AbsenceRule { tell_in_a_row: 3, ..AbsenceRule::default() };
        let attendance = [Presence::AbsentWithoutNotice; 3];
        assert_eq!(
            follow_ups(&rule, &attendance),
            [FollowUp::Notify { session: 3, because: Notice::InARow }]
        );
        assert!(follow_ups(&rule, &[Presence::AbsentWithNotice]).is_empty());
    }

    #[test]
    fn each_task_says_what_to_do() {
        let text = FollowUp::Notify { session: 3, because: Notice::InARow }.explanation();
        assert!(text.contains("3回目") && text.ends_with("連絡してください。"));
        assert_eq!(
            FollowUp::UpdateCase { session: 4, opened: 3 }.explanation(),
            "4回目も連絡なく欠席しました。3回目に始めた連絡に書き足してください。"
        );
    }

    proptest! {
        #[test]
        fn each_absence_without_notice_is_contacted_once(letters in "[ANXC]{0,30}") {
            let (contact, notify, update) = tasks(&letters);
            let absences: Vec<usize> =
                letters.chars().enumerate().filter(|(_, l)| *l == 'X').map(|(at, _)| at + 1).collect();
            prop_assert_eq!(&contact, &absences);
            prop_assert!(notify.len() + update.len() <= absences.len() + 1);
        }

        #[test]
        fn a_cancelled_session_changes_no_task(letters in "[ANX]{0,20}", at in 0_usize..20) {
            let at = at.min(letters.len());
            let with = format!("{}C{}", &letters[..at], &letters[at..]);
            let (before, after) = (tasks(&letters), tasks(&with));
            let shift = |days: Vec<usize>| days.into_iter().map(|d| if d > at { d + 1 } else { d }).collect();
            prop_assert_eq!((shift(before.0), shift(before.1), shift(before.2)), after);
        }
    }
}
