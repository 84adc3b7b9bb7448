//! Papers as PDF.

use super::paper::Paper;

/// Table rows one paper may have. Longer lists leave as xlsx or CSV.
pub const MAX_ROWS: usize = 1_500;

/// Why a PDF was not made.
#[derive(Debug, thiserror::Error)]
pub enum PdfProblem {
    #[error("このサーバーにはPDFを作る機能が入っていません。画面の印刷を使ってください。")]
    NotBuilt,
    #[error(
        "行が多すぎます（{rows}行。上限は{limit}行）。期間や条件でしぼるか、Excel形式で出力してください。"
    )]
    TooLong { rows: usize, limit: usize },
    /// The template refused its data. `detail` may quote the data: for tests and debugging, never for logs.
    #[error("PDFを作れませんでした（{template}）。時間をおいても直らないときは、管理者に連絡してください。")]
    Template { template: &'static str, detail: String },
    #[error("PDFの作成が途中で止まりました。もう一度お試しください。")]
    Stopped,
}

/// Prints one paper. One document is set at a time: the typesetter takes a core and up to 260 MB.
pub async fn render<P: Paper>(paper: P) -> Result<Vec<u8>, PdfProblem> {
    let rows = paper.rows();
    if rows > MAX_ROWS {
        return Err(PdfProblem::TooLong { rows, limit: MAX_ROWS });
    }
    built::render(paper).await
}

#[cfg(not(feature = "pdf"))]
mod built {
    use super::{Paper, PdfProblem};

    pub async fn render<P: Paper>(_paper: P) -> Result<Vec<u8>, PdfProblem> {
        Err(PdfProblem::NotBuilt)
    }
}

#[cfg(feature = "pdf")]
mod built {
    use tokio::sync::Semaphore;

    use super::super::press::Job;
    use super::{Paper, PdfProblem};

    static PRESS: Semaphore = Semaphore::const_new(1);

    pub async fn render<P: Paper>(paper: P) -> Result<Vec<u8>, PdfProblem> {
        let job = Job::new(&paper)?;
        // The permit travels with the work: a caller that goes away must not let a second document start beside it.
        let permit = PRESS.acquire().await.map_err(|_| PdfProblem::Stopped)?;
        let work = move || {
            let _permit = permit;
            job.print()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| PdfProblem::Stopped)?
    }
}

#[cfg(test)]
#[cfg(not(feature = "pdf"))]
mod tests {
    use super::super::ParticipantRoster;
    use super::*;

    #[tokio::test]
    async fn a_build_without_the_typesetter_says_what_to_do_instead() {
        let problem = render(ParticipantRoster::sample()).await.unwrap_err();
        assert!(matches!(problem, PdfProblem::NotBuilt));
        assert!(problem.to_string().contains("画面の印刷"));
    }
}
