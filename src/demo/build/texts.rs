//! Free texts that are sealed beside plain columns, one type a place. Each says which column its blob is bound to.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// A free text as it is stored sealed.
pub trait Text: Sealable {
    fn of(text: &str) -> Self;
}

macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident $table:literal,)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Serialize, Deserialize)]
            pub(super) struct $name {
                text: String,
            }
            impl Sealable for $name {
                const TABLE: &'static str = $table;
            }
            impl Text for $name {
                fn of(text: &str) -> Self {
                    Self { text: text.to_owned() }
                }
            }
        )+
    };
}

texts! {
    /// Why somebody was referred, and remarks.
    ReferralText "referral",
    /// The free remark of a withdrawal.
    WithdrawalText "enrolment",
    /// The memo of one participant at one session.
    MemoText "attendance.memo",
    /// The same memo as an operation carried it.
    OperationText "operation",
    /// What was done about an absence.
    FollowUpText "follow_up",
    /// The comment beside an assessment.
    AssessmentText "assessment",
    /// A record of a step of an individual service.
    ServiceText "service_record",
    /// A report's narrative.
    ReportText "report",
    /// A report as it was accepted.
    ReportSnapshot "report.snapshot",
}
