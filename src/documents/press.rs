//! The typst world of one document: a template, the shared `paper.typ` and `tables.typ`, the data and its photos, all
//! in memory.
//!
//! There is no file system, no package registry, no clock and no network in this world, so not even a template that
//! tried to read something else could.

use std::sync::LazyLock;

use time::OffsetDateTime;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::visualize::{ExchangeFormat, RasterImage};
use typst::{Feature, Features, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::fonts;
use super::glyphs;
use super::paper::{Paper, Picture};
use super::pdf::PdfProblem;

const BASE: &str = include_str!("../../templates/documents/paper.typ");
const TABLES: &str = include_str!("../../templates/documents/tables.typ");

/// The standard library, with row headers of tables (`pdf.header-cell`) switched on.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features: Features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// A document ready for the press: template name and source, data as JSON text, and its date.
pub struct Job {
    pub name: &'static str,
    pub template: &'static str,
    pub data: String,
    pub pictures: Vec<Shown>,
    pub printed_at: OffsetDateTime,
}

/// A photo the typesetter can read, under its name.
pub struct Shown {
    name: String,
    bytes: Bytes,
}

impl Shown {
    /// `None` for what is no image it can read. Whoever attaches a photo decides what is in it.
    fn new(picture: Picture) -> Option<Self> {
        let bytes = Bytes::new(picture.bytes);
        let format = ExchangeFormat::detect(&bytes)?;
        RasterImage::plain(bytes.clone(), format).ok()?;
        Some(Self { name: picture.name, bytes })
    }
}

struct JobWorld<'a> {
    job: &'a Job,
    main: FileId,
    /// The names of the photos, as JSON text.
    shown: String,
}

impl Job {
    /// Everything typst will see of the paper, with unprintable characters replaced.
    pub fn new<P: Paper>(paper: &P) -> Result<Self, PdfProblem> {
        let refused =
            |error: serde_json::Error| PdfProblem::Template { template: P::NAME, detail: error.to_string() };
        let mut data = serde_json::to_value(paper).map_err(refused)?;
        glyphs::cover(&mut data, &|c| fonts().has(c));
        let data = serde_json::to_string(&data).map_err(refused)?;
        let pictures = paper.pictures().into_iter().filter_map(Shown::new).collect();
        let printed_at = paper.masthead().printed_at;
        Ok(Self { name: P::NAME, template: P::TEMPLATE, data, pictures, printed_at })
    }

    /// Sets and exports the document as PDF/A-2a and PDF/UA-1 at once, then forgets everything remembered of it.
    pub fn print(&self) -> Result<Vec<u8>, PdfProblem> {
        let made = self.set().and_then(|document| self.export(&document));
        typst::comemo::evict(0);
        made
    }

    /// The pages.
    pub fn set(&self) -> Result<PagedDocument, PdfProblem> {
        let main = VirtualPath::new(self.name)
            .map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
            .map_err(|error| self.refused(error.to_string()))?;
        let names: Vec<&str> = self.pictures.iter().map(|one| one.name.as_str()).collect();
        let shown = serde_json::to_string(&names).map_err(|error| self.refused(error.to_string()))?;
        typst::compile(&JobWorld { job: self, main, shown })
            .output
            .map_err(|found| self.refused(words(&found)))
    }

    fn export(&self, document: &PagedDocument) -> Result<Vec<u8>, PdfProblem> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| self.refused(error.message().to_string()))?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("Kayoi".into())),
            timestamp: timestamp(self.printed_at),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|found| self.refused(words(&found)))
    }

    fn refused(&self, detail: String) -> PdfProblem {
        PdfProblem::Template { template: self.name, detail }
    }
}

fn timestamp(at: OffsetDateTime) -> Option<Timestamp> {
    let month = at.month().into();
    Datetime::from_ymd_hms(at.year(), month, at.day(), at.hour(), at.minute(), at.second())
        .and_then(|datetime| Timestamp::new_local(datetime, i32::from(at.offset().whole_minutes())))
}

fn words(found: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    messages.join("; ")
}

impl JobWorld<'_> {
    /// The text behind a virtual path.
    fn text(&self, id: FileId) -> FileResult<&str> {
        let path = id.vpath().get_without_slash();
        match (id.root(), path) {
            (VirtualRoot::Project, "paper.typ") => Ok(BASE),
            (VirtualRoot::Project, "tables.typ") => Ok(TABLES),
            (VirtualRoot::Project, "data.json") => Ok(&self.job.data),
            (VirtualRoot::Project, "pictures.json") => Ok(&self.shown),
            (VirtualRoot::Project, name) if name == self.job.name => Ok(self.job.template),
            (VirtualRoot::Project | VirtualRoot::Package(_), _) => Err(FileError::NotFound(path.into())),
        }
    }
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, self.text(id)?.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        let of_project = matches!(id.root(), VirtualRoot::Project);
        if let Some(picture) = self.job.pictures.iter().find(|one| of_project && one.name == path) {
            return Ok(picture.bytes.clone());
        }
        Ok(Bytes::from_string(self.text(id)?.to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().list.get(index).cloned()
    }

    /// A paper's date is in its data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
