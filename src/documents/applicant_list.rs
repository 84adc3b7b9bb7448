//! 参加申込者一覧: who applied under a contract, and how far each application came (目黒 別紙1 6(1)③).

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{Fact, PersonName},
    table::{Cell, Column, Table},
};

#[derive(Clone, Debug, Serialize)]
pub struct ApplicantList {
    pub masthead: Masthead,
    pub facts: Vec<Fact>,
    pub people: Vec<ApplicantLine>,
}

/// One applicant. What the reader may not see is `None`.
#[derive(Clone, Debug, Serialize)]
pub struct ApplicantLine {
    pub applied: String,
    pub name: Option<PersonName>,
    pub sex: Option<String>,
    /// Age on the day of the application.
    pub age: Option<u8>,
    pub district: Option<String>,
    pub phone: Option<String>,
    pub certification: Option<String>,
    pub taken_at: String,
    pub verdict: String,
    /// `None` where the programme has no sheet.
    pub screening: Option<String>,
    pub state: String,
}

impl Paper for ApplicantList {
    const NAME: &'static str = "applicant_list.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/applicant_list.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.people.len()
    }
}

impl From<&ApplicantList> for Table {
    fn from(list: &ApplicantList) -> Self {
        const COLUMNS: [(&str, u16); 13] = [
            ("番号", 6),
            ("申込日", 16),
            ("氏名", 18),
            ("フリガナ", 22),
            ("性別", 6),
            ("年齢", 6),
            ("地区", 14),
            ("電話番号", 16),
            ("認定", 12),
            ("受け付けた場所", 16),
            ("対象者の判定", 12),
            ("体調確認", 12),
            ("状態", 12),
        ];
        Self {
            title: list.masthead.title.clone(),
            columns: COLUMNS.map(|(heading, width)| Column::new(heading, width)).into(),
            rows: (1_i64..).zip(&list.people).map(|(number, person)| person.cells(number)).collect(),
            provenance: None,
        }
    }
}

impl ApplicantLine {
    fn cells(&self, number: i64) -> Vec<Cell> {
        let shown = |text: Option<&str>| Cell::text(text.unwrap_or("—"));
        vec![
            Cell::Whole(number),
            Cell::text(&self.applied),
            shown(self.name.as_ref().map(|name| name.written.as_str())),
            shown(self.name.as_ref().map(|name| name.kana.as_str())),
            shown(self.sex.as_deref()),
            self.age.map_or_else(|| shown(None), |age| Cell::Whole(age.into())),
            shown(self.district.as_deref()),
            shown(self.phone.as_deref()),
            shown(self.certification.as_deref()),
            Cell::text(&self.taken_at),
            Cell::text(&self.verdict),
            shown(self.screening.as_deref()),
            Cell::text(&self.state),
        ]
    }
}

impl ApplicantList {
    /// Three invented people.
    pub fn sample() -> Self {
        let line = |written: &str, kana: &str, verdict: &str| ApplicantLine {
            applied: "令和6年5月27日".into(),
            name: Some(PersonName::new(written, kana)),
            sex: Some("女".into()),
            age: Some(76),
            district: Some("若葉1丁目".into()),
            phone: None,
            certification: Some("認定なし".into()),
            taken_at: "体験・説明会".into(),
            verdict: verdict.into(),
            screening: None,
            state: "提出ずみ".into(),
        };
        Self {
            masthead: Masthead::sample("参加申込者一覧", "参加申込者一覧", "シニアの元気クラブ"),
            facts: vec![
                Fact::new("事業名", "シニアの元気クラブ"),
                Fact::new("実施事業者", "株式会社あおぞらフィットネス"),
            ],
            people: vec![
                line("髙橋 花子", "タカハシ ハナコ", "該当"),
                line("山﨑 幸子", "ヤマザキ サチコ", "判定不能"),
                line("渡邊 京子", "ワタナベ キョウコ", "非該当"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_shows_what_the_paper_shows() {
        let table = Table::from(&ApplicantList::sample());
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(table.rows[1][2], Cell::text("山﨑 幸子"));
        assert_eq!((&table.rows[2][7], &table.rows[2][10]), (&Cell::text("—"), &Cell::text("非該当")));
    }
}
