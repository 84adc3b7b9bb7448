//! Judging an uploaded list line by line: the form's own rules first, then people of the register and earlier lines of
//! the list who may be the same person.

use std::collections::BTreeMap;

use super::columns::{self, Line};
use crate::{
    kit::{ctx::Ctx, error::Result, permission::Permission},
    participants::{db as register_db, entry::Entry, people, tokens},
};

/// A judged line.
pub(super) enum Judged {
    Good(Entry),
    /// The sentence says whom it may be.
    Doubtful(Entry, String),
    Bad(Vec<String>),
}

/// Judges every line: the form's rules, then people of the register and earlier lines with the same reading and birth date.
pub(super) async fn judge<P: Permission, M: Send>(cx: &mut Ctx<P, M>, lines: &[Line]) -> Result<Vec<Judged>> {
    let (districts, today) = (register_db::districts(cx.db()).await?, cx.today());
    let read: Vec<_> = lines.iter().map(|line| columns::judge(line, &districts, today)).collect();
    let known = known_people(cx, &read).await?;
    let mut earlier: BTreeMap<String, usize> = BTreeMap::new();
    Ok(lines.iter().zip(read).map(|(line, read)| settle(line.number, read, &known, &mut earlier)).collect())
}

fn settle(
    number: usize,
    read: std::result::Result<Entry, Vec<String>>,
    known: &BTreeMap<String, i32>,
    earlier: &mut BTreeMap<String, usize>,
) -> Judged {
    let entry = match read {
        Ok(entry) => entry,
        Err(sentences) => return Judged::Bad(sentences),
    };
    let key = same(&entry);
    let first = *earlier.entry(key.clone()).or_insert(number);
    match known.get(&key) {
        Some(registered) => Judged::Doubtful(
            entry,
            format!("カナと生年月日が同じ人が登録されています（参加者番号 {registered}）。"),
        ),
        None if first != number => {
            Judged::Doubtful(entry, format!("カナと生年月日が{first}行目と同じです。"))
        }
        None => Judged::Good(entry),
    }
}

fn same(entry: &Entry) -> String {
    tokens::same_person_text(&entry.identity.family_kana, &entry.identity.given_kana, entry.identity.born_on)
}

/// Registered people who may be those of the list, by reading and birth date.
async fn known_people<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    read: &[std::result::Result<Entry, Vec<String>>],
) -> Result<BTreeMap<String, i32>> {
    let key = cx.app().keys.search_key(cx.ward().0)?;
    let token = |e: &Entry| {
        tokens::same_person(&key, &e.identity.family_kana, &e.identity.given_kana, e.identity.born_on)
    };
    let asked: Vec<Vec<u8>> = read.iter().filter_map(|r| r.as_ref().ok()).map(token).collect();
    let rows = register_db::sharing(cx.db(), &asked).await?;
    let mut known = BTreeMap::new();
    for row in rows {
        let person = people::open(cx, row, None)?;
        let identity = &person.identity;
        known.insert(
            tokens::same_person_text(&identity.family_kana, &identity.given_kana, identity.born_on),
            person.number,
        );
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participants::entry::tests::entry;

    fn kind(judged: &Judged) -> &'static str {
        match judged {
            Judged::Good(_) => "good",
            Judged::Doubtful(..) => "doubtful",
            Judged::Bad(_) => "bad",
        }
    }

    #[test]
    fn a_line_is_doubtful_when_the_register_or_an_earlier_line_has_the_person() {
        let mut earlier = BTreeMap::new();
        let nobody = BTreeMap::new();
        let known = BTreeMap::from([(same(&entry()), 7)]);
        assert_eq!(kind(&settle(2, Ok(entry()), &nobody, &mut earlier)), "good");
        let again = settle(3, Ok(entry()), &nobody, &mut earlier);
        assert!(matches!(&again, Judged::Doubtful(_, sentence) if sentence.contains("2行目")));
        let registered = settle(2, Ok(entry()), &known, &mut BTreeMap::new());
        assert!(matches!(&registered, Judged::Doubtful(_, sentence) if sentence.contains("番号 7")));
        assert_eq!(kind(&settle(4, Err(vec!["x".into()]), &nobody, &mut earlier)), "bad");
    }
}
