//! 町丁目の一覧: the districts of a centre, one a line as a ward has them in its own list.

use std::collections::BTreeSet;

use thiserror::Error;

/// Longest name in characters, and most names of one centre.
const LONGEST: usize = 60;
const MOST: usize = 1000;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DistrictProblem {
    #[error("担当地区の{line}行目が長すぎます（60文字まで）。1行に1つの町丁目を入力してください。")]
    TooLong { line: usize },
    #[error("担当地区は1000行まで入力できます。")]
    TooMany,
    #[error("「{name}」が2回入っています。どちらかを消してください。")]
    Twice { name: String },
    #[error("担当地区の{line}行目に使えない文字が入っています。消してから、もう一度入力してください。")]
    Foreign { line: usize },
}

/// The names in the order typed. Blank lines are left out; blanks, 読点 and commas at the ends of a name go.
///
/// # Errors
/// The first [`DistrictProblem`].
pub fn read(text: &str) -> Result<Vec<String>, DistrictProblem> {
    let mut names: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (number, line) in text.lines().enumerate() {
        let name = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，'));
        if name.is_empty() {
            continue;
        }
        if name.chars().any(char::is_control) {
            return Err(DistrictProblem::Foreign { line: number + 1 });
        }
        if name.chars().count() > LONGEST {
            return Err(DistrictProblem::TooLong { line: number + 1 });
        }
        if !seen.insert(name.to_owned()) {
            return Err(DistrictProblem::Twice { name: name.to_owned() });
        }
        names.push(name.to_owned());
    }
    if names.len() > MOST { Err(DistrictProblem::TooMany) } else { Ok(names) }
}

/// What a new list changes: names to add, and names to take away.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

/// Compares a list with the one stored.
pub fn change(stored: &[String], wanted: &[String]) -> Change {
    let missing = |from: &[String], name: &&String| !from.contains(name);
    Change {
        added: wanted.iter().filter(|name| missing(stored, name)).cloned().collect(),
        removed: stored.iter().filter(|name| missing(wanted, name)).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn one_name_a_line_in_any_tidy_or_untidy_form() {
        let text = "中央町一丁目\r\n　中央町二丁目、\r\n\r\n碑文谷1丁目,";
        assert_eq!(read(text), Ok(names(&["中央町一丁目", "中央町二丁目", "碑文谷1丁目"])));
        assert_eq!(read(" \n　"), Ok(Vec::new()));
    }

    #[test]
    fn a_name_twice_a_long_one_and_a_control_character_are_refused() {
        assert_eq!(read("中町\n中町"), Err(DistrictProblem::Twice { name: "中町".into() }));
        assert_eq!(read(&format!("中町\n{}", "長".repeat(61))), Err(DistrictProblem::TooLong { line: 2 }));
        assert_eq!(read("中\u{7}町"), Err(DistrictProblem::Foreign { line: 1 }));
        let many: String = (0..1001).map(|n| format!("{n}\n")).collect();
        assert_eq!(read(&many), Err(DistrictProblem::TooMany));
    }

    #[test]
    fn only_what_differs_changes() {
        let change = change(&names(&["一", "二"]), &names(&["二", "三"]));
        assert_eq!(change, Change { added: names(&["三"]), removed: names(&["一"]) });
    }
}
