//! A report drawn section by section for the screen, from the same values the PDF prints.

use askama::Template;

use super::{content::Figures, course_paper, loading::Loaded, service_paper};
use crate::{
    documents::{CourseReport, Masthead, ServiceReport},
    kit::{error::Result, fragment::Fragment, parts::Link},
    programmes::Section,
};

/// The paper of a report.
pub enum Drawn {
    Course(Box<CourseReport>),
    Month(Box<ServiceReport>),
}

/// One section as HTML.
pub struct Block {
    pub code: &'static str,
    /// 「3-1　参加申込人数」
    pub title: String,
    pub html: Fragment,
}

#[derive(Template)]
#[template(path = "reports/course_section.html")]
struct CourseSection<'a> {
    paper: &'a CourseReport,
    code: &'a str,
    rows: &'a Rows,
}

/// The pages with the records behind a course's figures: its people, its sessions. Empty for a report of a month.
struct Rows {
    people: String,
    sessions: String,
}

#[derive(Template)]
#[template(path = "reports/service_section.html")]
struct ServiceSection<'a> {
    paper: &'a ServiceReport,
    code: &'a str,
}

pub fn drawn(loaded: &Loaded, masthead: Masthead) -> Drawn {
    let content = &loaded.content;
    match &content.figures {
        Figures::Course(figures) => {
            Drawn::Course(Box::new(course_paper::paper(content, figures, loaded.programme, masthead)))
        }
        Figures::Month(figures) => Drawn::Month(Box::new(service_paper::paper(content, figures, masthead))),
    }
}

impl Drawn {
    /// Every section of the programme's report, in its order.
    pub fn blocks(&self, loaded: &Loaded) -> Result<Vec<Block>> {
        let course = loaded.report.course;
        let rows = Rows {
            people: course.map(|id| format!("/courses/{id}/enrolments")).unwrap_or_default(),
            sessions: course.map(|id| format!("/courses/{id}")).unwrap_or_default(),
        };
        let drawn = |section: &'static Section| {
            let html = self.section(&section.code, &rows)?;
            Ok(Block { code: &section.code, title: title(section), html })
        };
        loaded.programme.report_sections().iter().map(drawn).collect()
    }

    fn section(&self, code: &str, rows: &Rows) -> Result<Fragment> {
        Ok(match self {
            Self::Course(paper) => Fragment::draw(&CourseSection { paper, code, rows })?,
            Self::Month(paper) => Fragment::draw(&ServiceSection { paper, code })?,
        })
    }
}

/// Where a section stands on paper (`templates/documents/course_report.typ`, `service_report.typ`).
const CHAPTERS: [(&str, &str); 20] = [
    ("overview", "1"),
    ("staffing", "1-1"),
    ("programme", "2"),
    ("applicants", "3-1"),
    ("participation", "3-2"),
    ("attendance", "3-3"),
    ("dropouts", "3-4"),
    ("self_rated_health", "4"),
    ("checklist", "5"),
    ("comparison", "6-1"),
    ("measurements", "6-2"),
    ("goals", "7-1"),
    ("impressions", "7-2"),
    ("survey", "7-3"),
    ("group", "7-4"),
    ("users", "2"),
    ("steps", "3"),
    ("monitoring", "4"),
    ("finished", "5"),
    ("remarks", "6"),
];

/// A section's heading, numbered as on paper.
fn title(section: &Section) -> String {
    match CHAPTERS.iter().find(|(code, _)| *code == section.code) {
        Some((_, chapter)) => format!("{chapter}　{}", section.title),
        None => section.title.to_owned(),
    }
}

/// Links to the sections of a page that shows them all.
pub fn contents(blocks: &[Block]) -> Vec<Link> {
    blocks.iter().map(|block| Link::new(&block.title, format!("#{}", block.code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{documents::Paper as _, programmes};

    #[test]
    fn screen_and_paper_have_the_same_headings() {
        for programme in [programmes::meguro(), programmes::shinjuku()] {
            let paper = match programme.course() {
                Some(_) => CourseReport::TEMPLATE,
                None => ServiceReport::TEMPLATE,
            };
            for section in programme.report_sections() {
                let heading = title(section);
                assert!(heading.starts_with(|c: char| c.is_ascii_digit()), "{heading} has no number");
                assert!(paper.contains(&format!("= {heading}\n")), "the paper has no heading {heading}");
            }
        }
    }
}
