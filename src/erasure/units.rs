//! 返還・消去の単位: what is given back together — a contract, one of its courses, one person.

use uuid::Uuid;

use crate::vocab::ids::{CourseId, ParticipantId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Contract,
    Course(CourseId),
    Person(ParticipantId),
}

impl Unit {
    /// The word stored in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Course(_) => "course",
            Self::Person(_) => "person",
        }
    }

    /// Which kind it is, in words that name nobody.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contract => "契約全体",
            Self::Course(_) => "教室1つ",
            Self::Person(_) => "参加者1人",
        }
    }

    /// What the form sends: `contract`, `course:…`, `person:…`.
    pub fn code(self) -> String {
        match self {
            Self::Contract => "contract".into(),
            Self::Course(id) => format!("course:{id}"),
            Self::Person(id) => format!("person:{id}"),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code.split_once(':') {
            None => (code == "contract").then_some(Self::Contract),
            Some(("course", id)) => id.parse().ok().map(Self::Course),
            Some(("person", id)) => id.parse().ok().map(Self::Person),
            Some(_) => None,
        }
    }

    pub fn of(course: Option<CourseId>, participant: Option<ParticipantId>) -> Self {
        match (course, participant) {
            (Some(id), _) => Self::Course(id),
            (None, Some(id)) => Self::Person(id),
            (None, None) => Self::Contract,
        }
    }

    pub fn course(self) -> Option<Uuid> {
        match self {
            Self::Course(id) => Some(id.0),
            Self::Contract | Self::Person(_) => None,
        }
    }

    pub fn participant(self) -> Option<Uuid> {
        match self {
            Self::Person(id) => Some(id.0),
            Self::Contract | Self::Course(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_read_back_as_it_was_sent() {
        let id = Uuid::from_u128(7);
        for unit in [Unit::Contract, Unit::Course(CourseId(id)), Unit::Person(ParticipantId(id))] {
            assert_eq!(Unit::from_code(&unit.code()), Some(unit));
            let (course, person) = (unit.course().map(CourseId), unit.participant().map(ParticipantId));
            assert_eq!(Unit::of(course, person), unit);
        }
        assert_eq!(
            (Unit::from_code("ward"), Unit::from_code("course:x"), Unit::from_code("ward:1")),
            (None, None, None)
        );
    }
}
