//! 操作記録の点検: month by month the ward looks at what a contractor's people did in Kayoi (counts by person, outside office
//! hours, refusals) and confirms it with a remark. Who looked at whom stays in the audit stream's own page.
//! Source: 糖尿病重症化予防 (ログの定期的な分析), 新宿型 特記事項の対策 (ログ管理).
//!
//! Invariants: only a month that is over is confirmed, once; what was confirmed stays.

mod db;
mod months;
mod pages;
mod views;

pub(crate) use pages::Remark;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewAccessReviews, "access_review.view", [WardAdmin, WardOfficer]);
permission!(pub ConfirmAccess, "access_review.confirm", [WardAdmin, WardOfficer]);
permission!(pub PrintAccessReview, "access_review.print", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/access-reviews", pages::list)
        .get("/contracts/{id}/access-reviews/{month}", pages::show)
        .post("/contracts/{id}/access-reviews/{month}", pages::confirm)
        .get("/contracts/{id}/access-reviews/{month}/pdf", pages::pdf)
}
