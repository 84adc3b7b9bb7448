//! 記録: the records behind a figure, one line each, with the page that shows the record itself.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    db::{ContactRow, EnrolmentRow, ReceiptRow, ServiceDayRow, SessionRow},
    reckoning::Reckoning,
};
use crate::{
    behind::{Behind, Page},
    programmes::{
        Style,
        fee::{RowRef, yen},
    },
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

/// The records a figure was counted from, oldest first. `planned`: the codes of the contacts the reader may open.
pub fn behind(of: &Reckoning, rows: &[RowRef], planned: &BTreeMap<Uuid, String>) -> Vec<Behind> {
    let index = Index::of(of, planned);
    let mut all: Vec<Behind> =
        rows.iter().map(|row| index.find(of, row).unwrap_or_else(|| unknown(row))).collect();
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
    planned: &'a BTreeMap<Uuid, String>,
}

/// A reference that no record is known by: it counts, and says that nothing is there.
fn unknown(row: &RowRef) -> Behind {
    let what = match row {
        RowRef::Session { .. } | RowRef::Attendance { .. } => "回の記録",
        RowRef::Enrolment { .. } => "参加の登録",
        RowRef::Course { .. } => "教室",
        RowRef::UserFee { .. } => "利用者負担の受取り",
        RowRef::Contract => "契約",
    };
    Behind {
        on: None,
        what: what.to_owned(),
        person: None,
        note: "記録が見つかりません".to_owned(),
        page: Page::Nowhere,
        counts: 1,
    }
}

impl<'a> Index<'a> {
    fn of(reckoning: &'a Reckoning, planned: &'a BTreeMap<Uuid, String>) -> Self {
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
            planned,
        }
    }

    fn find(&self, of: &Reckoning, row: &RowRef) -> Option<Behind> {
        match row {
            RowRef::Session { session } => self.session(of, session),
            RowRef::Attendance { session, person } => {
                let found = self.session(of, session)?;
                let page = match &found.page {
                    Page::People(session) if found.person.is_none() => {
                        Page::People(format!("{session}#person-{person}"))
                    }
                    page @ (Page::People(_) | Page::Course(_) | Page::Paper(_) | Page::Nowhere) => {
                        page.clone()
                    }
                };
                Some(Behind { person: person.parse().ok(), note: "出席".to_owned(), page, ..found })
            }
            RowRef::Enrolment { enrolment } => {
                let row = self.enrolments.get(enrolment)?;
                let is_guidance = of.contract.style == Style::Guidance.code();
                Some(enrolment_line(row, is_guidance))
            }
            RowRef::Course { course } => {
                let row = of.records.ended.iter().find(|row| row.id.to_string() == *course)?;
                Some(Behind {
                    on: Some(row.on),
                    what: row.name.clone(),
                    page: Page::Course(format!("/courses/{}", row.id)),
                    person: None,
                    note: "終了".to_owned(),
                    counts: 1,
                })
            }
            RowRef::UserFee { received } => {
                let row = of.records.receipts.iter().find(|row| row.id.to_string() == *received)?;
                Some(receipt_line(of.contract.id, row))
            }
            RowRef::Contract => Some(Behind {
                on: Some(of.contract.starts_on),
                what: "契約の期間と単価".to_owned(),
                page: Page::Paper(format!("/contracts/{}/prices", of.contract.id)),
                person: None,
                note: format!("{}〜{}", wareki(of.contract.starts_on), wareki(of.contract.ends_on)),
                counts: 1,
            }),
        }
    }

    fn session(&self, of: &Reckoning, id: &str) -> Option<Behind> {
        if let Some(row) = self.service_days.get(id) {
            return Some(Behind {
                on: Some(row.on),
                what: "通所".to_owned(),
                page: Page::People(format!("/services/{}/records/{}", row.enrolment, row.id)),
                person: Some(row.person),
                note: "利用".to_owned(),
                counts: 1,
            });
        }
        if let Some(row) = self.contacts.get(id) {
            let contact =
                self.planned.get(&row.id).map_or_else(String::new, |code| format!("/contacts/{code}"));
            return Some(Behind {
                on: Some(row.on),
                what: "保健指導の支援".to_owned(),
                page: Page::People(format!("/guidance/{}{contact}", row.target)),
                person: Some(row.person),
                note: format!("実施・{}分", row.minutes),
                counts: 1,
            });
        }
        let row = self.sessions.get(id)?;
        Some(Behind {
            on: Some(row.held_on),
            what: format!("{} 第{}回", row.course_name, row.number),
            page: Page::People(format!("/sessions/{}", row.id)),
            person: None,
            note: self.note(of, row),
            counts: 1,
        })
    }

    /// What became of a session of a course.
    fn note(&self, of: &Reckoning, row: &SessionRow) -> String {
        match (row.state.as_str(), row.cancel_decided_at) {
            ("cancelled", Some(at)) => format!("中止（{}に決定）", jst_stamp(at)),
            ("closed", _) => {
                let people = self.attended.get(&row.id.to_string()).copied().unwrap_or_default();
                let named = |code: &str| of.add_on_names.get(code).map_or(code, String::as_str).to_owned();
                let said = std::iter::once(format!("実施・{people}人が出席"))
                    .chain(of.records.add_ons_of(row).map(named));
                said.collect::<Vec<_>>().join("・")
            }
            _ => "記録がまだです".to_owned(),
        }
    }
}

fn receipt_line(contract: ContractId, row: &ReceiptRow) -> Behind {
    Behind {
        on: Some(row.paid_on),
        what: format!("利用者負担の領収書 第{}号", row.number),
        page: Page::People(format!("/contracts/{contract}/user-fees/{}", row.person)),
        person: Some(row.person),
        note: format!("{}を受領", yen(row.yen)),
        counts: 1,
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
        on: Some(row.from),
        what: "参加の登録".to_owned(),
        page: Page::People(page),
        person: Some(row.person),
        note: format!("{}〜{to}", wareki(row.from)),
        counts: 1,
    }
}
