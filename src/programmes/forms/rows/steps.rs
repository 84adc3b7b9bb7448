//! 段階: the tiers of a rule by the month's users, and its bands by length.

use super::{
    price::{self, Names},
    repeated::{row, rows, typed_rows},
};
use crate::{
    kit::form::Form,
    programmes::{
        definition::{HourBand, Tier},
        forms::{
            count,
            field::{Field, Kind},
            optional_count,
        },
    },
};

const MOST_USERS: i64 = 10_000;
const MOST_MINUTES: i64 = 1_440;

/// How a price is written is said once, in the first row.
fn explained(place: usize, field: Field) -> Field {
    let field = field.optional();
    if place == 0 { field } else { field.hint("") }
}

pub(super) fn tier_fields(path: &str, tiers: &[Tier]) -> Vec<Field> {
    let of_row = |place: usize| {
        let named = |field: &str| format!("{path}[{place}].{field}");
        let (step, hint) = row(place, tiers.len(), "段");
        [
            Field::heading(step.as_str()),
            Field::new(Kind::Number, named("from"), format!("{step}：何人から"))
                .unit("人")
                .optional()
                .hint(hint),
            Field::new(Kind::Number, named("to"), format!("{step}：何人まで"))
                .unit("人")
                .optional()
                .hint("上限がないときは空欄にします。"),
            explained(place, price::field(named("base"), format!("{step}：基本の額"))),
            price::field(named("each_further"), format!("{step}：この段の1人ごとに加える額"))
                .optional()
                .hint("加えないときは空欄にします。例：2,000円 または 契約：1人ごとの追加（円）"),
        ]
    };
    (0..rows(tiers.len())).flat_map(of_row).collect()
}

pub(super) fn fill_tiers(form: Form, path: &str, tiers: &[Tier]) -> Form {
    tiers.iter().enumerate().fold(form, |form, (place, tier)| {
        let named = |field: &str| format!("{path}[{place}].{field}");
        let to = if tier.to == u16::MAX { String::new() } else { tier.to.to_string() };
        form.with(&named("from"), tier.from.to_string())
            .with(&named("to"), to)
            .with(&named("base"), price::typed(&tier.base))
            .with(&named("each_further"), tier.each_further.as_ref().map(price::typed).unwrap_or_default())
    })
}

/// The typed tiers, fewest users first.
pub(super) fn read_tiers(
    form: &mut Form,
    path: &str,
    stored: &[Tier],
    names: &mut Names,
) -> Option<Vec<Tier>> {
    let fields = ["from", "to", "base", "each_further"];
    let mut tiers = typed_rows(form, path, &fields, rows(stored.len()), |form, name, place| {
        read_tier(form, name, stored.get(place), names)
    })?;
    tiers.sort_by_key(|tier| tier.from);
    Some(tiers)
}

fn read_tier(form: &mut Form, name: &str, stored: Option<&Tier>, names: &mut Names) -> Option<Tier> {
    let blank = price::blank();
    let from = count(form, &format!("{name}.from"), "何人から", MOST_USERS);
    let to: Option<Option<u16>> = optional_count(form, &format!("{name}.to"), "何人まで", MOST_USERS);
    let stood = stored.map_or(&blank, |tier| &tier.base);
    let base = price::read(form, &format!("{name}.base"), "基本の額", stood, names);
    let each = format!("{name}.each_further");
    let each_further = if form.value(&each).trim().is_empty() {
        Some(None)
    } else {
        let stood = stored.and_then(|tier| tier.each_further.as_ref()).unwrap_or(&blank);
        price::read(form, &each, "1人ごとに加える額", stood, names).map(Some)
    };
    Some(Tier { from: from?, to: to?.unwrap_or(u16::MAX), base: base?, each_further: each_further? })
}

pub(super) fn band_fields(path: &str, bands: &[HourBand]) -> Vec<Field> {
    let of_row = |place: usize| {
        let named = |field: &str| format!("{path}[{place}].{field}");
        let (band, hint) = row(place, bands.len(), "区分");
        [
            Field::heading(band.as_str()),
            Field::new(Kind::Number, named("to_minutes"), format!("{band}：何分まで"))
                .unit("分")
                .optional()
                .hint(hint),
            explained(place, price::field(named("price"), format!("{band}：1回の額"))),
        ]
    };
    (0..rows(bands.len())).flat_map(of_row).collect()
}

pub(super) fn fill_bands(form: Form, path: &str, bands: &[HourBand]) -> Form {
    bands.iter().enumerate().fold(form, |form, (place, band)| {
        form.with(&format!("{path}[{place}].to_minutes"), band.to_minutes.to_string())
            .with(&format!("{path}[{place}].price"), price::typed(&band.price))
    })
}

/// The typed bands, shortest first.
pub(super) fn read_bands(
    form: &mut Form,
    path: &str,
    stored: &[HourBand],
    names: &mut Names,
) -> Option<Vec<HourBand>> {
    let blank = price::blank();
    let mut bands =
        typed_rows(form, path, &["to_minutes", "price"], rows(stored.len()), |form, name, place| {
            let to_minutes = count(form, &format!("{name}.to_minutes"), "何分まで", MOST_MINUTES);
            let stood = stored.get(place).map_or(&blank, |band| &band.price);
            let price = price::read(form, &format!("{name}.price"), "1回の額", stood, names);
            Some(HourBand { to_minutes: to_minutes?, price: price? })
        })?;
    bands.sort_by_key(|band| band.to_minutes);
    Some(bands)
}
