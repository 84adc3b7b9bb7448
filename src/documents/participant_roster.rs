//! 参加者名簿: handed in before a course starts (目黒 別紙1 6(1)④).

use serde::Serialize;

use super::attendance::sample_people;
use super::paper::{Masthead, Paper};
use super::parts::{Fact, PersonName};
use super::table::{Cell, Column, Table};

/// The roster of one course. What the reader may not see is `None`.
#[derive(Clone, Debug, Serialize)]
pub struct ParticipantRoster {
    pub masthead: Masthead,
    /// 事業名, コース名, 事業開始日, 会場名, and what else heads the list.
    pub facts: Vec<Fact>,
    pub people: Vec<RosterPerson>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RosterPerson {
    pub name: Option<PersonName>,
    pub sex: Option<String>,
    /// 生年月日 in the era the ward prints, such as 「昭和16年3月5日」.
    pub born: Option<String>,
    /// Age on the day the course starts.
    pub age: Option<u8>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub emergency: Option<EmergencyContact>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EmergencyContact {
    pub name: PersonName,
    pub relation: Option<String>,
    pub phone: Option<String>,
}

impl Paper for ParticipantRoster {
    const NAME: &'static str = "participant_roster.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/participant_roster.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.people.len()
    }
}

/// The same list for xlsx and CSV: what the paper shows, column by column, with 「—」 for what is hidden.
impl From<&ParticipantRoster> for Table {
    fn from(roster: &ParticipantRoster) -> Self {
        const COLUMNS: [(&str, u16); 11] = [
            ("番号", 6),
            ("氏名", 18),
            ("フリガナ", 22),
            ("性別", 6),
            ("生年月日", 18),
            ("年齢", 6),
            ("住所", 40),
            ("電話番号", 16),
            ("緊急連絡先 氏名", 18),
            ("緊急連絡先 続柄", 10),
            ("緊急連絡先 電話番号", 16),
        ];
        Self {
            title: roster.masthead.title.clone(),
            columns: COLUMNS.map(|(heading, width)| Column::new(heading, width)).into(),
            rows: (1_i64..).zip(&roster.people).map(|(number, person)| person.cells(number)).collect(),
            provenance: None,
        }
    }
}

impl RosterPerson {
    fn cells(&self, number: i64) -> Vec<Cell> {
        let shown = |text: Option<&str>| Cell::text(text.unwrap_or("—"));
        let name = self.name.as_ref();
        let contact = self.emergency.as_ref();
        vec![
            Cell::Whole(number),
            shown(name.map(|name| name.written.as_str())),
            shown(name.map(|name| name.kana.as_str())),
            shown(self.sex.as_deref()),
            shown(self.born.as_deref()),
            self.age.map_or_else(|| shown(None), |age| Cell::Whole(age.into())),
            shown(self.address.as_deref()),
            shown(self.phone.as_deref()),
            shown(contact.map(|contact| contact.name.written.as_str())),
            shown(contact.and_then(|contact| contact.relation.as_deref())),
            shown(contact.and_then(|contact| contact.phone.as_deref())),
        ]
    }
}

impl ParticipantRoster {
    /// Twenty invented people; the last one's contact data is hidden.
    pub fn sample() -> Self {
        let mut people: Vec<_> =
            sample_people().into_iter().enumerate().map(|(index, one)| sample_person(index, one)).collect();
        if let Some(last) = people.last_mut() {
            (last.address, last.phone, last.emergency) = (None, None, None);
        }
        Self {
            masthead: Masthead::sample(
                "介護予防事業参加者名簿",
                "参加者名簿",
                "手ぬぐい体操グループづくりコース",
            ),
            facts: vec![
                Fact::new("事業名", "シニアの元気クラブ"),
                Fact::new("コース名", "手ぬぐい体操グループづくりコース"),
                Fact::new("事業開始日", "令和6年6月6日（木）"),
                Fact::new("会場名", "みどり区立 若葉住区センター　第2会議室"),
                Fact::new("実施事業者", "株式会社あおぞらフィットネス"),
                Fact::new("参加予定者数", "20人（男 7人・女 13人）"),
            ],
            people,
        }
    }
}

fn sample_person(index: usize, (name, sex, district): (PersonName, &str, &str)) -> RosterPerson {
    const RELATIONS: [&str; 4] = ["長女", "長男", "夫", "妹"];
    let family = name.written.split(' ').next().unwrap_or_default().to_owned();
    let family_kana = name.kana.split(' ').next().unwrap_or_default().to_owned();
    RosterPerson {
        sex: Some(sex.into()),
        born: Some(format!("昭和{}年{}月{}日", 11 + index % 13, 1 + index % 12, 3 + index)),
        age: u8::try_from(88 - index % 13).ok(),
        address: Some(format!(
            "みどり区{district}{}丁目{}番{}号　みどりハイツ{}号室",
            1 + index % 5,
            2 + index,
            1 + index % 9,
            101 + index
        )),
        phone: Some(format!("03-0000-{:04}", 1200 + index * 37)),
        emergency: Some(EmergencyContact {
            name: PersonName::new(format!("{family} 恵"), format!("{family_kana} メグミ")),
            relation: RELATIONS.get(index % 4).map(|relation| (*relation).into()),
            phone: Some(format!("090-0000-{:04}", 3400 + index * 53)),
        }),
        name: Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_shows_what_the_paper_shows() {
        let table = Table::from(&ParticipantRoster::sample());
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(table.rows[13][1], Cell::text("髙橋 花子"));
        assert_eq!(table.rows[13][5], Cell::Whole(88));
        assert_eq!(table.rows[19][6..], vec![Cell::text("—"); 5]);
    }
}
