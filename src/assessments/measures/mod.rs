//! Measures: the physical, oral and cognitive tests and their properties (A3.1).

use super::comparison::Rule;
use super::reading::{Reading, Value};

mod catalogue;

pub use catalogue::MEASURES;

/// Which way a value gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    HigherIsBetter,
    LowerIsBetter,
    /// A vital sign: neither end is better, so it is never compared.
    Neither,
}

/// What is typed for one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The value itself.
    Direct,
    /// A count in five seconds; the value is the count per second.
    CountInFiveSeconds,
    /// The length of two steps in centimetres; the value is its ratio to the body height.
    TwoSteps,
}

/// How several trials become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// The best of all trials, in the measure's direction.
    Best,
    Mean,
    /// The mean of the best right and the best left trial; the first half of the trials is the right side.
    MeanOfSides,
}

/// One way of carrying a test out. Values under different protocols are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protocol {
    pub id: &'static str,
    pub name: &'static str,
    pub aggregation: Aggregation,
    /// The test is stopped at this value.
    pub cap: Option<Reading>,
}

/// What a cut-off is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    Value,
    /// Metres per second, for a measure that times a course.
    Speed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Below(Reading),
    AtLeast(Reading),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// A published reference line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff {
    pub quantity: Quantity,
    pub limit: Limit,
    /// The people it is meant for; `None` is everybody.
    pub sex: Option<Sex>,
    pub label: &'static str,
    /// Confirmed against a published source. Others are kept for reference and never judged.
    pub confirmed: bool,
}

/// A measure. Cut-offs on one quantity are listed from mild to severe.
#[derive(Debug, PartialEq, Eq)]
pub struct Measure {
    pub code: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    /// Digits after the point of a recorded value.
    pub decimals: u8,
    pub direction: Direction,
    /// Values outside are asked about again.
    pub soft_range: (Reading, Reading),
    /// The range is the scale itself: values outside are refused.
    pub range_is_scale: bool,
    pub entry: Entry,
    /// The name of each trial, in form order.
    pub trials: &'static [&'static str],
    /// The ways it is done; the first is the default.
    pub protocols: &'static [Protocol],
    /// Length of the course in metres, for a timed walk.
    pub course_m: Option<u8>,
    pub cut_offs: &'static [CutOff],
    /// The rule used unless the ward chooses another.
    pub comparison: Rule,
    /// Other rules with published support.
    pub other_comparisons: &'static [Rule],
}

impl Measure {
    /// Whether an aid (a stick) can change the value.
    pub fn asks_for_aid(&self) -> bool {
        matches!(self.code, "tug" | "step2" | "ols_open") || self.course_m.is_some()
    }

    pub fn protocol(&self, id: &str) -> Option<&'static Protocol> {
        self.protocols.iter().find(|protocol| protocol.id == id)
    }

    /// Unit and decimals of what is typed for one trial.
    pub fn typed_as(&self) -> (&'static str, u8) {
        match self.entry {
            Entry::Direct => (self.unit, self.decimals),
            Entry::CountInFiveSeconds => ("回", 0),
            Entry::TwoSteps => ("cm", 1),
        }
    }

    /// The value with its unit.
    pub fn show(&self, value: Value) -> String {
        format!("{}{}", value.show(self.decimals), self.unit)
    }

    /// Metres per second of a timed walk.
    pub fn speed(&self, value: Value) -> Option<Value> {
        Value::quotient(Value::from(Reading::whole(i64::from(self.course_m?))), value)
    }

    /// The confirmed cut-offs that the unrounded value meets, from mild to severe.
    pub fn reached(&self, value: Value, sex: Option<Sex>) -> Vec<&'static CutOff> {
        let for_person = |cut: &&CutOff| cut.confirmed && (cut.sex.is_none() || cut.sex == sex);
        self.cut_offs.iter().filter(for_person).filter(|cut| self.meets(cut, value)).collect()
    }

    fn meets(&self, cut: &CutOff, value: Value) -> bool {
        let quantity = match cut.quantity {
            Quantity::Value => Some(value),
            Quantity::Speed => self.speed(value),
        };
        quantity.is_some_and(|quantity| match cut.limit {
            Limit::Below(limit) => quantity < Value::from(limit),
            Limit::AtLeast(limit) => quantity >= Value::from(limit),
        })
    }

    pub fn is_outside_soft_range(&self, value: Value) -> bool {
        let (low, high) = self.soft_range;
        value < Value::from(low) || value > Value::from(high)
    }
}

/// The measure of that code.
pub fn find(code: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_consistent() {
        for (index, measure) in MEASURES.iter().enumerate() {
            let code = measure.code;
            assert!(MEASURES[..index].iter().all(|other| other.code != code), "{code} twice");
            assert!(measure.soft_range.0 < measure.soft_range.1, "{code}");
            assert!(!measure.protocols.is_empty() && !measure.trials.is_empty(), "{code}");
            for protocol in measure.protocols {
                let sides = protocol.aggregation == Aggregation::MeanOfSides;
                assert!(!sides || measure.trials.len().is_multiple_of(2), "{code}");
            }
            let speeds = measure.cut_offs.iter().any(|cut| cut.quantity == Quantity::Speed);
            assert!(!speeds || measure.course_m.is_some(), "{code}");
            let vital = measure.direction == Direction::Neither;
            assert_eq!(vital, matches!(code, "bp_sys" | "bp_dia" | "pulse"), "{code}");
        }
    }

    #[test]
    fn every_measure_of_the_reference_is_there() {
        let codes = "grip ols_open tug walk5_u walk5_m walk10_u walk10_m scs5 cs30 step2 sit_reach fr odk_pa odk_ta \
            odk_ka rsst chew_glu chew_score chew_gum tongue teeth mmse hdsr moca mpi bp_sys bp_dia pulse";
        assert!(codes.split_whitespace().eq(MEASURES.iter().map(|measure| measure.code)));
    }

    #[test]
    fn limits_are_strict_and_depend_on_sex() {
        let grip = find("grip").unwrap();
        let hits = |tenths, sex| grip.reached(Reading::tenths(tenths).into(), sex).len();
        assert_eq!((hits(279, Some(Sex::Male)), hits(280, Some(Sex::Male))), (1, 0));
        assert_eq!((hits(179, Some(Sex::Female)), hits(180, Some(Sex::Female))), (1, 0));
        assert_eq!(hits(10, None), 0);
    }

    #[test]
    fn unconfirmed_cut_offs_are_never_judged() {
        assert!(find("rsst").unwrap().reached(Value::ZERO, None).is_empty());
        assert_eq!(find("tug").unwrap().reached(Reading::whole(30).into(), None).len(), 2);
    }
}
