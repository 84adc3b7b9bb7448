//! What the components in `templates/components/` print: plain data, already formatted.

use std::fmt;

use time::Date;

use crate::vocab::dates::with_weekday;

/// What stands in place of words of a contractor's person that the reader may not see (migrations/0053_words.sql).
pub const UNREAD: &str = "読むには、従事者名簿に載り、区が名簿を承認している必要があります。自分が書いたものは、いつでも読めます。";

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

    /// How near the last day is, where the day itself stands beside. Nobody is late before it is over.
    pub fn due(last: Date, today: Date) -> Self {
        match (last - today).whole_days() {
            left @ ..0 => Self::new(Tone::Danger, format!("期限を{}日過ぎています", -left)),
            0 => Self::new(Tone::Warning, "今日まで"),
            left @ 1..=14 => Self::new(Tone::Warning, format!("あと{left}日")),
            _ => Self::new(Tone::Neutral, "期限前"),
        }
    }

    /// The same with the day, where nothing else names it.
    pub fn until(last: Date, today: Date) -> Self {
        let day = with_weekday(last);
        match (last - today).whole_days() {
            left @ ..0 => Self::new(Tone::Danger, format!("{}日超過（{day}まで）", -left)),
            0 => Self::new(Tone::Warning, "今日まで"),
            left @ 1..=14 => Self::new(Tone::Warning, format!("{day}まで（あと{left}日）")),
            _ => Self::new(Tone::Neutral, format!("{day}まで")),
        }
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
    /// For the eye. Example: 「令和8年11月20日 14:05」.
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
    /// How many entries there are in all, grouped for reading. Example: 「1,284」.
    pub total: String,
    /// The first and last entry on this page, counted from 1.
    pub first: String,
    pub last: String,
    /// Empty on the first page.
    pub previous_href: String,
    /// Empty on the last page.
    pub next_href: String,
}

impl Pager {
    /// Page `page` (counted from 1) of a list of `total` entries, `size` to a page. `href` is the
    /// list with its conditions; the number of the page is added to it as `page`.
    #[must_use]
    pub fn new(total: u64, page: u64, size: u64, href: &str) -> Self {
        let page = page.max(1);
        let before = size.saturating_mul(page - 1).min(total);
        let last = before.saturating_add(size).min(total);
        let joint = if href.contains('?') { '&' } else { '?' };
        let to = |page: u64| format!("{href}{joint}page={page}");
        Self {
            total: grouped(total),
            first: grouped((before + 1).min(total)),
            last: grouped(last),
            previous_href: if page > 1 { to(page - 1) } else { String::new() },
            next_href: if last < total { to(page + 1) } else { String::new() },
        }
    }
}

/// A count with commas between thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One card of a resource list, such as a session of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    /// Empty: nothing to open.
    pub href: String,
    pub lines: Vec<String>,
    pub chip: Option<Chip>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_the_middle_leads_both_ways_and_keeps_the_conditions() {
        let pager = Pager::new(1_284, 2, 50, "/participants?state=open");
        assert_eq!((pager.total.as_str(), pager.first.as_str(), pager.last.as_str()), ("1,284", "51", "100"));
        assert_eq!(pager.previous_href, "/participants?state=open&page=1");
        assert_eq!(pager.next_href, "/participants?state=open&page=3");
    }

    #[test]
    fn the_ends_of_a_list_lead_one_way_or_none() {
        let only = Pager::new(50, 1, 50, "/courses");
        assert_eq!((only.previous_href.as_str(), only.next_href.as_str()), ("", ""));
        assert_eq!(Pager::new(51, 1, 50, "/courses").next_href, "/courses?page=2");
        assert_eq!(Pager::new(51, 2, 50, "/courses").next_href, "");
        let none = Pager::new(0, 0, 50, "/courses");
        assert_eq!((none.first.as_str(), none.last.as_str()), ("0", "0"));
    }

    #[test]
    fn thousands_are_grouped_from_the_right() {
        assert_eq!(
            ["7", "100", "1,000", "1,234,567"].map(str::to_owned),
            [7, 100, 1_000, 1_234_567].map(grouped)
        );
    }
}
