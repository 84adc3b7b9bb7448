//! 実施日ごとの従事状況: who was on duty at which session.

use serde::{Deserialize, Serialize};

use super::rows::CourseRows;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLine {
    pub name: String,
    /// 職種
    pub job: String,
    /// In the order of the sessions.
    pub worked: Vec<bool>,
}

pub fn lines(rows: &CourseRows) -> Vec<StaffLine> {
    let worked =
        |at: &[crate::vocab::ids::SessionId]| rows.sessions.iter().map(|s| at.contains(&s.id)).collect();
    rows.duties
        .iter()
        .map(|duty| StaffLine {
            name: duty.name.clone(),
            job: duty.job.clone(),
            worked: worked(&duty.sessions),
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
