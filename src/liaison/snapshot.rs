//! What is sent: the records of one person, projected through the contract's information items, with the written texts.

use time::Date;

use super::{
    content::{LiaisonSnapshot, LiaisonText, Results},
    db::Subject,
    kinds::Kind,
};
use crate::{
    documents::{
        attendance::AttendanceTable,
        parts::{CourseFacts, Fact, PersonName},
    },
    participants::{Identity, people},
    programmes::InformationItem,
    vocab::{
        dates::{both_eras, everyday_age, wareki},
        ids::ParticipantId,
    },
};

/// Everything a sheet is composed from.
pub struct Records<'a> {
    pub ward: &'a str,
    pub subject: &'a Subject,
    pub items: &'a [InformationItem],
    pub identity: Identity,
    pub sex: &'a str,
    pub certification: &'a str,
    /// 日程, such as 「令和6年6月6日～9月19日（全16回）」.
    pub term: String,
    pub attendance: String,
    pub table: Option<(AttendanceTable, Vec<ParticipantId>)>,
    pub results: Results,
}

/// The paper as its reader will see it. Items that the contract doesn't list are left out: they print as 「—」.
pub fn compose(kind: Kind, records: Records<'_>, text: LiaisonText, today: Date) -> LiaisonSnapshot {
    let Records { ward, subject, items, identity, sex, certification, term, attendance, table, results } =
        records;
    let has = |item: InformationItem| items.contains(&item);
    let identity = identity.projected(items);
    let keeps_records = has(InformationItem::ServiceRecord);
    let whole = kind == Kind::Sheet && keeps_records;
    let (table, named) = table.filter(|_| whole).unzip();
    LiaisonSnapshot {
        ward: ward.to_owned(),
        course: CourseFacts {
            prepared_on: wareki(today),
            programme: subject.programme_name.clone(),
            course: subject.course_name.clone().unwrap_or_else(|| subject.contract_title.clone()),
            term,
            venue: subject.venue.clone().unwrap_or_else(|| "—".to_owned()),
            contractor: subject.contractor.clone(),
        },
        centre: subject.centre_name.clone(),
        person: facts(&identity, subject, sex, certification, &has, today),
        participant: PersonName::new(identity.name().trim(), identity.kana().trim()),
        attendance: if keeps_records && kind != Kind::CarePlan { attendance } else { String::new() },
        table,
        named: named.unwrap_or_default(),
        results: if whole { results } else { Results::default() },
        text,
    }
}

fn facts(
    identity: &Identity,
    subject: &Subject,
    sex: &str,
    certification: &str,
    has: &impl Fn(InformationItem) -> bool,
    today: Date,
) -> Vec<Fact> {
    let shown = |label: &str, kept: bool, value: String| {
        if kept && !value.is_empty() { Fact::new(label, value) } else { Fact::hidden(label) }
    };
    let born = identity.born_on;
    let birth = || format!("{}　{}歳", both_eras(born), everyday_age(born, today));
    vec![
        shown("性別", has(InformationItem::Sex), people::sex_label(sex).to_owned()),
        if has(InformationItem::BirthDate) {
            Fact::new("生年月日", birth())
        } else {
            Fact::hidden("生年月日")
        },
        Fact::new("担当地区", &subject.district),
        shown("電話番号", has(InformationItem::Phone), identity.telephone.clone()),
        shown("認定の状況", has(InformationItem::Certification), certified(certification).to_owned()),
        shown("包括の担当者", has(InformationItem::CentreStaff), identity.centre_person.clone()),
    ]
}

