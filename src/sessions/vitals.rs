//! Blood pressure (mmHg) and pulse (beats a minute): what a reading may be, and when the ward wants a second look.
//!
//! Hard limits refuse what no living person shows; they are the product's. Soft limits belong to the ward: those it wrote
//! down, and where it wrote none those of the programme. They only ask the recorder to confirm. Nothing here is medical
//! advice.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::programmes::definition;

/// One of the three figures of a reading, in the order in which they are entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vital {
    Systolic,
    Diastolic,
    Pulse,
}

impl Vital {
    pub const ALL: [Self; 3] = [Self::Systolic, Self::Diastolic, Self::Pulse];

    pub fn label(self) -> &'static str {
        match self {
            Self::Systolic => "血圧の上",
            Self::Diastolic => "血圧の下",
            Self::Pulse => "脈拍",
        }
    }

    /// The values that are accepted at all.
    pub fn range(self) -> RangeInclusive<u16> {
        match self {
            Self::Systolic => 50..=260,
            Self::Diastolic => 30..=160,
            Self::Pulse => 30..=220,
        }
    }

    /// How many digits follow from the first one, so that no Enter key is needed; `None` refuses the digit.
    pub fn digits(self, first: u8) -> Option<usize> {
        match (self, first) {
            (Self::Systolic | Self::Pulse, 1..=2) | (Self::Diastolic, 1) => Some(3),
            (Self::Systolic, 5..=9) | (Self::Diastolic | Self::Pulse, 3..=9) => Some(2),
            _ => None,
        }
    }
}

/// Why a text or three numbers are not a reading. `Display` is the sentence shown to the recorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadingProblem {
    #[error("{}を入力してください。例：{}", .0.label(), example(*.0))]
    Missing(Vital),
    #[error("{}は数字で入力してください。例：{}", .0.label(), example(*.0))]
    NotANumber(Vital),
    #[error("{}は{}から{}の間で入力してください。測れないときは「測れない」を選んでください。",
        .0.label(), .0.range().start(), .0.range().end())]
    OutOfRange(Vital),
    #[error("血圧の上は下より大きい値を入力してください。例：128と76")]
    SystolicNotAbove,
    #[error("血圧の上・下・脈拍の3つを入力してください。例：128/76/70")]
    Shape,
}

fn example(vital: Vital) -> u16 {
    match vital {
        Vital::Systolic => 128,
        Vital::Diastolic => 76,
        Vital::Pulse => 70,
    }
}

/// A reading within the hard limits; there is no other way to make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    systolic: u16,
    diastolic: u16,
    pulse: u16,
}

impl Reading {
    /// Accepts the three figures only if each lies in its range and 上 is above 下.
    pub fn new(systolic: u16, diastolic: u16, pulse: u16) -> Result<Self, ReadingProblem> {
        for (vital, value) in Vital::ALL.into_iter().zip([systolic, diastolic, pulse]) {
            if !vital.range().contains(&value) {
                return Err(ReadingProblem::OutOfRange(vital));
            }
        }
        if systolic <= diastolic {
            return Err(ReadingProblem::SystolicNotAbove);
        }
        Ok(Self { systolic, diastolic, pulse })
    }

    /// Reads three typed fields, full-width digits included. All empty is `None`: nothing was measured yet. A figure that can't be
    /// is told before one that is missing.
    pub fn from_fields(fields: [&str; 3]) -> Result<Option<Self>, ReadingProblem> {
        let is_empty = |text: &&str| text.trim().is_empty();
        if fields.iter().all(is_empty) {
            return Ok(None);
        }
        for (vital, text) in Vital::ALL.into_iter().zip(fields).filter(|(_, text)| !is_empty(text)) {
            if !vital.range().contains(&figure(vital, text)?) {
                return Err(ReadingProblem::OutOfRange(vital));
            }
        }
        let [systolic, diastolic, pulse] = fields;
        let systolic = figure(Vital::Systolic, systolic)?;
        let diastolic = figure(Vital::Diastolic, diastolic)?;
        Self::new(systolic, diastolic, figure(Vital::Pulse, pulse)?).map(Some)
    }

