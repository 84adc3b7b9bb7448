//! The paper as lines: control characters go, page breaks part lines, blank lines carry nothing and are skipped.

/// A line that shows something, trimmed. `number` counts from 1 in the paper as it was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub number: usize,
    pub text: &'a str,
}

/// The text without characters that are not seen: controls (but line feed, form feed and tab), byte order
/// marks, zero-width spaces and direction overrides. A lone carriage return ends a line.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' | '\u{c}' => out.push(c),
            '\r' if chars.peek() != Some(&'\n') => out.push('\n'),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The lines that show something. A page break parts a line in two of the same number.
pub(super) fn visible(cleaned: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (index, line) in cleaned.split('\n').enumerate() {
        for part in line.split('\u{c}') {
            let text = part.trim();
            if !text.is_empty() {
                lines.push(Line { number: index + 1, text });
            }
        }
    }
    lines
}

/// The text without any white space, for comparing words that a paper spreads out (`特 記 事 項`).
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
