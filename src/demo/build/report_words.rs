//! The words of the demo's reports: every passage a programme asks for.

use std::collections::BTreeMap;

use crate::reports::narrative::{GoalText, Narrative, Outcome};

const SECTIONS: [(&str, &str); 3] = [
    (
        "programme",
        "前半は体力測定と体操の基本、中ごろに栄養と口の講話、後半は自主グループの準備という流れで行いました。",
    ),
    ("survey", "15人が回答し、14人が「楽しかった」、12人が「続けたい」と答えました。"),
    (
        "group",
        "第10回に世話役が決まり、修了後は同じ会場で週1回の活動を始めました。ほかに3人が通いの場へ移りました。",
    ),
];

const GOALS: [(&str, Outcome, &str); 4] = [
    ("learn", Outcome::Reached, "修了時の確認で、ほとんどの人が運動・栄養・口の3つを挙げられました。"),
    ("practise", Outcome::Mostly, "家での体操を週3日以上続ける人が、開始時の4人から13人に増えました。"),
    ("self_check", Outcome::Reached, "全員が血圧手帳をつけ、体調により自分から見学を選ぶ場面がありました。"),
    ("group", Outcome::Mostly, "参加者が進行と会計を受け持ち、自主グループの活動が始まりました。"),
];

/// The report's words with `narrative` as what the contractor says of the class or the month.
pub(super) fn words(narrative: &str) -> Narrative {
    let mut sections: BTreeMap<String, String> =
        SECTIONS.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect();
    for code in ["impressions", "remarks"] {
        sections.insert(code.to_owned(), narrative.to_owned());
    }
    let goal = |(code, outcome, text): &(&str, Outcome, &str)| {
        ((*code).to_owned(), GoalText { outcome: *outcome, text: (*text).to_owned() })
    };
    Narrative { sections, goals: GOALS.iter().map(goal).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes;

    #[test]
    fn nothing_is_left_to_write() {
        assert!(
            programmes::all().iter().all(|programme| words("よい教室でした。").missing(programme).is_empty())
        );
    }
}
