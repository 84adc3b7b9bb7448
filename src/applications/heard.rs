//! 聞き取りの結果 as typed: by the ward or the contractor beside the application, or by the centre in its answer.

use time::Date;

use super::{forms::past, sheet::Heard};
use crate::kit::form::{Choice, Form};

/// Longest name of who asked, in characters.
const NAME: usize = 60;
/// Longest words of a hearing, in characters.
const WORDS: usize = 1_000;

/// The fields of one hearing.
pub struct HearingFields {
    pub result: String,
    pub on: String,
    pub by: String,
    pub words: String,
}

impl HearingFields {
    /// `of`: a screening sheet, or who hears.
    pub fn of(of: &str) -> Self {
        let name = |part: &str| format!("hearing.{of}.{part}");
        Self { result: name("result"), on: name("on"), by: name("by"), words: name("words") }
    }

    /// `None`: the problems are on the form.
    pub fn read(&self, form: &mut Form, today: Date) -> Option<Heard> {
        let result = form.choice(&self.result, "聞き取りの結果", &["fit", "doctor"]);
        let on = past(form, &self.on, "聞き取りの日", today);
        let by = form.required(&self.by, "聞き取った人", NAME);
        let words = form.required_lines(&self.words, "聞き取った内容", WORDS);
        Some(Heard { on: on?, by: by?, fit: result? == "fit", words: words? })
    }

    /// A form with what was heard.
    pub fn fill(&self, form: Form, heard: &Heard) -> Form {
        form.with(&self.result, if heard.fit { "fit" } else { "doctor" })
            .with(&self.on, crate::vocab::dates::wareki(heard.on))
            .with(&self.by, heard.by.clone())
            .with(&self.words, heard.words.clone())
    }

    pub fn results() -> Vec<Choice> {
        vec![Choice::new("fit", Heard::label(true)), Choice::new("doctor", Heard::label(false))]
    }
}
