//! Figures for pages and papers: a conclusion in words, an SVG drawing, and the same data as a table.
//!
//! The drawing uses presentation attributes and classes only, so it passes a strict content policy,
//! prints in grayscale (lines differ by marker and dash) and embeds in a PDF.

use super::reading::Reading;

mod axis;
mod days;
mod sessions;
mod slope;
mod svg;

pub use days::{DayChart, Limit};
pub use sessions::{SessionChart, Shape};
pub use slope::{SlopeChart, SlopeLine};

/// Group figures of fewer people are shown as a table only.
pub const SMALLEST_GROUP: usize = 5;

/// The most lines that can be told apart.
pub const MOST_LINES: usize = 4;

/// One figure, shared by the page and the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The conclusion in words.
    pub caption_sentence: String,
    /// The drawing; `None` when the group is too small to be drawn.
    pub svg: Option<String>,
    pub table: Table,
}

/// The data of a figure; the first cell of a row is its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Shows readings with their unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale<'a> {
    pub unit: &'a str,
    pub decimals: u8,
}

impl Scale<'_> {
    fn number(&self, reading: Reading) -> String {
        reading.show(self.decimals)
    }

    fn full(&self, reading: Reading) -> String {
        format!("{}{}", self.number(reading), self.unit)
    }
}

#[cfg(test)]
mod tests;
