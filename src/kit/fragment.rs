//! A piece of a page that one template draws and another prints as it stands.

use std::fmt;

use askama::{Template, filters::HtmlSafe};

/// HTML whose texts are escaped. Only a template can make one, so a page prints it without `|safe`.
pub struct Fragment(String);

impl Fragment {
    pub fn draw(template: &impl Template) -> askama::Result<Self> {
        template.render().map(Self)
    }
}

impl fmt::Display for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Fragment {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(source = "<p>{{ name }}</p>", ext = "html")]
    struct Inner {
        name: &'static str,
    }

    #[derive(Template)]
    #[template(source = "<div>{{ inner }}{{ text }}</div>", ext = "html")]
    struct Outer {
        inner: Fragment,
        text: &'static str,
    }

    #[test]
    fn a_fragment_is_escaped_once_and_plain_text_still_is() {
        let inner = Fragment::draw(&Inner { name: "<b>" }).unwrap();
        let page = Outer { inner, text: "<i>" }.render().unwrap();
        assert_eq!(page, "<div><p>&#60;b&#62;</p>&#60;i&#62;</div>");
    }
}
