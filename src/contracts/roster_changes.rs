//! 名簿の変更: who joins, who leaves and whose line changes between the list in force and the one that is to take its place.
//! Source: S3 特記仕様書 4(5) (変更・追加・減少は理由を付けて申し入れる), S4 第6条.

use std::fmt::Write as _;

use super::db::rosters::Designation;
use crate::vocab::dates::wareki;

/// What changes for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Joins(String),
    Leaves(String),
    /// The name, and what is said otherwise.
    Differs(String, Vec<&'static str>),
}

impl Change {
    pub fn sentence(&self) -> String {
        match self {
            Self::Joins(name) => format!("追加：{name}"),
            Self::Leaves(name) => format!("減少：{name}"),
            Self::Differs(name, what) => format!("変更：{name}（{}）", what.join("、")),
        }
    }
}

/// In the order of the new list; who leaves comes last.
pub fn changes(before: &[Designation], after: &[Designation]) -> Vec<Change> {
    let mut all = Vec::new();
    for line in after {
        match before.iter().find(|old| old.account == line.account) {
            None => all.push(Change::Joins(line.name.clone())),
            Some(old) => {
                let what = differences(old, line);
                if !what.is_empty() {
                    all.push(Change::Differs(line.name.clone(), what));
                }
            }
        }
    }
    let is_gone = |old: &&Designation| !after.iter().any(|line| line.account == old.account);
    all.extend(before.iter().filter(is_gone).map(|old| Change::Leaves(old.name.clone())));
    all
}

fn differences(old: &Designation, new: &Designation) -> Vec<&'static str> {
    let pairs = [
        ("役割", old.custody != new.custody),
        ("管理監督者・作業従事者の別", old.post != new.post),
        ("職種", old.job != new.job),
        ("資格", old.qualification != new.qualification || old.qualifications != new.qualifications),
        ("業務執行場所", old.work_place != new.work_place),
        ("期間", term(old) != term(new)),
        ("記録媒体の授受", old.carries_media != new.carries_media),
        ("記載事項", old.said != new.said),
    ];
    pairs.into_iter().filter(|(_, differs)| *differs).map(|(label, _)| label).collect()
}

fn term(line: &Designation) -> String {
    let mut term = wareki(line.valid_from);
    if let Some(last) = line.valid_to {
        let _ = write!(term, "〜{}", wareki(last));
    }
    term
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        contracts::particulars::Particulars,
        vocab::ids::{AccountId, DesignationId},
    };

    fn line(account: u128, name: &str) -> Designation {
        Designation {
            id: DesignationId(Uuid::from_u128(account + 100)),
            account: AccountId(Uuid::from_u128(account)),
            name: name.into(),
            login_name: String::new(),
            account_state: "active".into(),
            custody: "custodian".into(),
            job: "看護".into(),
            qualification: String::new(),
            qualifications: None,
            work_place: "本社".into(),
            valid_from: date!(2026 - 05 - 01),
            valid_to: None,
            post: String::new(),
            carries_media: false,
            particulars: None,
            sealed_version: 1,
            said: None,
        }
    }

    #[test]
    fn the_same_list_changes_nothing() {
        let list = [line(1, "青木"), line(2, "森")];
        assert!(changes(&list, &[line(2, "森"), line(1, "青木")]).is_empty());
    }

    #[test]
    fn joining_leaving_and_differing_are_told_apart() {
        let before = [line(1, "青木"), line(2, "森")];
        let mut moved = line(1, "青木");
        moved.work_place = "支社".into();
        moved.valid_to = Some(date!(2026 - 09 - 30));
        moved.said = Some(Particulars { career: "8年".into(), ..Particulars::default() });
        let found = changes(&before, &[moved, line(3, "林")]);
        assert_eq!(
            found.iter().map(Change::sentence).collect::<Vec<_>>(),
            ["変更：青木（業務執行場所、期間、記載事項）", "追加：林", "減少：森"]
        );
    }
}
