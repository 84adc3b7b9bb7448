//! 弁明: what the contractor says to a notice, with a file if it has one.

use super::TEXT;
use crate::{
    filings::{Attachment, attached},
    kit::{form::Form, typed::UploadedFile},
};

pub struct NewStatement {
    pub words: String,
    pub attachment: Option<Attachment>,
}

pub fn read(form: &mut Form, files: Vec<UploadedFile>) -> Option<NewStatement> {
    let words = form.required_lines("words", "弁明の内容", TEXT);
    let attachment = attached(form, files, false);
    let new = NewStatement { words: words?, attachment: attachment? };
    (!form.has_problems()).then_some(new)
}
