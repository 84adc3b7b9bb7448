//! 出力: a paper or a table as it is handed out. An [`Issue`] carries the 出力番号 that stands on the paper, in its event and in
//! the 受渡し管理簿, so that none of the three can be forgotten. Still put together by hand: the report and the 参加者名簿 (`reports/papers.rs`: three
//! kinds of paper, and one that a page shows too), the list of the register (`participants/export.rs`: it goes by the number of its
//! event) and the papers of a 連絡シート (`liaison/papers.rs`: they carry the number of the sheet).

use super::{Masthead, Paper, PdfProblem, Provenance, Table, csv, render, sheet};
use crate::{
    audit::Event,
    kit::{
        answer::File,
        ctx::Ctx,
        error::{AppError, Result},
        form::Choice,
        handing_out::Whom,
        permission::Permission,
    },
    vocab::dates::{in_japan, jst_stamp},
};

const HANDLING: &str = "個人情報を含みます。委託業務の目的以外に使わないでください。";

/// How a table leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
    /// For desks with an old Excel.
    CsvCp932,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::CsvCp932];

    /// The word in addresses and in the audit record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::CsvCp932 => "csv-cp932",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel（xlsx）",
            Self::Csv => "CSV（UTF-8）",
            Self::CsvCp932 => "CSV（Shift_JIS。古いExcel用）",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|format| Choice::new(format.code(), format.label())).to_vec()
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv | Self::CsvCp932 => "csv",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::CsvCp932 => "text/csv; charset=windows-31j",
        }
    }

    /// The table in this format.
    ///
    /// # Errors
    /// [`AppError::Refused`] with the sentence of the writer: too large, or characters that CP932 lacks.
    pub fn write(self, table: &Table) -> Result<Vec<u8>> {
        match self {
            Self::Xlsx => sheet::xlsx(table).map_err(AppError::refused),
            Self::Csv => csv::write(table, csv::Encoding::Utf8).map_err(AppError::refused),
            Self::CsvCp932 => csv::write(table, csv::Encoding::Cp932).map_err(AppError::refused),
        }
    }
}

/// A paper or table on its way out.
pub struct Issue {
    title: String,
    subject: String,
    /// What its file is named after, where that isn't its subject.
    filed_as: Option<String>,
    reference: String,
    whom: Whom,
    handling: Option<&'static str>,
}

impl Issue {
    /// `whom`: whom it names; `title`: what it is, such as 「受渡し管理簿」; `subject`: of what, such as the course. The last two
    /// name its file.
    pub fn new<P: Permission, M>(
        cx: &Ctx<P, M>,
        whom: Whom,
        title: impl Into<String>,
        subject: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            subject: subject.into(),
            filed_as: None,
            reference: reference(cx),
            whom,
            handling: Some(HANDLING),
        }
    }

    /// Without the warning at the foot: it names nobody.
    #[must_use]
    pub fn without_handling(mut self) -> Self {
        self.handling = None;
        self
    }

    /// Its file is named after its title and this.
    #[must_use]
    pub fn filed_as(mut self, name: impl Into<String>) -> Self {
        self.filed_as = Some(name.into());
        self
    }

    /// What stands on every page.
    pub fn masthead<P: Permission, M>(&self, cx: &Ctx<P, M>) -> Masthead {
        let head = masthead(cx, &self.title, &self.title, self.subject.clone(), Some(self.reference.clone()));
        Masthead { handling: self.handling.map(str::to_owned), ..head }
    }

    /// Hands the paper out; the event gets the 出力番号.
    pub async fn pdf<P: Permission, M, T: Paper>(self, cx: Ctx<P, M>, event: Event, paper: T) -> Result {
        let bytes = render(paper).await.map_err(refused)?;
        let name = self.file_name("pdf");
        let event = event.with("as", "pdf").with("reference", self.reference);
        let file = File { name, content_type: "application/pdf", bytes, inline: true };
        cx.hand_out(event, self.whom, file).await
    }

    /// Hands the table out with who took it and what for; the event gets format, rows and 出力番号.
    pub async fn table<P: Permission, M>(
        self,
        cx: Ctx<P, M>,
        event: Event,
        mut table: Table,
        (format, purpose): (Format, &str),
    ) -> Result {
        table.provenance = Some(Provenance {
            reference: self.reference.clone(),
            purpose: purpose.to_owned(),
            taken_by: format!("{}　{}", cx.actor().organisation, cx.actor().person),
            taken_at: jst_stamp(cx.now()),
        });
        let bytes = format.write(&table)?;
        let name = self.file_name(format.ending());
        let event = event.with("as", format.code()).with("rows", table.rows.len());
        let event = event.with("reference", self.reference);
        let file = File { name, content_type: format.content_type(), bytes, inline: false };
        cx.hand_out(event, self.whom, file).await
    }

    /// Hands out a file that is neither: it came from somebody, or is an archive. `file` gets its name.
    pub async fn file<P: Permission, M>(
        self,
        cx: Ctx<P, M>,
        event: Event,
        ending: &str,
        file: impl FnOnce(String) -> File,
    ) -> Result {
        let file = file(self.file_name(ending));
        cx.hand_out(event.with("reference", self.reference), self.whom, file).await
    }

    fn file_name(&self, ending: &str) -> String {
        format!("{}_{}.{ending}", self.title, self.filed_as.as_ref().unwrap_or(&self.subject))
    }
}

/// What stands on every page of a paper. `reference`: the number that finds the hand-out in the audit record.
pub fn masthead<P: Permission, M>(
    cx: &Ctx<P, M>,
    form: &str,
    title: &str,
    subject: String,
    reference: Option<String>,
) -> Masthead {
    Masthead {
        form: form.to_owned(),
        title: title.to_owned(),
        subtitle: Some(subject),
        ward: cx.actor().ward_name.clone(),
        printed: jst_stamp(cx.now()),
        printed_at: in_japan(cx.now()),
        handling: Some(HANDLING.to_owned()),
        reference,
        stamps: Vec::new(),
    }
}

/// 出力番号: printed on the paper and kept in the event's detail.
pub fn reference<P: Permission, M>(cx: &Ctx<P, M>) -> String {
    let id = cx.new_id().simple().to_string();
    let (head, tail) = (id.get(..8).unwrap_or_default(), id.get(24..).unwrap_or_default());
    format!("{head}-{tail}").to_uppercase()
}

/// What a reader is told of a paper that couldn't be printed.
pub fn refused(problem: PdfProblem) -> AppError {
    match problem {
        PdfProblem::NotBuilt | PdfProblem::TooLong { .. } => AppError::refused(problem),
        PdfProblem::Template { .. } | PdfProblem::Stopped => AppError::bug(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read_back_and_writes_what_it_says() {
        for format in Format::ALL {
            assert_eq!(Format::from_code(format.code()), Some(format));
            let bytes = format.write(&crate::documents::table::sample()).unwrap();
            let is_book = bytes.starts_with(b"PK");
            assert_eq!(is_book, format == Format::Xlsx);
            assert_eq!(is_book, format.content_type().contains("spreadsheetml"));
        }
        assert_eq!(Format::from_code("pdf"), None);
    }
}
