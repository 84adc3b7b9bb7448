//! The months of a stay and which of them are full.

use std::collections::BTreeMap;

use time::Date;

use crate::{
    programmes::{
        definition::{Calendar, Places},
        term::month_of,
    },
    vocab::dates::{add_months, period_end, year_and_month},
};

/// The months of a stay from `on` without a free place, by name.
pub(super) fn full_months(
    calendar: &Calendar,
    places: Places,
    users: &BTreeMap<Date, u16>,
    on: Date,
) -> Vec<String> {
    let ends_on = period_end(on, u16::from(calendar.months));
    let of = |month: Date| users.iter().filter(|(day, _)| month_of(**day) == month).map(|(_, n)| *n).max();
    let months = (0..=i32::from(calendar.months))
        .map(|ahead| add_months(month_of(on), ahead))
        .take_while(|month| *month <= ends_on);
    months.filter(|month| places.free(of(*month).unwrap_or(0)) == 0).map(year_and_month).collect()
}
