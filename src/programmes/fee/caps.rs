//! 上限: so many times or so many yen in a month or in the whole contract, oldest first.

use std::collections::BTreeMap;

use time::Date;

use super::facts::SoFar;
use super::money::yen;
use super::span::Span;
use super::statement::Remark;
use super::unit::Unit;
use crate::programmes::definition::{Cap, CapSpan};

/// What a rule paid until now.
#[derive(Debug, Default)]
pub(in crate::programmes) struct Paid {
    contract: SoFar,
    months: BTreeMap<Date, SoFar>,
}

/// What a cap takes away from a unit, in a sentence.
pub(in crate::programmes) struct Cut {
    pub on: Date,
    pub remark: Remark,
}

impl Paid {
    pub fn before(so_far: SoFar) -> Self {
        Self { contract: so_far, months: BTreeMap::new() }
    }

    /// What the contract paid, by now.
    pub fn in_contract(&self) -> SoFar {
        self.contract
    }

    /// The units that are still paid, in their order, and what was cut. A unit that fits only in part is paid in part.
    pub fn limit(&mut self, cap: Option<Cap>, units: Vec<Unit>) -> (Vec<Unit>, Vec<Cut>) {
        let (mut kept, mut cuts) = (Vec::new(), Vec::new());
        for unit in units {
            let (on, name, rows) = (unit.on, unit.name.clone(), unit.rows.clone());
            let (unit, sentence) = match cap {
                Some(cap) => apply(cap, self.in_span(cap.span, on), unit),
                None => (Some(unit), None),
            };
            if let Some(sentence) = sentence {
                cuts.push(Cut { on, remark: Remark::new(format!("{name}は、{sentence}"), rows) });
            }
            if let Some(unit) = unit {
                self.add(&unit);
                kept.push(unit);
            }
        }
        (kept, cuts)
    }

    fn in_span(&self, span: CapSpan, on: Date) -> SoFar {
        match span {
            CapSpan::Month => self.months.get(&Span::month_of(on).from).copied().unwrap_or_default(),
            CapSpan::Contract => self.contract,
        }
    }

    fn add(&mut self, unit: &Unit) {
        let month = self.months.entry(Span::month_of(unit.on).from).or_default();
        for paid in [month, &mut self.contract] {
            paid.times = paid.times.saturating_add(1);
            paid.yen = paid.yen.saturating_add(unit.yen);
        }
    }
}

fn apply(cap: Cap, paid: SoFar, unit: Unit) -> (Option<Unit>, Option<String>) {
    let span = cap.span.label();
    if let Some(times) = cap.times.filter(|times| paid.times >= u32::from(*times)) {
        return (None, Some(format!("{span}{times}回までの決まりのため、支払いの対象になりません。")));
    }
    let Some(most) = cap.yen else { return (Some(unit), None) };
    let room = most.max(0).saturating_sub(paid.yen.max(0)).max(0);
    if unit.yen <= room {
        return (Some(unit), None);
    }
    let rule = format!("{span}{}までの決まりのため、", yen(most));
    if room == 0 {
        return (None, Some(format!("{rule}支払いの対象になりません。")));
    }
    let sentence = format!("{rule}{}のうち{}だけを支払います。", yen(unit.yen), yen(room));
    let derivation = format!("上限までの残り：{}", yen(room));
    (Some(unit.derived(room, derivation)), Some(sentence))
}

impl CapSpan {
    /// `1か月に`, to be followed by a number.
    pub fn label(self) -> &'static str {
        match self {
            Self::Month => "1か月に",
            Self::Contract => "契約期間を通じて",
        }
    }
}
