//! Pages for what went wrong: what happened, whether the typed text was kept, what to do next.

use askama::Template;

/// Which page to show. Each has its own template in `templates/errors/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 403: the person's role does not allow it.
    Forbidden,
    /// 404: there is no such page, or not for this person.
    NotFound,
    /// 409: somebody else changed the same record first.
    Conflict,
    /// 413: the file or the text is too large.
    TooLarge,
    /// 422: the request does not read as one of our forms.
    Unreadable,
    /// 429: too many tries in a short time.
    TooMany,
    /// 500: our fault.
    Broken,
    /// 503: closed for maintenance or overloaded.
    Closed,
}

/// What every error page prints.
struct Details<'a> {
    /// The number that lets an operator find the record of this request.
    request_id: &'a str,
    /// The way back.
    back_href: &'a str,
}

macro_rules! pages {
    ($($name:ident $path:literal),* $(,)?) => {
        $(
            #[derive(Template)]
            #[template(path = $path)]
            struct $name<'a> {
                details: &'a Details<'a>,
            }
        )*
    };
}

pages! {
    Forbidden "errors/403.html",
    NotFound "errors/404.html",
    Conflict "errors/409.html",
    TooLarge "errors/413.html",
    Unreadable "errors/422.html",
    TooMany "errors/429.html",
    Broken "errors/500.html",
    Closed "errors/503.html",
}

impl Fault {
    /// The page of this fault. It needs no database, no login and no `Chrome`.
    ///
    /// # Errors
    /// Only when the memory for the page cannot be written to.
    pub fn render(self, request_id: &str, back_href: &str) -> askama::Result<String> {
        let details = &Details { request_id, back_href };
        match self {
            Self::Forbidden => Forbidden { details }.render(),
            Self::NotFound => NotFound { details }.render(),
            Self::Conflict => Conflict { details }.render(),
            Self::TooLarge => TooLarge { details }.render(),
            Self::Unreadable => Unreadable { details }.render(),
            Self::TooMany => TooMany { details }.render(),
            Self::Broken => Broken { details }.render(),
            Self::Closed => Closed { details }.render(),
        }
    }

    /// The fault of an HTTP status; what has no page of its own is shown as [`Fault::Broken`]
    /// (5xx) or [`Fault::Unreadable`] (4xx).
    #[must_use]
    pub fn of(status: u16) -> Self {
        match status {
            401 | 403 => Self::Forbidden,
            404 | 405 => Self::NotFound,
            409 => Self::Conflict,
            413 => Self::TooLarge,
            429 => Self::TooMany,
            503 => Self::Closed,
            400..=499 => Self::Unreadable,
            _ => Self::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_answers_the_three_questions() {
        for status in [403, 404, 409, 413, 422, 429, 500, 503] {
            let html = Fault::of(status).render("0190-<x>", "/courses").unwrap();
            for words in ["何が起きましたか", "入力した内容", "次にすること", "0190-&#60;x&#62;"]
            {
                assert!(html.contains(words), "{status} lacks {words}: {html}");
            }
            assert!(html.contains(r#"href="/courses""#), "{status}");
            assert!(!html.contains(&status.to_string()), "{status} speaks to machines");
        }
    }

    #[test]
    fn a_status_without_its_own_page_still_has_one() {
        assert_eq!(Fault::of(415), Fault::Unreadable);
        assert_eq!(Fault::of(504), Fault::Broken);
    }
}
