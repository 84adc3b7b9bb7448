//! 入れ子の深さ: how deep a TOML text nests, looked at before anything is built from it. Dotted keys, headers, arrays and
//! inline tables all count, because each of them becomes a level of recursion.

/// Most levels from the top to the innermost value. The deepest field of a definition outside the condition tree lies
/// eight levels down.
pub const MOST_LEVELS: usize = 64;

/// The first line that nests too deep, from 1.
pub fn too_deep(text: &str) -> Option<usize> {
    let mut scan = Scan::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' => string_length(rest, c),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            _ => {
                scan.take(c);
                c.len_utf8()
            }
        };
        if scan.levels() > MOST_LEVELS {
            let read = text.len() - rest.len();
            return Some(text.bytes().take(read).filter(|byte| *byte == b'\n').count() + 1);
        }
        rest = rest.get(length..).unwrap_or_default();
        if c == '"' || c == '\'' {
            scan.is_line_start = false;
        }
    }
    None
}

struct Scan {
    /// Levels of the last `[header]`.
    header: usize,
    /// Levels opened by each bracket that isn't closed.
    open: Vec<usize>,
    open_sum: usize,
    /// Dots of the key being read.
    dots: usize,
    is_line_start: bool,
    is_header: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self { header: 0, open: Vec::new(), open_sum: 0, dots: 0, is_line_start: true, is_header: false }
    }
}

impl Scan {
    fn levels(&self) -> usize {
        self.header + self.open_sum + self.dots
    }

    fn take(&mut self, c: char) {
        match c {
            '\n' => {
                (self.header, self.is_header) =
                    if self.is_header { (self.dots + 1, false) } else { (self.header, false) };
                (self.dots, self.is_line_start) = (0, true);
                return;
            }
            ' ' | '\t' | '\r' => return,
            '[' if self.is_header || (self.is_line_start && self.open.is_empty()) => {
                (self.header, self.is_header) = (0, true);
            }
            '[' | '{' => {
                self.open.push(self.dots + 1);
                (self.open_sum, self.dots) = (self.open_sum + self.dots + 1, 0);
            }
            ']' | '}' if !self.is_header => {
                self.open_sum -= self.open.pop().unwrap_or(0);
                self.dots = 0;
            }
            ',' => self.dots = 0,
            '.' => self.dots += 1,
            _ => {}
        }
        self.is_line_start = false;
    }
}

/// Bytes of the string that the text begins with, quotes included. One that isn't closed ends with its line.
fn string_length(text: &str, quote: char) -> usize {
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let is_long = text.starts_with(&triple);
    let (start, end) = if is_long { (3, triple.as_str()) } else { (1, triple.get(..1).unwrap_or_default()) };
    let mut at = start;
    while let Some(rest) = text.get(at..) {
        if rest.starts_with(end) {
            return at + end.len();
        }
        let Some(c) = rest.chars().next() else { break };
        if c == '\n' && !is_long {
            return at;
        }
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .filter(|c| *c != '\n')
                .map_or(0, char::len_utf8);
        }
    }
    text.len()
}
