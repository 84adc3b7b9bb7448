//! What a person typed, and what is wrong with it.
//!
//! A page function reads a posted form with the readers below. Each returns the value, or records
//! one sentence for the person and returns `None`; the page is then shown again with the typed
//! text and those sentences. The fields' macros are in `templates/components/form.html`.

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

use crate::vocab::unseen::is_unseen;

/// Fields whose text is never printed again.
const SECRETS: [&str; 4] = ["password", "new_password", "password_again", "code"];

/// A form as typed, with its problems in the order they were found.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
    /// A day was typed that lies before what it follows from.
    pub(super) is_dated_back: bool,
}

/// One sentence about what is wrong. `field` is empty when no single field is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub message: String,
}

/// One entry of a select, of radio buttons or of checkboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent and stored.
    pub code: String,
    /// What is read.
    pub label: String,
    /// A line below the label; may be empty.
    pub hint: String,
    /// Shown, but not to be chosen; the label says why.
    pub is_closed: bool,
}

impl Choice {
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into(), hint: String::new(), is_closed: false }
    }

    /// The same entry, not to be chosen.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.is_closed = true;
        self
    }

    /// The same entry with a line of explanation.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Debug for Form {
    /// Names the fields alone: what was typed is personal data and must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.pairs.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Form").field("fields", &names).field("problems", &self.problems.len()).finish()
    }
}

/// Making a form and asking it what was typed.
impl Form {
    /// A form nobody has typed into.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form as the browser sent it, in that order.
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, ..Self::default() }
    }

    /// The same form with one more value, to show a stored record for editing.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.pairs.push((name.to_owned(), value.into()));
        self
    }

    /// The same form with this value in place of what was typed.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.pairs.retain(|(typed, _)| typed != name);
        self.with(name, value)
    }

    /// The same form for another row: what was typed under one path stands under the other.
    #[must_use]
    pub fn moved(mut self, from: &str, to: &str) -> Self {
        for (name, _) in &mut self.pairs {
            if let Some(rest) =
                name.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with('.'))
            {
                *name = format!("{to}{rest}");
            }
        }
        self
    }

    /// What was typed into a field, as typed; empty when nothing was.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// What a page may print back: [`Form::value`], but nothing of a secret.
    #[must_use]
    pub fn echo(&self, name: &str) -> &str {
        if SECRETS.contains(&name) { "" } else { self.value(name) }
    }

    /// Every value sent under one name, for checkboxes.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether this radio button, checkbox or option is chosen.
    #[must_use]
    pub fn checked(&self, name: &str, value: &str) -> bool {
        self.pairs.iter().any(|(n, v)| n == name && v == value)
    }
}

/// Problems.
impl Form {
    /// The sentence to show at a field: the first that was recorded.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|p| p.field == name).map(|p| p.message.as_str())
    }

    /// Records what is wrong with a field: what, and how to put it right.
    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.problems.push(Problem { field: name.to_owned(), message: message.into() });
    }

    /// Records a problem that no single field causes.
    pub fn general(&mut self, message: impl Into<String>) {
        self.refuse("", message);
    }

    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What stands before the page's title while something is wrong, so that a screen reader
    /// says it first: `{% block title %}{{ form.title_prefix() }}…{% endblock %}`.
    #[must_use]
    pub fn title_prefix(&self) -> &'static str {
        if self.has_problems() { "エラー：" } else { "" }
    }
}

/// Readers: the value, or a recorded problem and `None`.
impl Form {
    /// A text that must be there, of at most `max` characters, on one line.
    pub fn required(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        let text = self.line(name, label, max)?;
        if text.is_empty() {
            self.refuse(name, format!("{label}を入力してください。"));
            return None;
        }
        Some(text)
    }

    /// A text that may be left out: `Some("")` when it is.
    pub fn optional(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        self.line(name, label, max)
    }

    /// A text of several lines that must be there. Line ends come out as `\n`.
    pub fn required_lines(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        let text = self.optional_lines(name, label, max)?;
        if text.is_empty() {
            self.refuse(name, format!("{label}を入力してください。"));
            return None;
        }
        Some(text)
    }

