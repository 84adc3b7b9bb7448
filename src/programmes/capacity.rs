//! 定員と最少催行人数: who gets a place, who waits, and what too few people mean. People are counted as enrolled, not as
//! present; against a course, the fullest month of a stay, or the whole contract, as the programme says.

use serde::Serialize;
use thiserror::Error;

use super::definition::{Counted, Places};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlacesRefusal {
    #[error("定員は1人以上で入力してください。例：20")]
    NoCapacity,
    #[error("最少催行人数は定員以下で入力してください。")]
    MinimumOverCapacity,
    #[error("この人はすでに参加または待機しています。名簿を確認してください。")]
    AlreadyIn,
    #[error("空きがありません。参加中の人が辞退するまで、待機のままにしてください。")]
    Full,
    #[error("先に待機している人がいます。待機の順に案内してください。")]
    OthersWaitLonger,
}

/// What an application leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// A place is free; this many stay free afterwards, besides one for everybody who waits.
    Place { left: u16 },
    /// Everything is full, or others wait for what is free; the position on the waiting list, from 1.
    Waiting { position: u16 },
}

impl Admission {
    pub fn explanation(&self) -> String {
        match self {
            Self::Place { left } => format!("空きがあります。参加後の残りは{left}人です。"),
            Self::Waiting { position } => {
                format!(
                    "定員に達しているか、空きの数だけ先に待機している人がいるため、待機{position}番目になります。"
                )
            }
        }
    }
}

/// What the number of people means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turnout {
    /// Enough people.
    Enough,
    /// Below the minimum before the first session of a course: the ward as a rule cancels the course.
    CancelCourse,
    /// Below the minimum later, or where people come and go: the contractor tells the ward at once, the ward decides.
    NotifyWard,
    /// Nobody is expected: the session is cancelled.
    CancelSession,
}

impl Turnout {
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Enough => "最少催行人数を満たしています。",
            Self::CancelCourse => {
                "開始時の参加者が最少催行人数に満たないため、原則としてコースを中止します。区が決定してください。"
            }
            Self::NotifyWard => {
                "参加者が最少催行人数を下回りました。事業者は速やかに区へ連絡し、区が続けるかを決定してください。"
            }
            Self::CancelSession => "参加者が0人のため、この回は中止です。",
        }
    }
}

impl Places {
    /// The places of a course with its own numbers.
    ///
    /// # Errors
    /// [`PlacesRefusal`] when there is no place or the minimum is above the capacity.
    pub fn of_course(capacity: u16, minimum: u16) -> Result<Self, PlacesRefusal> {
        Self { counted: Counted::PerCourse, capacity: 0, minimum: 0 }.with_numbers(capacity, minimum)
    }

    /// The same places with a course's or contract's own numbers.
    ///
    /// # Errors
    /// [`PlacesRefusal`] when there is no place or the minimum is above the capacity.
    pub fn with_numbers(self, capacity: u16, minimum: u16) -> Result<Self, PlacesRefusal> {
        match (capacity, minimum) {
            (0, _) => Err(PlacesRefusal::NoCapacity),
            (capacity, minimum) if minimum > capacity => Err(PlacesRefusal::MinimumOverCapacity),
            (capacity, minimum) => Ok(Self { capacity, minimum, ..self }),
        }
    }

    /// Where a newcomer stands when `enrolled` people have a place (in the fullest month of the stay, if counted by
    /// month) and `waiting` wait. Nobody passes the queue: each of those who wait keeps a place, the newcomer gets one beyond.
    pub fn admit(self, enrolled: u16, waiting: u16) -> Admission {
        let beyond = self.free(enrolled).saturating_sub(waiting);
        match beyond.checked_sub(1) {
            Some(left) => Admission::Place { left },
            None => Admission::Waiting { position: waiting.saturating_add(1) },
        }
    }

    /// Checks that the person at `position` of the waiting list (from 1) may take a place.
    ///
    /// # Errors
    /// [`PlacesRefusal::Full`] without a free place, [`PlacesRefusal::OthersWaitLonger`] when it is another's turn.
    pub fn call_up(self, enrolled: u16, position: u16) -> Result<(), PlacesRefusal> {
        match self.free(enrolled) {
            0 => Err(PlacesRefusal::Full),
            free if position > free => Err(PlacesRefusal::OthersWaitLonger),
            _ => Ok(()),
        }
    }

    /// Whether `enrolled` people are enough. `started` is true once the first session has been held.
    pub fn turnout(self, enrolled: u16, started: bool) -> Turnout {
        match (enrolled, started, self.counted) {
            (enrolled, _, _) if enrolled >= self.minimum.max(1) => Turnout::Enough,
            (_, false, Counted::PerCourse) => Turnout::CancelCourse,
            (0, _, _) => Turnout::CancelSession,
            (_, _, Counted::PerCourse | Counted::PerMonth | Counted::PerContract) => Turnout::NotifyWard,
        }
    }

