//! What can be recorded about one participant in one session: seven fields, each with one text form.
//!
//! The text form is what the tablet sends, what the plain form posts and what is stored (sealed where it is free text).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::vitals::{Reading, ReadingProblem};

/// One field of one participant's record. Fields never disturb each other: two tablets may fill different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Attendance,
    Pre,
    Post,
    Memo,
    Flags,
    UnmeasuredPre,
    UnmeasuredPost,
}

impl Field {
    pub const ALL: [Self; 7] = [
        Self::Attendance,
        Self::Pre,
        Self::Post,
        Self::Memo,
        Self::Flags,
        Self::UnmeasuredPre,
        Self::UnmeasuredPost,
    ];

    /// The name in JSON, in form fields and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Attendance => "attendance",
            Self::Pre => "pre",
            Self::Post => "post",
            Self::Memo => "memo",
            Self::Flags => "flags",
            Self::UnmeasuredPre => "unmeasured_pre",
            Self::UnmeasuredPost => "unmeasured_post",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Attendance => "出欠",
            Self::Pre => "開始前の血圧・脈拍",
            Self::Post => "終了後の血圧・脈拍",
            Self::Memo => "メモ",
            Self::Flags => "連絡",
            Self::UnmeasuredPre => "開始前に測れない理由",
            Self::UnmeasuredPost => "終了後に測れない理由",
        }
    }
}

/// Whether a participant came. Not recorded yet is no value at all, never a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceStatus {
    Present,
    AbsentNotified,
    AbsentUnnotified,
    Late,
    LeftEarly,
    Observed,
}

impl AttendanceStatus {
    pub const ALL: [Self; 6] = [
        Self::Present,
        Self::AbsentNotified,
        Self::AbsentUnnotified,
        Self::Late,
        Self::LeftEarly,
        Self::Observed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::AbsentNotified => "absent_notified",
            Self::AbsentUnnotified => "absent_unnotified",
            Self::Late => "late",
            Self::LeftEarly => "left_early",
            Self::Observed => "observed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Present => "出席",
            Self::AbsentNotified => "欠席（連絡あり）",
            Self::AbsentUnnotified => "欠席（連絡なし）",
            Self::Late => "遅刻",
            Self::LeftEarly => "早退",
            Self::Observed => "見学",
        }
    }

    /// In the hall, 遅刻・早退・見学 included: counts as an attendance (参加), because 別紙2 counts who took part in a session
    /// and not for how long, and owes blood pressure and pulse before and after.
    pub fn in_hall(self) -> bool {
        match self {
            Self::Present | Self::Late | Self::LeftEarly | Self::Observed => true,
            Self::AbsentNotified | Self::AbsentUnnotified => false,
        }
    }
}

/// Who is to be told about the participant after the class. Nobody is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flags {
    Centre,
    Ward,
    Both,
}

impl Flags {
    pub fn new(centre: bool, ward: bool) -> Option<Self> {
        match (centre, ward) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Centre),
            (false, true) => Some(Self::Ward),
            (false, false) => None,
        }
    }

    pub fn centre(self) -> bool {
        self != Self::Ward
    }

    pub fn ward(self) -> bool {
        self != Self::Centre
    }

    fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Ward => "ward",
            Self::Both => "centre,ward",
        }
    }
}

/// Longest memo, in characters.
pub const MEMO_MAX: usize = 500;
/// Longest reason for a missing reading, in characters.
pub const REASON_MAX: usize = 100;

/// The value of one field. An empty field is `None` around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Attendance(AttendanceStatus),
    Reading(Reading),
    Memo(String),
    Flags(Flags),
    Reason(String),
}

/// Why a text is not a value of its field. `Display` is the sentence shown to the recorder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryProblem {
    #[error("出欠は一覧から選んでください。例：出席")]
    Status,
    #[error(transparent)]
    Reading(#[from] ReadingProblem),
    #[error("メモは{MEMO_MAX}字までで入力してください。いまは{0}字です。")]
    MemoTooLong(usize),
    #[error("測れない理由は{REASON_MAX}字までで入力してください。いまは{0}字です。")]
    ReasonTooLong(usize),
    #[error("連絡先は「包括へ連絡」「区へ報告」から選んでください。")]
    Flags,
    #[error("使えない文字が入っています。消してから、もう一度入力してください。")]
    Unprintable,
}

