//! 保管の形: how the seven fields of the protocol stand in an `attendance` row, with the free texts sealed under the
//! course's key. A text is sealed again whenever its field's version moves, because the blob is bound to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    blob::Blob,
    entry::{AttendanceStatus, Entry, Field, Flags},
    operations::{FieldOut, KeptValue},
    recording::FieldState,
    vitals::Reading,
};
use crate::{
    sealing::{Keyring, Place, SealProblem, Sealable, Unit},
    vocab::{
        dates::jst_time,
        ids::{AccountId, TabletId},
    },
};

/// The columns of an `attendance` row that hold the record itself, read and written as one JSON object.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct AttendanceRow {
    pub participant_id: Uuid,
    pub status: Option<AttendanceStatus>,
    pub status_version: i32,
    pub pre_systolic: Option<u16>,
    pub pre_diastolic: Option<u16>,
    pub pre_pulse: Option<u16>,
    pub pre_version: i32,
    pub post_systolic: Option<u16>,
    pub post_diastolic: Option<u16>,
    pub post_pulse: Option<u16>,
    pub post_version: i32,
    pub pre_missing: Option<Blob>,
    pub pre_missing_version: i32,
    pub post_missing: Option<Blob>,
    pub post_missing_version: i32,
    pub memo: Option<Blob>,
    pub memo_version: i32,
    pub flags: Vec<String>,
    pub flags_version: i32,
    pub conflicts: i32,
    /// Whose hand each present value is by.
    pub written: BTreeMap<Field, Hand>,
}

/// An operation whose value is kept beside the current one, as the queries hand it over.
#[derive(Clone, Deserialize)]
pub struct KeptOperation {
    pub key: Uuid,
    pub field: Field,
    pub value: Option<String>,
    pub sealed: Option<Blob>,
    pub version: i32,
    pub by: String,
    pub at: String,
}

/// Whose hand the present value of a field is by, as the row keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    pub by: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablet: Option<TabletId>,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// What the accounts and tablets behind hands are called, by their ids.
pub type Names = BTreeMap<Uuid, String>;

/// One field of one person: the state the protocol decides on, who wrote its value and who entered the values kept beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub state: FieldState,
    pub hand: Option<Hand>,
    /// The name behind the hand, as shown: 「大西」, 「端末A／大西」.
    pub by: String,
    /// In the order of `state.others`.
    pub kept: Vec<KeptValue>,
}

/// All fields of one person that anybody has filled.
pub type Cells = BTreeMap<Field, Cell>;

impl Cell {
    /// The field as a page or a tablet reads it.
    pub fn out(&self) -> FieldOut {
        let value = self.state.value.as_ref().map(ToString::to_string);
        let (by, at) = (self.by.clone(), self.at());
        FieldOut { version: self.state.version, value, by, at, others: self.kept.clone() }
    }

    /// At what time of day the value was entered, as shown; empty where nobody did.
    pub fn at(&self) -> String {
        self.hand.map(|hand| jst_time(hand.at)).unwrap_or_default()
    }
}

/// Puts beside each value who wrote it.
pub fn sign(cells: &mut Cells, names: &Names) {
    for cell in cells.values_mut() {
        let Some(hand) = cell.hand else { continue };
        let ids = [hand.tablet.map(|tablet| tablet.0), Some(hand.by.0)];
        let known: Vec<&str> =
            ids.iter().flatten().filter_map(|id| names.get(id)).map(String::as_str).collect();
        cell.by = known.join("／");
    }
}

/// The fields as the page prints them.
pub fn shown(cells: &Cells) -> BTreeMap<Field, FieldOut> {
    cells.iter().map(|(field, cell)| (*field, cell.out())).collect()
}

/// The field's value, if it has one.
pub fn value(cells: &Cells, field: Field) -> Option<&Entry> {
    cells.get(&field).and_then(|cell| cell.state.value.as_ref())
}

