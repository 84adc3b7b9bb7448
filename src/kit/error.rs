//! What can go wrong on the way to an answer, and the page each case gets.

use axum::response::{IntoResponse, Redirect, Response};

use super::{answer::Answer, denials::Denial, error_page};

/// Every page function returns this.
pub type Result<T = Answer> = std::result::Result<T, AppError>;

/// What a list shows in place of words that were erased.
pub const ERASED: &str = "（消去ずみ）";

/// `None` for what was erased: a list goes on without its words, where the page of that one thing answers 410.
pub fn unless_erased<T>(opened: Result<T>) -> Result<Option<T>> {
    match opened {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Erased) => Ok(None),
        Err(other) => Err(other),
    }
}

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No such row for this person: missing, of another ward, or outside what they may see. All look the same.
    #[error("not found")]
    NotFound,
    /// The same of an attempt that stands in the audit stream already.
    #[error("missing")]
    Missing,
    /// The role or the missing designation does not allow it; the sentence says which.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The form came from no page of this login.
    #[error("outdated form: {0}")]
    OutdatedForm(&'static str),
    #[error("login required")]
    LoginRequired,
    /// Somebody else changed the row in between.
    #[error("stale: {0}")]
    Stale(String),
    /// A rule said no; the sentence is for the person.
    #[error("refused: {0}")]
    Refused(String),
    /// The same of an attempt that stands in the audit stream already.
    #[error("declined: {0}")]
    Declined(String),
    /// The ward destroyed the key after the retention period: the rows are there, their words are not.
    #[error("erased")]
    Erased,
    #[error("too large")]
    TooLarge,
    #[error("too many requests")]
    TooMany,
    /// The database is away or the pool is empty.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// To another page first: choosing a contract, changing an issued password.
    #[error("detour to {0}")]
    Detour(&'static str),
    /// Anything unexpected. Logged once, never shown.
    #[error("{0}")]
    Bug(String),
}

impl AppError {
    pub fn bug(cause: impl std::fmt::Display) -> Self {
        Self::Bug(cause.to_string())
    }

    /// What a stored word means. One that nobody knows is a fault of the program: a state that was guessed would be a lie.
    ///
    /// # Errors
    /// [`AppError::Bug`] for a word that `read` doesn't know.
    pub fn known<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        read(word)
            .ok_or_else(|| Self::bug(format!("unknown word {word:?} for {}", std::any::type_name::<T>())))
    }

    pub fn refused(sentence: impl std::fmt::Display) -> Self {
        Self::Refused(sentence.to_string())
    }

    /// The text for a row that somebody else changed first.
    pub fn stale() -> Self {
        Self::Stale(
            "ほかの人が先にこの内容を変更しました。最新の内容を確認してから、もう一度入力してください。"
                .into(),
        )
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::RowNotFound) {
            Self::NotFound
        } else if is_away(&error) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Bug(error.to_string())
        }
    }
}

/// The server is stopping, starting, full or not there: worth another try in a moment.
fn is_away(error: &sqlx::Error) -> bool {
    let stopping = |code: &str| matches!(code, "57P01" | "57P02" | "57P03" | "53300");
    matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_))
        || error.as_database_error().and_then(|e| e.code()).is_some_and(|code| stopping(&code))
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::bug(error)
    }
}

impl From<crate::sealing::SealProblem> for AppError {
    fn from(error: crate::sealing::SealProblem) -> Self {
        if matches!(error, crate::sealing::SealProblem::Destroyed) { Self::Erased } else { Self::bug(error) }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match self {
            Self::LoginRequired => Redirect::to("/login").into_response(),
            Self::Detour(to) => Redirect::to(to).into_response(),
            Self::NotFound => denied(error_page::bare(404, ""), Denial::Missing),
            Self::Missing => error_page::bare(404, ""),
            Self::Forbidden(sentence) => error_page::bare(403, &sentence),
            Self::OutdatedForm(sentence) => denied(error_page::bare(403, sentence), Denial::Form),
            Self::Stale(sentence) => denied(error_page::bare(409, &sentence), Denial::Stale),
            Self::Refused(sentence) => denied(error_page::bare(422, &sentence), Denial::Refused),
            Self::Declined(sentence) => error_page::bare(422, &sentence),
            Self::Erased => error_page::bare(410, ""),
            Self::TooLarge => error_page::bare(413, ""),
            Self::TooMany => error_page::bare(429, ""),
            Self::Unavailable(cause) => {
                tracing::warn!(%cause, "database unavailable");
                error_page::bare(503, "")
            }
            Self::Bug(cause) => {
                tracing::error!(%cause, "unexpected");
                error_page::bare(500, "")
            }
        }
    }
}

/// Marked for the audit stream.
fn denied(mut response: Response, denial: Denial) -> Response {
    response.extensions_mut().insert(denial);
    response
}

/// Passes when `error` is the violation of the named constraint, for which the page has words; gives any other error back.
pub fn expect_violation(error: sqlx::Error, constraint: &str) -> Result<()> {
    let it_is = error.as_database_error().is_some_and(|e| e.constraint() == Some(constraint));
    if it_is { Ok(()) } else { Err(error.into()) }
}
