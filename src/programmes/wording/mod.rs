//! 言い方: a whole definition in plain Japanese, section by section in the editor's order. Rules say their own sentences;
//! here they are put together, with the words for everything that is no rule.

mod money;
mod papers;
mod people;
mod sheets;
#[cfg(test)]
mod tests;
mod words;
mod work;

use serde::Serialize;

pub(crate) use money::{fee_rule, schedule};
pub(crate) use sheets::test as answer_words;
pub(crate) use work::cause;

use super::definition::Definition;

/// The sections of a definition by their field, in the editor's order.
const TITLES: [(&str, &str); 26] = [
    ("code", "コード"),
    ("name", "名称"),
    ("source", "出典"),
    ("style", "事業の形"),
    ("information_items", "情報項目"),
    ("most_years", "続けられる年度"),
    ("goals", "目標"),
    ("stages", "段階"),
    ("eligibility", "対象者"),
    ("screenings", "体調確認"),
    ("consents", "同意"),
    ("calendar", "日程"),
    ("places", "定員"),
    ("cancellation", "中止"),
    ("staffing", "人員"),
    ("venue", "会場"),
    ("add_ons", "加算プログラム"),
    ("measurement", "評価"),
    ("questionnaires", "アンケート"),
    ("absences", "欠席"),
    ("guidance", "保健指導"),
    ("fees", "委託料"),
    ("user_fees", "利用者負担"),
    ("reports", "報告"),
    ("filings", "提出書類"),
    ("documents", "書類"),
];

/// A section in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The section's field in the definition.
    pub section: &'static str,
    pub title: &'static str,
    pub lines: Vec<Line>,
}

/// One line of a section. What belongs under the line before is indented by a wide space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What the line is about, by codes and not by position, as `staffing[instructor]`: the same in two versions.
    pub about: String,
    pub text: String,
}

/// The Japanese title of a section, by its field.
pub fn title(field: &str) -> Option<&'static str> {
    TITLES.iter().find(|(known, _)| *known == field).map(|(_, title)| *title)
}

/// Every section's field and title, in the editor's order.
pub fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    TITLES.into_iter()
}

/// The definition in words. Every section is there; an empty one says so.
pub fn preview(definition: &Definition) -> Vec<Passage> {
    TITLES
        .into_iter()
        .filter(|(section, _)| *section != "code")
        .map(|(section, title)| Passage { section, title, lines: lines(definition, section) })
        .collect()
}

fn lines(definition: &Definition, section: &str) -> Vec<Line> {
    let mut lines = Lines::default();
    match section {
        "name" => lines.say(section, definition.name.clone()),
        "source" => lines.say(section, definition.source.clone()),
        "style" => lines.say(section, format!("{}です。", definition.style.label())),
        "information_items" => people::information_items(definition, &mut lines),
        "most_years" => people::most_years(definition, &mut lines),
        "goals" => people::goals(definition, &mut lines),
        "stages" => people::stages(definition, &mut lines),
        "eligibility" => people::eligibility(definition, &mut lines),
        "screenings" => sheets::screenings(definition, &mut lines),
        "consents" => people::consents(definition, &mut lines),
        "calendar" => lines.say(section, definition.calendar.sentence()),
        "places" => lines.say(section, definition.places.sentence()),
        "cancellation" => work::cancellation(definition, &mut lines),
        "staffing" => work::staffing(definition, &mut lines),
        "venue" => work::venue(definition, &mut lines),
        "add_ons" => work::add_ons(definition, &mut lines),
        "measurement" => sheets::measurement(definition, &mut lines),
        "questionnaires" => sheets::questionnaires(definition, &mut lines),
        "absences" => lines.say(section, definition.absences.sentence()),
        "guidance" => work::guidance(definition, &mut lines),
        "fees" => money::fees(definition, &mut lines),
        "user_fees" => money::user_fees(definition, &mut lines),
        "reports" => papers::reports(definition, &mut lines),
        "filings" => papers::filings(definition, &mut lines),
        "documents" => papers::documents(definition, &mut lines),
        _ => {}
    }
    if lines.0.is_empty() {
        lines.say(section, "定めません。");
    }
    lines.0
}

/// What is said of one thing, by what its lines are about, and of what lies in it.
pub(crate) fn about(definition: &Definition, thing: &str) -> Vec<String> {
    let section = thing.split(['.', '[']).next().unwrap_or_default();
    let is_here = |line: &Line| {
        line.about.strip_prefix(thing).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let said = lines(definition, section).into_iter().filter(is_here);
    said.map(|line| line.text.trim_start_matches('　').to_owned()).collect()
}

/// The lines said so far.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn say(&mut self, about: impl Into<String>, text: impl Into<String>) {
        self.0.push(Line { about: about.into(), text: text.into() });
    }

    /// A line under the one before, so many levels deep.
    fn under(&mut self, about: impl Into<String>, levels: usize, text: impl AsRef<str>) {
        self.say(about, format!("{}{}", "　".repeat(levels), text.as_ref()));
    }
}

/// `「あ」「い」`.
fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("「{word}」")).collect()
}
