//! The life of a liaison sheet: 下書き → 送信ずみ → 開封ずみ → 回答ずみ → 完了, with return and withdrawal.

use thiserror::Error;

use crate::kit::parts::Tone;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiaisonState {
    Draft,
    Sent,
    Opened,
    Answered,
    Closed,
    Returned,
    Withdrawn,
}

/// What a person does with a sheet. The sender sends, revises and withdraws; the receiver opens, answers, returns
/// and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiaisonAct {
    Send,
    Open,
    Answer,
    Close,
    Return,
    Revise,
    Withdraw,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LiaisonRefusal {
    #[error("まだ送信されていません。内容を確認して送信してください。")]
    NotSent,
    #[error(
        "すでに送信されています。直すときは、相手が開く前なら取り下げ、開いた後なら差戻しを頼んでください。"
    )]
    AlreadySent,
    #[error("まだ開かれていません。連絡シートを開いて内容を確認してください。")]
    NotOpened,
    #[error("すでに開かれています。")]
    AlreadyOpened,
    #[error("相手が開いた後は取り下げできません。相手に差戻しを頼んでください。")]
    TooLateToWithdraw,
    #[error("まだ回答がありません。回答してから完了にしてください。")]
    NotAnswered,
    #[error("すでに回答されています。続きは新しい連絡シートで送ってください。")]
    AlreadyAnswered,
    #[error("差し戻されています。下書きに戻して直し、もう一度送信してください。")]
    WasReturned,
    #[error("差し戻されたものだけを下書きに戻せます。")]
    NotReturned,
    #[error("完了しています。続きは新しい連絡シートで送ってください。")]
    IsClosed,
    #[error("取り下げられています。必要なときは新しい連絡シートを作ってください。")]
    IsWithdrawn,
}

impl LiaisonState {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Sent,
        Self::Opened,
        Self::Answered,
        Self::Closed,
        Self::Returned,
        Self::Withdrawn,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "下書き",
            Self::Sent => "送信ずみ",
            Self::Opened => "開封ずみ",
            Self::Answered => "回答ずみ",
            Self::Closed => "完了",
            Self::Returned => "差戻し",
            Self::Withdrawn => "取下げ",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Draft | Self::Withdrawn => Tone::Neutral,
            Self::Sent | Self::Opened => Tone::Info,
            Self::Answered | Self::Closed => Tone::Success,
            Self::Returned => Tone::Warning,
        }
    }
}

impl LiaisonAct {
    pub const ALL: [Self; 7] =
        [Self::Send, Self::Open, Self::Answer, Self::Close, Self::Return, Self::Revise, Self::Withdraw];
}

/// The state an act leads to.
///
/// # Errors
/// [`LiaisonRefusal`] with what to do instead, when the act doesn't fit the state.
pub fn next(state: LiaisonState, act: LiaisonAct) -> Result<LiaisonState, LiaisonRefusal> {
    use LiaisonAct as Act;
    use LiaisonState as State;
    match (state, act) {
        (State::Closed, _) => Err(LiaisonRefusal::IsClosed),
        (State::Withdrawn, _) => Err(LiaisonRefusal::IsWithdrawn),
        (State::Draft, Act::Send) => Ok(State::Sent),
        (State::Sent, Act::Open) => Ok(State::Opened),
        (State::Opened, Act::Answer) => Ok(State::Answered),
        (State::Answered, Act::Close) => Ok(State::Closed),
        (State::Sent | State::Opened, Act::Return) => Ok(State::Returned),
        (State::Returned, Act::Revise) => Ok(State::Draft),
        (State::Sent, Act::Withdraw) => Ok(State::Withdrawn),
        (State::Sent | State::Opened | State::Answered | State::Draft, Act::Revise) => {
            Err(LiaisonRefusal::NotReturned)
        }
        (State::Draft, _) => Err(LiaisonRefusal::NotSent),
        (State::Returned, _) => Err(LiaisonRefusal::WasReturned),
        (State::Sent | State::Opened | State::Answered, Act::Send) => Err(LiaisonRefusal::AlreadySent),
        (State::Opened | State::Answered, Act::Withdraw) => Err(LiaisonRefusal::TooLateToWithdraw),
        (State::Opened | State::Answered, Act::Open) => Err(LiaisonRefusal::AlreadyOpened),
        (State::Answered, Act::Answer | Act::Return) => Err(LiaisonRefusal::AlreadyAnswered),
        (State::Sent, Act::Answer | Act::Close) => Err(LiaisonRefusal::NotOpened),
        (State::Opened, Act::Close) => Err(LiaisonRefusal::NotAnswered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows are states, columns Send, Open, Answer, Close, Return, Revise, Withdraw; a dot is a refusal.
    const TABLE: &str = "\
draft      sent      .       .         .       .         .      .
sent       .         opened  .         .       returned  .      withdrawn
opened     .         .       answered  .       returned  .      .
answered   .         .       .         closed  .         .      .
closed     .         .       .         .       .         .      .
returned   .         .       .         .       .         draft  .
withdrawn  .         .       .         .       .         .      .";

    #[test]
    fn the_whole_table() {
        assert_eq!(TABLE.lines().count(), LiaisonState::ALL.len());
        for (line, state) in TABLE.lines().zip(LiaisonState::ALL) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let reached = LiaisonAct::ALL.map(|act| next(state, act).map_or(".", LiaisonState::code));
            assert_eq!(cells, [&[state.code()][..], &reached[..]].concat());
        }
    }

    #[test]
    fn refusals_say_what_to_do_next() {
        let refusal = |state, act| next(state, act).unwrap_err();
        assert_eq!(refusal(LiaisonState::Opened, LiaisonAct::Withdraw), LiaisonRefusal::TooLateToWithdraw);
        assert_eq!(refusal(LiaisonState::Sent, LiaisonAct::Answer), LiaisonRefusal::NotOpened);
        assert_eq!(refusal(LiaisonState::Returned, LiaisonAct::Send), LiaisonRefusal::WasReturned);
        assert_eq!(refusal(LiaisonState::Draft, LiaisonAct::Revise), LiaisonRefusal::NotReturned);
        assert_eq!(refusal(LiaisonState::Closed, LiaisonAct::Send), LiaisonRefusal::IsClosed);
    }

    #[test]
    fn codes_read_back_and_final_states_allow_nothing() {
        for state in LiaisonState::ALL {
            assert_eq!(LiaisonState::from_code(state.code()), Some(state));
            let stuck = LiaisonAct::ALL.into_iter().all(|act| next(state, act).is_err());
            assert_eq!(stuck, matches!(state, LiaisonState::Closed | LiaisonState::Withdrawn), "{state:?}");
        }
    }
}
