//! 漏えい等の報告の期限: whether the law asks the ward to report to the 個人情報保護委員会, and by when.
//! Source: 個人情報保護法68条, 同規則43条〜45条. Pure; what nobody knows yet makes the answer 判定不能, never 非該当.

use time::{Date, Duration};

use crate::{
    verdict::Finding,
    vocab::{business_days::ClosedDays, dates::wareki_with_weekday},
};

/// A leak of more people than this is reported whatever the data (規則43条4号).
pub const MANY: u32 = 100;
/// 速報: 「速やかに」 is taken as the third to the fifth day; day 1 is the day on which the ward knew.
const PROMPT_DAYS: (i64, i64) = (3, 5);
/// 確報, and 確報 of a leak that somebody may have meant to cause.
const FULL_DAYS: i64 = 30;
const FULL_DAYS_WRONGFUL: i64 = 60;

/// What is known of a leak, or of the danger of one. [`Finding::Undecidable`]: not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeakFacts {
    /// The day on which the ward knew.
    pub known_on: Date,
    /// `None`: not known yet.
    pub people: Option<u32>,
    /// ① 要配慮個人情報 is among it; one person is enough.
    pub sensitive: Finding,
    /// ② Misuse may cost somebody money.
    pub financial: Finding,
    /// ③ Somebody may have meant to: unauthorised access, theft.
    pub wrongful: Finding,
    /// ⑤ 条例要配慮個人情報 is among it.
    pub ordinance: Finding,
    /// Encrypted so that nobody can read it.
    pub encrypted: Finding,
}

/// One of the five reasons to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub label: &'static str,
    pub answer: Finding,
    pub fact: String,
}

/// The answer, ground by ground, with the days that follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub reportable: Finding,
    pub why: String,
    pub grounds: [Ground; 5],
    /// What has to be found out before there is an answer.
    pub missing: Vec<&'static str>,
    /// `None`: no report is owed. While the answer is open the days run as if one were.
    pub deadlines: Option<Deadlines>,
}

/// The days of both reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// 速報: from, and at the latest.
    pub prompt_from: Date,
    pub prompt_until: Date,
    /// 確報 at the latest.
    pub full_until: Date,
    pub explanation: String,
}

/// Asks the five grounds, then whether encryption excludes them.
pub fn answer(facts: &LeakFacts) -> Answer {
    let grounds = grounds(facts);
    let any = grounds.iter().fold(Finding::NotMet, |found, ground| found.or(ground.answer));
    let reportable = any.and(facts.encrypted.negated());
    Answer {
        reportable,
        why: why(reportable, facts, &grounds),
        missing: if reportable == Finding::Undecidable { missing(facts, any) } else { Vec::new() },
        grounds,
        deadlines: (reportable != Finding::NotMet).then(|| deadlines(facts)),
    }
}

fn grounds(facts: &LeakFacts) -> [Ground; 5] {
    let ground = |label, answer, known: &str| {
        let fact = if answer == Finding::Undecidable { "まだ分かっていません" } else { known };
        Ground { label, answer, fact: fact.to_owned() }
    };
    let says = |finding, yes, no| if finding == Finding::Met { yes } else { no };
    let many = facts.people.map_or(Finding::Undecidable, |people| Finding::from(people > MANY));
    let count = facts.people.map(|people| format!("{people}人")).unwrap_or_default();
    [
        ground(
            "① 要配慮個人情報が含まれる",
            facts.sensitive,
            says(facts.sensitive, "含まれます（1人でも該当します）", "含まれません"),
        ),
        ground(
            "② 財産的な被害のおそれがある",
            facts.financial,
            says(facts.financial, "あります", "ありません"),
        ),
        ground("③ 不正の目的のおそれがある", facts.wrongful, says(facts.wrongful, "あります", "ありません")),
        ground("④ 本人の数が100人を超える", many, &count),
        ground(
            "⑤ 条例要配慮個人情報が含まれる",
            facts.ordinance,
            says(facts.ordinance, "含まれます", "含まれません"),
        ),
    ]
}

