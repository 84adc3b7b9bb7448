//! 中止した回の委託料: whether a cancelled session is paid as held, and why.

use schemars::JsonSchema;
use serde::Serialize;
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::definition::{Cancellation, CancellationCause, CancellationPay};
use crate::vocab::dates::wareki;

/// Whether a cancelled session is paid as held, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Payable {
    pub payable: bool,
    pub explanation: String,
}

/// Whether the fee of a cancelled session is owed. `decided_at` is the decision in local time, not the arrival of the
/// notice; days before are calendar days, closed or not. The contractor's own convenience is never paid.
pub fn payable(
    rule: &Cancellation,
    session_on: Date,
    decided_at: PrimitiveDateTime,
    cause: CancellationCause,
) -> Payable {
    let (payable, reason) = if contractor_bears(rule, cause) {
        (false, format!("{}による中止のため、委託料の対象になりません。", cause.label()))
    } else {
        match rule.pay {
            CancellationPay::Never => {
                (false, "中止した回は支払わない決まりのため、委託料の対象になりません。".to_owned())
            }
            CancellationPay::FreeUntil { days_before, at } => {
                by_decision(session_on, decided_at, days_before, at)
            }
        }
    };
    Payable { payable, explanation: decision(session_on, decided_at, cause) + &reason }
}

/// The same for fees without a rule that counts cancelled sessions: what would be paid is in none of them.
pub fn uncounted(session_on: Date, decided_at: PrimitiveDateTime, cause: CancellationCause) -> Payable {
    let reason = "中止した回を数える決まりが委託料にないため、委託料の対象になりません。";
    Payable { payable: false, explanation: decision(session_on, decided_at, cause) + reason }
}

/// What was decided, when and why.
fn decision(session_on: Date, decided_at: PrimitiveDateTime, cause: CancellationCause) -> String {
    let (day, clock) = (wareki(decided_at.date()), decided_at.time());
    format!(
        "{}の回の中止を{day}{:02}:{:02}に決定（{}）。",
        wareki(session_on),
        clock.hour(),
        clock.minute(),
        cause.label()
    )
}

fn contractor_bears(rule: &Cancellation, cause: CancellationCause) -> bool {
    cause == CancellationCause::ContractorConvenience
        || rule.causes.iter().any(|listed| listed.cause == cause && listed.contractor_bears)
}

/// Free up to the end of a minute on the day, owed after it.
fn by_decision(session_on: Date, decided_at: PrimitiveDateTime, days_before: u8, at: Time) -> (bool, String) {
    let last_day = session_on.checked_sub(Duration::days(i64::from(days_before)));
    let decided = (decided_at.date(), decided_at.hour(), decided_at.minute());
    let in_time = last_day.is_some_and(|day| decided <= (day, at.hour(), at.minute()));
    let limit = limit(days_before, at);
    let reason = if in_time {
        format!("{limit}までの決定のため、実績に含めず、委託料の対象になりません。")
    } else {
        format!("{limit}を過ぎた決定のため、実施したものとみなし、委託料の対象になります。")
    };
    (!in_time, reason)
}

/// `実施日前日の16時`.
fn limit(days_before: u8, at: Time) -> String {
    let day = match days_before {
        0 => "実施日当日".to_owned(),
        1 => "実施日前日".to_owned(),
        days => format!("実施日の{days}日前"),
    };
    match at.minute() {
        0 => format!("{day}の{}時", at.hour()),
        minute => format!("{day}の{}時{minute:02}分", at.hour()),
    }
}

impl Cancellation {
    /// The rule in plain Japanese.
    pub fn sentence(&self) -> String {
        let borne: Vec<&str> = CancellationCause::ALL
            .into_iter()
            .filter(|cause| contractor_bears(self, *cause))
            .map(CancellationCause::label)
            .collect();
        match self.pay {
            CancellationPay::Never => self.pay.sentence(),
            CancellationPay::FreeUntil { .. } => {
                format!(
                    "{}「{}」による中止は、いつ決めても支払いません。",
                    self.pay.sentence(),
                    borne.join("」「")
                )
            }
        }
    }
}

