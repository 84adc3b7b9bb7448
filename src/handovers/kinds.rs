//! The words of the ledger: in which direction something passed, by which way, on what.

use crate::{kit::form::Choice, vocab::side::Side};

/// By which way; the clauses of a contract name those that are allowed.
pub use crate::obligations::library::Channel;

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $about:literal])* $word:ident = $code:literal, $label:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[doc = $about])* $word,)+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// The word stored in the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$word => $code,)+ }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.code() == code)
            }

            pub fn label(self) -> &'static str {
                match self { $(Self::$word => $label,)+ }
            }
        }
    };
}

words! {
    /// In which direction something passed.
    Kind {
        /// From the ward to the contractor.
        Out = "out", "区から受託者へ";
        /// From the contractor to the ward: what was lent or made.
        Back = "back", "受託者から区へ";
        /// The contractor got it from participants or made it in the work.
        Gathered = "gathered", "受託者が収集・作成";
        /// The contractor made a copy of what it holds.
        Copied = "copied", "受託者が複写・複製";
        Printed = "printed", "Kayoiからの印刷";
        Exported = "exported", "Kayoiからの出力";
        Imported = "imported", "Kayoiへの取込み";
    }
}

words! {
    /// On what it stands.
    Medium {
        Paper = "paper", "紙";
        Disc = "disc", "CD-R・DVD-R";
        Stick = "stick", "USBメモリー・外付けディスク";
        File = "file", "電子ファイル";
        Other = "other", "その他";
    }
}

impl Kind {
    /// Who gives; `None` where nobody confirms.
    pub fn giver(self) -> Option<Side> {
        match self {
            Self::Out => Some(Side::Ward),
            Self::Back => Some(Side::Contractor),
            Self::Gathered | Self::Copied | Self::Printed | Self::Exported | Self::Imported => None,
        }
    }

    /// A thing that comes into being on the contractor's side without a handing-over.
    pub fn is_own_making(self) -> bool {
        matches!(self, Self::Gathered | Self::Copied)
    }

    /// An entry that Kayoi wrote.
    pub fn is_automatic(self) -> bool {
        matches!(self, Self::Printed | Self::Exported | Self::Imported)
    }
}

impl Medium {
    pub fn choices() -> Vec<Choice> {
        Self::ALL.iter().map(|medium| Choice::new(medium.code(), medium.label())).collect()
    }

    /// How it is counted.
    pub fn counter(self) -> &'static str {
        match self {
            Self::Paper | Self::Disc => "枚",
            Self::Stick => "個",
            Self::File => "件",
            Self::Other => "点",
        }
    }

    /// Something one can read without a password only when nobody encrypted it.
    pub fn is_electronic(self) -> bool {
        matches!(self, Self::Disc | Self::Stick | Self::File)
    }
}

/// What the ledger asks of a way.
impl Channel {
    pub(super) fn choice(self) -> Choice {
        Choice::new(self.code(), self.label())
    }

    /// Whether this medium can go this way.
    pub(super) fn carries(self, medium: Medium) -> bool {
        match self {
            Self::System | Self::Lgwan | Self::Mail => medium == Medium::File,
            Self::Medium => matches!(medium, Medium::Disc | Medium::Stick),
            Self::ByHand | Self::Post => medium != Medium::File,
        }
    }

    /// Whether somebody carries it through the streets.
    pub(super) fn is_carried(self) -> bool {
        matches!(self, Self::Medium | Self::ByHand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_words_are_read_back() {
        assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
        assert!(Medium::ALL.iter().all(|medium| Medium::from_code(medium.code()) == Some(*medium)));
    }

    #[test]
    fn a_file_goes_over_a_wire_and_a_thing_through_the_door() {
        for channel in Channel::ALL {
            let goes = |medium| channel.carries(medium);
            assert_ne!(goes(Medium::File), goes(Medium::Stick), "{channel:?}");
        }
        assert!(Channel::Post.carries(Medium::Paper) && !Channel::Lgwan.carries(Medium::Paper));
        assert!(!Channel::Medium.carries(Medium::Paper) && Channel::ByHand.carries(Medium::Other));
    }
}
