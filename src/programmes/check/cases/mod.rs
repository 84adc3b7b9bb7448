//! One contradiction each: a part of the whole sample, what stands in its place, the field and a part of the sentence.

mod money_and_papers;
mod people_and_days;

/// Part, replacement, path, words of the sentence.
pub(super) type Case = (&'static str, &'static str, &'static str, &'static str);

pub(super) fn all() -> impl Iterator<Item = &'static Case> {
    people_and_days::CASES.iter().chain(money_and_papers::CASES)
}
