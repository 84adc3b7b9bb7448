//! 検索: which keyed tokens a person is found by, and which a typed question asks for. Tokens narrow the rows; after
//! opening a row the program verifies it against the words, because a token covers four kana at most.

use std::collections::BTreeSet;

use time::Date;

use super::Identity;
use crate::{
    sealing::SearchKey,
    vocab::kana::{fold_kana, fold_name, half_digits, katakana, prefixes},
};

/// How many kana of a beginning have a token.
const LONGEST_BEGINNING: usize = 4;
/// How many digits of a telephone number's end have a token.
const PHONE_TAIL: usize = 4;
/// A question of more words than a name can have is cut here.
const MOST_WORDS: usize = 4;

/// One word of a question, folded the way tokens are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A beginning of a reading.
    Kana(String),
    /// A whole family name, given name or full name.
    Name(String),
    /// The end of a telephone number.
    Phone(String),
}

/// Every token of a person, without repeats.
pub fn of(key: &SearchKey, person: &Identity) -> Vec<Vec<u8>> {
    let mut tokens = BTreeSet::new();
    for reading in readings(person) {
        tokens.extend(prefixes(&reading, LONGEST_BEGINNING).iter().map(|beginning| key.token("kana", beginning)));
    }
    tokens.extend(names(person).iter().map(|name| key.token("name", name)));
    tokens.extend(phone_tails(person).iter().map(|tail| key.token("phone", tail)));
    tokens.insert(same_person(key, &person.family_kana, &person.given_kana, person.born_on));
    tokens.into_iter().collect()
}

/// The token two entries share when they may be one person: folded reading and birth date.
pub fn same_person(key: &SearchKey, family_kana: &str, given_kana: &str, born_on: Date) -> Vec<u8> {
    key.token("birth", &same_person_text(family_kana, given_kana, born_on))
}

/// What [`same_person`] compares, also used to tell hits of one upload apart.
pub fn same_person_text(family_kana: &str, given_kana: &str, born_on: Date) -> String {
    format!("{}{}/{born_on}", fold_kana(family_kana), fold_kana(given_kana))
}

/// The words of what somebody typed into the search field. Empty when there is nothing to look for.
pub fn words(typed: &str) -> Vec<Word> {
    typed.split_whitespace().take(MOST_WORDS).filter_map(word).collect()
}

/// The tokens a row must have, all of them.
pub fn asked(key: &SearchKey, words: &[Word]) -> Vec<Vec<u8>> {
    let token = |word: &Word| match word {
        Word::Kana(reading) => {
            key.token("kana", prefixes(reading, LONGEST_BEGINNING).last().map_or("", String::as_str))
        }
        Word::Name(name) => key.token("name", name),
        Word::Phone(tail) => key.token("phone", tail),
    };
    words.iter().map(token).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether an opened person really is meant by every word.
pub fn is_meant(person: &Identity, words: &[Word]) -> bool {
    words.iter().all(|word| match word {
        Word::Kana(beginning) => readings(person).iter().any(|reading| reading.starts_with(beginning)),
        Word::Name(name) => names(person).contains(name),
        Word::Phone(tail) => phone_tails(person).contains(tail),
    })
}

fn word(typed: &str) -> Option<Word> {
    let digits: String = half_digits(typed).chars().filter(char::is_ascii_digit).collect();
    let is_number = half_digits(typed).chars().all(|c| c.is_ascii_digit() || "-()".contains(c));
    if is_number {
        return tail(&digits).map(Word::Phone);
    }
    let word = match katakana(typed) {
        Ok(kana) => Word::Kana(fold_kana(&kana)),
        Err(_) => Word::Name(fold_name(typed)),
    };
    (!matches!(&word, Word::Kana(text) | Word::Name(text) if text.is_empty())).then_some(word)
}

/// Family, given and both together, because some type them without a space.
fn readings(person: &Identity) -> [String; 3] {
    let (family, given) = (fold_kana(&person.family_kana), fold_kana(&person.given_kana));
    let both = fold_kana(&format!("{}{}", person.family_kana, person.given_kana));
    [family, given, both]
}

fn names(person: &Identity) -> [String; 3] {
    let (family, given) = (fold_name(&person.family_name), fold_name(&person.given_name));
    let both = fold_name(&format!("{}{}", person.family_name, person.given_name));
    [family, given, both]
}

fn phone_tails(person: &Identity) -> Vec<String> {
    let line = person.telephone.split("内線").next().unwrap_or_default();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    tail(&digits).into_iter().collect()
}

fn tail(digits: &str) -> Option<String> {
    digits.len().checked_sub(PHONE_TAIL).and_then(|start| digits.get(start..)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::participants::entry::tests::sachiko;

    fn found(typed: &str) -> bool {
        let key = SearchKey::for_tests();
        let (words, tokens) = (words(typed), of(&key, &sachiko()));
        !words.is_empty() && asked(&key, &words).iter().all(|t| tokens.contains(t)) && is_meant(&sachiko(), &words)
    }

    #[test]
    fn a_person_is_found_by_what_people_type() {
        for typed in
            ["さ", "ｻﾄｳ", "さとう　さち", "サトウサチコ", "サトー", "佐藤", "佐藤幸子", "幸子", "9608", "０３－５７２２－９６０８", "さち 9608"]
        {
            assert!(found(typed), "{typed}");
        }
    }

    #[test]
    fn what_does_not_fit_is_not_found() {
        for typed in ["", "　", "サトミ", "サトウサチヨ", "佐", "9607", "960", "さとう けいこ", "佐藤 9607"] {
            assert!(!found(typed), "{typed}");
        }
    }

    /// Four kana have a token; the rest is verified on the opened row.
    #[test]
    fn a_longer_beginning_passes_the_token_and_is_refused_by_the_row() {
        let (key, words) = (SearchKey::for_tests(), words("サトウサチヨ"));
        assert!(asked(&key, &words).iter().all(|t| of(&key, &sachiko()).contains(t)));
        assert!(!is_meant(&sachiko(), &words));
    }

    #[test]
    fn one_person_typed_in_two_ways_has_one_token() {
        let key = SearchKey::for_tests();
        let token = |family, given, on| same_person(&key, family, given, on);
        let born = date!(1941 - 03 - 05);
        assert_eq!(token("サトウ", "キョウコ", born), token("サトー", "キヨウコ", born));
        assert_ne!(token("サトウ", "キョウコ", born), token("サトウ", "キョウコ", date!(1941 - 03 - 06)));
        assert_ne!(token("ヤマサキ", "キョウコ", born), token("ヤマザキ", "キョウコ", born));
    }
}