    /// A text of several lines that may be left out. Line ends come out as `\n`.
    pub fn optional_lines(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        let text = self.value(name).replace("\r\n", "\n").replace('\r', "\n");
        self.fitting(name, label, max, trimmed(&text), is_unseen)
    }

    /// One of the codes offered; a required choice.
    pub fn choice(&mut self, name: &str, label: &str, codes: &[&str]) -> Option<String> {
        let chosen = self.value(name);
        if codes.contains(&chosen) {
            return Some(chosen.to_owned());
        }
        self.refuse(name, format!("{label}を選んでください。"));
        None
    }

    /// One of the codes offered, or nothing: `Some("")` when nothing was chosen.
    pub fn optional_choice(&mut self, name: &str, label: &str, codes: &[&str]) -> Option<String> {
        if self.value(name).is_empty() { Some(String::new()) } else { self.choice(name, label, codes) }
    }

    /// Every code that was ticked, in the order offered; codes that were not offered are a problem.
    pub fn choices(&mut self, name: &str, label: &str, codes: &[&str]) -> Option<Vec<String>> {
        if self.values(name).iter().any(|value| !codes.contains(value)) {
            self.refuse(name, format!("{label}を選び直してください。"));
            return None;
        }
        Some(codes.iter().filter(|code| self.checked(name, code)).map(|code| (*code).to_owned()).collect())
    }

    /// A whole number within `range`. 全角 digits and grouping commas are understood.
    pub fn whole_number(&mut self, name: &str, label: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let typed = plain_digits(self.value(name));
        if typed.is_empty() {
            self.refuse(name, format!("{label}を入力してください。"));
            return None;
        }
        let Ok(number) = typed.parse::<i64>() else {
            self.refuse(name, format!("{label}は数字で入力してください。例：{}", range.start()));
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let (low, high) = (range.start(), range.end());
        self.refuse(name, format!("{label}は{low}から{high}までの数字で入力してください。"));
        None
    }

    /// A whole number that may be left out: `Some(None)` when it is.
    pub fn optional_whole_number(
        &mut self,
        name: &str,
        label: &str,
        range: RangeInclusive<i64>,
    ) -> Option<Option<i64>> {
        if trimmed(self.value(name)).is_empty() {
            return Some(None);
        }
        self.whole_number(name, label, range).map(Some)
    }

    /// A value with its own grammar, such as a date or a telephone number. The error's `Display`
    /// is the sentence shown. `read` gets the text without blanks around it.
    pub fn parse<T, E: fmt::Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match read(trimmed(self.value(name))) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.refuse(name, problem.to_string());
                None
            }
        }
    }

    /// As [`Form::parse`], but `Some(None)` when nothing was typed.
    pub fn parse_optional<T, E: fmt::Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if trimmed(self.value(name)).is_empty() {
            return Some(None);
        }
        self.parse(name, read).map(Some)
    }

    fn line(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        self.fitting(name, label, max, trimmed(self.value(name)).to_owned().as_str(), |c| {
            is_unseen(c) || c.is_control()
        })
    }

    fn fitting(
        &mut self,
        name: &str,
        label: &str,
        max: usize,
        text: &str,
        forbidden: impl Fn(char) -> bool,
    ) -> Option<String> {
        let length = text.chars().count();
        if length > max {
            let message = format!("{label}は{max}文字以内で入力してください。今は{length}文字です。");
            self.refuse(name, message);
            return None;
        }
        if text.chars().any(forbidden) {
            let message = format!(
                "{label}に使えない文字か、目に見えない文字が入っています。消してから、もう一度入力してください。"
            );
            self.refuse(name, message);
            return None;
        }
        Some(text.to_owned())
    }
}

/// The text without blanks at either end, 全角 blanks included.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() && c != '\n').trim()
}

/// Digits as a computer reads them: 全角 made narrow, grouping commas and blanks left out.
fn plain_digits(text: &str) -> String {
    text.nfkc().filter(|c| !matches!(c, ',' | ' ' | '、')).map(|c| if c == '−' { '-' } else { c }).collect()
}
