//! 一覧: a list whose rows are of one kind. Each kind says what is its own; everything else is the same for all.

use std::marker::PhantomData;

use super::{free_code, order::Sequence};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        forms::{Part, field::Field},
        wording,
    },
};

/// The only kind of a list whose rows are all alike.
pub(super) const NEW: &str = "new";
/// Most characters of a name, and of a sentence.
pub(super) const MOST_NAME: usize = 100;
pub(super) const MOST_SENTENCE: usize = 300;

/// What the list is called and where it lies in what holds it.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub path: &'static str,
    pub part: Part,
    pub title: &'static str,
    /// What one row is.
    pub what: &'static str,
    pub intro: &'static str,
}

/// What holds a list: the definition itself, or a row of another list.
pub(super) trait Home: Sized + 'static {
    /// `nth` is the number of the row; the definition is the only one of its kind.
    fn find(definition: &Definition, nth: usize) -> Option<&Self>;
    fn find_mut(definition: &mut Definition, nth: usize) -> Option<&mut Self>;

    /// What stands before the list's own path, `screenings[0].`
    fn path(nth: usize) -> String;

    /// The same as the words of a definition name it, `screenings[condition].`
    fn named(&self) -> String;

    /// What stands before the list's own title, 「体調確認シート」の.
    fn titled(&self) -> String;
}

impl Home for Definition {
    fn find(definition: &Definition, _: usize) -> Option<&Self> {
        Some(definition)
    }

    fn find_mut(definition: &mut Definition, _: usize) -> Option<&mut Self> {
        Some(definition)
    }

    fn path(_: usize) -> String {
        String::new()
    }

    fn named(&self) -> String {
        String::new()
    }

    fn titled(&self) -> String {
        String::new()
    }
}

/// A kind of row.
pub(super) trait Listed: Clone + 'static {
    const ABOUT: About;
    type Home: Home;

    fn rows(home: &Self::Home) -> &Vec<Self>;
    fn rows_mut(home: &mut Self::Home) -> &mut Vec<Self>;

    /// The kinds a new row may have.
    fn kinds(_: &Self::Home) -> Vec<Choice> {
        vec![Choice::new(NEW, Self::ABOUT.what)]
    }

    /// A row of one of those kinds with nothing typed yet.
    fn blank(home: &Self::Home, kind: &str) -> Option<Self>;

    /// The row turned into another kind; `None` when it stays what it is.
    fn turned(&self, _kind: &str) -> Option<Self> {
        None
    }

    /// What the row is called.
    fn name(&self) -> String;

    /// The name of its kind; empty when all rows are alike.
    fn kind(&self) -> &'static str {
        ""
    }

    /// The word that tells it from the other rows of its list; empty when only its place does.
    fn code(&self) -> &str {
        ""
    }

    /// How the words of a definition tell it from the other rows.
    fn named(&self, _at: usize) -> String {
        self.code().to_owned()
    }

    /// What the row means, which the words of a definition say under that name.
    fn lines(&self, definition: &Definition, named: &str) -> Vec<String> {
        wording::about(definition, named)
    }

    fn fields(&self, path: &str, home: &Self::Home) -> Vec<Field>;
    fn filled(&self, path: &str) -> Form;
    fn read(&self, form: &mut Form, path: &str, home: &Self::Home) -> Option<Self>;
}

/// Sentences, each for a line of its own.
pub(super) fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive('。').map(str::to_owned).collect()
}

/// A code that no row of the list has yet.
pub(super) fn new_code<R: Listed>(home: &R::Home, stem: &str) -> String {
    free_code(stem, |code| R::rows(home).iter().any(|row| row.code() == code))
}

