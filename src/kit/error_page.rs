//! Pages for what went wrong: what happened, whether the typed text was kept, what to do next.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// Which page to show. Each has its own template in `templates/errors/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 403: the person's role does not allow it.
    Forbidden,
    /// 404: there is no such page, or not for this person.
    NotFound,
    /// 409: somebody else changed the same record first.
    Conflict,
    /// 410: erased after the retention period.
    Erased,
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

/// The rule's own sentence, carried from [`super::error::AppError`] to the layer that knows the request.
#[derive(Clone, Debug)]
pub(super) struct Sentence(pub String);

/// A refusal without its page yet; `shield` dresses it.
pub(super) fn bare(status: u16, sentence: &str) -> Response {
    let mut response =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    response.extensions_mut().insert(Sentence(sentence.to_owned()));
    response
}

/// The way on from an error page, named by where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    pub href: String,
    pub label: &'static str,
}

impl Back {
    /// To the page the person came from.
    pub fn to(href: &str) -> Self {
        Self { href: href.to_owned(), label: "前の画面に戻る" }
    }

    /// Where nothing is known of a page before.
    pub fn home() -> Self {
        Self { href: "/".to_owned(), label: "ホームへ" }
    }
}

/// What every error page prints.
struct Details<'a> {
    /// What the rule that refused says; may be empty.
    sentence: &'a str,
    /// The number that lets an operator find the record of this request.
    request_id: &'a str,
    back: &'a Back,
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
    Erased "errors/410.html",
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
    pub fn render(self, sentence: &str, request_id: &str, back: &Back) -> askama::Result<String> {
        let details = &Details { sentence, request_id, back };
        match self {
            Self::Forbidden => Forbidden { details }.render(),
            Self::NotFound => NotFound { details }.render(),
            Self::Conflict => Conflict { details }.render(),
            Self::Erased => Erased { details }.render(),
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
            410 => Self::Erased,
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
        for status in [403, 404, 409, 410, 413, 422, 429, 500, 503] {
            let html = Fault::of(status).render("規則の文です。", "0190-<x>", &Back::to("/courses")).unwrap();
            for words in
                ["規則の文です。", "何が起きましたか", "入力した内容", "次にすること", "0190-&#60;x&#62;"]
            {
                assert!(html.contains(words), "{status} lacks {words}: {html}");
            }
            assert!(html.contains(r#"href="/courses">前の画面に戻る"#), "{status}");
            assert!(!html.contains(&status.to_string()), "{status} speaks to machines");
        }
    }

    #[test]
    fn a_status_without_its_own_page_still_has_one() {
        assert_eq!(Fault::of(415), Fault::Unreadable);
        assert_eq!(Fault::of(504), Fault::Broken);
    }
}
