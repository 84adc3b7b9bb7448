//! 土台: what every feature builds on. Knows no word of the field.

mod actor;
pub mod answer;
pub mod aside;
pub mod assets;
pub mod chrome;
pub mod clock;
pub mod cookie;
pub mod ctx;
pub mod db;
pub mod denials;
pub mod error;
pub mod error_page;
pub mod form;
mod form_date;
mod form_version;
mod form_yen;
pub mod fragment;
pub mod gallery;
pub mod guest;
pub mod handing_out;
pub mod ids;
pub mod navigation;
pub mod parts;
pub mod permission;
mod refusal;
pub mod routing;
pub mod server;
pub mod shield;
pub mod typed;

/// The number of a request, made by `shield` and printed on error pages, in the log and in the audit stream.
#[derive(Clone)]
pub struct RequestId(pub String);

pub(crate) fn request_id(parts: &axum::http::request::Parts) -> String {
    parts.extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.clone())
}
