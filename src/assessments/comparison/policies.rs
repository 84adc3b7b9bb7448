//! 比べ方: the rules of comparison a programme lays down. Whoever compares asks them by instrument, so that page, sheet and
//! report judge a pair alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Policy, Rule};
use crate::{
    assessments::Reading,
    programmes::{self, definition::Measurement},
};

/// The policy of each planned instrument, by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies(BTreeMap<String, Policy>);

impl Policies {
    /// One that the programme doesn't plan is compared by its own rule.
    pub fn of(&self, instrument: &str) -> Policy {
        self.0.get(instrument).copied().unwrap_or_default()
    }
}

impl From<&Measurement> for Policies {
    fn from(measurement: &Measurement) -> Self {
        let planned = measurement.instruments.iter();
        let policy = |comparison| Policy { rule: Some(Rule::from(comparison)) };
        Self(planned.map(|one| (one.instrument.code().to_owned(), policy(one.comparison))).collect())
    }
}

impl From<programmes::definition::Comparison> for Rule {
    fn from(comparison: programmes::definition::Comparison) -> Self {
        use programmes::definition::Comparison;
        match comparison {
            Comparison::Exact => Self::Exact,
            Comparison::Absolute(by) => {
                Self::Absolute { by: Reading { thousandths: by.0.saturating_mul(10) } }
            }
            Comparison::Percent(percent) => Self::Percent { percent },
            Comparison::Category => Self::Category,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessments::{Answers, Change, compare, instruments, measures, physical::MeasureRecord},
        programmes::definition::Instrument,
    };

    fn policies(comparison: &str) -> Policies {
        let text = format!("instruments = [{{ instrument = \"grip\", comparison = {comparison} }}]");
        Policies::from(&toml::from_str::<Measurement>(&text).unwrap())
    }

    fn judged(policies: &Policies, code: &str, tenths: [i64; 2]) -> Change {
        let measure = measures::find(code).unwrap();
        let [pre, post] = tenths.map(|value| {
            let readings = [Some(Reading::tenths(value))];
            Answers::Measured(MeasureRecord::performed(measure, measure.protocols[0].id, &readings))
        });
        compare(Some(&pre), Some(&post), policies).change
    }

    #[test]
    fn each_instrument_is_judged_by_the_programmes_rule() {
        let cases = [
            ("\"exact\"", 201, Change::Improved),
            ("{ percent = 10 }", 219, Change::Kept),
            ("{ percent = 10 }", 220, Change::Improved),
            ("{ absolute = \"1.5\" }", 214, Change::Kept),
            ("{ absolute = \"1.5\" }", 185, Change::Worsened),
        ];
        for (comparison, post, change) in cases {
            assert_eq!(judged(&policies(comparison), "grip", [200, post]), change, "{comparison} {post}");
        }
        assert_eq!(judged(&policies("{ percent = 10 }"), "tug", [100, 101]), Change::Worsened, "not planned");
    }

    #[test]
    fn a_programme_lays_down_classes_only_where_some_are_published() {
        for instrument in Instrument::ALL {
            let yardstick = instruments::find(instrument.code()).unwrap().yardstick();
            assert_eq!(instrument.has_classes(), Rule::Category.fits(yardstick), "{}", instrument.code());
        }
    }
}
