//! The scenarios under `tests/programmes/`: each folder is a programme (its own `programme.toml`, or the preset of that
//! code), each other TOML file in it a scenario, and the JSON beside a scenario the answer it had when somebody last
//! looked at it. `UPDATE_SNAPSHOTS=1` writes the answers anew; what a scenario itself expects is always held.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::programmes::{check::check, presets, text};

/// Every programme with its scenarios, in the order of their names.
pub(super) fn programmes() -> Vec<(Definition, Vec<(PathBuf, Scenario)>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programmes");
    sorted(&root).into_iter().map(|folder| (programme(&folder), scenarios(&folder))).collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn programme(folder: &Path) -> Definition {
    let code = folder.file_name().unwrap().to_str().unwrap();
    match fs::read_to_string(folder.join("programme.toml")) {
        Ok(text) => text::read(&text).unwrap_or_else(|faults| panic!("{code}: {faults:#?}")),
        Err(_) => presets::by_code(code).unwrap_or_else(|| panic!("{code} is no preset")).clone(),
    }
}

fn scenarios(folder: &Path) -> Vec<(PathBuf, Scenario)> {
    let is_scenario = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "toml") && !path.ends_with("programme.toml")
    };
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let scenario = Scenario::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, scenario)
    };
    sorted(folder).into_iter().filter(is_scenario).map(read).collect()
}

/// The scenario that `docs/programmes.md` shows gives what it says there.
#[test]
fn the_documented_scenario_is_true() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/programmes.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, after) = page.split_once("\n## Scenarios\n").unwrap();
    let text = after.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let answer = simulate(presets::sendai(), &Scenario::read(text).unwrap());
    assert!(answer.expectations.len() == 2 && answer.is_as_expected(), "{:#?}", answer.expectations);
}

/// The published schema is what `kayoi programme schema` prints.
#[test]
fn the_published_schema_is_the_one_of_the_code() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/programme.schema.json");
    let now = serde_json::to_string_pretty(&crate::programmes::schema::schema()).unwrap() + "\n";
    if std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|value| value == "1") {
        fs::write(&published, &now).unwrap();
    }
    let kept = fs::read_to_string(&published).unwrap_or_default();
    assert!(kept == now, "docs/programme.schema.json is old. Run with UPDATE_SNAPSHOTS=1.");
}

#[test]
fn every_programme_under_test_makes_sense() {
    let faults = |(definition, _): (Definition, _)| (definition.code.clone(), check(&definition));
    let wrong: Vec<_> =
        programmes().into_iter().map(faults).filter(|(_, faults)| !faults.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_scenario_has_the_answer_it_had_before() {
    let renew = std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|value| value == "1");
    for (definition, scenarios) in programmes() {
        assert!(!scenarios.is_empty(), "{} has no scenario", definition.code);
        for (path, scenario) in scenarios {
            let now = serde_json::to_string_pretty(&simulate(&definition, &scenario)).unwrap() + "\n";
            let kept = path.with_extension("json");
            if renew {
                fs::write(&kept, &now).unwrap();
            }
            let before = fs::read_to_string(&kept).unwrap_or_default();
            assert!(
                now == before,
                "{} has another answer. Look at the difference, then run with UPDATE_SNAPSHOTS=1.",
                path.display()
            );
        }
    }
}

#[test]
fn every_scenario_expects_figures_and_finds_them() {
    let mut wrong = Vec::new();
    for (definition, scenarios) in programmes() {
        for (path, scenario) in scenarios {
            let answer = simulate(&definition, &scenario);
            assert!(!answer.expectations.is_empty(), "{} expects nothing", path.display());
            let unmet = answer.expectations.into_iter().filter(|one| !one.met);
            wrong.extend(unmet.map(|one| (definition.code.clone(), one)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Reading R2 of A4.4: the same quarter, paid once a month, with one word of the definition changed.
#[test]
fn the_other_reading_of_sendai_is_one_word_away() {
    let text = toml::to_string(presets::sendai()).unwrap();
    assert_eq!(text.matches("per = \"session\"").count(), 1);
    let definition: Definition =
        toml::from_str(&text.replace("per = \"session\"", "per = \"month\"")).unwrap();
    let (_, scenarios) =
        programmes().into_iter().find(|(definition, _)| definition.code == "sendai-frailty").unwrap();
    let (_, quarter) = scenarios.into_iter().find(|(path, _)| path.ends_with("quarter.toml")).unwrap();
    assert_eq!(simulate(&definition, &quarter).fees.unwrap().total, 92_000);
}

#[test]
fn nothing_asked_is_nothing_answered() {
    let answer = simulate(presets::meguro(), &Scenario::default());
    assert_eq!(
        serde_json::to_value(&answer).unwrap(),
        serde_json::json!({ "programme": "meguro-senior-club", "alerts": [] })
    );
}

#[test]
fn a_scenario_may_be_json_and_a_mistake_is_named() {
    let read = Scenario::read(r#" {"title": "試し", "places": {"enrolled": 3}}"#).unwrap();
    assert_eq!((read.title.as_str(), read.places.unwrap().enrolled), ("試し", 3));
    let wrong = Scenario::read(r#"{"people": {"a": {"facts": {"resident": "yes"}}}}"#).unwrap_err();
    assert!(wrong.starts_with("people.a.facts.resident："), "{wrong}");
    let wrong = Scenario::read("title = \"a\"\nplaces = { enroled = 3 }").unwrap_err();
    assert!(wrong.starts_with("2行目：") && wrong.contains("enroled"), "{wrong}");
}

#[test]
fn an_expectation_that_is_not_met_says_what_was_found() {
    let text =
        "places = { enrolled = 3 }\nexpect = { \"/places/turnout\" = \"cancel_course\", \"/nowhere\" = 1 }";
    let answer = simulate(presets::meguro(), &Scenario::read(text).unwrap());
    assert!(!answer.is_as_expected());
    let found: Vec<_> = answer.expectations.iter().map(|one| one.found.to_string()).collect();
    assert_eq!(found, ["null", "\"enough\""]);
}