/// The stored certification in words.
fn certified(code: &str) -> &'static str {
    match code {
        "none" => "認定なし",
        "target" => "事業対象者",
        "support_1" => "要支援1",
        "support_2" => "要支援2",
        "care_1" => "要介護1",
        "care_2" => "要介護2",
        "care_3" => "要介護3",
        "care_4" => "要介護4",
        "care_5" => "要介護5",
        _ => "不明",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        documents::parts::MeasureLine,
        vocab::ids::{CentreId, ContractId, EnrolmentId, ProgrammeVersionId},
    };

    fn subject() -> Subject {
        let id = Uuid::from_u128(1);
        Subject {
            enrolment: EnrolmentId(id),
            state: "enrolled".into(),
            participant: ParticipantId(id),
            contract: ContractId(id),
            contract_title: "元気クラブ業務".into(),
            programme: ProgrammeVersionId(id),
            programme_name: "元気クラブ".into(),
            items: Vec::new(),
            contractor: "株式会社あおぞら".into(),
            course: None,
            course_name: Some("手ぬぐい体操コース".into()),
            venue: Some("住区センター".into()),
            enrolled_on: None,
            ended_on: None,
            centre: CentreId(id),
            centre_name: "東包括".into(),
            district: "東町".into(),
        }
    }

    fn identity() -> Identity {
        Identity {
            family_name: "髙橋".into(),
            given_name: "花子".into(),
            family_kana: "タカハシ".into(),
            given_kana: "ハナコ".into(),
            born_on: date!(1941 - 03 - 05),
            postal_code: String::new(),
            address: "若葉1-2-3".into(),
            telephone: "03-0000-1681".into(),
            emergency: Vec::new(),
            centre_person: "中村保健師".into(),
            service_use: String::new(),
            housing: String::new(),
            household: String::new(),
            mobility: String::new(),
            toileting: String::new(),
            meals: String::new(),
            bathing: String::new(),
            history: "高血圧".into(),
        }
    }

    fn sent(kind: Kind, items: &[InformationItem]) -> LiaisonSnapshot {
        let subject = subject();
        let line = MeasureLine::new("握力（kg）", "19.2", "21.0", "+1.8", "改善");
        let records = Records {
            ward: "みどり区",
            subject: &subject,
            items,
            identity: identity(),
            sex: "female",
            certification: "support_1",
            term: "全16回".into(),
            attendance: "13回出席".into(),
            table: Some((
                AttendanceTable::new(Vec::new(), Vec::new()),
                vec![ParticipantId(Uuid::from_u128(1))],
            )),
            results: Results { lines: vec![line], ..Results::default() },
        };
        compose(
            kind,
            records,
            LiaisonText { conduct: "楽しく".into(), ..LiaisonText::default() },
            date!(2026 - 10 - 01),
        )
    }

    #[test]
    fn with_every_item_everything_is_there_but_what_no_sheet_carries() {
        let text = serde_json::to_string(&sent(Kind::Sheet, &InformationItem::ALL)).unwrap();
        for word in [
            "髙橋",
            "タカハシ",
            "1941",
            "85歳",
            "03-0000-1681",
            "要支援1",
            "中村保健師",
            "13回出席",
            "19.2",
            "女",
            "楽しく",
        ] {
            assert!(text.contains(word), "{word}");
        }
        assert!(!text.contains("高血圧") && !text.contains("若葉1-2-3"));
    }

    #[test]
    fn each_item_that_the_contract_does_not_list_is_gone() {
        let cases: [(InformationItem, &[&str]); 8] = [
            (InformationItem::Name, &["髙橋", "花子"]),
            (InformationItem::Kana, &["タカハシ"]),
            (InformationItem::BirthDate, &["1941", "歳"]),
            (InformationItem::Sex, &["女"]),
            (InformationItem::Phone, &["03-0000-1681"]),
            (InformationItem::Certification, &["要支援1"]),
            (InformationItem::CentreStaff, &["中村保健師"]),
            (InformationItem::ServiceRecord, &["13回出席", "19.2", "改善"]),
        ];
        let whole = serde_json::to_string(&sent(Kind::Sheet, &InformationItem::ALL)).unwrap();
        for (item, words) in cases {
            let rest: Vec<InformationItem> =
                InformationItem::ALL.into_iter().filter(|one| *one != item).collect();
            let text = serde_json::to_string(&sent(Kind::Sheet, &rest)).unwrap();
            for word in words {
                assert!(whole.contains(word) && !text.contains(word), "{item:?} {word}");
            }
        }
    }

    #[test]
    fn an_absence_carries_no_results_and_a_care_plan_no_attendance() {
        let absence = sent(Kind::Absence, &InformationItem::ALL);
        assert!(absence.results.lines.is_empty() && absence.table.is_none() && absence.named.is_empty());
        assert_eq!(absence.attendance, "13回出席");
        assert_eq!(sent(Kind::CarePlan, &InformationItem::ALL).attendance, "");
        let kept: LiaisonSnapshot =
            serde_json::from_value(serde_json::to_value(sent(Kind::Sheet, &InformationItem::ALL)).unwrap())
                .unwrap();
        assert_eq!(kept.results.lines[0].after.as_deref(), Some("21.0"));
    }
}
