//! 一覧: the lists that lie in no other list. Each kind of row says what is its own; everything else is the same for all.

mod add_ons;
mod consents;
mod documents;
mod filings;
mod instruments;
mod reports;
mod staffing;
mod stages;
#[cfg(test)]
mod tests;
mod venue;

use std::marker::PhantomData;

use super::{free_code, order::Sequence};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{
            AddOn, Consent, EndCheck, Filing, Paper, PlannedInstrument, Report, StaffRole, Stage, VenueItem,
        },
        forms::{Part, field::Field},
    },
};

/// The only kind of a list whose rows are all alike.
const NEW: &str = "new";
/// Most characters of a name, and of a sentence.
const MOST_NAME: usize = 100;
const MOST_SENTENCE: usize = 300;

/// What the list is called and where it lies.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub path: &'static str,
    pub part: Part,
    pub title: &'static str,
    /// What one row is.
    pub what: &'static str,
    pub intro: &'static str,
}

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plain {
    Stages,
    Consents,
    Staffing,
    VenueItems,
    EndChecks,
    AddOns,
    Instruments,
    Reports,
    Filings,
    Documents,
}

impl Plain {
    pub(super) const ALL: [Self; 10] = [
        Self::Stages,
        Self::Consents,
        Self::Staffing,
        Self::VenueItems,
        Self::EndChecks,
        Self::AddOns,
        Self::Instruments,
        Self::Reports,
        Self::Filings,
        Self::Documents,
    ];

    pub(super) fn list(self) -> &'static dyn List {
        match self {
            Self::Stages => &Of::<Stage>(PhantomData),
            Self::Consents => &Of::<Consent>(PhantomData),
            Self::Staffing => &Of::<StaffRole>(PhantomData),
            Self::VenueItems => &Of::<VenueItem>(PhantomData),
            Self::EndChecks => &Of::<EndCheck>(PhantomData),
            Self::AddOns => &Of::<AddOn>(PhantomData),
            Self::Instruments => &Of::<PlannedInstrument>(PhantomData),
            Self::Reports => &Of::<Report>(PhantomData),
            Self::Filings => &Of::<Filing>(PhantomData),
            Self::Documents => &Of::<Paper>(PhantomData),
        }
    }
}

/// A kind of row.
trait Listed: Clone + 'static {
    const ABOUT: About;

    fn rows(definition: &Definition) -> &Vec<Self>;
    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self>;

    /// The kinds a new row may have.
    fn kinds(_: &Definition) -> Vec<Choice> {
        vec![Choice::new(NEW, Self::ABOUT.what)]
    }

    /// A row of one of those kinds with nothing typed yet.
    fn blank(definition: &Definition, kind: &str) -> Option<Self>;

    /// What the row is called.
    fn name(&self) -> &str;

    /// The name of its kind; empty when all rows are alike.
    fn kind(&self) -> &'static str {
        ""
    }

    /// The word that tells it from the other rows of its list.
    fn code(&self) -> &str;

    fn fields(&self, path: &str, definition: &Definition) -> Vec<Field>;
    fn filled(&self, path: &str) -> Form;
    fn read(&self, form: &mut Form, path: &str, definition: &Definition) -> Option<Self>;
}

/// A code that no row of the list has yet.
fn new_code<R: Listed>(definition: &Definition, stem: &str) -> String {
    free_code(stem, |code| R::rows(definition).iter().any(|row| row.code() == code))
}

/// A list of any kind of row.
pub(super) trait List {
    fn about(&self) -> About;
    fn len(&self, definition: &Definition) -> usize;
    fn kinds(&self, definition: &Definition) -> Vec<Choice>;
    /// Puts a new row of that kind at the end.
    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()>;
    fn name(&self, definition: &Definition, at: usize) -> Option<String>;
    fn kind(&self, definition: &Definition, at: usize) -> Option<String>;
    /// How the words of a definition name the row, `filings[plan]`.
    fn named(&self, definition: &Definition, at: usize) -> Option<String>;
    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>>;
    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form>;
    /// Puts the typed row in the place of the one that is there.
    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()>;
    fn sequence<'a>(&self, definition: &'a mut Definition) -> &'a mut dyn Sequence;
}

struct Of<R>(PhantomData<R>);

impl<R: Listed> List for Of<R> {
    fn about(&self) -> About {
        R::ABOUT
    }

    fn len(&self, definition: &Definition) -> usize {
        R::rows(definition).len()
    }

    fn kinds(&self, definition: &Definition) -> Vec<Choice> {
        R::kinds(definition)
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        if R::kinds(begun).iter().all(|offered| offered.code != kind) {
            return None;
        }
        let row = R::blank(begun, kind)?;
        R::rows_mut(begun).push(row);
        Some(())
    }

    fn name(&self, definition: &Definition, at: usize) -> Option<String> {
        R::rows(definition).get(at).map(|row| row.name().to_owned())
    }

    fn kind(&self, definition: &Definition, at: usize) -> Option<String> {
        R::rows(definition).get(at).map(|row| row.kind().to_owned())
    }

    fn named(&self, definition: &Definition, at: usize) -> Option<String> {
        R::rows(definition).get(at).map(|row| format!("{}[{}]", R::ABOUT.path, row.code()))
    }

    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>> {
        R::rows(definition).get(at).map(|row| row.fields(path, definition))
    }

    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form> {
        R::rows(definition).get(at).map(|row| row.filled(path))
    }

    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()> {
        let row = R::rows(read).get(at)?.read(form, path, read)?;
        *R::rows_mut(read).get_mut(at)? = row;
        Some(())
    }

    fn sequence<'a>(&self, definition: &'a mut Definition) -> &'a mut dyn Sequence {
        R::rows_mut(definition)
    }
}