/// A list of any kind of row.
pub(super) trait List {
    fn about(&self) -> About;
    /// The list's path in the definition.
    fn path(&self) -> String;
    fn title(&self, definition: &Definition) -> String;
    fn len(&self, definition: &Definition) -> usize;
    fn kinds(&self, definition: &Definition) -> Vec<Choice>;
    /// Puts a new row of that kind at the end.
    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()>;
    /// The kinds the row may be turned into.
    fn other_kinds(&self, definition: &Definition, at: usize) -> Vec<Choice>;
    fn turn(&self, begun: &mut Definition, at: usize, kind: &str) -> Option<()>;
    fn name(&self, definition: &Definition, at: usize) -> Option<String>;
    fn kind(&self, definition: &Definition, at: usize) -> Option<String>;
    /// What the row means.
    fn lines(&self, definition: &Definition, at: usize) -> Option<Vec<String>>;
    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>>;
    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form>;
    /// Puts the typed row in the place of the one that is there.
    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()>;
    /// Changes which rows there are, or their order.
    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()>;
}

/// The list of such rows in the home of that number.
pub(super) struct Of<R>(pub usize, pub PhantomData<R>);

impl<R: Listed> Of<R> {
    fn home<'a>(&self, definition: &'a Definition) -> Option<&'a R::Home> {
        R::Home::find(definition, self.0)
    }

    fn row<'a>(&self, definition: &'a Definition, at: usize) -> Option<&'a R> {
        R::rows(self.home(definition)?).get(at)
    }
}

impl<R: Listed> List for Of<R> {
    fn about(&self) -> About {
        R::ABOUT
    }

    fn path(&self) -> String {
        format!("{}{}", R::Home::path(self.0), R::ABOUT.path)
    }

    fn title(&self, definition: &Definition) -> String {
        let of = self.home(definition).map(Home::titled).unwrap_or_default();
        format!("{of}{}", R::ABOUT.title)
    }

    fn len(&self, definition: &Definition) -> usize {
        self.home(definition).map_or(0, |home| R::rows(home).len())
    }

    fn kinds(&self, definition: &Definition) -> Vec<Choice> {
        self.home(definition).map(R::kinds).unwrap_or_default()
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        let home = R::Home::find_mut(begun, self.0)?;
        if R::kinds(home).iter().all(|offered| offered.code != kind) {
            return None;
        }
        let row = R::blank(home, kind)?;
        R::rows_mut(home).push(row);
        Some(())
    }

    fn other_kinds(&self, definition: &Definition, at: usize) -> Vec<Choice> {
        let Some(row) = self.row(definition, at) else { return Vec::new() };
        let kinds = self.kinds(definition).into_iter();
        kinds.filter(|kind| row.turned(&kind.code).is_some()).collect()
    }

    fn turn(&self, begun: &mut Definition, at: usize, kind: &str) -> Option<()> {
        if self.other_kinds(begun, at).iter().all(|offered| offered.code != kind) {
            return None;
        }
        let row = R::rows_mut(R::Home::find_mut(begun, self.0)?).get_mut(at)?;
        *row = row.turned(kind)?;
        Some(())
    }

    fn name(&self, definition: &Definition, at: usize) -> Option<String> {
        self.row(definition, at).map(Listed::name)
    }

    fn kind(&self, definition: &Definition, at: usize) -> Option<String> {
        self.row(definition, at).map(|row| row.kind().to_owned())
    }

    fn lines(&self, definition: &Definition, at: usize) -> Option<Vec<String>> {
        let (home, row) = (self.home(definition)?, self.row(definition, at)?);
        let named = format!("{}{}[{}]", home.named(), R::ABOUT.path, row.named(at));
        Some(row.lines(definition, &named))
    }

    fn fields(&self, definition: &Definition, at: usize, path: &str) -> Option<Vec<Field>> {
        Some(self.row(definition, at)?.fields(path, self.home(definition)?))
    }

    fn filled(&self, definition: &Definition, at: usize, path: &str) -> Option<Form> {
        self.row(definition, at).map(|row| row.filled(path))
    }

    fn read(&self, form: &mut Form, read: &mut Definition, at: usize, path: &str) -> Option<()> {
        let home = R::Home::find_mut(read, self.0)?;
        let row = R::rows(home).get(at)?.read(form, path, home)?;
        *R::rows_mut(home).get_mut(at)? = row;
        Some(())
    }

    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        change(R::rows_mut(R::Home::find_mut(definition, self.0)?));
        Some(())
    }
}
