//! SARC-F (Japanese version): five items of 0 to 2 points, 4 points or more is positive (A2.1).

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Points};

/// An item: its question and the wording of the answers for 0, 1 and 2 points.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    pub question: &'static str,
    pub answers: [&'static str; 3],
}

const EASY: &str = "まったくむずかしくない";
const SOME: &str = "いくらかむずかしい";
const HARD: &str = "とてもむずかしい、または、できない";

/// The items in form order. Falls are asked for the past one year.
pub static ITEMS: [Item; 5] = [
    Item {
        question: "4.5kgくらいのものを持ち上げたり運んだりするのは、どのくらいむずかしいですか",
        answers: [EASY, SOME, HARD],
    },
    Item {
        question: "部屋の中を歩くのは、どのくらいむずかしいですか",
        answers: [EASY, SOME, "とてもむずかしい、杖などが必要、または、できない"],
    },
    Item {
        question: "ベッドや椅子から立ち上がるのは、どのくらいむずかしいですか",
        answers: [EASY, SOME, "とてもむずかしい、または、介助が必要"],
    },
    Item {
        question: "10段くらいの階段をのぼるのは、どのくらいむずかしいですか",
        answers: [EASY, SOME, HARD],
    },
    Item {
        question: "過去1年間に何回程度転びましたか", answers: ["まったくない", "1〜3回", "4回以上"]
    },
];

/// Positive from this many points on.
pub const POSITIVE_FROM: u8 = 4;

/// The points of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Grade {
    Zero,
    One,
    Two,
}

impl Grade {
    /// The points for a number of falls in the past year.
    pub fn of_falls(falls: u32) -> Self {
        match falls {
            0 => Grade::Zero,
            1..=3 => Grade::One,
            _ => Grade::Two,
        }
    }
}

impl TryFrom<u8> for Grade {
    type Error = &'static str;

    fn try_from(points: u8) -> Result<Self, Self::Error> {
        match points {
            0 => Ok(Grade::Zero),
            1 => Ok(Grade::One),
            2 => Ok(Grade::Two),
            _ => Err("a SARC-F answer scores 0, 1 or 2"),
        }
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> u8 {
        match grade {
            Grade::Zero => 0,
            Grade::One => 1,
            Grade::Two => 2,
        }
    }
}

/// The answers in form order; `None` is a missing answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SarcFAnswers(pub [Option<Grade>; 5]);

/// The score and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SarcFResult {
    pub points: Points,
    pub finding: Finding,
    pub explanation: Vec<String>,
}

/// Scores the answers; decided as soon as the missing ones cannot change the outcome.
pub fn score(answers: &SarcFAnswers) -> SarcFResult {
    let mut points = Points::default();
    for answer in answers.0 {
        points.lo += answer.map_or(0, u8::from);
        points.hi += answer.map_or(2, u8::from);
    }
    let finding = points.reach(POSITIVE_FROM);
    let mut explanation = vec![format!(
        "合計は{points}点です（10点満点、{POSITIVE_FROM}点以上で該当）。判定は「{}」です。",
        finding.word()
    )];
    let missing: Vec<String> = (1..)
        .zip(answers.0)
        .filter(|(_, answer)| answer.is_none())
        .map(|(no, _)| format!("問{no}"))
        .collect();
    if !missing.is_empty() {
        explanation.push(format!("回答がない項目：{}", missing.join("、")));
    }
    SarcFResult { points, finding, explanation }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(text: &str) -> SarcFAnswers {
        let mut grades =
            text.split(',').map(|cell| cell.parse::<u8>().ok().map(|n| Grade::try_from(n).unwrap()));
        SarcFAnswers(std::array::from_fn(|_| grades.next().unwrap()))
    }

    #[test]
    fn worked_cases() {
        use Finding::{Applies, DoesNotApply, Undecided};
        let cases = [
            ("0,0,0,0,0", (0, 0), DoesNotApply),
            ("1,0,1,1,0", (3, 3), DoesNotApply),
            ("1,0,1,1,1", (4, 4), Applies),
            ("2,2,0,0,0", (4, 4), Applies),
            ("2,2,2,2,2", (10, 10), Applies),
            ("2,1,1,-,0", (4, 6), Applies),
            ("1,0,0,-,0", (1, 3), DoesNotApply),
            ("1,1,1,-,0", (3, 5), Undecided),
        ];
        for (text, (lo, hi), finding) in cases {
            let result = score(&answers(text));
            assert_eq!((result.points, result.finding), (Points { lo, hi }, finding), "{text}");
        }
    }

    #[test]
    fn four_falls_alone_are_two_points() {
        let mut given = answers("0,0,0,0,0");
        given.0[4] = Some(Grade::of_falls(4));
        let result = score(&given);
        assert_eq!((result.points.settled(), result.finding), (Some(2), Finding::DoesNotApply));
        assert_eq!([0, 1, 3, 4].map(|n| u8::from(Grade::of_falls(n))), [0, 1, 1, 2]);
    }

    #[test]
    fn missing_items_are_named() {
        assert!(score(&answers("1,1,1,-,0")).explanation[1].contains("問4"));
    }

    #[test]
    fn stored_points_outside_the_scale_are_refused() {
        assert!(serde_json::from_str::<SarcFAnswers>("[0,1,2,null,0]").is_ok());
        assert!(serde_json::from_str::<SarcFAnswers>("[0,1,3,null,0]").is_err());
    }
}
