//! The colour meaning of a status chip. The text of the chip always says the state; the tone only helps the eye.

/// How a state looks. The name of the style class is `code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Not begun or no longer relevant.
    Neutral,
    /// Under way, waiting for the other side.
    Info,
    /// Needs something from whoever looks at it.
    Warning,
    /// Done well.
    Success,
    /// Stopped or refused.
    Danger,
}

impl Tone {
    pub fn code(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Success => "success",
            Self::Danger => "danger",
        }
    }
}