pub fn status(cells: &Cells) -> Option<AttendanceStatus> {
    match value(cells, Field::Attendance) {
        Some(Entry::Attendance(status)) => Some(*status),
        _ => None,
    }
}

pub fn reading(cells: &Cells, field: Field) -> Option<Reading> {
    match value(cells, field) {
        Some(Entry::Reading(reading)) => Some(*reading),
        _ => None,
    }
}

macro_rules! sealed_texts {
    ($($name:ident $table:literal,)+) => {$(
        #[derive(Serialize, Deserialize)]
        pub(crate) struct $name {
            pub(crate) text: String,
        }
        impl Sealable for $name {
            const TABLE: &'static str = $table;
        }
    )+};
}
sealed_texts! {
    Memo "attendance.memo",
    PreMissing "attendance.pre_missing",
    PostMissing "attendance.post_missing",
    OperationText "operation",
}

/// Opens and seals the free texts of one session.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    pub keys: &'a Keyring,
    pub ward: Uuid,
    pub course: Uuid,
    pub session: Uuid,
}

impl Texts<'_> {
    fn place(&self, participant: Uuid, version: i32) -> Place {
        Place { ward: self.ward, row: Place::of_pair(self.session, participant), version }
    }

    fn open(
        &self,
        field: Field,
        participant: Uuid,
        version: i32,
        blob: &Blob,
    ) -> Result<String, SealProblem> {
        let (unit, place) = (Unit::Unit(self.course), self.place(participant, version));
        Ok(match field {
            Field::UnmeasuredPre => self.keys.unseal::<PreMissing>(unit, place, &blob.0)?.text,
            Field::UnmeasuredPost => self.keys.unseal::<PostMissing>(unit, place, &blob.0)?.text,
            Field::Attendance | Field::Pre | Field::Post | Field::Memo | Field::Flags => {
                self.keys.unseal::<Memo>(unit, place, &blob.0)?.text
            }
        })
    }

    fn seal(
        &self,
        field: Field,
        participant: Uuid,
        cell: Option<&Cell>,
    ) -> Result<Option<Blob>, SealProblem> {
        let Some(cell) = cell else { return Ok(None) };
        let Some(Entry::Memo(text) | Entry::Reason(text)) = cell.state.value.clone() else { return Ok(None) };
        let (unit, place) = (Unit::Unit(self.course), self.place(participant, cell.state.version));
        let bytes = match field {
            Field::UnmeasuredPre => self.keys.seal(unit, place, &PreMissing { text })?,
            Field::UnmeasuredPost => self.keys.seal(unit, place, &PostMissing { text })?,
            Field::Attendance | Field::Pre | Field::Post | Field::Memo | Field::Flags => {
                self.keys.seal(unit, place, &Memo { text })?
            }
        };
        Ok(Some(Blob(bytes)))
    }

    /// The text of an operation in the history.
    pub fn open_operation(&self, key: Uuid, version: i32, blob: &[u8]) -> Result<String, SealProblem> {
        let place = Place { ward: self.ward, row: key, version };
        Ok(self.keys.unseal::<OperationText>(Unit::Unit(self.course), place, blob)?.text)
    }

    pub fn seal_operation(&self, key: Uuid, version: i32, text: &str) -> Result<Blob, SealProblem> {
        let place = Place { ward: self.ward, row: key, version };
        self.keys.seal(Unit::Unit(self.course), place, &OperationText { text: text.to_owned() }).map(Blob)
    }

    /// What an `attendance` row and the operations kept beside it say.
    pub fn cells(&self, row: Option<&AttendanceRow>, kept: &[KeptOperation]) -> Result<Cells, SealProblem> {
        let mut cells = row.map_or_else(|| Ok(Cells::new()), |row| self.cells_of(row))?;
        for operation in kept {
            let text = match &operation.sealed {
                Some(blob) => {
                    Some(self.open_operation(operation.key, operation.version, blob.0.as_slice())?)
                }
                None => operation.value.clone(),
            };
            let entry = Entry::parse(operation.field, text.as_deref().unwrap_or_default()).ok().flatten();
            let cell = cells.entry(operation.field).or_default();
            if cell.state.value != entry && !cell.state.others.contains(&entry) {
                cell.state.others.push(entry);
                cell.kept.push(KeptValue { value: text, by: operation.by.clone(), at: operation.at.clone() });
            }
        }
        Ok(cells)
    }

    fn cells_of(&self, row: &AttendanceRow) -> Result<Cells, SealProblem> {
        let text = |field, version, blob: &Option<Blob>| {
            blob.as_ref().map(|blob| self.open(field, row.participant_id, version, blob)).transpose()
        };
        let values = [
            (Field::Attendance, row.status_version, row.status.map(Entry::Attendance)),
            (
                Field::Pre,
                row.pre_version,
                stored_reading([row.pre_systolic, row.pre_diastolic, row.pre_pulse]),
            ),
            (
                Field::Post,
                row.post_version,
                stored_reading([row.post_systolic, row.post_diastolic, row.post_pulse]),
            ),
            (Field::Memo, row.memo_version, text(Field::Memo, row.memo_version, &row.memo)?.map(Entry::Memo)),
            (Field::Flags, row.flags_version, stored_flags(&row.flags)),
            (
                Field::UnmeasuredPre,
                row.pre_missing_version,
                text(Field::UnmeasuredPre, row.pre_missing_version, &row.pre_missing)?.map(Entry::Reason),
            ),
            (
                Field::UnmeasuredPost,
                row.post_missing_version,
                text(Field::UnmeasuredPost, row.post_missing_version, &row.post_missing)?.map(Entry::Reason),
            ),
        ];
        let filled = values.into_iter().filter(|(_, version, _)| *version > 0);
        let cell = |field, version, value| Cell {
            state: FieldState { version, value, ..FieldState::default() },
            hand: row.written.get(&field).copied(),
            ..Cell::default()
        };
        Ok(filled.map(|(field, version, value)| (field, cell(field, version, value))).collect())
    }

    /// The row to store, its texts sealed at their fields' versions.
    pub fn row(&self, participant: Uuid, cells: &Cells) -> Result<AttendanceRow, SealProblem> {
        let version = |field| cells.get(&field).map_or(0, |cell| cell.state.version);
        let sealed = |field| self.seal(field, participant, cells.get(&field));
        let (pre, post) = (reading(cells, Field::Pre), reading(cells, Field::Post));
        let undecided = cells.values().filter(|cell| !cell.state.others.is_empty()).count();
        Ok(AttendanceRow {
            participant_id: participant,
            status: status(cells),
            status_version: version(Field::Attendance),
            pre_systolic: pre.map(Reading::systolic),
            pre_diastolic: pre.map(Reading::diastolic),
            pre_pulse: pre.map(Reading::pulse),
            pre_version: version(Field::Pre),
            post_systolic: post.map(Reading::systolic),
            post_diastolic: post.map(Reading::diastolic),
            post_pulse: post.map(Reading::pulse),
            post_version: version(Field::Post),
            pre_missing: sealed(Field::UnmeasuredPre)?,
            pre_missing_version: version(Field::UnmeasuredPre),
            post_missing: sealed(Field::UnmeasuredPost)?,
            post_missing_version: version(Field::UnmeasuredPost),
            memo: sealed(Field::Memo)?,
            memo_version: version(Field::Memo),
            flags: flag_codes(value(cells, Field::Flags)),
            flags_version: version(Field::Flags),
            conflicts: i32::try_from(undecided).unwrap_or(i32::MAX),
            written: cells.iter().filter_map(|(field, cell)| Some((*field, cell.hand?))).collect(),
        })
    }
}

