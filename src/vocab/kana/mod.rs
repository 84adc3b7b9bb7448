//! 氏名とフリガナ: what is stored, and what is compared when people search.
//!
//! **Stored text is what was typed.** Names and addresses keep every character, variation selectors included;
//! only [`katakana`] (kana fields) and [`half_digits`] (figures, Latin letters, hyphens and spaces) change what
//! is stored. The `fold_…` functions make search keys, which are compared and never shown.

mod fold;
#[cfg(test)]
mod tests;
mod variants;
mod width;

pub use fold::{fold_kana, fold_name, prefixes};
pub use width::{KanaProblem, half_digits, katakana};
