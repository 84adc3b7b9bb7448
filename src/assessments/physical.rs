//! What was measured: trials, how they were done, or why they could not be done.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::finding::Finding;
use super::measures::{self, Aggregation, Direction, Entry, Measure, Protocol};
use super::reading::{Reading, TypedProblem, Value};

/// The walking aid used during the test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aid {
    #[default]
    None,
    Stick,
    Walker,
    Other,
}

impl Aid {
    pub const ALL: [Aid; 4] = [Aid::None, Aid::Stick, Aid::Walker, Aid::Other];

    pub fn code(self) -> &'static str {
        match self {
            Aid::None => "none",
            Aid::Stick => "stick",
            Aid::Walker => "walker",
            Aid::Other => "other",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Aid::None => "なし",
            Aid::Stick => "杖",
            Aid::Walker => "歩行器",
            Aid::Other => "その他",
        }
    }
}

/// Why a test was not performed (実施不可).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Pain,
    Unwell,
    Unsafe,
    Declined,
    Equipment,
    Other,
}

impl Reason {
    pub const ALL: [Reason; 6] =
        [Reason::Pain, Reason::Unwell, Reason::Unsafe, Reason::Declined, Reason::Equipment, Reason::Other];

    pub fn code(self) -> &'static str {
        match self {
            Reason::Pain => "pain",
            Reason::Unwell => "unwell",
            Reason::Unsafe => "unsafe",
            Reason::Declined => "declined",
            Reason::Equipment => "equipment",
            Reason::Other => "other",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Reason::Pain => "痛みがあるため",
            Reason::Unwell => "体調がすぐれないため",
            Reason::Unsafe => "転倒などの危険があるため",
            Reason::Declined => "本人が希望しないため",
            Reason::Equipment => "器具や時間の都合のため",
            Reason::Other => "その他",
        }
    }
}

/// The trials as typed, or the reason for their absence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Performed {
        /// In form order; `None` is a trial that was not done.
        trials: Vec<Option<Reading>>,
        /// Body height in tenths of a centimetre, for the two-step test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height_cm10: Option<u32>,
    },
    NotPerformed {
        reason: Reason,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
}

/// One test of one person on one occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRecord {
    #[serde(serialize_with = "measure_to_code", deserialize_with = "measure_from_code")]
    pub measure: &'static Measure,
    /// The id of the measure's [`Protocol`].
    pub protocol: String,
    #[serde(default)]
    pub aid: Aid,
    pub outcome: Outcome,
}

fn measure_to_code<S: Serializer>(measure: &&'static Measure, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(measure.code)
}

fn measure_from_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Measure, D::Error> {
    let code = String::deserialize(deserializer)?;
    measures::find(&code).ok_or_else(|| de::Error::custom(format!("unknown measure {code}")))
}

impl MeasureRecord {
    /// A record of trials under the protocol with that id, without an aid.
    pub fn performed(measure: &'static Measure, protocol: &str, trials: &[Option<Reading>]) -> Self {
        let outcome = Outcome::Performed { trials: trials.to_vec(), height_cm10: None };
        Self { measure, protocol: protocol.to_owned(), aid: Aid::None, outcome }
    }

    pub fn protocol(&self) -> Option<&'static Protocol> {
        self.measure.protocol(&self.protocol)
    }

    /// The value of the test: trials derived, then aggregated. `None` when not performed, when nothing
    /// was typed, when one side is missing for a mean of sides, or when the protocol is unknown.
    pub fn value(&self) -> Option<Value> {
        let values = self.trial_values();
        let side = |half: &[Option<Value>]| best(self.measure.direction, half.iter().flatten().copied());
        match self.protocol()?.aggregation {
            Aggregation::Best => side(&values),
            Aggregation::Mean => Value::mean(&values.into_iter().flatten().collect::<Vec<Value>>()),
            Aggregation::MeanOfSides => {
                let (right, left) = values.split_at(values.len() / 2);
                Value::mean(&[side(right)?, side(left)?])
            }
        }
    }

    /// Each trial as a value of the measure.
    pub fn trial_values(&self) -> Vec<Option<Value>> {
        match &self.outcome {
            Outcome::Performed { trials, height_cm10 } => {
                trials.iter().map(|trial| derive(self.measure.entry, (*trial)?, *height_cm10)).collect()
            }
            Outcome::NotPerformed { .. } => Vec::new(),
        }
    }

    /// Whether the value stands at the protocol's upper limit, where no gain can show.
    pub fn is_at_ceiling(&self) -> bool {
        let cap = self.protocol().and_then(|protocol| protocol.cap);
        cap.zip(self.value()).is_some_and(|(cap, value)| value >= Value::from(cap))
    }

    pub fn is_blank(&self) -> bool {
        match &self.outcome {
            Outcome::Performed { trials, .. } => trials.iter().all(Option::is_none),
            Outcome::NotPerformed { .. } => false,
        }
    }
}