impl CancellationPay {
    /// The rule in plain Japanese.
    pub fn sentence(self) -> String {
        match self {
            Self::Never => "中止した回の委託料は支払いません。".to_owned(),
            Self::FreeUntil { days_before, at } => {
                let limit = limit(days_before, at);
                format!(
                    "{limit}までに決めた中止は、委託料の対象になりません。{limit}を過ぎて決めた中止は、実施したものとみなして支払います。"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, time};

    use super::super::definition::{CancellationRule, Decider};
    use super::*;
    use CancellationCause::{BelowMinimum, ContractorConvenience, NoParticipants, Weather};

    fn meguro() -> Cancellation {
        let pay = CancellationPay::FreeUntil { days_before: 1, at: time!(16:00) };
        Cancellation { causes: Vec::new(), pay }
    }

    /// domain-rules A4.7, every row of the table, and both halves of its last two.
    #[test]
    fn a4_7_a_cancelled_session_is_paid_after_four_on_the_day_before() {
        let thursday = date!(2024 - 10 - 24);
        let first_day = date!(2024 - 09 - 05);
        let cases = [
            (thursday, datetime!(2024-10-23 15:59), Weather, false),
            (thursday, datetime!(2024-10-23 16:00), Weather, false),
            (thursday, datetime!(2024-10-23 16:00:59), Weather, false),
            (thursday, datetime!(2024-10-23 16:01), Weather, true),
            (thursday, datetime!(2024-10-24 07:30), Weather, true),
            (thursday, datetime!(2024-10-24 07:30), ContractorConvenience, false),
            (date!(2024 - 11 - 05), datetime!(2024-11-04 17:00), Weather, true),
            (thursday, datetime!(2024-10-24 10:00), NoParticipants, true),
            (first_day, datetime!(2024-09-02 10:00), BelowMinimum, false),
            (date!(2024 - 12 - 19), datetime!(2024-09-02 10:00), BelowMinimum, false),
            (first_day, datetime!(2024-09-05 09:00), BelowMinimum, true),
            (date!(2024 - 09 - 12), datetime!(2024-09-05 09:00), BelowMinimum, false),
        ];
        for (on, decided, cause, expected) in cases {
            let answer = payable(&meguro(), on, decided, cause);
            assert_eq!(answer.payable, expected, "{on} {decided} {cause:?}: {}", answer.explanation);
        }
    }

    #[test]
    fn every_cause_is_found_by_its_code() {
        for cause in CancellationCause::ALL {
            assert_eq!(CancellationCause::from_code(cause.code()), Some(cause));
        }
        assert_eq!(CancellationCause::from_code("rain"), None);
    }

    #[test]
    fn the_answer_names_the_facts_and_the_rule() {
        let answer = payable(&meguro(), date!(2024 - 10 - 24), datetime!(2024-10-23 16:01), Weather);
        assert_eq!(
            answer.explanation,
            "令和6年10月24日の回の中止を令和6年10月23日16:01に決定（天候・災害）。実施日前日の16時を過ぎた決定のため、実施したものとみなし、委託料の対象になります。"
        );
    }

    #[test]
    fn a_ward_may_never_pay_or_let_the_contractor_bear_more_causes() {
        let late = datetime!(2024-10-24 10:00);
        let never = payable(&Cancellation::default(), date!(2024 - 10 - 24), late, Weather);
        assert!(!never.payable && never.explanation.contains("支払わない決まり"), "{}", never.explanation);
        let borne =
            CancellationRule { cause: NoParticipants, decided_by: Decider::Ward, contractor_bears: true };
        let rule = Cancellation { causes: vec![borne], ..meguro() };
        let answer = payable(&rule, date!(2024 - 10 - 24), late, NoParticipants);
        assert!(!answer.payable && answer.explanation.contains("参加者が0人による中止"));
        assert_eq!(
            rule.sentence(),
            "実施日前日の16時までに決めた中止は、委託料の対象になりません。実施日前日の16時を過ぎて決めた中止は、実施したものとみなして支払います。「参加者が0人」「事業者の都合」による中止は、いつ決めても支払いません。"
        );
    }

    #[test]
    fn the_limit_may_be_any_day_and_minute() {
        let rule = |days_before, at| Cancellation {
            causes: Vec::new(),
            pay: CancellationPay::FreeUntil { days_before, at },
        };
        let on = date!(2024 - 10 - 24);
        let paid = |rule: &Cancellation, decided| payable(rule, on, decided, Weather).payable;
        let same_day = rule(0, time!(8:30));
        assert!(
            !paid(&same_day, datetime!(2024-10-24 08:30)) && paid(&same_day, datetime!(2024-10-24 08:31))
        );
        assert!(
            same_day.pay.sentence().starts_with("実施日当日の8時30分までに"),
            "{}",
            same_day.pay.sentence()
        );
        let three_days = rule(3, time!(0:00));
        assert!(
            !paid(&three_days, datetime!(2024-10-21 00:00)) && paid(&three_days, datetime!(2024-10-21 00:01))
        );
        assert!(payable(&three_days, Date::MIN, datetime!(2024-10-21 00:01), Weather).payable);
    }
}
