//! One section as a text of its own, for the editor: printed from a definition, and read back into it.

use serde::Serialize;
use std::collections::BTreeMap;
use toml::de::DeTable;

use super::{MOST_FAULTS, check, decode, distinct, line_of, offset_of, print, too_large, unparsed};
use crate::programmes::{definition::Definition, fault::Fault};

/// The section as TOML. Empty when the section isn't written; [`read_section`] gives the same definition back.
///
/// # Errors
/// The sentence for a value that TOML can't hold.
pub fn print_section(definition: &Definition, section: &str) -> Result<String, Fault> {
    let d = definition;
    match section {
        "code" => one(section, &d.code),
        "name" => one(section, &d.name),
        "source" => one(section, &d.source),
        "style" => one(section, &d.style),
        "information_items" => one(section, &d.information_items),
        "most_years" => maybe(section, d.most_years.as_ref()),
        "goals" => many(section, &d.goals),
        "stages" => many(section, &d.stages),
        "eligibility" => one(section, &d.eligibility),
        "screenings" => many(section, &d.screenings),
        "consents" => many(section, &d.consents),
        "calendar" => one(section, &d.calendar),
        "places" => one(section, &d.places),
        "cancellation" => one(section, &d.cancellation),
        "staffing" => many(section, &d.staffing),
        "venue" => one(section, &d.venue),
        "add_ons" => many(section, &d.add_ons),
        "measurement" => one(section, &d.measurement),
        "questionnaires" => many(section, &d.questionnaires),
        "absences" => one(section, &d.absences),
        "guidance" => maybe(section, d.guidance.as_ref()),
        "fees" => many(section, &d.fees),
        "user_fees" => many(section, &d.user_fees),
        "reports" => many(section, &d.reports),
        "filings" => many(section, &d.filings),
        "documents" => many(section, &d.documents),
        _ => Ok(String::new()),
    }
}

fn one(section: &str, value: &impl Serialize) -> Result<String, Fault> {
    toml::to_string_pretty(&BTreeMap::from([(section, value)]))
        .map_err(|_| Fault::new(section, "TOMLで書けない値があります。文字や数を確かめてください。"))
}

fn maybe(section: &str, value: Option<&impl Serialize>) -> Result<String, Fault> {
    value.map_or_else(|| Ok(String::new()), |value| one(section, value))
}

fn many(section: &str, values: &[impl Serialize]) -> Result<String, Fault> {
    if values.is_empty() { Ok(String::new()) } else { one(section, &values) }
}

/// The definition with this section as the text says it. An empty text leaves the section out.
///
/// # Errors
/// What keeps the text from being this section, with lines of this text.
pub fn read_section(definition: &Definition, section: &str, text: &str) -> Result<Definition, Vec<Fault>> {
    if let Some(fault) = too_large(text) {
        return Err(vec![fault]);
    }
    let (mut typed, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(unparsed(text, &errors));
    }
    let strangers: Vec<Fault> = typed
        .get_ref()
        .iter()
        .filter(|(key, _)| key.get_ref() != section)
        .take(MOST_FAULTS)
        .map(|(key, _)| Fault {
            line: Some(line_of(text, key.span().start)),
            ..Fault::new(key.get_ref().as_ref(), format!("ここには「{section}」だけを書いてください。"))
        })
        .collect();
    if !strangers.is_empty() {
        return Err(distinct(strangers));
    }
    let printed = print(definition).map_err(|fault| vec![fault])?;
    let Ok(mut whole) = DeTable::parse(&printed) else { return Err(vec![Fault::new("", UNREADABLE)]) };
    whole.get_mut().remove(section);
    if let Some((key, value)) = typed.get_mut().remove_entry(section) {
        whole.get_mut().insert(key, value);
    }
    decode::sections(text, whole)
}

const UNREADABLE: &str = "ほかの部分を読み取れません。下書きを作り直してください。";

/// The faults of the definition's meaning that lie in one of these sections, with the lines of the text when it is given.
pub fn faults_in(definition: &Definition, sections: &[&str], text: Option<&str>) -> Vec<Fault> {
    let table = text.and_then(|text| Some((text, DeTable::parse(text).ok()?)));
    let mut faults = check::check(definition);
    faults.retain(|fault| sections.contains(&section_of(&fault.path)));
    if let Some((text, table)) = table {
        for fault in &mut faults {
            fault.line = Some(line_of(text, offset_of(&table, &fault.path)));
        }
    }
    faults
}

/// The section a field lies in.
pub fn section_of(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{presets, sample, wording};

    #[test]
    fn every_section_of_every_preset_printed_and_read_again_is_the_same() {
        for preset in presets::all() {
            for (section, _) in wording::sections() {
                let text = print_section(preset, section).unwrap();
                let read = read_section(preset, section, &text);
                assert_eq!(read.as_ref(), Ok(preset), "{} {section}\n{text}", preset.code);
            }
        }
    }

    #[test]
    fn one_section_changes_and_the_others_stay() {
        let changed =
            read_section(&sample(), "places", "[places]\ncounted = \"per_course\"\ncapacity = 7").unwrap();
        assert_eq!(changed.places.capacity, 7);
        assert_eq!(Definition { places: sample().places, ..changed }, sample());
        let without = read_section(presets::meguro(), "goals", " \n").unwrap();
        assert!(without.goals.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_in_the_section() {
        let first = |section: &str, text: &str| {
            let fault = read_section(&sample(), section, text).unwrap_err().remove(0);
            (fault.line, fault.path)
        };
        let twenty = "[places]\ncounted = \"per_course\"\ncapacity = \"二十\"";
        assert_eq!(first("places", twenty), (Some(3), "places.capacity".to_owned()));
        assert_eq!(first("places", "name = \"別\"\n").0, Some(1));
        assert_eq!(first("places", "[places\n").0, Some(1));
        assert_eq!(first("places", "").1, "places", "a section that must be there");
        let deep = format!("places = {}1{}", "[".repeat(500), "]".repeat(500));
        assert!(first("places", &deep).0.is_some());
    }

    #[test]
    fn faults_of_the_meaning_stand_at_their_line() {
        let text = "[calendar]\nmonths = 2\nminutes = 90\nsessions = { least = 12, most = 12 }\nrhythm = { per = \"week\", least = 1, most = 1 }\n";
        let draft = read_section(&sample(), "calendar", text).unwrap();
        let faults = faults_in(&draft, &["calendar"], Some(text));
        assert_eq!((faults[0].path.as_str(), faults[0].line), ("calendar.sessions", Some(4)));
        assert_eq!(faults_in(&draft, &["places"], None), []);
    }
}
