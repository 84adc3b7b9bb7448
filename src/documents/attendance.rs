//! 出欠表: people × sessions.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::parts::PersonName;

/// What happened to one person at one session. Printed as a mark that survives a grey copier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Present,
    /// Absent, and said so beforehand.
    Excused,
    /// Absent without notice.
    Unexcused,
    /// The session did not take place.
    Cancelled,
    /// Not enrolled on that day: before joining or after withdrawing.
    NotEnrolled,
    /// Nothing recorded yet.
    Open,
}

impl Mark {
    pub const ALL: [Self; 6] =
        [Self::Present, Self::Excused, Self::Unexcused, Self::Cancelled, Self::NotEnrolled, Self::Open];

    pub const fn sign(self) -> &'static str {
        match self {
            Self::Present => "○",
            Self::Excused => "△",
            Self::Unexcused => "×",
            Self::Cancelled => "中",
            Self::NotEnrolled => "－",
            Self::Open => "",
        }
    }
}

impl Mark {
    /// Whether the session took place for this person, with or without them.
    pub const fn is_recorded(self) -> bool {
        matches!(self, Self::Present | Self::Excused | Self::Unexcused)
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.sign())
    }
}

/// A table that was kept is read back by its signs.
impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sign = String::deserialize(deserializer)?;
        Self::ALL
            .into_iter()
            .find(|mark| mark.sign() == sign)
            .ok_or_else(|| de::Error::custom("an unknown attendance mark"))
    }
}

/// What the marks mean, printed under every table that uses them.
pub const LEGEND: &str = "○ 出席　△ 欠席（連絡あり）　× 欠席（連絡なし）　－ 参加前・辞退後　中 中止";

