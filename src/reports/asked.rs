//! One report among those a programme asks for.

use crate::{
    documents::outline::{Heading, outline},
    kit::error::{AppError, Result},
    programmes::{
        Definition, Section,
        definition::{Cadence, Guidance, Report as Planned},
    },
};

#[derive(Clone, Copy)]
pub struct Asked {
    pub programme: &'static Definition,
    pub report: &'static Planned,
}

impl Asked {
    /// # Errors
    /// A bug: a version never changes, so what was begun under a code is found by it.
    pub fn by_code(programme: &'static Definition, code: &str) -> Result<Self> {
        let report = programme.reports.iter().find(|report| report.code == code);
        let report = report.ok_or_else(|| AppError::bug("the programme has no report of this code"))?;
        Ok(Self { programme, report })
    }

    /// All reports of a programme.
    pub fn all(programme: &'static Definition) -> impl Iterator<Item = Self> {
        programme.reports.iter().map(move |report| Self { programme, report })
    }

    /// # Errors
    /// A bug: only a guidance's report counts targets.
    pub fn guidance(self) -> Result<&'static Guidance> {
        self.programme.guidance.as_ref().ok_or_else(|| AppError::bug("the programme is no guidance"))
    }

    pub fn title(self) -> &'static str {
        &self.report.title
    }

    pub fn cadence(self) -> Cadence {
        self.report.cadence
    }

    pub fn sections(self) -> &'static [Section] {
        &self.report.sections
    }

    /// Its chapters, numbered as page and paper print them.
    pub fn outline(self) -> Vec<Heading> {
        outline(self.sections())
    }
}