fn stored_reading(figures: [Option<u16>; 3]) -> Option<Entry> {
    let [Some(systolic), Some(diastolic), Some(pulse)] = figures else { return None };
    Reading::new(systolic, diastolic, pulse).ok().map(Entry::Reading)
}

fn stored_flags(codes: &[String]) -> Option<Entry> {
    let has = |code: &str| codes.iter().any(|c| c == code);
    Flags::new(has("centre"), has("ward")).map(Entry::Flags)
}

fn flag_codes(entry: Option<&Entry>) -> Vec<String> {
    let Some(Entry::Flags(flags)) = entry else { return Vec::new() };
    let told = [(flags.centre(), "centre"), (flags.ward(), "ward")];
    told.into_iter().filter(|(told, _)| *told).map(|(_, code)| code.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(field: Field, version: i32, text: &str) -> (Field, Cell) {
        let value = Entry::parse(field, text).unwrap();
        (field, Cell { state: FieldState { version, value, ..FieldState::default() }, ..Cell::default() })
    }

    fn with_texts<T>(work: impl FnOnce(Texts<'_>) -> T) -> T {
        use std::sync::atomic::{AtomicU32, Ordering};
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let name = format!("kayoi-fields-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let keys = Keyring::open(&folder).unwrap();
        let course = Uuid::from_u128(7);
        keys.make(Unit::Unit(course)).unwrap();
        let done = work(Texts { keys: &keys, ward: Uuid::from_u128(1), course, session: Uuid::from_u128(3) });
        std::fs::remove_dir_all(folder).unwrap();
        done
    }

    fn filled() -> Cells {
        Cells::from([
            cell(Field::Attendance, 2, "late"),
            cell(Field::Pre, 1, "128/76/70"),
            cell(Field::Memo, 3, "［疲れ］ひざが重い"),
            cell(Field::Flags, 1, "centre,ward"),
            cell(Field::UnmeasuredPost, 4, "途中で帰った"),
        ])
    }

    #[test]
    fn a_record_survives_its_row_and_the_rows_json() {
        with_texts(|texts| {
            let person = Uuid::from_u128(9);
            let json = serde_json::to_value(texts.row(person, &filled()).unwrap()).unwrap();
            assert!(!json.to_string().contains("ひざ") && !json.to_string().contains("帰った"));
            let row: AttendanceRow = serde_json::from_value(json).unwrap();
            assert_eq!(texts.cells(Some(&row), &[]).unwrap(), filled());
        });
    }

    #[test]
    fn a_text_of_another_person_or_version_does_not_open() {
        with_texts(|texts| {
            let row = texts.row(Uuid::from_u128(9), &filled()).unwrap();
            let moved = AttendanceRow { participant_id: Uuid::from_u128(8), ..row.clone() };
            assert!(texts.cells(Some(&moved), &[]).is_err());
            assert!(texts.cells(Some(&AttendanceRow { memo_version: 4, ..row }), &[]).is_err());
        });
    }

    #[test]
    fn a_kept_value_is_shown_once_with_who_entered_it() {
        with_texts(|texts| {
            let kept = |key: u128, text: &str| KeptOperation {
                key: Uuid::from_u128(key),
                field: Field::Memo,
                value: None,
                sealed: texts.seal_operation(Uuid::from_u128(key), 4, text).ok(),
                version: 4,
                by: "田中".into(),
                at: "10:05".into(),
            };
            let row = texts.row(Uuid::from_u128(9), &filled()).unwrap();
            let kept = [kept(1, "べつのメモ"), kept(2, "べつのメモ"), kept(3, "［疲れ］ひざが重い")];
            let cells = texts.cells(Some(&row), &kept).unwrap();
            let memo = &cells[&Field::Memo];
            assert_eq!(memo.state.others, [Some(Entry::Memo("べつのメモ".into()))]);
            assert_eq!((memo.kept.len(), memo.kept[0].by.as_str()), (1, "田中"));
            assert_eq!(texts.row(Uuid::from_u128(9), &cells).unwrap().conflicts, 1);
        });
    }
}
