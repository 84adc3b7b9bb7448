//! 取込み.

use askama::Template;

use crate::kit::{form::Form, parts::Link};

#[derive(Template)]
#[template(path = "programmes/import.html")]
pub struct Import {
    pub form: Form,
    /// The programme that stands in the way, when one does.
    pub open: Option<Link>,
}