fn derive(entry: Entry, trial: Reading, height_cm10: Option<u32>) -> Option<Value> {
    match entry {
        Entry::Direct => Some(trial.into()),
        Entry::CountInFiveSeconds => Value::from(trial).divided_by(5),
        Entry::TwoSteps => {
            let height = Reading::tenths(i64::from(height_cm10?));
            Value::quotient(trial.into(), height.into())
        }
    }
}

fn best(direction: Direction, values: impl Iterator<Item = Value>) -> Option<Value> {
    match direction {
        Direction::HigherIsBetter => values.max(),
        Direction::LowerIsBetter => values.min(),
        Direction::Neither => values.last(),
    }
}

/// オーラルディアドコキネシス: lowered when any of the three syllables is below 6.0 per second.
pub fn lowered_oral_motor(pa: Option<Value>, ta: Option<Value>, ka: Option<Value>) -> Finding {
    Finding::any([pa, ta, ka].map(|value| match value {
        Some(value) if value < Value::from(Reading::whole(6)) => Finding::Applies,
        Some(_) => Finding::DoesNotApply,
        None => Finding::Undecided,
    }))
}

/// Reads one typed trial of a measure; the error is a sentence for the person typing.
pub fn parse_trial(measure: &Measure, typed: &str) -> Result<Option<Reading>, String> {
    let (unit, decimals) = measure.typed_as();
    let reading =
        Reading::parse(typed, decimals, unit).map_err(|problem| sentence(measure.name, decimals, problem))?;
    let lowest = measure.soft_range.0.min(Reading::whole(0));
    match reading {
        Some(reading) if reading < lowest => {
            Err(format!("{}は{}以上の数を入力してください。", measure.name, lowest.show(0)))
        }
        _ => Ok(reading),
    }
}