    pub fn systolic(self) -> u16 {
        self.systolic
    }

    pub fn diastolic(self) -> u16 {
        self.diastolic
    }

    pub fn pulse(self) -> u16 {
        self.pulse
    }

    /// `128/76・70`, for the eye: blood pressure and pulse.
    pub fn shown(self) -> String {
        format!("{}/{}・{}", self.systolic, self.diastolic, self.pulse)
    }
}

fn figure(vital: Vital, text: &str) -> Result<u16, ReadingProblem> {
    let digits: String = text.trim().chars().map(half_width).collect();
    match digits.len() {
        0 => Err(ReadingProblem::Missing(vital)),
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(ReadingProblem::NotANumber(vital)),
        1..=3 => digits.parse().map_err(|_| ReadingProblem::NotANumber(vital)),
        _ => Err(ReadingProblem::OutOfRange(vital)),
    }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// `128/76/70`, the form that is stored and sent.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.systolic, self.diastolic, self.pulse)
    }
}

impl FromStr for Reading {
    type Err = ReadingProblem;

    fn from_str(text: &str) -> Result<Self, ReadingProblem> {
        let parts: Vec<&str> = text.split('/').collect();
        let fields: [&str; 3] = parts.try_into().map_err(|_| ReadingProblem::Shape)?;
        Self::from_fields(fields)?.ok_or(ReadingProblem::Shape)
    }
}

/// The ward's own limits, stored as JSON; a limit that is absent is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SoftLimits {
    pub systolic_from: Option<u16>,
    pub diastolic_from: Option<u16>,
    pub systolic_below: Option<u16>,
    pub pulse_below: Option<u16>,
    pub pulse_from: Option<u16>,
    /// 上 differs from the previous session's by at least this much, either way.
    pub systolic_change: Option<u16>,
    /// 上 after the class is above the one before it by at least this much.
    pub systolic_rise: Option<u16>,
    /// 下 after the class is above the one before it by at least this much.
    pub diastolic_rise: Option<u16>,
}

/// One limit of the ward that a reading reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftAlert {
    SystolicFrom(u16),
    DiastolicFrom(u16),
    SystolicBelow(u16),
    PulseBelow(u16),
    PulseFrom(u16),
    SystolicChange(u16),
    SystolicRise(u16),
    DiastolicRise(u16),
}

impl SoftAlert {
    /// The ward's rule as the recorder reads it beside the value.
    pub fn rule(self) -> String {
        format!("区の基準：{}", self.limit())
    }

    /// 「上180以上」
    pub fn limit(self) -> String {
        match self {
            Self::SystolicFrom(limit) => format!("上{limit}以上"),
            Self::DiastolicFrom(limit) => format!("下{limit}以上"),
            Self::SystolicBelow(limit) => format!("上{limit}未満"),
            Self::PulseBelow(limit) => format!("脈拍{limit}未満"),
            Self::PulseFrom(limit) => format!("脈拍{limit}以上"),
            Self::SystolicChange(limit) => format!("前回との上の差が{limit}以上"),
            Self::SystolicRise(limit) => format!("開始前より上が{limit}以上高い"),
            Self::DiastolicRise(limit) => format!("開始前より下が{limit}以上高い"),
        }
    }
}

impl SoftLimits {
    /// The values of the sources, offered to the ward as an example to switch on (Sendai 別表1 C2; Anderson-土肥).
    pub fn example() -> Self {
        Self {
            systolic_from: Some(180),
            diastolic_from: Some(110),
            systolic_below: Some(90),
            pulse_below: Some(50),
            pulse_from: Some(110),
            systolic_change: Some(40),
            systolic_rise: Some(40),
            diastolic_rise: Some(20),
        }
    }