fn why(reportable: Finding, facts: &LeakFacts, grounds: &[Ground; 5]) -> String {
    let met: Vec<&str> =
        grounds.iter().filter(|one| one.answer == Finding::Met).map(|one| one.label).collect();
    match reportable {
        Finding::Met => format!("{}ため、個人情報保護委員会への報告と本人への通知が必要です。", met.join("、")),
        Finding::NotMet if facts.encrypted == Finding::Met => {
            "高度な暗号化などで読み取れないため、委員会への報告は要りません。契約に基づく区への報告は必要です。".into()
        }
        Finding::NotMet => "①〜⑤のどれにも当たらないため、委員会への報告は要りません。契約に基づく区への報告は必要です。".into(),
        Finding::Undecidable => {
            "分かっていない点があるため、まだ判定できません。期限は、報告が必要になるものとして数えています。".into()
        }
    }
}

/// When a ground is met only encryption can still exclude it; otherwise every open ground may decide.
fn missing(facts: &LeakFacts, any: Finding) -> Vec<&'static str> {
    let unknown = |finding: Finding| finding == Finding::Undecidable;
    let open = any == Finding::Undecidable;
    [
        (open && facts.people.is_none(), "本人の数"),
        (open && unknown(facts.sensitive), "要配慮個人情報が含まれるか"),
        (open && unknown(facts.financial), "財産的な被害のおそれがあるか"),
        (open && unknown(facts.wrongful), "不正の目的のおそれがあるか"),
        (open && unknown(facts.ordinance), "条例要配慮個人情報が含まれるか"),
        (unknown(facts.encrypted), "高度な暗号化などで読み取れないか"),
    ]
    .into_iter()
    .filter_map(|(is_missing, label)| is_missing.then_some(label))
    .collect()
}

/// The commission keeps the offices' days, not those of one ward. Its 3 to 5 days are a measure, and don't move.
fn deadlines(facts: &LeakFacts) -> Deadlines {
    let days = if facts.wrongful == Finding::Met { FULL_DAYS_WRONGFUL } else { FULL_DAYS };
    let last = nth_day(facts.known_on, days);
    let full_until = ClosedDays::default().next_open(last);
    let mut explanation = format!(
        "区が知った日（{}）を1日目と数えます。速報は3日目から5日目まで、確報は{days}日目までです。",
        wareki_with_weekday(facts.known_on)
    );
    if full_until != last {
        explanation +=
            &format!("{days}日目（{}）は閉庁日のため、確報は次の開庁日までです。", wareki_with_weekday(last));
    }
    if facts.wrongful == Finding::Undecidable {
        explanation += "③に当たると分かったときは、確報は60日目までになります。";
    }
    Deadlines {
        prompt_from: nth_day(facts.known_on, PROMPT_DAYS.0),
        prompt_until: nth_day(facts.known_on, PROMPT_DAYS.1),
        full_until,
        explanation,
    }
}

/// The n-th day; the first is the day itself.
fn nth_day(first: Date, n: i64) -> Date {
    first.checked_add(Duration::days(n - 1)).unwrap_or(Date::MAX)
}

