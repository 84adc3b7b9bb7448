//! 従事者ごとの記載事項: what the clauses of a contract ask a 従事者名簿 to say about each person, besides name, job and
//! qualification. Sources: S3 特記仕様書 4(1)(2)(5) (管理監督者・作業従事者の届), S4 第6条 (責任、役割、記録媒体の授受).

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// What a line says about a person, sealed with the contract's key. What is not asked stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// 経歴
    pub career: String,
    /// 所属
    pub affiliation: String,
    /// 身分・役職
    pub standing: String,
    /// 作業内容
    pub tasks: String,
    /// 責任
    pub responsibility: String,
    /// 役割
    pub part: String,
}

impl Sealable for Particulars {
    const TABLE: &'static str = "designation";
}

/// Why a list changes, sealed with the contract's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeReason(pub String);

impl Sealable for ChangeReason {
    const TABLE: &'static str = "roster.reason";
}

/// One thing a clause may ask, with its field, its label and an example.
pub struct Item {
    pub field: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    signs: &'static [&'static str],
    get: fn(&mut Particulars) -> &mut String,
}

const ITEMS: [Item; 6] = [
    Item {
        field: "affiliation",
        label: "所属",
        hint: "例：介護予防事業部",
        signs: &["所属"],
        get: |it| &mut it.affiliation,
    },
    Item {
        field: "standing",
        label: "身分・役職",
        hint: "例：正社員、主任",
        signs: &["身分", "役職"],
        get: |it| &mut it.standing,
    },
    Item {
        field: "career",
        label: "経歴",
        hint: "例：健康運動指導士として8年、介護予防教室を担当",
        signs: &["経歴"],
        get: |it| &mut it.career,
    },
    Item {
        field: "tasks",
        label: "作業内容",
        hint: "例：出欠と血圧の記録、実施報告書の作成",
        signs: &["作業内容"],
        get: |it| &mut it.tasks,
    },
    Item {
        field: "responsibility",
        label: "責任",
        hint: "例：個人情報の取扱いを監督し、事故のとき区に知らせる",
        signs: &["責任、", "責任及び", "責任・"],
        get: |it| &mut it.responsibility,
    },
    Item {
        field: "part",
        label: "役割",
        hint: "例：教室での記録と保管庫の施錠",
        signs: &["役割"],
        get: |it| &mut it.part,
    },
];

/// Words by which a clause speaks of the list or of what is said about the people in it.
const ABOUT_PEOPLE: [&str; 6] =
    ["名簿", "従事者届", "監督者届", "従事者に関する", "監督者に関する", "従事者について"];

/// What the clauses of a contract ask.
#[derive(Default)]
pub struct Asked {
    pub items: Vec<&'static Item>,
    /// 管理監督者（個人情報等保護責任者・作業責任者）と作業従事者 are told apart.
    pub posts: bool,
    /// Who hands over and takes recording media.
    pub media: bool,
}

/// Reads it from the words of the clauses, each a text of its own.
pub fn asked(clauses: &[String]) -> Asked {
    let about: Vec<&String> =
        clauses.iter().filter(|text| ABOUT_PEOPLE.iter().any(|word| text.contains(word))).collect();
    let says = |signs: &[&str]| about.iter().any(|text| signs.iter().any(|sign| text.contains(sign)));
    Asked {
        items: ITEMS.iter().filter(|item| says(item.signs)).collect(),
        posts: says(&["管理監督者"]),
        media: says(&["媒体の授受", "媒体の受渡し"]),
    }
}

impl Item {
    pub fn of<'a>(&self, particulars: &'a mut Particulars) -> &'a mut String {
        (self.get)(particulars)
    }

    pub fn value(&self, particulars: &Particulars) -> String {
        (self.get)(&mut particulars.clone()).clone()
    }
}

impl Asked {
    /// Whether a person's line says all that is asked.
    pub fn is_answered(&self, particulars: Option<&Particulars>, post: &str) -> bool {
        let says = |item: &&Item| particulars.is_some_and(|it| !item.value(it).is_empty());
        (!self.posts || !post.is_empty()) && self.items.iter().all(says)
    }
}

/// 管理監督者 and 作業従事者, with the words of the database.
pub const POSTS: [(&str, &str); 3] = [
    ("protection_manager", "個人情報等保護責任者（管理監督者）"),
    ("work_manager", "作業責任者（管理監督者）"),
    ("worker", "作業従事者"),
];

/// The Japanese word of a post; empty where none is asked.
pub fn post_label(code: &str) -> &'static str {
    POSTS.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(clauses: &[&str]) -> Vec<&'static str> {
        let clauses: Vec<String> = clauses.iter().map(|text| (*text).to_owned()).collect();
        asked(&clauses).items.iter().map(|item| item.field).collect()
    }

    #[test]
    fn a_plain_list_asks_nothing_more() {
        let clauses =
            ["従事者名簿を仕事の前に出すこと。", "経歴を偽らないこと。", "責任、役割を重んじること。"];
        assert!(fields(&clauses).is_empty(), "only clauses about the list count");
    }

    #[test]
    fn what_the_clauses_name_is_asked() {
        let detailed = "監督者と従事者に関する事項（役職、経歴、作業内容、所属、身分）を変えるときも、名簿で申し入れる。";
        assert_eq!(fields(&[detailed]), ["affiliation", "standing", "career", "tasks"]);
        let media = "名簿には、責任、役割と場所、記録媒体の授受に当たる人を書く。";
        assert_eq!(fields(&[media]), ["responsibility", "part"]);
        assert!(asked(&[media.to_owned()]).media && !asked(&[media.to_owned()]).posts);
        assert!(asked(&["管理監督者の名簿".to_owned()]).posts);
    }

    #[test]
    fn a_line_is_whole_when_everything_asked_is_said() {
        let asked = asked(&["名簿に役割を書く。管理監督者を定める。".to_owned()]);
        let said = Particulars { part: "記録".into(), ..Particulars::default() };
        assert!(asked.is_answered(Some(&said), "worker"));
        assert!(!asked.is_answered(Some(&said), ""));
        assert!(!asked.is_answered(None, "worker"));
        assert!(Asked::default().is_answered(None, ""));
    }

    #[test]
    fn every_item_reads_and_writes_its_own_field() {
        let mut all = Particulars::default();
        for item in &ITEMS {
            item.of(&mut all).push_str(item.field);
        }
        assert!(ITEMS.iter().all(|item| item.value(&all) == item.field));
        assert!(POSTS.iter().all(|(code, label)| post_label(code) == *label) && post_label("").is_empty());
    }
}
