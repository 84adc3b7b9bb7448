//! What the pages of assessments print: the sheet to fill in, the course's matrix, one person's results.

mod entry;
mod matrix;
mod results;

pub use entry::EntryView;
pub use matrix::MatrixView;
pub use results::{PersonView, Reader, results_of};
