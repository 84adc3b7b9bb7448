//! What is written in words about a referral or an enrolment, sealed. A referral belongs to the ward's register; the note
//! of an enrolment to the course or, for an individual service, to the enrolment itself, and is erased with it.

use serde::{Deserialize, Serialize};

use super::db::EnrolmentRow;
use crate::{
    sealing::{Sealable, Unit},
    vocab::ids::{CourseId, EnrolmentId},
};

/// The blob of a `referral` row (ward key).
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ReferralNote {
    /// Why this person and this contract; from the sender.
    pub reason: String,
    /// What was said at the decision, in rows that were decided before it had a blob of its own.
    #[serde(default)]
    pub remark: String,
}

impl Sealable for ReferralNote {
    const TABLE: &'static str = "referral";
}

/// What was said when a referral was decided, beside the sender's words and not in them (ward key).
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ReferralRemark {
    pub text: String,
}

impl Sealable for ReferralRemark {
    const TABLE: &'static str = "referral.remark";
}

/// The blob of an `enrolment` row (unit key).
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct EnrolmentNote {
    /// The verdict on eligibility, sentence by sentence, as it was when the place was given.
    pub verdict: Vec<String>,
    /// Why the officer went on although the verdict was 判定不能.
    pub decision: String,
    /// What is particular about a withdrawal.
    pub remark: String,
}

impl Sealable for EnrolmentNote {
    const TABLE: &'static str = "enrolment";
}

/// Whose key seals the note of an enrolment.
pub fn unit(course: Option<CourseId>, enrolment: EnrolmentId) -> Unit {
    Unit::Unit(course.map_or(enrolment.0, |course| course.0))
}

impl EnrolmentRow {
    pub fn unit(&self) -> Unit {
        unit(self.course, self.id)
    }

    /// 教室の名前, or 個別支援.
    pub fn place_name(&self) -> String {
        self.course_name.clone().unwrap_or_else(|| "個別支援".into())
    }
}
