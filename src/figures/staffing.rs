//! 実施日ごとの従事状況: who was on duty at which session.

use serde::{Deserialize, Serialize};

use super::rows::{CourseRows, DutyRow, SessionRow};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLine {
    pub name: String,
    /// 職種
    pub job: String,
    /// In the order of the sessions.
    pub worked: Vec<bool>,
}

/// Every session, with whether somebody was on duty.
pub(super) fn worked<'a>(
    duty: &'a DutyRow,
    rows: &'a CourseRows,
) -> impl Iterator<Item = (&'a SessionRow, bool)> {
    rows.sessions.iter().map(|session| (session, duty.sessions.contains(&session.id)))
}

pub fn lines(rows: &CourseRows) -> Vec<StaffLine> {
    rows.duties
        .iter()
        .map(|duty| StaffLine {
            name: duty.name.clone(),
            job: duty.job.clone(),
            worked: worked(duty, rows).map(|(_, worked)| worked).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn duty_is_told_session_by_session() {
        let all = lines(&sample::course());
        assert_eq!(all[0].worked.len(), 16);
        assert_eq!(all[0].worked.iter().filter(|worked| **worked).count(), 15);
        assert!(!all[0].worked[15]);
    }
}
