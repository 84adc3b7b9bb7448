//! 別紙: what a paper asks for.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Annex {
    Outsourcing,
    Development,
    Connection,
}

impl Annex {
    pub const ALL: [Self; 3] = [Self::Outsourcing, Self::Development, Self::Connection];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outsourcing => "outsourcing",
            Self::Development => "development",
            Self::Connection => "connection",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|annex| annex.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Outsourcing => "業務委託",
            Self::Development => "電算開発",
            Self::Connection => "外部結合",
        }
    }

    /// The stored words, in the order of the paper.
    pub fn all_of(codes: &[String]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|annex| codes.iter().any(|code| code == annex.code())).collect()
    }
}