impl Entry {
    /// Reads the text form of a field; blank text empties the field.
    pub fn parse(field: Field, text: &str) -> Result<Option<Self>, EntryProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(EntryProblem::Unprintable);
        }
        let length = text.chars().count();
        let entry = match field {
            Field::Attendance => {
                AttendanceStatus::from_code(text).map(Self::Attendance).ok_or(EntryProblem::Status)?
            }
            Field::Pre | Field::Post => Self::Reading(text.parse()?),
            Field::Memo if length > MEMO_MAX => return Err(EntryProblem::MemoTooLong(length)),
            Field::Memo => Self::Memo(text.to_owned()),
            Field::Flags => [Flags::Centre, Flags::Ward, Flags::Both]
                .into_iter()
                .find(|flags| flags.code() == text)
                .map(Self::Flags)
                .ok_or(EntryProblem::Flags)?,
            Field::UnmeasuredPre | Field::UnmeasuredPost if length > REASON_MAX => {
                return Err(EntryProblem::ReasonTooLong(length));
            }
            Field::UnmeasuredPre | Field::UnmeasuredPost => Self::Reason(text.to_owned()),
        };
        Ok(Some(entry))
    }
}

/// The text form; `Entry::parse` of the same field reads it back.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attendance(status) => f.write_str(status.code()),
            Self::Reading(reading) => reading.fmt(f),
            Self::Memo(text) | Self::Reason(text) => f.write_str(text),
            Self::Flags(flags) => f.write_str(flags.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_its_text_form() {
        let texts = [
            (Field::Pre, "128/76/70"),
            (Field::Memo, "［疲れ］ひざが重いとのこと"),
            (Field::Flags, "centre,ward"),
            (Field::UnmeasuredPost, "途中で帰った"),
        ];
        let statuses = AttendanceStatus::ALL.map(|status| (Field::Attendance, status.code()));
        for (field, text) in texts.into_iter().chain(statuses) {
            let entry = Entry::parse(field, &format!(" {text} ")).unwrap().unwrap();
            assert_eq!(entry.to_string(), text, "{field:?}");
            assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.code()));
            assert_eq!(Field::from_code(field.code()), Some(field));
        }
    }

    #[test]
    fn blank_text_empties_any_field() {
        for field in Field::ALL {
            assert_eq!(Entry::parse(field, "  "), Ok(None), "{field:?}");
        }
    }

    #[test]
    fn texts_of_another_field_are_refused() {
        assert_eq!(Entry::parse(Field::Attendance, "128/76/70"), Err(EntryProblem::Status));
        assert_eq!(Entry::parse(Field::Flags, "ward,centre"), Err(EntryProblem::Flags));
        assert!(matches!(Entry::parse(Field::Post, "present"), Err(EntryProblem::Reading(_))));
        assert_eq!(Entry::parse(Field::Memo, &"あ".repeat(501)), Err(EntryProblem::MemoTooLong(501)));
        assert_eq!(
            Entry::parse(Field::UnmeasuredPre, &"あ".repeat(101)),
            Err(EntryProblem::ReasonTooLong(101))
        );
    }

    #[test]
    fn what_cannot_be_printed_is_no_text() {
        for field in [Field::Memo, Field::UnmeasuredPre] {
            assert_eq!(Entry::parse(field, "a\u{0}b"), Err(EntryProblem::Unprintable));
            assert_eq!(Entry::parse(field, "a\u{1f}b"), Err(EntryProblem::Unprintable));
            assert!(Entry::parse(field, "一行目\r\n\t二行目").is_ok());
        }
    }

    #[test]
    fn flags_name_who_is_told() {
        assert_eq!(Flags::new(false, false), None);
        for (centre, ward) in [(true, false), (false, true), (true, true)] {
            let flags = Flags::new(centre, ward).unwrap();
            assert_eq!((flags.centre(), flags.ward()), (centre, ward));
        }
    }
}
