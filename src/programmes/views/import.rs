//! 取込み.

use askama::Template;

use crate::kit::form::Form;

#[derive(Template)]
#[template(path = "programmes/import.html")]
pub struct Import {
    pub form: Form,
}
