//! 配置の確認: the staffing standard against who was on duty. What isn't known of a person or of the session makes a role
//! 判定不能, never 該当 or 非該当; a person who certainly doesn't count excludes only themselves.

mod facts;
mod role;
#[cfg(test)]
mod tests;
mod together;
mod wording;

use std::collections::BTreeSet;

use serde::Serialize;

use super::definition::{AddOn, Definition, StaffRole};
use crate::verdict::{Finding, Verdict};

pub use facts::{EarlierDuty, OnDuty, SessionFacts};
pub use role::counts;
pub(super) use role::{on_list, qualified};

/// The whole standard for one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffingAnswer {
    pub roles: Vec<RoleAnswer>,
    /// Whether the people are enough when nobody has two roles at once, unless a role allows it.
    pub together: Verdict,
    /// People who changed during a course; they don't change the answer.
    pub warnings: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleAnswer {
    pub code: String,
    pub label: String,
    /// People needed; `None` when a fact for it is missing.
    pub needed: Option<u32>,
    pub verdict: Verdict,
}

impl StaffingAnswer {
    /// Every role is met, with different people.
    pub fn answer(&self) -> Finding {
        self.roles.iter().fold(self.together.answer, |all, role| all.and(role.verdict.answer))
    }
}

/// The roles of a programme, with its add-ons, which some of them are for.
#[derive(Clone, Copy)]
pub struct Standard<'a> {
    pub roles: &'a [StaffRole],
    pub add_ons: &'a [AddOn],
}

impl<'a> From<&'a Definition> for Standard<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self { roles: &definition.staffing, add_ons: &definition.add_ons }
    }
}

/// Holds the standard against a session.
pub fn check_staffing(
    Standard { roles, add_ons }: Standard<'_>,
    on_duty: &[OnDuty],
    session: &SessionFacts,
) -> StaffingAnswer {
    StaffingAnswer {
        roles: roles.iter().map(|role| role::answer(role, add_ons, on_duty, session)).collect(),
        together: together::together(roles, on_duty, session),
        warnings: roles
            .iter()
            .filter(|role| role.same_through_course)
            .flat_map(|role| changes(role, on_duty, session))
            .collect(),
    }
}

/// Who has a role that somebody else had in the course before.
fn changes(role: &StaffRole, on_duty: &[OnDuty], session: &SessionFacts) -> Vec<String> {
    let earlier: BTreeSet<&str> = session
        .earlier
        .iter()
        .filter(|duty| duty.role == role.code)
        .map(|duty| duty.person.as_str())
        .collect();
    if earlier.is_empty() {
        return Vec::new();
    }
    let has_role = |person: &&OnDuty| {
        if person.roles.is_empty() {
            !role.qualifications.is_empty() && counts(role, person).answer == Finding::Met
        } else {
            person.roles.contains(&role.code)
        }
    };
    let now: Vec<&OnDuty> = on_duty.iter().filter(has_role).collect();
    let is_kept =
        now.iter().any(|person| person.roles.is_empty() && earlier.contains(person.person.as_str()));
    if is_kept {
        return Vec::new();
    }
    now.into_iter()
        .filter(|person| !earlier.contains(person.person.as_str()))
        .map(|person| {
            format!(
                "「{}」が{}に替わりました。教室を通して同じ人が担当する決まりです。",
                role.label, person.person
            )
        })
        .collect()
}
