//! The pages of the papers.

pub mod basis;
pub mod deciding;
pub mod reading;
pub mod submitting;
pub mod writing;

use super::loading::Loaded;
use crate::audit::Event;

fn refused(paper: &Loaded) -> Event {
    Event::new("council.refused").about(paper.row.id.0).under(paper.contract.id)
}
