//! A report drawn section by section for the screen, from the same values the PDF prints.

use askama::Template;

use super::{content::Figures, course_paper, guidance_paper, loading::Loaded, service_paper};
use crate::{
    documents::{CourseReport, GuidanceOverall, Masthead, ServiceReport, outline::Heading},
    kit::{error::Result, fragment::Fragment, parts::Link},
};

/// The paper of a report.
pub enum Drawn {
    Course(Box<CourseReport>),
    Month(Box<ServiceReport>),
    Guidance(Box<GuidanceOverall>),
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
    /// Of a guidance contract.
    guidance: String,
}

#[derive(Template)]
#[template(path = "reports/service_section.html")]
struct ServiceSection<'a> {
    paper: &'a ServiceReport,
    code: &'a str,
}

#[derive(Template)]
#[template(path = "reports/guidance_section.html")]
struct GuidanceSection<'a> {
    paper: &'a GuidanceOverall,
    code: &'a str,
    /// The contract's overview of people; its inquiries are below it.
    base: &'a str,
}

pub fn drawn(loaded: &Loaded, masthead: Masthead) -> Drawn {
    let content = &loaded.content;
    match &content.figures {
        Figures::Course(figures) => {
            Drawn::Course(Box::new(course_paper::paper(content, figures, loaded.asked, masthead)))
        }
        Figures::Guidance(figures) => {
            Drawn::Guidance(Box::new(guidance_paper::paper(content, figures, loaded.asked, masthead)))
        }
        Figures::Month(figures) => {
            Drawn::Month(Box::new(service_paper::paper(content, figures, loaded.asked, masthead)))
        }
    }
}

impl Drawn {
    /// Every section of the programme's report, in its order.
    pub fn blocks(&self, loaded: &Loaded) -> Result<Vec<Block>> {
        let course = loaded.report.course;
        let rows = Rows {
            people: course.map(|id| format!("/courses/{id}/enrolments")).unwrap_or_default(),
            sessions: course.map(|id| format!("/courses/{id}")).unwrap_or_default(),
            guidance: format!("/contracts/{}/guidance", loaded.report.contract),
        };
        let drawn = |heading: Heading| {
            let html = self.section(heading.code, &rows)?;
            Ok(Block { code: heading.code, title: heading.text, html })
        };
        loaded.asked.outline().into_iter().filter(|heading| !heading.code.is_empty()).map(drawn).collect()
    }

    fn section(&self, code: &str, rows: &Rows) -> Result<Fragment> {
        Ok(match self {
            Self::Course(paper) => Fragment::draw(&CourseSection { paper, code, rows })?,
            Self::Month(paper) => Fragment::draw(&ServiceSection { paper, code })?,
            Self::Guidance(paper) => Fragment::draw(&GuidanceSection { paper, code, base: &rows.guidance })?,
        })
    }
}

/// Links to the sections of a page that shows them all.
pub fn contents(blocks: &[Block]) -> Vec<Link> {
    blocks.iter().map(|block| Link::new(&block.title, format!("#{}", block.code))).collect()
}
