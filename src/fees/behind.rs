//! 記録: the records behind a figure, one line each, with the page that shows the record itself.

use std::collections::BTreeMap;

use time::Date;

use super::{
    db::{ContactRow, EnrolmentRow, ReceiptRow, ServiceDayRow, SessionRow},
    reckoning::Reckoning,
};
use crate::{
    programmes::{
        Style,
        fee::{RowRef, yen},
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, ParticipantId},
    },
};

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    pub on: Date,
    pub what: String,
    /// Where the record is.
    pub page: Page,
    pub person: Option<ParticipantId>,
    pub note: String,
}

/// A page, by who may open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Shows people.
    People(String),
    /// Shows a course, which an auditor doesn't open.
    Course(String),
    Paper(String),
}

/// The records a figure was counted from, oldest first.
pub fn behind(of: &Reckoning, rows: &[RowRef]) -> Vec<Behind> {
    let index = Index::of(of);
    let mut all: Vec<Behind> = rows.iter().filter_map(|row| index.find(of, row)).collect();
    all.sort_by_key(|one| one.on);
    all
}

/// The records by the references the calculation knows them by.
struct Index<'a> {
    sessions: BTreeMap<String, &'a SessionRow>,
    service_days: BTreeMap<String, &'a ServiceDayRow>,
    contacts: BTreeMap<String, &'a ContactRow>,
    enrolments: BTreeMap<String, &'a EnrolmentRow>,
    attended: BTreeMap<String, usize>,
}

impl<'a> Index<'a> {
    fn of(reckoning: &'a Reckoning) -> Self {
        let records = &reckoning.records;
        let mut attended = BTreeMap::new();
        for row in &records.takers.attendances {
            *attended.entry(row.session.to_string()).or_default() += 1;
        }
        Self {
            sessions: records.sessions.iter().map(|row| (row.id.to_string(), row)).collect(),
            service_days: records.takers.service_days.iter().map(|row| (row.id.to_string(), row)).collect(),
            contacts: records.contacts.iter().map(|row| (row.id.to_string(), row)).collect(),
            enrolments: records.takers.enrolments.iter().map(|row| (row.id.to_string(), row)).collect(),
            attended,
        }
    }

    fn find(&self, of: &Reckoning, row: &RowRef) -> Option<Behind> {
        match row {
            RowRef::Session { session } => self.session(of, session),
            RowRef::Attendance { session, person } => {
                let person = person.parse().ok();
                self.session(of, session).map(|found| Behind { person, note: "出席".to_owned(), ..found })
            }
            RowRef::Enrolment { enrolment } => {
                let row = self.enrolments.get(enrolment)?;
                let is_guidance = of.contract.style == Style::Guidance.code();
                Some(enrolment_line(row, is_guidance))
            }
            RowRef::Course { course } => {
                let row = of.records.ended.iter().find(|row| row.id.to_string() == *course)?;
                let page = Page::Course(format!("/courses/{}", row.id));
                Some(Behind {
                    on: row.on,
                    what: row.name.clone(),
                    page,
                    person: None,
                    note: "終了".to_owned(),
                })
            }
            RowRef::UserFee { received } => {
                let row = of.records.receipts.iter().find(|row| row.id.to_string() == *received)?;
                Some(receipt_line(of.contract.id, row))
            }
            RowRef::Contract => Some(Behind {
                on: of.contract.starts_on,
                what: "契約の期間と単価".to_owned(),
                page: Page::Paper(format!("/contracts/{}/prices", of.contract.id)),
                person: None,
                note: format!("{}〜{}", wareki(of.contract.starts_on), wareki(of.contract.ends_on)),
            }),
        }
    }

    fn session(&self, of: &Reckoning, id: &str) -> Option<Behind> {
        if let Some(row) = self.service_days.get(id) {
            return Some(Behind {
                on: row.on,
                what: "通所".to_owned(),
                page: Page::People(format!("/services/{}", row.enrolment)),
                person: Some(row.person),
                note: "利用".to_owned(),
            });
        }
        if let Some(row) = self.contacts.get(id) {
            return Some(Behind {
                on: row.on,
                what: "保健指導の支援".to_owned(),
                page: Page::People(format!("/guidance/{}", row.target)),
                person: Some(row.person),
                note: "実施".to_owned(),
            });
        }
        let row = self.sessions.get(id)?;
        let note = match (row.state.as_str(), row.cancel_decided_at) {
            ("cancelled", Some(at)) => format!("中止（{}に決定）", jst_stamp(at)),
            ("closed", _) => {
                let people = self.attended.get(id).copied().unwrap_or_default();
                let named = |code: &str| of.add_on_names.get(code).map_or(code, String::as_str).to_owned();
                let said = std::iter::once(format!("実施・{people}人が出席"))
                    .chain(of.records.add_ons_of(row).map(named));
                said.collect::<Vec<_>>().join("・")
            }
            _ => "記録がまだです".to_owned(),
        };
        Some(Behind {
            on: row.held_on,
            what: format!("{} 第{}回", row.course_name, row.number),
            page: Page::People(format!("/sessions/{}", row.id)),
            person: None,
            note,
        })
    }
}

fn receipt_line(contract: ContractId, row: &ReceiptRow) -> Behind {
    Behind {
        on: row.paid_on,
        what: format!("利用者負担の領収書 第{}号", row.number),
        page: Page::People(format!("/contracts/{contract}/user-fees/{}", row.person)),
        person: Some(row.person),
        note: format!("{}を受領", yen(row.yen)),
    }
}

fn enrolment_line(row: &EnrolmentRow, is_guidance: bool) -> Behind {
    let page = match row.course {
        Some(_) => format!("/enrolments/{}", row.id),
        None if is_guidance => format!("/guidance/{}", row.id),
        None => format!("/services/{}", row.id),
    };
    let to = row.to.map_or_else(String::new, wareki);
    Behind {
        on: row.from,
        what: "参加の登録".to_owned(),
        page: Page::People(page),
        person: Some(row.person),
        note: format!("{}〜{to}", wareki(row.from)),
    }
}
