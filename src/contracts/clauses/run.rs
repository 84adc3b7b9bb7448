//! Finding the clauses in the paper: the title, the run of numbers 1..n that follows it, and where it ends.

use super::lines::Line;
use super::markers::{self, ClauseMarker, Form};

/// One clause's place: `from` is its first line (that of its heading), `line` the one with its number.
#[derive(Debug, Clone)]
pub(super) struct Start<'a> {
    pub from: usize,
    pub line: usize,
    pub number: u16,
    pub label: String,
    pub heading: Option<String>,
    pub text: &'a str,
}

/// The clauses of a paper in order; `end` is the first line after the last of them.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub form: Form,
    pub starts: Vec<Start<'a>>,
    pub end: usize,
}

/// A title this many visible lines above the first clause still counts as its title.
const TITLE_REACH: usize = 30;

/// As many page numbers and chapter titles may stand between a heading and its clause.
const NOISE_REACH: usize = 5;

type Markers<'a> = Vec<Option<ClauseMarker<'a>>>;

/// Finds the run of clauses: the longest one under a title, or without a title the longest one there is.
pub(super) fn find<'a>(lines: &[Line<'a>]) -> Option<Run<'a>> {
    let markers: Markers<'a> = lines.iter().map(|line| markers::clause_marker(line.text)).collect();
    let chain = titled(lines, &markers).or_else(|| untitled(lines, &markers))?;
    let form = chain.form;
    let starts: Vec<Start<'a>> =
        chain.at.iter().filter_map(|&at| start(lines, markers.get(at)?.as_ref()?, at)).collect();
    let last = starts.last()?.line;
    let over = lines[last + 1..].iter().position(|line| markers::ends_clauses(line.text));
    Some(Run { form, starts, end: over.map_or(lines.len(), |more| last + 1 + more) })
}

/// Lines that carry the numbers 1..n of one form.
#[derive(Debug, Clone)]
struct Chain {
    form: Form,
    at: Vec<usize>,
    /// Lines between the title and the first clause.
    gap: usize,
}

fn titled(lines: &[Line<'_>], markers: &Markers<'_>) -> Option<Chain> {
    let articles = chains_under_titles(lines, markers, Form::Articles);
    let numbered = chains_under_titles(lines, markers, Form::Numbered);
    let best = |chains: Vec<Chain>| chains.into_iter().max_by_key(|c| (c.gap <= TITLE_REACH, c.at.len()));
    match (best(articles), best(numbered)) {
        (Some(articles), Some(numbered)) => {
            let first = articles.at.first() < numbered.at.first() && articles.at.len() >= 3;
            let longer = articles.at.len() >= numbered.at.len();
            Some(if first && articles.gap <= TITLE_REACH || longer { articles } else { numbered })
        }
        (articles, numbered) => articles.or(numbered),
    }
}

fn chains_under_titles(lines: &[Line<'_>], markers: &Markers<'_>, form: Form) -> Vec<Chain> {
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    let mut title = None;
    for (at, line) in lines.iter().enumerate() {
        if opens(markers, at, form, 1) {
            if let Some(title) = title.take() {
                firsts.push((at, at - title));
            }
        } else if markers::is_title(line.text) {
            title = Some(at);
        }
    }
    let ends = firsts.iter().skip(1).map(|&(at, _)| at).chain([lines.len()]);
    let spans = firsts.iter().zip(ends);
    spans.map(|(&(at, gap), end)| Chain { form, at: chain(lines, markers, form, at..end), gap }).collect()
}

fn untitled(lines: &[Line<'_>], markers: &Markers<'_>) -> Option<Chain> {
    [Form::Articles, Form::Numbered].into_iter().find_map(|form| {
        let firsts: Vec<usize> = (0..lines.len()).filter(|&at| opens(markers, at, form, 1)).collect();
        let whole = firsts.first().map(|&at| chain(lines, markers, form, at..lines.len()));
        let ends = firsts.iter().skip(1).copied().chain([lines.len()]);
        let parts = firsts.iter().zip(ends).map(|(&at, end)| chain(lines, markers, form, at..end));
        let at = parts.chain(whole).max_by_key(Vec::len).filter(|at| at.len() >= 2)?;
        Some(Chain { form, at, gap: 0 })
    })
}

/// The lines of a span that carry 1, 2, 3 … in order. A list that starts again at 1 inside a numbered clause
/// keeps its numbers, unless a heading stands above one.
fn chain(lines: &[Line<'_>], markers: &Markers<'_>, form: Form, span: std::ops::Range<usize>) -> Vec<usize> {
    let (mut found, mut expected, mut inner) = (Vec::new(), 1_u16, 0_u16);
    for at in span {
        let Some(marker) = markers.get(at).and_then(Option::as_ref).filter(|m| m.form == form) else {
            continue;
        };
        let of_clause = marker.number == expected;
        if marker.number == inner && !(of_clause && heading_above(lines, at).is_some()) {
            inner = inner.saturating_add(1);
        } else if of_clause {
            found.push(at);
            (expected, inner) = (expected.saturating_add(1), 0);
        } else if marker.number == 1 && form == Form::Numbered {
            inner = 2;
        }
    }
    found
}

fn opens(markers: &Markers<'_>, at: usize, form: Form, number: u16) -> bool {
    markers.get(at).and_then(Option::as_ref).is_some_and(|m| m.form == form && m.number == number)
}

fn start<'a>(lines: &[Line<'a>], marker: &ClauseMarker<'a>, line: usize) -> Option<Start<'a>> {
    let above = heading_above(lines, line);
    let inline = if above.is_none() { heading_in_line(lines, marker, line) } else { None };
    let from = above.as_ref().map_or(line, |(_, from)| *from);
    let (heading, text) = match inline {
        Some((heading, text)) => (Some(heading), text),
        None => (above.map(|(heading, _)| heading), marker.rest),
    };
    Some(Start { from, line, number: marker.number, label: marker.label.clone(), heading, text })
}

/// The heading on the clause's own line: in brackets, or bare when the sentence begins on the next line.
fn heading_in_line<'a>(
    lines: &[Line<'a>],
    marker: &ClauseMarker<'a>,
    line: usize,
) -> Option<(String, &'a str)> {
    if let Some(bracketed) = markers::inline_heading(marker.rest) {
        return Some(bracketed);
    }
    let below = lines.get(line + 1)?.text;
    let goes_on = markers::clause_marker(below).is_none_or(|next| next.number != marker.number + 1)
        && !markers::ends_clauses(below)
        && below.contains(['。', '、']);
    (goes_on && markers::is_bare_heading(marker.rest)).then(|| (marker.rest.to_owned(), ""))
}

/// The heading that stands right above a line, over at most two lines, and where it begins.
fn heading_above(lines: &[Line<'_>], line: usize) -> Option<(String, usize)> {
    let above =
        (line.saturating_sub(NOISE_REACH)..line).rev().find(|&at| !markers::is_noise(lines[at].text))?;
    let last = lines.get(above)?.text;
    if let Some(heading) = markers::heading(last) {
        return (!markers::is_title(last)).then_some((heading, above));
    }
    let before = above.checked_sub(1)?;
    let first = lines.get(before).filter(|first| markers::opens_heading(first.text))?;
    markers::heading(&format!("{}{last}", first.text)).map(|heading| (heading, before))
}
