//! A report drawn section by section for the screen, from the same values the PDF prints.

use askama::Template;

use super::{content::Figures, course_paper, guidance_paper, loading::Loaded, service_paper};
use crate::{
    documents::{CourseReport, GuidanceOverall, Masthead, ServiceReport, outline::Heading},
    figures::{CourseFigures, MonthFigures},
    guidance::GuidanceFigures,
    kit::{
        error::{AppError, Result},
        fragment::Fragment,
        parts::Link,
    },
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

/// `at`: the address below which each figure leads to what it was counted from.
#[derive(Template)]
#[template(path = "reports/course_section.html")]
struct CourseSection<'a> {
    paper: &'a CourseReport,
    figures: &'a CourseFigures,
    code: &'a str,
    at: &'a str,
}

#[derive(Template)]
#[template(path = "reports/service_section.html")]
struct ServiceSection<'a> {
    paper: &'a ServiceReport,
    figures: &'a MonthFigures,
    code: &'a str,
    at: &'a str,
}

#[derive(Template)]
#[template(path = "reports/guidance_section.html")]
struct GuidanceSection<'a> {
    paper: &'a GuidanceOverall,
    figures: &'a GuidanceFigures,
    code: &'a str,
    at: &'a str,
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
        let at = format!("/reports/{}/figures", loaded.report.id);
        let drawn = |heading: Heading| {
            let html = self.section(loaded, heading.code, &at)?;
            Ok(Block { code: heading.code, title: heading.text, html })
        };
        loaded.asked.outline().into_iter().filter(|heading| !heading.code.is_empty()).map(drawn).collect()
    }

    fn section(&self, loaded: &Loaded, code: &str, at: &str) -> Result<Fragment> {
        Ok(match (self, &loaded.content.figures) {
            (Self::Course(paper), Figures::Course(figures)) => {
                Fragment::draw(&CourseSection { paper, figures, code, at })?
            }
            (Self::Month(paper), Figures::Month(figures)) => {
                Fragment::draw(&ServiceSection { paper, figures, code, at })?
            }
            (Self::Guidance(paper), Figures::Guidance(figures)) => {
                let base = format!("/contracts/{}/guidance", loaded.report.contract);
                Fragment::draw(&GuidanceSection { paper, figures, code, at, base: &base })?
            }
            (Self::Course(_) | Self::Month(_) | Self::Guidance(_), _) => {
                return Err(AppError::bug("a paper is drawn from its own figures"));
            }
        })
    }
}

/// Links to the sections of a page that shows them all.
pub fn contents(blocks: &[Block]) -> Vec<Link> {
    blocks.iter().map(|block| Link::new(&block.title, format!("#{}", block.code))).collect()
}
