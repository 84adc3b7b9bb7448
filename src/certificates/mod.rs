//! 認証: what a contractor is certified for and until when (プライバシーマーク, ISO/IEC 27001 …), registered by the contractor, confirmed
//! by the ward. Source: S2 (委託先の認証). Invariant: what was decided stays; a renewed certificate is an entry of its own, and
//! both sides are told before one runs out.

pub mod db;
mod expiry;
mod pages;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewCertificates, "certificate.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub RegisterCertificate, "certificate.register", [ContractorManager]);
permission!(pub DecideCertificate, "certificate.decide", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/certificates", pages::list)
        .get("/contracts/{id}/certificates/pdf", pages::paper)
        .get("/contracts/{id}/certificates/new", pages::new)
        .post("/contracts/{id}/certificates", pages::register)
        .post("/certificates/{id}/confirmation", pages::confirm)
        .get("/certificates/{id}/refusal", pages::refusal)
        .post("/certificates/{id}/refusal", pages::decline)
}