    /// The ward's own limits, completed by the programme's.
    #[must_use]
    pub fn or(self, programme: Option<definition::SoftLimits>) -> Self {
        let Some(programme) = programme else { return self };
        Self {
            systolic_from: self.systolic_from.or(Some(programme.systolic)),
            diastolic_from: self.diastolic_from.or(Some(programme.diastolic)),
            // A programme points out its least pulse itself, a ward what lies below its limit.
            pulse_below: self.pulse_below.or(programme.pulse_least.checked_add(1)),
            pulse_from: self.pulse_from.or(Some(programme.pulse_most)),
            ..self
        }
    }

    /// Every limit that `now` reaches. `previous` is the last session's reading of the same moment,
    /// `before` this session's reading before the class when `now` is the one after it.
    pub fn check(&self, now: Reading, previous: Option<Reading>, before: Option<Reading>) -> Vec<SoftAlert> {
        let from = |limit: Option<u16>, value: u16| limit.filter(|l| value >= *l);
        let below = |limit: Option<u16>, value: u16| limit.filter(|l| value < *l);
        let change = previous.map(|was| now.systolic.abs_diff(was.systolic));
        let rise = |value: u16, was: fn(Reading) -> u16| before.and_then(|b| value.checked_sub(was(b)));
        let reached = |limit: Option<u16>, by: Option<u16>| by.and_then(|by| from(limit, by));
        [
            from(self.systolic_from, now.systolic).map(SoftAlert::SystolicFrom),
            from(self.diastolic_from, now.diastolic).map(SoftAlert::DiastolicFrom),
            below(self.systolic_below, now.systolic).map(SoftAlert::SystolicBelow),
            below(self.pulse_below, now.pulse).map(SoftAlert::PulseBelow),
            from(self.pulse_from, now.pulse).map(SoftAlert::PulseFrom),
            reached(self.systolic_change, change).map(SoftAlert::SystolicChange),
            reached(self.systolic_rise, rise(now.systolic, Reading::systolic)).map(SoftAlert::SystolicRise),
            reached(self.diastolic_rise, rise(now.diastolic, Reading::diastolic))
                .map(SoftAlert::DiastolicRise),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(text: &str) -> Reading {
        text.parse().unwrap()
    }

    /// Types the figure as the keypad does: the first digit decides the length. `None` is a refused digit.
    fn typed(vital: Vital, value: u16) -> Option<String> {
        let text = value.to_string();
        let length = vital.digits(text.as_bytes()[0] - b'0')?;
        (text.len() == length).then_some(text)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        /// Over 0–999³: exactly the possible readings pass, and what passes survives the text form.
        #[test]
        fn impossible_readings_are_refused(s in 0u16..1000, d in 0u16..1000, p in 0u16..1000) {
            let possible = (50..=260).contains(&s) && (30..=160).contains(&d) && (30..=220).contains(&p) && s > d;
            let text = format!("{s}/{d}/{p}");
            prop_assert_eq!(Reading::new(s, d, p).is_ok(), possible);
            prop_assert_eq!(text.parse::<Reading>().ok().map(|r| r.to_string()), possible.then_some(text));
        }

        /// Sampled where readings are: each soft limit is raised exactly when its rule holds.
        #[test]
        fn soft_limits_ask_exactly_when_reached(
            (s, d) in (50u16..=260).prop_flat_map(|s| (Just(s), 30..=160.min(s - 1))),
            p in 30u16..=220, was in 50u16..=260, start in 50u16..=260,
        ) {
            let now = Reading::new(s, d, p).unwrap();
            let previous = Reading::new(was, 40, 70).unwrap();
            let before = Reading::new(start, 40, 70).unwrap();
            let alerts = SoftLimits::example().check(now, Some(previous), Some(before));
            for (alert, holds) in [
                (SoftAlert::SystolicFrom(180), s >= 180),
                (SoftAlert::DiastolicFrom(110), d >= 110),
                (SoftAlert::SystolicBelow(90), s < 90),
                (SoftAlert::PulseBelow(50), p < 50),
                (SoftAlert::PulseFrom(110), p >= 110),
                (SoftAlert::SystolicChange(40), i32::from(s).abs_diff(i32::from(was)) >= 40),
                (SoftAlert::SystolicRise(40), s >= start + 40),
                (SoftAlert::DiastolicRise(20), d >= 60),
            ] {
                prop_assert_eq!(alerts.contains(&alert), holds, "{:?}", alert);
            }
            prop_assert!(SoftLimits::default().check(now, Some(previous), Some(before)).is_empty());
        }
    }

    #[test]
    fn every_possible_figure_can_be_typed_without_an_enter_key() {
        for vital in Vital::ALL {
            for value in vital.range() {
                assert_eq!(typed(vital, value), Some(value.to_string()), "{vital:?} {value}");
            }
        }
        for (vital, refused) in
            [(Vital::Systolic, vec![0, 3, 4]), (Vital::Diastolic, vec![0, 2]), (Vital::Pulse, vec![0])]
        {
            let found: Vec<u8> = (0..=9).filter(|first| vital.digits(*first).is_none()).collect();
            assert_eq!(found, refused, "{vital:?}");
        }
    }

    #[test]
    fn a_partial_reading_says_what_is_missing() {
        let problem = |text: &str| text.parse::<Reading>().unwrap_err();
        assert_eq!(problem("128/76/"), ReadingProblem::Missing(Vital::Pulse));
        assert_eq!(problem("128"), ReadingProblem::Shape);
        assert_eq!(problem("//"), ReadingProblem::Shape);
        assert_eq!(problem("12a/76/70"), ReadingProblem::NotANumber(Vital::Systolic));
        assert_eq!(problem("1280/76/70"), ReadingProblem::OutOfRange(Vital::Systolic));
        assert_eq!(problem("76/76/70"), ReadingProblem::SystolicNotAbove);
        assert_eq!(problem("128/76/").to_string(), "脈拍を入力してください。例：70");
        assert_eq!(
            problem("999//"),
            ReadingProblem::OutOfRange(Vital::Systolic),
            "impossible before incomplete"
        );
        assert_eq!(problem("/76/999"), ReadingProblem::OutOfRange(Vital::Pulse));
    }

    #[test]
    fn full_width_digits_are_read_and_empty_fields_are_no_reading() {
        assert_eq!(Reading::from_fields(["１２８", " 76", "７０"]), Ok(Some(reading("128/76/70"))));
        assert_eq!(Reading::from_fields(["", " ", ""]), Ok(None));
    }

    #[test]
    fn the_programmes_limits_hold_where_the_ward_wrote_none() {
        let programme =
            definition::SoftLimits { systolic: 180, diastolic: 110, pulse_least: 40, pulse_most: 120 };
        let rules = |limits: SoftLimits, text: &str| {
            let alerts = limits.or(Some(programme)).check(reading(text), None, None);
            alerts.into_iter().map(SoftAlert::rule).collect::<Vec<_>>()
        };
        assert_eq!(
            rules(SoftLimits::default(), "180/84/40"),
            ["区の基準：上180以上", "区の基準：脈拍41未満"]
        );
        assert!(rules(SoftLimits::default(), "179/109/41").is_empty());
        let own = SoftLimits { systolic_from: Some(170), ..SoftLimits::default() };
        assert_eq!(
            rules(own, "171/110/120"),
            ["区の基準：上170以上", "区の基準：下110以上", "区の基準：脈拍120以上"]
        );
        assert_eq!(SoftLimits::default().or(None), SoftLimits::default());
    }

    #[test]
    fn limits_are_off_until_the_ward_writes_them() {
        assert_eq!(serde_json::from_str::<SoftLimits>("{}").unwrap(), SoftLimits::default());
        assert!(serde_json::from_str::<SoftLimits>(r#"{"sistolic_from":180}"#).is_err());
        let limits: SoftLimits = serde_json::from_str(r#"{"systolic_from":180}"#).unwrap();
        let alerts = limits.check(reading("182/84/70"), None, None);
        assert_eq!(alerts, [SoftAlert::SystolicFrom(180)]);
        assert_eq!(alerts[0].rule(), "区の基準：上180以上");
    }
}
