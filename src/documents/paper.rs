//! What every paper has: a template and a masthead.

use serde::Serialize;
use time::OffsetDateTime;

/// A view struct that one typst template prints.
///
/// Every text a person typed reaches the template as JSON data, never as markup, so `#`, `*`, `$` and `<` are plain
/// characters on paper.
pub trait Paper: Serialize + Send {
    /// The template's file name, for messages (`participant_roster.typ`).
    const NAME: &'static str;
    /// The template's source.
    const TEMPLATE: &'static str;

    fn masthead(&self) -> &Masthead;

    /// Photos the paper shows. The template finds each under its name, if it is listed in `pictures.json`: one that can't be
    /// read as an image is left out.
    fn pictures(&self) -> Vec<Picture> {
        Vec::new()
    }

    /// Table rows the paper will lay out; [`super::pdf::MAX_ROWS`] bounds them, since a row costs 100 to 180 KB of memory.
    fn rows(&self) -> usize;
}

/// A photo, as JPEG or PNG.
#[derive(Clone, Debug)]
pub struct Picture {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What stands in the margins of each page and in the document's properties.
#[derive(Clone, Debug, Serialize)]
pub struct Masthead {
    /// 様式名, printed at the top left of every page.
    pub form: String,
    /// The document's title, printed large on the first page and shown by PDF readers.
    pub title: String,
    /// A line under the title: the course, the month, the centre.
    pub subtitle: Option<String>,
    /// The ward whose paper this is.
    pub ward: String,
    /// 作成日時 as printed, such as 「令和6年10月1日 14:05」.
    pub printed: String,
    /// The same moment for the document's properties.
    #[serde(skip)]
    pub printed_at: OffsetDateTime,
    /// How to handle the paper, at the foot of every page, such as 「個人情報を含みます。」.
    pub handling: Option<String>,
    /// 出力番号 that finds this printing in the audit record.
    pub reference: Option<String>,
    /// Boxes for stamps (決裁欄) at the top right of the first page; empty by default.
    pub stamps: Vec<String>,
}

impl Masthead {
    /// An invented ward's masthead for samples.
    pub(super) fn sample(form: &str, title: &str, subtitle: &str) -> Self {
        Self {
            form: form.into(),
            title: title.into(),
            subtitle: Some(subtitle.into()),
            ward: "みどり区".into(),
            printed: "令和6年10月1日 14:05".into(),
            printed_at: time::macros::datetime!(2024-10-01 14:05 +9),
            handling: Some("個人情報を含みます。委託業務の目的以外に使わないでください。".into()),
            reference: Some("M-2024-001873".into()),
            stamps: Vec::new(),
        }
    }
}
