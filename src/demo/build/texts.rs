//! Free texts of the class, sealed as `sessions::fields` and its follow-up pages seal them: the text alone, bound to its
//! column.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident $table:literal,)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Serialize, Deserialize)]
            pub(super) struct $name {
                pub text: String,
            }
            impl Sealable for $name {
                const TABLE: &'static str = $table;
            }
        )+
    };
}

texts! {
    /// The memo of one participant at one session.
    Memo "attendance.memo",
    /// The same memo as an operation carried it.
    OperationText "operation",
    /// What was done about an absence.
    Done "follow_up",
}
