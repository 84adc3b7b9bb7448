//! 受付の記録: the forms as typed, and what they say once they are read.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Date, Duration};
use uuid::Uuid;

use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
    vocab::{
        dates::{parse_date, wareki},
        ids::ParticipantId,
    },
};

/// Characters of a text.
const TEXT: usize = 2_000;
/// Older entries are slips of the pen.
const OLDEST: Duration = Duration::days(730);

/// How it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Face,
    Phone,
    Letter,
    Other,
}

impl Means {
    pub const ALL: [Self; 4] = [Self::Face, Self::Phone, Self::Letter, Self::Other];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Face => "対面",
            Self::Phone => "電話",
            Self::Letter => "文書",
            Self::Other => "その他",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|means| Choice::new(means.code(), means.label())).to_vec()
    }
}

/// What was said, sealed as it was written down.
#[derive(Clone, Serialize, Deserialize)]
pub struct Received {
    /// Who it was, when it was no participant; otherwise e.g. 「長女から」, or empty.
    pub from: String,
    pub content: String,
}

impl Sealable for Received {
    const TABLE: &'static str = "complaint";
}

/// What was done about it, so far.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Response {
    pub done: String,
    /// Who answers for it.
    pub responsible: String,
}

impl Sealable for Response {
    const TABLE: &'static str = "complaint.response";
}

/// A new entry.
pub struct NewEntry {
    pub participant: Option<ParticipantId>,
    pub received_on: Date,
    pub means: Means,
    pub received: Received,
    /// `None` while nothing was done yet.
    pub response: Option<Response>,
    pub reported_on: Option<Date>,
}

/// What is added to an entry.
#[derive(Debug)]
pub struct Progress {
    pub response: Response,
    pub reported_on: Option<Date>,
    pub closes: bool,
}

impl std::fmt::Debug for Response {
    /// Personal data never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Response(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ComplaintRefusal {
    #[error(
        "この受付は対応ずみになっているため、書き足せません。続きがあるときは、新しく受け付けてください。"
    )]
    Closed,
    #[error("この事業への苦情や意見は、保健指導の電話の記録で受け付けます。")]
    Guidance,
}

/// Reads a new entry. `people` are those who may be chosen.
pub fn read(form: &mut Form, people: &[ParticipantId], today: Date) -> Option<NewEntry> {
    let received_on =
        form.date("received_on", "受け付けた日").filter(|day| is_past(form, "received_on", *day, today));
    let means = form.choice("means", "方法", &Means::ALL.map(Means::code)).and_then(|c| Means::from_code(&c));
    let codes: Vec<String> = people.iter().map(ToString::to_string).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let participant =
        form.optional_choice("participant", "参加者", &codes)?.parse::<Uuid>().ok().map(ParticipantId);
    let from = form.optional("from", "申し出た人", 100);
    if participant.is_none() && from.as_deref() == Some("") {
        form.refuse(
            "from",
            "申し出た人を入力してください。分からないときは「匿名」と入力します。例：参加者の長女、近隣の方",
        );
    }
    let content = form.required_lines("content", "内容", TEXT);
    let done = form.optional_lines("done", "対応", TEXT);
    let responsible = form.optional("responsible", "対応の責任者", 60);
    let reported_on = reported(form, received_on, today);
    if form.has_problems() {
        return None;
    }
    let response = Response { done: done?, responsible: responsible? };
    Some(NewEntry {
        participant,
        received_on: received_on?,
        means: means?,
        received: Received { from: from?, content: content? },
        response: (!response.done.is_empty() || !response.responsible.is_empty()).then_some(response),
        reported_on: reported_on?,
    })
}

/// Reads what is added; to close an entry, what was done and who answers for it must be there.
pub fn read_progress(form: &mut Form, received_on: Date, today: Date) -> Option<Progress> {
    let closes = form.checked("closes", "yes");
    let done = if closes {
        form.required_lines("done", "対応", TEXT)
    } else {
        form.optional_lines("done", "対応", TEXT)
    };
    let responsible = if closes {
        form.required("responsible", "対応の責任者", 60)
    } else {
        form.optional("responsible", "対応の責任者", 60)
    };
    let reported_on = reported(form, Some(received_on), today);
    if form.has_problems() {
        return None;
    }
    let response = Response { done: done?, responsible: responsible? };
    Some(Progress { response, reported_on: reported_on?, closes })
}

fn reported(form: &mut Form, received_on: Option<Date>, today: Date) -> Option<Option<Date>> {
    let day = form.parse_optional("reported_on", |typed| parse_date(typed).map_err(|e| e.to_string()))?;
    if let Some(on) = day
        && (on > today || received_on.is_some_and(|from| on < from))
    {
        form.refuse("reported_on", "区に伝えた日は、受け付けた日から今日までの日を入力してください。");
        return None;
    }
    Some(day)
}

fn is_past(form: &mut Form, field: &str, day: Date, today: Date) -> bool {
    let is_past = day <= today && today - day <= OLDEST;
    if !is_past {
        form.refuse(field, format!("今日（{}）までの2年以内の日を入力してください。", wareki(today)));
    }
    is_past
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);

    fn typed() -> Form {
        Form::empty().with("received_on", "R8.6.16").with("means", "phone").with("content", "音が大きい")
    }

    #[test]
    fn somebody_has_said_it_a_participant_or_another() {
        let mut form = typed();
        assert!(read(&mut form, &[], TODAY).is_none());
        assert!(form.problem("from").is_some_and(|problem| problem.contains("匿名")));
        let entry = read(&mut typed().with("from", "近隣の方"), &[], TODAY).unwrap();
        assert_eq!((entry.means, entry.participant, entry.response.is_none()), (Means::Phone, None, true));
        let somebody = ParticipantId(Uuid::from_u128(4));
        let by_person = || typed().with("participant", somebody.to_string());
        assert_eq!(read(&mut by_person(), &[somebody], TODAY).unwrap().participant, Some(somebody));
        assert!(read(&mut by_person(), &[], TODAY).is_none(), "nobody of another contract");
    }

    #[test]
    fn days_are_in_order_and_not_to_come() {
        let with = |reported: &str| {
            let mut form = typed().with("from", "匿名").with("reported_on", reported);
            read(&mut form, &[], TODAY).map(|entry| entry.reported_on)
        };
        assert_eq!(with(""), Some(None));
        assert_eq!(with("R8.6.17"), Some(Some(TODAY)));
        assert_eq!(with("R8.6.15"), None);
        assert_eq!(with("R8.6.18"), None);
        let mut form = Form::empty().with("received_on", "R8.6.18").with("means", "phone");
        assert!(read(&mut form, &[], TODAY).is_none());
        assert!(form.problem("received_on").is_some());
    }

    #[test]
    fn an_entry_is_closed_with_what_was_done_and_by_whom() {
        let mut form = Form::empty().with("closes", "yes");
        assert!(read_progress(&mut form, TODAY, TODAY).is_none());
        assert!(form.problem("done").is_some() && form.problem("responsible").is_some());
        let open = read_progress(&mut Form::empty().with("done", "確認中"), TODAY, TODAY).unwrap();
        assert!(!open.closes && open.response.responsible.is_empty());
        let mut form =
            Form::empty().with("closes", "yes").with("done", "音を下げた").with("responsible", "山田");
        assert!(read_progress(&mut form, TODAY, TODAY).unwrap().closes);
    }

    #[test]
    fn the_stored_words_are_read_back() {
        assert!(Means::ALL.iter().all(|means| Means::from_code(means.code()) == Some(*means)));
    }
}
