//! The frame around every page: whose ward, who is working, where one can go.
//!
//! No view carries these fields. [`render`] hands them to the template as the runtime value
//! `chrome`, which `templates/layout.html` and the `csrf` macro read.

use askama::Template;

use super::parts::{Link, Tone};

/// The frame of one response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chrome {
    /// The ward whose data is on the page, always shown. Example: 「見本区」.
    pub ward_name: String,
    /// The organisation of the person: department, contractor, centre. Empty before login.
    pub organisation: String,
    /// The name of the person at work. Empty before login.
    pub person: String,
    /// What the person is here, in Japanese. Example: 「区の担当者」.
    pub role_label: String,
    /// The main menu; the entry of the current page has `current` set.
    pub nav: Vec<Link>,
    /// What just happened, shown once, at most one to a page.
    pub notice: Option<Notice>,
    /// Whether to print the person, the menu and the log-out button.
    pub signed_in: bool,
    /// Whether the device is a tablet of a class: larger text and targets.
    pub tablet: bool,
    /// The token that every form of the page must carry.
    pub csrf: String,
}

/// One sentence above the page's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

impl Chrome {
    /// The frame of a page for somebody who has not logged in.
    #[must_use]
    pub fn signed_out(ward_name: &str, csrf: &str) -> Self {
        Self { ward_name: ward_name.to_owned(), csrf: csrf.to_owned(), ..Self::default() }
    }
}

/// Renders a page inside its frame.
///
/// # Errors
/// Whatever the template's own expressions report; a missing frame cannot happen here.
pub fn render<T: Template>(view: &T, chrome: &Chrome) -> askama::Result<String> {
    let chrome: &dyn std::any::Any = chrome;
    view.render_with_values(&("chrome", chrome))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(
        ext = "html",
        source = "{% extends \"layout.html\" %}{% import \"components/form.html\" as f %}\
                  {% block title %}試し{% endblock %}{% block main %}{{ f::csrf() }}{% endblock %}"
    )]
    struct Trial;

    #[test]
    fn a_page_shows_the_ward_and_carries_the_token() {
        let html = render(&Trial, &Chrome::signed_out("見本<区>", "token-1")).unwrap();
        assert!(html.contains("見本&#60;区&#62;"), "{html}");
        assert!(html.contains(r#"<input type="hidden" name="csrf" value="token-1">"#), "{html}");
        assert!(!html.contains("ログアウト"), "{html}");
    }

    #[test]
    fn a_person_at_work_can_log_out_and_sees_where_they_are() {
        let chrome = Chrome {
            ward_name: "見本区".into(),
            person: "見本 花子".into(),
            signed_in: true,
            nav: vec![Link::new("教室", "/courses").current(), Link::new("参加者", "/participants")],
            ..Chrome::default()
        };
        let html = render(&Trial, &chrome).unwrap();
        assert!(html.contains("ログアウト") && html.contains("見本 花子"), "{html}");
        assert_eq!(html.matches(r#"aria-current="page""#).count(), 1, "{html}");
    }

    #[test]
    fn a_page_without_its_frame_is_refused() {
        assert!(Trial.render().is_err());
    }
}
