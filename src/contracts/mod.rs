//! 契約: what a ward and a contractor have agreed. The rules here read the ward's 特記事項 (the clauses on
//! personal data that a contract carries); a clause keeps the number and the words the ward gave it, and a
//! line the reader could not place is reported, never dropped in silence.

pub mod clauses;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
