//! Reader of papers in chapters, such as a 仕様書: `６ 委託業務内容` with `(1)`, `①` and `ア` below it. Each `(1)` is a clause of
//! its own, named `６(1)`; a chapter without such parts is one clause. The words and their order are the input's.

use super::{
    ClauseSplit, LeftOutLine, MAX_BYTES, SplitClause, SplitProblem,
    body::Body,
    lines::{self, Line},
    markers::{self, Form, ItemKind},
};

/// A chapter's first line.
#[derive(Debug, Clone)]
struct Chapter<'a> {
    line: usize,
    number: u16,
    label: String,
    title: &'a str,
}

/// Takes the clauses out of a paper in chapters; of several runs of chapters the longest is taken.
///
/// # Errors
/// [`SplitProblem`] when the paper is over [`MAX_BYTES`], is blank, or holds no run of chapters.
pub fn split_sections(text: &str) -> Result<ClauseSplit, SplitProblem> {
    if text.len() > MAX_BYTES {
        return Err(SplitProblem::TooLarge);
    }
    let cleaned = lines::clean(text);
    let lines = lines::visible(&cleaned);
    if lines.is_empty() {
        return Err(SplitProblem::Empty);
    }
    let (chapters, end) = longest_run(&lines).ok_or(SplitProblem::NoClauses)?;
    let mut reader = Reader::default();
    let first = chapters.first().map_or(0, |chapter| chapter.line);
    reader.leave_out(&lines[..first]);
    for (place, chapter) in chapters.iter().enumerate() {
        let until = chapters.get(place + 1).map_or(end, |next| next.line);
        reader.chapter(chapter, &lines[chapter.line + 1..until]);
    }
    reader.leave_out(&lines[end..]);
    Ok(ClauseSplit { clauses: reader.clauses, left_out: reader.left_out })
}

/// The run with the most chapters and the first line after it.
fn longest_run<'a>(lines: &[Line<'a>]) -> Option<(Vec<Chapter<'a>>, usize)> {
    let mut runs: Vec<Vec<Chapter<'a>>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let expected = runs.last().and_then(|run| run.last()).map(|last| last.number.saturating_add(1));
        let Some(chapter) = chapter(line.text, at, expected) else { continue };
        match (Some(chapter.number) == expected, runs.last_mut()) {
            (true, Some(run)) => run.push(chapter),
            (_, last) if chapter.number == 1 || last.is_none() => runs.push(vec![chapter]),
            (..) => {}
        }
    }
    let nexts: Vec<usize> = runs
        .iter()
        .skip(1)
        .filter_map(|run| run.first())
        .map(|first| first.line)
        .chain([lines.len()])
        .collect();
    let (run, next) = runs.into_iter().zip(nexts).rev().max_by_key(|(run, _)| run.len())?;
    let last = run.last()?.line;
    let over = lines[last + 1..next].iter().position(|line| ends(line.text));
    Some((run, over.map_or(next, |more| last + 1 + more)))
}

/// The chapter a line opens. A number with its digits spread out (`1 2 法令遵守`) counts when it is the expected one.
fn chapter<'a>(line: &'a str, at: usize, expected: Option<u16>) -> Option<Chapter<'a>> {
    let plain = markers::without_markdown(line);
    let is_heading = line.starts_with('#');
    let one = |found: (u16, String, &'a str)| {
        let (number, label, title) = found;
        let fits = if is_heading { title.chars().count() <= 60 } else { markers::is_bare_heading(title) };
        (fits && !title.is_empty()).then_some(Chapter { line: at, number, label, title })
    };
    let plainly = markers::clause_marker(line)
        .filter(|marker| marker.form == Form::Numbered)
        .map(|marker| (marker.number, marker.label, marker.rest));
    let spread = markers::spread_number(plain).filter(|(number, ..)| Some(*number) == expected);
    spread.or(plainly).and_then(one)
}

/// The line belongs to something behind the chapters.
fn ends(line: &str) -> bool {
    let words = lines::squeezed(markers::without_markdown(line));
    let is_part = markers::item_marker(markers::without_markdown(line)).is_some();
    words == "以上" || (markers::is_title(line) && !is_part) || markers::opens_appendix(&words)
}

#[derive(Default)]
struct Reader {
    clauses: Vec<SplitClause>,
    left_out: Vec<LeftOutLine>,
}

impl Reader {
    fn leave_out(&mut self, lines: &[Line<'_>]) {
        self.left_out.extend(lines.iter().map(LeftOutLine::from));
    }

    fn chapter(&mut self, chapter: &Chapter<'_>, lines: &[Line<'_>]) {
        let mut parts = parts(lines);
        if lists_cases(lines, &parts) {
            parts.clear();
        }
        let lead = parts.first().copied().unwrap_or(lines.len());
        if lead > 0 || parts.is_empty() {
            self.clause(chapter.label.clone(), (chapter.title.to_owned(), false), "", &lines[..lead]);
        }
        for (place, at) in parts.iter().enumerate() {
            let until = parts.get(place + 1).copied().unwrap_or(lines.len());
            self.part(chapter, &lines[*at..until]);
        }
    }

    fn part(&mut self, chapter: &Chapter<'_>, lines: &[Line<'_>]) {
        let Some((first, below)) = lines.split_first() else { return };
        let plain = markers::without_markdown(first.text);
        let Some(marker) = markers::item_marker(plain) else { return };
        let label = format!("{}({})", chapter.label, marker.number);
        let is_marked = first.text.starts_with('#') && !marker.rest.contains('。');
        if !below.is_empty() && (is_marked || markers::is_bare_heading(marker.rest)) {
            self.clause(label, (marker.rest.trim_end_matches('*').to_owned(), false), "", below);
        } else {
            self.clause(label, (chapter.title.to_owned(), true), marker.rest, below);
        }
    }

    fn clause(&mut self, label: String, heading: (String, bool), text: &str, lines: &[Line<'_>]) {
        let mut body = Body::new(Form::Numbered, text);
        for line in lines {
            if markers::is_noise(line.text) {
                self.left_out.push(line.into());
            } else {
                body.push(markers::without_markdown(line.text));
            }
        }
        let (text, items) = body.finish();
        let number = u16::try_from(self.clauses.len() + 1).unwrap_or(u16::MAX);
        let (heading, heading_inherited) = heading;
        self.clauses.push(SplitClause {
            number,
            label,
            heading: Some(heading),
            heading_inherited,
            text,
            items,
        });
    }
}

/// What stands before the parts leads to a list (`次の事項に該当したとき …`): the parts are its items.
fn lists_cases(lines: &[Line<'_>], parts: &[usize]) -> bool {
    let Some(first) = parts.first() else { return false };
    let lead: String = lines[..*first].iter().map(|line| line.text).collect();
    let is_heading = lines.get(*first).is_some_and(|line| line.text.starts_with('#'));
    !is_heading && ["次の", "次に"].iter().any(|word| lead.contains(word))
}

/// The lines of a chapter that open its parts `(1)`, `(2)` …; the numbers rise one by one.
fn parts(lines: &[Line<'_>]) -> Vec<usize> {
    let (mut found, mut expected) = (Vec::new(), 1_u16);
    for (at, line) in lines.iter().enumerate() {
        let Some(marker) = markers::item_marker(markers::without_markdown(line.text)) else { continue };
        if marker.kind == ItemKind::Parenthesised && marker.number == expected {
            found.push(at);
            expected = expected.saturating_add(1);
        }
    }
    found
}
