//! One paper as it is read, and the form that returns it.

use askama::Template;

use super::{by, side_label};
use crate::{
    filings::{
        attachment::Kind,
        db::{Content, FiledPaper},
        states::{FilingAct, FilingState, decision_of},
    },
    kit::{
        error::{AppError, Result},
        form::Form,
        parts::{Chip, Link, Row, Tone},
    },
    vocab::{
        dates::{jst_date, jst_stamp, wareki_with_weekday},
        side::Side,
        sizes::size_words,
    },
};

/// Who reads a paper.
pub struct Reader {
    pub side: Side,
    pub decides: bool,
    pub writes: bool,
    pub is_auditor: bool,
}

/// What is sealed of a paper. Without `content`, the reader may not open it.
pub struct Opened {
    pub content: Option<Content>,
    pub remark: Option<String>,
    pub file: Option<(Kind, i32, Vec<u8>)>,
}

#[derive(Template)]
#[template(path = "filings/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    rows: Vec<Row>,
    said: Vec<Row>,
    words: String,
    /// The paper as PDF; empty for who may not open it.
    pdf: String,
    /// Why the content isn't shown; empty when it is.
    closed: &'static str,
    file: Option<FileFacts>,
    /// Why it came back; empty unless it did.
    returned: String,
    receipt: String,
    approval: String,
    giving_back: String,
    again: String,
    replaced_by: String,
    history: Vec<Row>,
}

struct FileFacts {
    href: String,
    name: String,
    about: String,
    sha256: String,
}

impl ShowView {
    /// # Errors
    /// When the stored words are unknown.
    pub fn new(paper: &FiledPaper, opened: Option<Opened>, reader: &Reader) -> Result<Self> {
        let read = FilingState::from_code(&paper.state).zip(decision_of(&paper.decision));
        let ((state, decision), side) = read
            .zip(Side::from_code(&paper.side))
            .ok_or_else(|| AppError::bug("unknown state of a filing"))?;
        let may = |act| reader.decides && state.next(decision, act, (side, reader.side)).is_ok();
        let to = |act, name| if may(act) { format!("/filings/{}/{name}", paper.id) } else { String::new() };
        let again = state == FilingState::Returned
            && paper.replaced_by.is_none()
            && reader.writes
            && reader.side == side;
        let back = format!("/contracts/{}/filings", paper.contract);
        let (content, remark, file) =
            opened.map_or((None, None, None), |opened| (opened.content, opened.remark, opened.file));
        Ok(Self {
            trail: vec![
                Link::new("契約", "/contracts"),
                Link::new(
                    format!("{}　{}", paper.contract_number, paper.contract_title),
                    format!("/contracts/{}", paper.contract),
                ),
                Link::new("提出物", &back),
            ],
            title: paper.title.clone(),
            chip: if paper.replaced_by.is_some() {
                Chip::new(Tone::Neutral, "差戻し（出し直しずみ）")
            } else {
                state.chip(decision)
            },
            rows: facts(paper),
            closed: closed(content.is_some(), reader),
            file: content.as_ref().and_then(|content| file_facts(paper, content, file)),
            pdf: if content.is_some() { format!("/filings/{}/pdf", paper.id) } else { String::new() },
            said: content.as_ref().map(said).unwrap_or_default(),
            words: content.map(|content| content.words).unwrap_or_default(),
            returned: remark.unwrap_or_default(),
            receipt: to(FilingAct::Receive, "receipt"),
            approval: to(FilingAct::Approve, "approval"),
            giving_back: to(FilingAct::Return, "return"),
            again: if again {
                format!("{back}/new?code={}&again={}", paper.code, paper.id)
            } else {
                String::new()
            },
            replaced_by: paper.replaced_by.map(|id| format!("/filings/{id}")).unwrap_or_default(),
            history: history(paper),
        })
    }
}

fn closed(is_open: bool, reader: &Reader) -> &'static str {
    match (is_open, reader.is_auditor) {
        (true, _) => "",
        (false, true) => "監査では、提出物の内容とファイルは表示しません。",
        (false, false) => {
            "内容とファイルを開くには、従事者名簿に載り、区が名簿を承認している必要があります。自分が出したものは、いつでも開けます。"
        }
    }
}

fn said(content: &Content) -> Vec<Row> {
    content.said.iter().map(|said| Row::new(&said.label, &said.value)).collect()
}

fn file_facts(
    paper: &FiledPaper,
    content: &Content,
    file: Option<(Kind, i32, Vec<u8>)>,
) -> Option<FileFacts> {
    let (kind, size, sha256) = file?;
    Some(FileFacts {
        href: format!("/filings/{}/file", paper.id),
        name: content.file_name.clone()?,
        about: format!("{}　{}", kind.label(), size_words(size.into())),
        sha256: sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// What it is for, and by when.
pub fn facts(paper: &FiledPaper) -> Vec<Row> {
    let mut rows = Vec::new();
    if !paper.subject.is_empty() {
        rows.push(Row::new("いつの分か", &paper.subject));
    }
    if let (Some(due), Some(last)) = (paper.due_on, paper.last_on) {
        let late = jst_date(paper.filed_at) > last;
        let word = if late { "（期限を過ぎて提出）" } else { "（期限内に提出）" };
        rows.push(Row::new("期限", format!("{}{word}", wareki_with_weekday(due))));
    }
    if let Some(day) = paper.day_on {
        let late = if jst_date(paper.filed_at) > day { "（その日を過ぎて提出）" } else { "" };
        rows.push(Row::new("書かれた日", format!("{}{late}", wareki_with_weekday(day))));
    }
    rows
}

/// Handed in and decided on, by whom.
pub fn history(paper: &FiledPaper) -> Vec<Row> {
    let mut rows = vec![Row::new(
        "提出",
        format!("{}　{}", jst_stamp(paper.filed_at), by(&paper.side, paper.filed_by.as_ref())),
    )];
    let label = match FilingState::from_code(&paper.state) {
        Some(FilingState::Received) => "受理",
        Some(FilingState::Approved) => "承認",
        Some(FilingState::Returned) => "差戻し",
        Some(FilingState::Filed) | None => "決定",
    };
    if let Some(at) = paper.decided_at {
        let other = Side::from_code(&paper.side).map_or("", |side| side.other().code());
        rows.push(Row::new(label, format!("{}　{}", jst_stamp(at), by(other, paper.decided_by.as_ref()))));
    }
    rows
}

#[derive(Template)]
#[template(path = "filings/return.html")]
pub struct ReturnView {
    form: Form,
    title: String,
    action: String,
    back: String,
    side: &'static str,
}

impl ReturnView {
    pub fn new(paper: &FiledPaper, form: Form) -> Self {
        let back = format!("/filings/{}", paper.id);
        Self {
            form,
            title: paper.title.clone(),
            action: format!("{back}/return"),
            back,
            side: side_label(&paper.side),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_open_a_paper_is_told_why() {
        let reader = |is_auditor| Reader { side: Side::Contractor, decides: true, writes: true, is_auditor };
        assert_eq!(closed(true, &reader(false)), "");
        assert!(closed(false, &reader(false)).contains("従事者名簿"));
        assert!(closed(false, &reader(true)).contains("監査"));
    }
}