    pub fn free(self, enrolled: u16) -> u16 {
        self.capacity.saturating_sub(enrolled)
    }

    /// Capacity and minimum in words, for the editor.
    pub fn sentence(self) -> String {
        let of = match self.counted {
            Counted::PerCourse => "教室ごとに",
            Counted::PerMonth => "月ごとに",
            Counted::PerContract => "契約全体で同時に",
        };
        let minimum = match self.minimum {
            0 => "最少催行人数は定めません。".to_owned(),
            minimum => format!("{minimum}人に満たないときは区が扱いを決めます。"),
        };
        format!("定員は{of}{}人です。{minimum}", self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MEGURO: Places = Places { counted: Counted::PerCourse, capacity: 20, minimum: 3 };

    #[test]
    fn the_twentieth_gets_a_place_and_nobody_passes_the_queue() {
        assert_eq!(MEGURO.admit(19, 0), Admission::Place { left: 0 });
        assert_eq!(MEGURO.admit(20, 0), Admission::Waiting { position: 1 });
        assert_eq!(MEGURO.admit(20, 4), Admission::Waiting { position: 5 });
        assert_eq!(MEGURO.admit(19, 2), Admission::Waiting { position: 3 });
        assert_eq!(MEGURO.admit(18, 2), Admission::Waiting { position: 3 });
        assert_eq!(MEGURO.admit(10, 1), Admission::Place { left: 8 }, "one who waits leaves nine of ten");
        assert!(MEGURO.admit(19, 2).explanation().contains("待機3番目"));
    }

    #[test]
    fn the_waiting_list_moves_in_its_order() {
        assert_eq!(MEGURO.call_up(20, 1), Err(PlacesRefusal::Full));
        assert_eq!(MEGURO.call_up(19, 1), Ok(()));
        assert_eq!(MEGURO.call_up(19, 2), Err(PlacesRefusal::OthersWaitLonger));
        assert_eq!(MEGURO.call_up(18, 2), Ok(()));
        assert_eq!(MEGURO.call_up(25, 1), Err(PlacesRefusal::Full));
    }

    /// A4.7: the minimum stops a course only before its start.
    #[test]
    fn too_few_people_cancel_a_course_only_before_it_starts() {
        let monthly = Places { counted: Counted::PerMonth, ..MEGURO };
        let contract = Places { counted: Counted::PerContract, minimum: 0, capacity: 10 };
        for (places, enrolled, started, expected) in [
            (MEGURO, 3, false, Turnout::Enough),
            (MEGURO, 2, false, Turnout::CancelCourse),
            (MEGURO, 0, false, Turnout::CancelCourse),
            (MEGURO, 3, true, Turnout::Enough),
            (MEGURO, 2, true, Turnout::NotifyWard),
            (MEGURO, 0, true, Turnout::CancelSession),
            (monthly, 2, false, Turnout::NotifyWard),
            (monthly, 0, false, Turnout::CancelSession),
            (contract, 0, true, Turnout::CancelSession),
            (contract, 1, true, Turnout::Enough),
        ] {
            assert_eq!(places.turnout(enrolled, started), expected, "{places:?} {enrolled} {started}");
        }
    }

    #[test]
    fn numbers_of_a_course_are_checked() {
        assert_eq!(MEGURO.with_numbers(0, 0), Err(PlacesRefusal::NoCapacity));
        assert_eq!(MEGURO.with_numbers(2, 3), Err(PlacesRefusal::MinimumOverCapacity));
        assert_eq!(MEGURO.with_numbers(15, 5), Ok(Places { capacity: 15, minimum: 5, ..MEGURO }));
    }

    #[test]
    fn places_read_as_a_sentence() {
        let sendai = Places { counted: Counted::PerMonth, capacity: 10, minimum: 0 };
        assert_eq!(sendai.sentence(), "定員は月ごとに10人です。最少催行人数は定めません。");
        assert_eq!(MEGURO.sentence(), "定員は教室ごとに20人です。3人に満たないときは区が扱いを決めます。");
    }

    proptest! {
        #[test]
        fn a_place_is_given_exactly_when_more_are_free_than_people_wait(
            capacity: u16, enrolled: u16, waiting in 0_u16..4,
        ) {
            let places = Places { capacity, ..MEGURO };
            let has_place = matches!(places.admit(enrolled, waiting), Admission::Place { .. });
            prop_assert_eq!(has_place, capacity.saturating_sub(enrolled) > waiting);
            prop_assert_eq!(places.call_up(enrolled, 1).is_ok(), enrolled < capacity);
        }
    }
}