fn legend() -> &'static str {
    LEGEND
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttendanceTable {
    pub sessions: Vec<SessionColumn>,
    pub rows: Vec<AttendanceRow>,
    /// 出席者数 of each session over all people of the course, named or not; `None` where nothing is recorded of anybody.
    pub present: Vec<Option<u32>>,
    #[serde(skip_deserializing, default = "legend")]
    pub legend: &'static str,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionColumn {
    /// 第何回
    pub number: u16,
    /// Month and day, such as 「6/6」.
    pub date: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttendanceRow {
    /// `None` for people whose name this reader may not see.
    pub name: Option<PersonName>,
    pub sex: Option<String>,
    pub district: Option<String>,
    pub marks: Vec<Mark>,
    pub attended: usize,
}

impl AttendanceRow {
    /// A row with its total counted from the marks.
    pub fn new(name: PersonName, sex: &str, district: &str, marks: Vec<Mark>) -> Self {
        let attended = marks.iter().filter(|mark| **mark == Mark::Present).count();
        Self { name: Some(name), sex: Some(sex.into()), district: Some(district.into()), marks, attended }
    }
}

impl AttendanceTable {
    /// The table with each session's total counted.
    pub fn new(sessions: Vec<SessionColumn>, rows: Vec<AttendanceRow>) -> Self {
        let at = |session: usize| {
            let marks = || rows.iter().filter_map(|row| row.marks.get(session));
            let came = marks().filter(|mark| **mark == Mark::Present).map(|_| 1_u32).sum();
            marks().any(|mark| mark.is_recorded()).then_some(came)
        };
        let present = (0..sessions.len()).map(at).collect();
        Self { sessions, rows, present, legend: LEGEND }
    }

    /// 延人数: the attendances of everybody, named or not.
    pub fn total(&self) -> u32 {
        self.present.iter().flatten().sum()
    }

    /// The same table for one centre: names of people of other districts removed, totals unchanged (別紙2 2(1)②).
    #[must_use]
    pub fn without_names_outside(mut self, districts: &[&str]) -> Self {
        for row in &mut self.rows {
            let inside = row.district.as_deref().is_some_and(|district| districts.contains(&district));
            if !inside {
                row.name = None;
            }
        }
        self
    }

    /// A course of `sessions` Thursdays with `people` invented people.
    pub(super) fn sample(people: usize, sessions: u16) -> Self {
        const DAYS: [&str; 16] = [
            "6/6", "6/13", "6/20", "6/27", "7/4", "7/11", "7/18", "7/25", "8/1", "8/8", "8/15", "8/22",
            "8/29", "9/5", "9/12", "9/19",
        ];
        let columns =
            (1..=sessions).zip(DAYS).map(|(number, date)| SessionColumn { number, date: date.into() });
        let rows =
            sample_people().into_iter().take(people).enumerate().map(|(index, (name, sex, district))| {
                let marks = (0..usize::from(sessions)).map(|session| sample_mark(index, session)).collect();
                AttendanceRow::new(name, sex, district, marks)
            });
        Self::new(columns.collect(), rows.collect())
    }
}

/// Mostly present; the eleventh session was cancelled and person 4 withdrew after three.
fn sample_mark(person: usize, session: usize) -> Mark {
    match (person, session) {
        (_, 10) => Mark::Cancelled,
        (4, 3..) => Mark::NotEnrolled,
        _ if (person * 7 + session * 5) % 23 == 3 => Mark::Unexcused,
        _ if (person * 3 + session * 7) % 11 == 5 => Mark::Excused,
        _ => Mark::Present,
    }
}

/// Twenty invented people with sex and district.
pub(super) fn sample_people() -> Vec<(PersonName, &'static str, &'static str)> {
    const PEOPLE: [(&str, &str, &str, &str); 20] = [
        ("青木 ハル", "アオキ ハル", "女", "東部"),
        ("石田 清", "イシダ キヨシ", "男", "東部"),
        ("上野 千代子", "ウエノ チヨコ", "女", "西部"),
        ("江口 正", "エグチ タダシ", "男", "中央"),
        ("大﨑 ふみ", "オオサキ フミ", "女", "東部"),
        ("加藤 和子", "カトウ カズコ", "女", "西部"),
        ("木下 茂", "キノシタ シゲル", "男", "東部"),
        ("工藤 トシ子", "クドウ トシコ", "女", "北部"),
        ("小林 弘", "コバヤシ ヒロシ", "男", "東部"),
        ("斎藤 ミツ", "サイトウ ミツ", "女", "西部"),
        ("島田 幸子", "シマダ サチコ", "女", "南部"),
        ("須藤 勇", "スドウ イサム", "男", "中央"),
        ("瀬川 ヨシ", "セガワ ヨシ", "女", "東部"),
        ("髙橋 花子", "タカハシ ハナコ", "女", "東部"),
        ("千葉 実", "チバ ミノル", "男", "北部"),
        ("津田 静江", "ツダ シズエ", "女", "中央"),
        ("寺内 光子", "テラウチ ミツコ", "女", "南部"),
        ("長谷川 久美子", "ハセガワ クミコ", "女", "東部"),
        ("松本 武", "マツモト タケシ", "男", "西部"),
        ("渡邊 キミ", "ワタナベ キミ", "女", "東部"),
    ];
    PEOPLE.map(|(name, kana, sex, district)| (PersonName::new(name, kana), sex, district)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_centre_sees_its_own_names_only_and_the_same_totals() {
        let whole = AttendanceTable::sample(20, 16);
        let east = whole.clone().without_names_outside(&["東部"]);
        assert_eq!(east.present, whole.present);
        assert!(whole.present.iter().any(|count| *count > Some(10)));
        for (before, after) in whole.rows.iter().zip(&east.rows) {
            assert_eq!(before.attended, after.attended);
            assert_eq!(after.name.is_some(), before.district.as_deref() == Some("東部"));
        }
    }

    #[test]
    fn each_mark_has_its_own_sign() {
        let signs: std::collections::BTreeSet<_> = Mark::ALL.iter().map(|mark| mark.sign()).collect();
        assert_eq!(signs.len(), Mark::ALL.len());
        assert!(signs.iter().filter(|sign| !sign.is_empty()).all(|sign| LEGEND.contains(sign)));
    }
}
