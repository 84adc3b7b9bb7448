//! 定義の読み書き: from TOML to a definition and back. What can't be read is said as a sentence with the field and the
//! line. The text may come from anyone: its size and depth are limited before it is parsed.

mod decode;
mod depth;
mod section;
#[cfg(test)]
mod tests;
mod upload;
pub(super) mod words;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{check, definition::Definition, fault::Fault};

pub use section::{faults_in, print_section, read_section, section_of};
pub use upload::text_of;

/// Largest text, in bytes. The largest preset has about a twentieth of it.
pub const MOST_BYTES: usize = 256 * 1024;

/// Most faults told at once.
const MOST_FAULTS: usize = 100;

/// Reads a definition. It is whole, but whether it makes sense is said by [`check::check`].
///
/// # Errors
/// What keeps the text from being a definition: every fault of its writing, otherwise the first of each section.
pub fn read(text: &str) -> Result<Definition, Vec<Fault>> {
    if let Some(fault) = too_large(text) {
        return Err(vec![fault]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() { decode::sections(text, table) } else { Err(unparsed(text, &errors)) }
}

/// The fault of a text that is too long or too deep to be parsed.
fn too_large(text: &str) -> Option<Fault> {
    if text.len() > MOST_BYTES {
        let sentence = format!(
            "定義が大きすぎます（{}KB）。{}KBまでにしてください。",
            text.len().div_ceil(1024),
            MOST_BYTES / 1024
        );
        return Some(Fault::new("", sentence));
    }
    let line = depth::too_deep(text)?;
    let sentence = format!("入れ子が深すぎます。{}段までにしてください。", depth::MOST_LEVELS);
    Some(Fault { line: Some(line), ..Fault::new("", sentence) })
}

/// Every fault of a text: those that keep it from being read, otherwise those of its meaning, with their lines.
pub fn faults(text: &str) -> Vec<Fault> {
    whole(text).err().unwrap_or_default()
}

/// The definition of a text with which nothing is wrong.
///
/// # Errors
/// What [`faults`] says.
pub fn whole(text: &str) -> Result<Definition, Vec<Fault>> {
    let definition = read(text)?;
    let mut faults = check::check(&definition);
    if faults.is_empty() {
        return Ok(definition);
    }
    faults.truncate(MOST_FAULTS);
    if let Ok(table) = DeTable::parse(text) {
        for fault in &mut faults {
            fault.line = Some(line_of(text, offset_of(&table, &fault.path)));
        }
    }
    Err(faults)
}

/// The definition as TOML; [`read`] gives the same back.
///
/// # Errors
/// The sentence for a value that TOML can't hold.
pub fn print(definition: &Definition) -> Result<String, Fault> {
    toml::to_string_pretty(definition)
        .map_err(|_| Fault::new("", "TOMLで書けない値があります。文字や数を確かめてください。"))
}

/// In the order of the text, without repetitions.
fn distinct(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| fault.line);
    faults.dedup();
    faults.truncate(MOST_FAULTS);
    faults
}

/// The first faults of the writing. Finding a line reads the text, so no more are looked up than are told.
fn unparsed(text: &str, errors: &[toml::de::Error]) -> Vec<Fault> {
    let mut errors: Vec<&toml::de::Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    distinct(errors.into_iter().take(MOST_FAULTS).map(|error| fault(text, "", error)).collect())
}

fn fault(text: &str, path: &str, error: &toml::de::Error) -> Fault {
    let line = error.span().map(|span| line_of(text, span.start));
    Fault { path: path.to_owned(), line, sentence: words::sentence(error.message()) }
}

/// The line of a byte, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Where the field stands in the text; the nearest thing around it when it isn't written.
fn offset_of(table: &Spanned<DeTable<'_>>, path: &str) -> usize {
    let steps: Vec<&str> = path.split(['.', '[', ']']).filter(|step| !step.is_empty()).collect();
    let Some((first, rest)) = steps.split_first() else { return 0 };
    let Some((key, mut value)) = table.get_ref().get_key_value(*first) else { return 0 };
    let mut offset = key.span().start;
    for step in rest {
        let found = match value.get_ref() {
            DeValue::Table(table) => table.get_key_value(*step).map(|(key, value)| (key.span().start, value)),
            DeValue::Array(array) => {
                step.parse().ok().and_then(|at: usize| array.get(at)).map(|value| (value.span().start, value))
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => None,
        };
        let Some((at, inner)) = found else { break };
        (offset, value) = (at, inner);
    }
    offset
}
