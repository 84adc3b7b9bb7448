//! The conditions of the list. None of them is personal data, so they stand in the address; words that are (a name, a
//! reading, a telephone number) are stored sealed and stand there as the id of a search.

use serde::Deserialize;

use crate::vocab::ids::{CentreId, ContractId, CourseId, DistrictId, SearchId};

/// The address as the browser sends it: an empty field is an empty text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    search: String,
    number: String,
    contract: String,
    course: String,
    district: String,
    centre: String,
    certification: String,
    state: String,
    page: String,
}

/// What the list is narrowed to. A value that cannot be read is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub search: Option<SearchId>,
    pub number: Option<i32>,
    pub contract: Option<ContractId>,
    pub course: Option<CourseId>,
    pub district: Option<DistrictId>,
    pub centre: Option<CentreId>,
    pub certification: Option<String>,
    pub state: Option<Standing>,
}

/// 参加の状況 of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Enrolled,
    Waiting,
    /// Neither has a place nor waits for one.
    Nothing,
}

impl Standing {
    pub const ALL: [Self; 3] = [Self::Enrolled, Self::Waiting, Self::Nothing];

    pub fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Waiting => "waiting",
            Self::Nothing => "none",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Enrolled => "参加中",
            Self::Waiting => "待機",
            Self::Nothing => "参加なし",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }
}

impl Query {
    pub fn filter(&self) -> Filter {
        Filter {
            search: self.search.parse().ok(),
            number: crate::vocab::kana::half_digits(self.number.trim()).parse().ok(),
            contract: self.contract.parse().ok(),
            course: self.course.parse().ok(),
            district: self.district.parse().ok(),
            centre: self.centre.parse().ok(),
            certification: super::certification::CODES.contains(&self.certification.as_str()).then(|| self.certification.clone()),
            state: Standing::of(&self.state),
        }
    }

    /// Counted from 1.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

impl Filter {
    pub(super) fn asks_for_enrolment(&self) -> bool {
        matches!(self.state, Some(Standing::Enrolled | Standing::Waiting)) || self.contract.is_some() || self.course.is_some()
    }

    pub(super) fn enrolment_state(&self) -> Option<&'static str> {
        self.state.filter(|s| *s != Standing::Nothing).map(Standing::code)
    }

    pub(super) fn asks_for_nothing_live(&self) -> bool {
        self.state == Some(Standing::Nothing)
    }

    /// The conditions as names and values, in the order of the form.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let text = |name, value: Option<String>| value.map(|value| (name, value));
        [
            text("search", self.search.map(|v| v.to_string())),
            text("number", self.number.map(|v| v.to_string())),
            text("contract", self.contract.map(|v| v.to_string())),
            text("course", self.course.map(|v| v.to_string())),
            text("district", self.district.map(|v| v.to_string())),
            text("centre", self.centre.map(|v| v.to_string())),
            text("certification", self.certification.clone()),
            text("state", self.state.map(|v| v.code().to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The list's address, without the condition `left_out` (give an empty text to keep all).
    pub fn href(&self, left_out: &str) -> String {
        let kept: Vec<String> =
            self.pairs().into_iter().filter(|(name, _)| *name != left_out).map(|(name, value)| format!("{name}={value}")).collect();
        if kept.is_empty() { "/participants".into() } else { format!("/participants?{}", kept.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_survive_the_way_through_the_address() {
        let course = CourseId(uuid::Uuid::from_u128(9));
        let filter = Filter { course: Some(course), state: Some(Standing::Waiting), number: Some(12), ..Filter::default() };
        assert_eq!(filter.href(""), format!("/participants?number=12&course={course}&state=waiting"));
        assert_eq!(filter.href("course"), "/participants?number=12&state=waiting");
        let query = Query { course: course.to_string(), state: "waiting".into(), number: "１２".into(), ..Query::default() };
        assert_eq!(query.filter(), filter);
        assert_eq!(Filter::default().href(""), "/participants");
    }

    #[test]
    fn what_cannot_be_read_is_no_condition() {
        let query = Query { contract: "x".into(), state: "y".into(), certification: "'; --".into(), page: "-3".into(), ..Query::default() };
        assert_eq!((query.filter(), query.page()), (Filter::default(), 1));
    }

    #[test]
    fn no_place_is_asked_for_without_asking_for_an_enrolment() {
        let nothing = Filter { state: Some(Standing::Nothing), ..Filter::default() };
        assert!(nothing.asks_for_nothing_live() && !nothing.asks_for_enrolment());
        assert_eq!(nothing.enrolment_state(), None);
        let contract = Filter { contract: Some(ContractId(uuid::Uuid::from_u128(1))), ..Filter::default() };
        assert!(contract.asks_for_enrolment() && contract.enrolment_state().is_none());
    }
}