/// Which day it is, the first being the day on which the ward knew.
pub fn day_number(known_on: Date, today: Date) -> i64 {
    (today - known_on).whole_days() + 1
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use Finding::{Met, NotMet, Undecidable};

    /// Addresses of a newsletter: nothing in it but what an envelope shows.
    fn addresses(known_on: Date, people: u32) -> LeakFacts {
        LeakFacts {
            known_on,
            people: Some(people),
            sensitive: NotMet,
            financial: NotMet,
            wrongful: NotMet,
            ordinance: NotMet,
            encrypted: NotMet,
        }
    }

    fn sheet(known_on: Date) -> LeakFacts {
        LeakFacts { sensitive: Met, ..addresses(known_on, 1) }
    }

    /// (速報 from, until, 確報)
    fn days(facts: &LeakFacts) -> (Date, Date, Date) {
        let days = answer(facts).deadlines.unwrap();
        (days.prompt_from, days.prompt_until, days.full_until)
    }

    #[test]
    fn one_persons_checklist_is_enough() {
        let facts = sheet(date!(2026 - 09 - 24));
        assert_eq!(answer(&facts).reportable, Met);
        assert_eq!(days(&facts), (date!(2026 - 09 - 26), date!(2026 - 09 - 28), date!(2026 - 10 - 23)));
    }

    #[test]
    fn unauthorised_access_has_sixty_days_and_the_last_moves_off_a_holiday() {
        let facts = LeakFacts { wrongful: Met, ..addresses(date!(2026 - 09 - 24), 1) };
        assert_eq!(days(&facts), (date!(2026 - 09 - 26), date!(2026 - 09 - 28), date!(2026 - 11 - 24)));
        let said = answer(&facts).deadlines.unwrap().explanation;
        assert!(said.contains("60日目（令和8年11月22日（日））は閉庁日"), "{said}");
    }

    #[test]
    fn the_turn_of_the_year_moves_the_last_day() {
        let facts = sheet(date!(2026 - 12 - 05));
        assert_eq!(days(&facts), (date!(2026 - 12 - 07), date!(2026 - 12 - 09), date!(2027 - 01 - 04)));
    }

    #[test]
    fn more_than_a_hundred_means_a_hundred_and_one() {
        for (people, reportable) in [(90, NotMet), (100, NotMet), (101, Met)] {
            let found = answer(&addresses(date!(2026 - 11 - 20), people));
            assert_eq!((people, found.reportable), (people, reportable));
            assert_eq!(found.deadlines.is_some(), reportable == Met);
            assert!(reportable == Met || found.why.contains("区への報告は必要です"));
        }
        let (_, _, full) = days(&addresses(date!(2026 - 11 - 20), 101));
        assert_eq!(full, date!(2026 - 12 - 21));
    }

    #[test]
    fn strong_encryption_excludes_whatever_else_is_known() {
        let facts = LeakFacts { encrypted: Met, people: None, wrongful: Met, ..sheet(date!(2026 - 11 - 20)) };
        let found = answer(&facts);
        assert_eq!((found.reportable, found.deadlines), (NotMet, None));
        assert!(found.why.contains("高度な暗号化"));
    }

    #[test]
    fn an_unknown_number_of_people_is_undecidable_and_says_so() {
        let facts = LeakFacts { people: None, ..addresses(date!(2026 - 11 - 20), 0) };
        let found = answer(&facts);
        assert_eq!((found.reportable, found.missing), (Undecidable, vec!["本人の数"]));
        assert_eq!(found.grounds[3].fact, "まだ分かっていません");
        assert!(found.deadlines.is_some(), "the days run meanwhile");
        let decided = answer(&LeakFacts { sensitive: Met, ..facts });
        assert_eq!((decided.reportable, decided.missing), (Met, Vec::new()), "one ground is enough");
    }

    #[test]
    fn whether_it_was_encrypted_has_to_be_known() {
        let facts = LeakFacts { encrypted: Undecidable, people: None, ..sheet(date!(2026 - 11 - 20)) };
        let found = answer(&facts);
        assert_eq!(
            (found.reportable, found.missing),
            (Undecidable, vec!["高度な暗号化などで読み取れないか"])
        );
        let nothing = LeakFacts { encrypted: Undecidable, ..addresses(date!(2026 - 11 - 20), 5) };
        assert_eq!(answer(&nothing).reportable, NotMet, "there is nothing to exclude");
    }

    #[test]
    fn while_nobody_knows_the_purpose_the_shorter_time_runs() {
        let facts = LeakFacts { wrongful: Undecidable, ..sheet(date!(2026 - 09 - 24)) };
        let days = answer(&facts).deadlines.unwrap();
        assert_eq!(days.full_until, date!(2026 - 10 - 23));
        assert!(days.explanation.contains("60日目"));
    }

    #[test]
    fn the_day_of_knowing_is_the_first() {
        assert_eq!(day_number(date!(2026 - 09 - 24), date!(2026 - 09 - 24)), 1);
        assert_eq!(day_number(date!(2026 - 09 - 24), date!(2026 - 09 - 28)), 5);
    }

    #[test]
    fn the_end_of_the_calendar_stops_nothing() {
        assert_eq!(days(&sheet(Date::MAX)).0, Date::MAX);
    }
}
