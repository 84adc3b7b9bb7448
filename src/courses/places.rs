//! Places in a course: capacity, the waiting list, and the least number of people a course needs (目黒型 I-4, I-5,
//! 別紙1-4 and 16(2)). People are counted as enrolled, not as present.

use serde::Serialize;
use thiserror::Error;

/// How many people a course takes, and how many it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Places {
    pub capacity: u16,
    pub minimum: u16,
}

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

/// What an application to a course leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Admission {
    /// A place is free; this many stay free afterwards.
    Place { left: u16 },
    /// The course is full or others wait; the position on the waiting list, from 1.
    Waiting { position: u16 },
}

impl Admission {
    pub fn explanation(&self) -> String {
        match self {
            Self::Place { left } => format!("空きがあります。参加後の残りは{left}人です。"),
            Self::Waiting { position } => {
                format!("定員に達しているか、先に待機している人がいるため、待機{position}番目になります。")
            }
        }
    }
}

/// What too few people mean for a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turnout {
    /// Enough people.
    Enough,
    /// Below the minimum before the first session: the ward as a rule cancels the course.
    CancelCourse,
    /// Below the minimum later: the contractor tells the ward at once, the ward decides.
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
    /// # Errors
    /// [`PlacesRefusal`] when there is no place or the minimum is above the capacity.
    pub fn new(capacity: u16, minimum: u16) -> Result<Self, PlacesRefusal> {
        match (capacity, minimum) {
            (0, _) => Err(PlacesRefusal::NoCapacity),
            (capacity, minimum) if minimum > capacity => Err(PlacesRefusal::MinimumOverCapacity),
            (capacity, minimum) => Ok(Self { capacity, minimum }),
        }
    }

    /// Where a newcomer stands when `enrolled` people have a place and `waiting` wait. Nobody passes the queue.
    pub fn admit(self, enrolled: u16, waiting: u16) -> Admission {
        let free = self.capacity.saturating_sub(enrolled);
        if free > 0 && waiting == 0 {
            Admission::Place { left: free - 1 }
        } else {
            Admission::Waiting { position: waiting.saturating_add(1) }
        }
    }

    /// Checks that the person at `position` of the waiting list (from 1) may take a place.
    ///
    /// # Errors
    /// [`PlacesRefusal::Full`] without a free place, [`PlacesRefusal::OthersWaitLonger`] when it is another's turn.
    pub fn call_up(self, enrolled: u16, position: u16) -> Result<(), PlacesRefusal> {
        match self.capacity.saturating_sub(enrolled) {
            0 => Err(PlacesRefusal::Full),
            free if position > free => Err(PlacesRefusal::OthersWaitLonger),
            _ => Ok(()),
        }
    }

    /// Whether `enrolled` people are enough. `started` is true once the first session has been held.
    pub fn turnout(self, enrolled: u16, started: bool) -> Turnout {
        match (enrolled, started) {
            (enrolled, _) if enrolled >= self.minimum.max(1) => Turnout::Enough,
            (_, false) => Turnout::CancelCourse,
            (0, true) => Turnout::CancelSession,
            (_, true) => Turnout::NotifyWard,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meguro() -> Places {
        Places::new(20, 3).unwrap()
    }

    #[test]
    fn the_twentieth_gets_a_place_and_the_next_waits() {
        assert_eq!(meguro().admit(19, 0), Admission::Place { left: 0 });
        assert_eq!(meguro().admit(20, 0), Admission::Waiting { position: 1 });
        assert_eq!(meguro().admit(20, 4), Admission::Waiting { position: 5 });
    }

    #[test]
    fn a_newcomer_does_not_pass_the_waiting_list() {
        assert_eq!(meguro().admit(19, 2), Admission::Waiting { position: 3 });
        assert!(meguro().admit(19, 2).explanation().contains("待機3番目"));
    }

    #[test]
    fn the_waiting_list_moves_in_its_order() {
        assert_eq!(meguro().call_up(20, 1), Err(PlacesRefusal::Full));
        assert_eq!(meguro().call_up(19, 1), Ok(()));
        assert_eq!(meguro().call_up(19, 2), Err(PlacesRefusal::OthersWaitLonger));
        assert_eq!(meguro().call_up(18, 2), Ok(()));
        assert_eq!(meguro().call_up(25, 1), Err(PlacesRefusal::Full));
    }

    #[test]
    fn too_few_people_cancel_a_course_only_before_it_starts() {
        let cases = [
            (3, false, Turnout::Enough),
            (2, false, Turnout::CancelCourse),
            (0, false, Turnout::CancelCourse),
            (3, true, Turnout::Enough),
            (2, true, Turnout::NotifyWard),
            (0, true, Turnout::CancelSession),
        ];
        for (enrolled, started, expected) in cases {
            assert_eq!(meguro().turnout(enrolled, started), expected, "{enrolled} {started}");
        }
        let without_minimum = Places::new(10, 0).unwrap();
        assert_eq!(without_minimum.turnout(0, true), Turnout::CancelSession);
        assert_eq!(without_minimum.turnout(1, true), Turnout::Enough);
    }

    #[test]
    fn impossible_places_are_refused() {
        assert_eq!(Places::new(0, 0), Err(PlacesRefusal::NoCapacity));
        assert_eq!(Places::new(2, 3), Err(PlacesRefusal::MinimumOverCapacity));
    }
}