/// The sentence for text that is not a number of that precision: what to do, and an example.
pub(super) fn sentence(name: &str, decimals: u8, problem: TypedProblem) -> String {
    let example = Value::from(Reading { thousandths: 12_345 }).show(decimals);
    match (problem, decimals) {
        (TypedProblem::NotANumber, _) => format!("{name}は数字で入力してください。例：{example}"),
        (TypedProblem::TooFine, 0) => format!("{name}は整数で入力してください。例：{example}"),
        (TypedProblem::TooFine, _) => {
            format!("{name}は小数第{decimals}位までで入力してください。例：{example}")
        }
        (TypedProblem::TooLarge, _) => format!("{name}のけた数を確認してください。例：{example}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_step(length: i64, height: u32) -> Value {
        let measure = measures::find("step2").unwrap();
        let outcome = Outcome::Performed {
            trials: vec![None, Some(Reading::whole(length))],
            height_cm10: Some(height * 10),
        };
        let record = MeasureRecord { outcome, ..MeasureRecord::performed(measure, "standard", &[]) };
        record.value().unwrap()
    }

    #[test]
    fn walking_speed_is_compared_unrounded() {
        let walk = measures::find("walk5_u").unwrap();
        let at = |hundredths| Value::from(Reading::hundredths(hundredths));
        assert_eq!(walk.speed(at(500)).unwrap().show(2), "1.00");
        assert!(walk.reached(at(500), None).is_empty());
        assert_eq!(walk.speed(at(501)).unwrap().show(3), "0.998");
        assert_eq!(walk.speed(at(501)).unwrap().show(2), "1.00");
        assert_eq!(walk.reached(at(501), None)[0].label, "歩行速度が1.0m/秒未満");
        assert_eq!(measures::find("walk10_m").unwrap().speed(at(740)).unwrap().show(3), "1.351");
        assert_eq!(walk.speed(Value::ZERO), None);
    }

    #[test]
    fn two_step_ratio_and_degree() {
        let step2 = measures::find("step2").unwrap();
        let cases = [
            (198, 152, "1.3026", None),
            (197, 152, "1.2961", Some("ロコモ度1")),
            (165, 150, "1.1000", Some("ロコモ度1")),
            (134, 149, "0.8993", Some("ロコモ度3")),
        ];
        for (length, height, ratio, degree) in cases {
            let value = two_step(length, height);
            assert_eq!(value.show(4), ratio);
            assert_eq!(step2.reached(value, None).last().map(|cut| cut.label), degree, "{ratio}");
        }
        assert_eq!(step2.show(two_step(134, 149)), "0.90");
    }

    #[test]
    fn syllables_per_second() {
        let per_second = |code, count| {
            let measure = measures::find(code).unwrap();
            MeasureRecord::performed(measure, "standard", &[Some(Reading::whole(count))]).value()
        };
        let (pa, ta, ka) = (per_second("odk_pa", 31), per_second("odk_ta", 30), per_second("odk_ka", 29));
        assert_eq!([pa, ta, ka].map(|value| value.unwrap().show(1)), ["6.2", "6.0", "5.8"]);
        assert_eq!(lowered_oral_motor(pa, ta, ka), Finding::Applies);
        assert_eq!(lowered_oral_motor(ta, ta, ta), Finding::DoesNotApply);
        assert_eq!(lowered_oral_motor(pa, ta, None), Finding::Undecided);
    }

    #[test]
    fn the_protocol_says_how_trials_become_a_value() {
        let grip = measures::find("grip").unwrap();
        let trials = [Some(201), Some(214), None, Some(190)].map(|t| t.map(Reading::tenths));
        let shown = |protocol, trials: &[_]| {
            MeasureRecord::performed(grip, protocol, trials).value().map(|value| value.show(2))
        };
        assert_eq!(shown("best", &trials).unwrap(), "21.40");
        assert_eq!(shown("mean_of_sides", &trials).unwrap(), "20.20");
        assert_eq!(shown("mean_of_sides", &[trials[0], trials[1], None, None]), None);
        assert_eq!(shown("unknown", &trials), None);
        let tug = measures::find("tug").unwrap();
        let record = MeasureRecord::performed(tug, "standard", &[98, 91].map(|t| Some(Reading::tenths(t))));
        assert_eq!(record.value().unwrap().show(1), "9.1");
    }

    #[test]
    fn typed_trials_are_answered_with_a_sentence() {
        let grip = measures::find("grip").unwrap();
        assert_eq!(parse_trial(grip, "２４．１"), Ok(Some(Reading::tenths(241))));
        assert_eq!(parse_trial(grip, "x").unwrap_err(), "握力は数字で入力してください。例：12.3");
        assert_eq!(
            parse_trial(grip, "24.15").unwrap_err(),
            "握力は小数第1位までで入力してください。例：12.3"
        );
        assert_eq!(parse_trial(grip, "-1").unwrap_err(), "握力は0以上の数を入力してください。");
        assert!(parse_trial(measures::find("sit_reach").unwrap(), "-8.5").is_ok());
        let teeth = measures::find("teeth").unwrap();
        assert_eq!(parse_trial(teeth, "20.5").unwrap_err(), "残存歯数は整数で入力してください。例：12");
    }

    #[test]
    fn a_stored_record_comes_back() {
        let measure = measures::find("tug").unwrap();
        let outcome = Outcome::NotPerformed { reason: Reason::Pain, note: "右ひざ".into() };
        let record = MeasureRecord { outcome, ..MeasureRecord::performed(measure, "standard", &[]) };
        let stored = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<MeasureRecord>(&stored).unwrap(), record);
        assert!(serde_json::from_str::<MeasureRecord>(&stored.replace("tug", "gut")).is_err());
        assert_eq!(record.value(), None);
    }
}
