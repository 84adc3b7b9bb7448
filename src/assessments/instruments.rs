//! Instruments 評価の項目 as data, found by code: three questionnaires and every measure of the catalogue.
//! Which of them belong to a programme is decided by the programme.

use super::comparison::Rule;
use super::measures::{self, Aggregation, Direction, Entry, MEASURES, Measure, Protocol};
use super::reading::Reading;
use super::{checklist, sarc_f, self_health};

/// Something that is asked or measured, at one time, with one set of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instrument {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: Kind,
}

/// What an instrument consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Checklist { items: &'static [checklist::Item] },
    SarcF { items: &'static [sarc_f::Item] },
    SelfHealth { scale: &'static self_health::Scale },
    Measurement(&'static Measure),
}

pub static CHECKLIST: Instrument = Instrument {
    code: "kcl",
    name: "基本チェックリスト",
    kind: Kind::Checklist { items: &checklist::ITEMS },
};

pub static SARC_F: Instrument =
    Instrument { code: "sarc_f", name: "SARC-F", kind: Kind::SarcF { items: &sarc_f::ITEMS } };

pub static SELF_HEALTH: Instrument = Instrument {
    code: "health",
    name: "主観的健康感",
    kind: Kind::SelfHealth { scale: &self_health::FIVE_STEPS },
};

/// Every instrument: questionnaires first, then the measures in catalogue order.
pub fn all() -> impl Iterator<Item = Instrument> {
    [CHECKLIST, SARC_F, SELF_HEALTH].into_iter().chain(MEASURES.iter().map(Instrument::from))
}

/// The instrument of that code.
pub fn find(code: &str) -> Option<Instrument> {
    [CHECKLIST, SARC_F, SELF_HEALTH]
        .into_iter()
        .find(|instrument| instrument.code == code)
        .or_else(|| measures::find(code).map(Instrument::from))
}

impl From<&'static Measure> for Instrument {
    fn from(measure: &'static Measure) -> Self {
        Self { code: measure.code, name: measure.name, kind: Kind::Measurement(measure) }
    }
}

impl Instrument {
    /// The measure by which two sets of answers are compared.
    pub fn yardstick(&self) -> &'static Measure {
        match self.kind {
            Kind::Checklist { .. } => &CHECKLIST_TOTAL,
            Kind::SarcF { .. } => &SARC_F_TOTAL,
            Kind::SelfHealth { .. } => &HEALTH_RANK,
            Kind::Measurement(measure) => measure,
        }
    }
}

/// The points over all 25 items; fewer is better.
pub static CHECKLIST_TOTAL: Measure = score("kcl", "基本チェックリストの合計", "点", 0, 25);

/// The SARC-F points; fewer is better.
pub static SARC_F_TOTAL: Measure = score("sarc_f", "SARC-Fの合計", "点", 0, 10);

/// The rank on the scale of 主観的健康感; 1 is best.
pub static HEALTH_RANK: Measure = score("health", "主観的健康感", "", 1, 5);

const fn score(code: &'static str, name: &'static str, unit: &'static str, low: i64, high: i64) -> Measure {
    Measure {
        code,
        name,
        unit,
        decimals: 0,
        direction: Direction::LowerIsBetter,
        soft_range: (Reading::whole(low), Reading::whole(high)),
        range_is_scale: true,
        entry: Entry::Direct,
        trials: &["点数"],
        protocols: &[Protocol { id: "standard", name: "標準", aggregation: Aggregation::Best, cap: None }],
        course_m: None,
        cut_offs: &[],
        comparison: Rule::Exact,
        other_comparisons: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instrument_is_found_by_its_own_code() {
        for instrument in all() {
            assert_eq!(find(instrument.code), Some(instrument));
            assert_eq!(instrument.yardstick().code, instrument.code);
        }
        assert_eq!(all().count(), 31);
        assert_eq!(find("weather"), None);
    }
}
