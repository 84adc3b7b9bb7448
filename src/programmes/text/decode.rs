//! Decoding with the first fault of every section. Where one can't be read, a plain one takes its place, so that the faults
//! of the others are found at the same time.

use std::collections::BTreeSet;

use toml::{Spanned, de::DeTable};

use super::{distinct, fault};
use crate::programmes::{check, definition::Definition, fault::Fault};

/// The sections every definition has, as plain as they can be.
const PLAIN: &str = r#"
code = "plain"
name = "plain"
source = "plain"
style = "course"
information_items = []
eligibility = { rule = "resident" }
calendar = { rhythm = { per = "week", least = 1, most = 1 }, months = 1, minutes = 1 }
places = { counted = "per_course", capacity = 1 }
measurement = {}
"#;

/// Most sections looked at for a fault of their own; each costs a reading of the whole. There are fewer sections.
const MOST_READINGS: usize = 30;

/// The definition of a parsed text, or the faults of its sections, or what is too much in it.
pub(super) fn sections(text: &str, mut table: Spanned<DeTable<'_>>) -> Result<Definition, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut mended = BTreeSet::new();
    loop {
        let error = match serde_path_to_error::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(definition) if faults.is_empty() => return of_size(definition),
            Ok(_) => break,
            Err(error) => error,
        };
        let path = place(&error.path().to_string(), error.inner().message());
        faults.push(fault(text, &path, error.inner()));
        let section = path.split(['.', '[']).next().map(str::to_owned);
        let Some(section) = section.filter(|section| mended.insert(section.clone())) else { break };
        if mended.len() == MOST_READINGS {
            break;
        }
        mend(&mut table, &section);
    }
    Err(distinct(faults))
}

fn of_size(definition: Definition) -> Result<Definition, Vec<Fault>> {
    let large = check::size(&definition);
    if large.is_empty() { Ok(definition) } else { Err(distinct(large)) }
}

/// The path of the field, of the one that is missing where one is.
fn place(path: &str, message: &str) -> String {
    let path = if path == "." { "" } else { path };
    match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some(missing) if path.is_empty() => missing.to_owned(),
        Some(missing) => format!("{path}.{missing}"),
        None => path.to_owned(),
    }
}

/// Puts the plain section in the place of the one that can't be read, or leaves it out.
fn mend(table: &mut Spanned<DeTable<'_>>, section: &str) {
    table.get_mut().remove(section);
    let Ok(plain) = DeTable::parse(PLAIN) else { return };
    if let Some((key, value)) = plain.into_inner().remove_entry(section) {
        table.get_mut().insert(key, value);
    }
}
