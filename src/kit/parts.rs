//! What the components in `templates/components/` print: plain data, already formatted.

use std::fmt;

/// How something stands. Colour never says it alone: every part prints words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}

impl fmt::Display for Tone {
    /// Writes the name the style sheet knows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        })
    }
}

/// A status in words, with its tone. Example: `Chip::new(Tone::Warning, "確認待ち")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub tone: Tone,
    pub text: String,
}

impl Chip {
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// A place one can go: an entry of the menu, a tab, a step of the breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub href: String,
    /// Whether the reader is there now.
    pub current: bool,
}

impl Link {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// The same place, marked as the one the reader is at.
    #[must_use]
    pub fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// One line of a summary list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub value: String,
    /// Where the value can be changed; empty where it cannot.
    pub change_href: String,
}

impl Row {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), change_href: String::new() }
    }

    /// The same line with a link 「変更する」.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change_href = href.into();
        self
    }
}

/// One task of a task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub label: String,
    pub hint: String,
    /// Empty while the task cannot be begun.
    pub href: String,
    pub chip: Chip,
}

/// One entry of a timeline, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For the eye. Example: 「令和8年11月20日 14時05分」.
    pub when: String,
    /// For machines, ISO 8601. Example: `2026-11-20T14:05+09:00`.
    pub iso: String,
    pub who: String,
    pub what: String,
    /// A comment that was left; empty when none was.
    pub note: String,
}

/// A condition of a filter that applies now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Example: 「状態：確認待ち」.
    pub label: String,
    /// The same list without this condition.
    pub remove_href: String,
}

/// Where the reader is in a list of many pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// How many entries there are in all.
    pub total: u64,
    /// The first and last entry on this page, counted from 1.
    pub first: u64,
    pub last: u64,
    /// Empty on the first page.
    pub previous_href: String,
    /// Empty on the last page.
    pub next_href: String,
}

/// One card of a resource list, such as a session of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    pub href: String,
    pub lines: Vec<String>,
    pub chip: Option<Chip>,
}
