//! The chapters of a report: numbered from the sections its programme asks for, the same on page and paper.

use serde::Serialize;

use crate::programmes::{Section, SectionContent};

/// Sections that stand together under a chapter of their own when there are several in a row: the chapter's title, or
/// none where the first section is the chapter.
const CHAPTERS: [(&str, &[&str]); 5] = [
    ("", &["overview", "staffing"]),
    ("参加状況", &["applicants", "participation", "attendance", "dropouts"]),
    ("測定結果", &["comparison", "measurements"]),
    ("対象者への支援", &["selection", "contacts", "calls"]),
    ("まとめ", &["goals", "impressions", "survey", "group"]),
];

/// A heading of a report: a chapter (level 1) or a section in one (level 2). A chapter over sections has no section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    pub level: u8,
    /// 「3-1　参加申込人数」
    pub text: String,
    /// The section's code; empty for a chapter that only gathers.
    pub code: &'static str,
    /// Whether the contractor writes in it.
    pub written: bool,
}

/// The headings of a report in the order of its sections.
pub fn outline(sections: &'static [Section]) -> Vec<Heading> {
    let mut all = Vec::new();
    let mut rest = sections;
    let mut chapter = 0;
    while let Some(first) = rest.first() {
        let group = CHAPTERS.iter().find(|(_, codes)| codes.contains(&first.code.as_str()));
        let run = group.map_or(1, |(_, codes)| {
            rest.iter().take_while(|section| codes.contains(&section.code.as_str())).count()
        });
        let (together, after) = rest.split_at(run);
        chapter += 1;
        match group {
            Some(("", _)) => {
                all.extend(first_heading(together, chapter));
                all.extend(numbered(together.get(1..).unwrap_or_default(), chapter));
            }
            Some((title, _)) if run > 1 => {
                let text = format!("{chapter}　{title}");
                all.push(Heading { level: 1, text, code: "", written: false });
                all.extend(numbered(together, chapter));
            }
            Some(_) | None => all.extend(first_heading(together, chapter)),
        }
        rest = after;
    }
    all
}

fn first_heading(sections: &'static [Section], chapter: usize) -> Option<Heading> {
    sections.first().map(|section| heading(section, 1, chapter.to_string()))
}

fn numbered(sections: &'static [Section], chapter: usize) -> impl Iterator<Item = Heading> {
    sections.iter().enumerate().map(move |(at, section)| heading(section, 2, format!("{chapter}-{}", at + 1)))
}

fn heading(section: &'static Section, level: u8, number: String) -> Heading {
    let text = format!("{number}　{}", section.title);
    Heading { level, text, code: &section.code, written: section.content != SectionContent::Derived }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{
        Definition,
        presets::{meguro, sendai, shinjuku},
    };

    fn headings(programme: &'static Definition) -> Vec<String> {
        outline(&programme.reports[0].sections).into_iter().map(|heading| heading.text).collect()
    }

    /// 目黒 別紙2: (1) to (7) with their parts.
    #[test]
    fn a_course_report_has_the_chapters_of_its_source() {
        let all = headings(meguro());
        assert_eq!(
            all[..4],
            ["1　事業概要", "1-1　従事者と実施日ごとの従事状況", "2　プログラム", "3　参加状況"]
        );
        assert_eq!(all[4..8].iter().filter(|text| text.starts_with("3-")).count(), 4);
        assert_eq!(all.last().unwrap(), "7-4　自主グループの経過と社会参加");
    }

    #[test]
    fn a_chapter_of_one_section_is_that_section() {
        assert_eq!(headings(sendai()).last().unwrap(), "6　教室の様子と今後の課題");
        assert!(headings(shinjuku()).iter().all(|text| !text.contains('-')));
    }

    #[test]
    fn every_section_stands_in_the_outline_once() {
        for programme in crate::programmes::presets::all() {
            for report in &programme.reports {
                let headings = outline(&report.sections);
                let codes: Vec<&str> =
                    headings.iter().map(|heading| heading.code).filter(|code| !code.is_empty()).collect();
                let sections: Vec<&str> =
                    report.sections.iter().map(|section| section.code.as_str()).collect();
                assert_eq!(codes, sections, "{}", programme.code);
            }
        }
    }
}
