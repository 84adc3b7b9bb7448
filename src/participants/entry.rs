//! 登録の内容: what is typed about a participant, by form or as a line of an uploaded list, checked into one value. Both
//! ways read the same fields, so a list obeys the rules of the form and its problems are the form's sentences.

use time::Date;

use super::{EmergencyContact, Identity, certification};
use crate::{
    kit::form::{Choice, Form},
    vocab::{
        dates::{both_eras, everyday_age, parse_date, wareki},
        ids::{CentreId, DistrictId},
        kana::{half_digits, katakana},
        numbers::{Phone, PostalCode},
    },
};

/// One of the ward's districts, with the centre that is responsible for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    pub id: DistrictId,
    pub name: String,
    pub centre: CentreId,
    pub centre_name: String,
}

/// A checked entry, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub identity: Identity,
    pub sex: String,
    pub district: District,
    pub certification: String,
    /// 認定期間; without a first day nothing goes into the history.
    pub certified_from: Option<Date>,
    pub certified_to: Option<Date>,
}

pub const SEXES: [(&str, &str); 3] = [("female", "女"), ("male", "男"), ("other", "その他")];
/// 続柄; その他 comes with a word of its own.
pub const RELATIONS: [&str; 10] = ["夫", "妻", "長男", "長女", "二男", "二女", "子の配偶者", "兄弟姉妹", "孫", "その他"];
const OTHER: &str = "その他";
/// 緊急連絡先 a person may have.
pub const CONTACTS: usize = 3;

/// Nobody on record was born earlier than this many years ago.
const OLDEST: i32 = 125;
const NAME: usize = 40;
const LINE: usize = 200;
const TEXT: usize = 1000;

/// The free texts, in the order of the form: field, label, hint.
pub const TEXTS: [(&str, &str, &str); 8] = [
    ("service_use", "サービス利用状況", "例：訪問型サービス 週1回"),
    ("housing", "住居環境", "例：集合住宅の3階、エレベーターなし"),
    ("household", "世帯状況", "例：ひとり暮らし、長女が近くに住む"),
    ("mobility", "移動", "例：屋外はつえを使う"),
    ("toileting", "排泄", "例：自立"),
    ("meals", "食事", "例：自立、塩分をひかえている"),
    ("bathing", "入浴", "例：見守りが必要"),
    ("history", "既往歴", "例：高血圧（服薬中）、令和5年に右膝の手術"),
];

/// The names of one contact's fields.
#[derive(Clone, Copy, Debug)]
pub struct ContactFields {
    pub title: &'static str,
    pub name: &'static str,
    pub relation: &'static str,
    pub relation_other: &'static str,
    pub telephone: &'static str,
    pub same: &'static str,
    pub address: &'static str,
}

macro_rules! contact_fields {
    ($number:literal) => {
        ContactFields {
            title: concat!("緊急連絡先", $number),
            name: concat!("emergency_", $number, "_name"),
            relation: concat!("emergency_", $number, "_relation"),
            relation_other: concat!("emergency_", $number, "_relation_other"),
            telephone: concat!("emergency_", $number, "_telephone"),
            same: concat!("emergency_", $number, "_same"),
            address: concat!("emergency_", $number, "_address"),
        }
    };
}

pub const CONTACT_FIELDS: [ContactFields; CONTACTS] = [contact_fields!("1"), contact_fields!("2"), contact_fields!("3")];

const OWN_FIELDS: [&str; 14] = [
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "born_on",
    "sex",
    "postal_code",
    "address",
    "telephone",
    "district",
    "certification",
    "certified_from",
    "certified_to",
    "centre_person",
];

/// Every field of the form, for the check page, which carries them on.
pub fn field_names() -> Vec<&'static str> {
    let contacts = CONTACT_FIELDS
        .iter()
        .flat_map(|c| [c.name, c.relation, c.relation_other, c.telephone, c.same, c.address]);
    OWN_FIELDS.into_iter().chain(contacts).chain(TEXTS.iter().map(|(name, _, _)| *name)).collect()
}

pub fn sex_choices() -> Vec<Choice> {
    SEXES.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}

pub fn relation_choices() -> Vec<Choice> {
    RELATIONS.iter().map(|relation| Choice::new(*relation, *relation)).collect()
}

/// The value of what was typed, or the problems in `form`.
pub fn read(form: &mut Form, districts: &[District], today: Date) -> Option<Entry> {
    let identity = read_identity(form, today);
    let sex = form.choice("sex", "性別", &SEXES.map(|(code, _)| code));
    let ids: Vec<String> = districts.iter().map(|d| d.id.to_string()).collect();
    let codes: Vec<&str> = ids.iter().map(String::as_str).collect();
    let district = form.choice("district", "地区（町丁目）", &codes);
    let district = district.and_then(|id| districts.iter().find(|d| d.id.to_string() == id)).cloned();
    let level = form.choice("certification", "認定", &certification::CODES);
    let (from, to) = read_period(form, level.as_deref());
    if form.has_problems() {
        return None;
    }
    Some(Entry {
        identity: identity?,
        sex: sex?,
        district: district?,
        certification: level?,
        certified_from: from?,
        certified_to: to?,
    })
}

fn read_identity(form: &mut Form, today: Date) -> Option<Identity> {
    let family_name = form.required("family_name", "姓", NAME);
    let given_name = form.required("given_name", "名", NAME);
    let family_kana = read_kana(form, "family_kana", "セイ");
    let given_kana = read_kana(form, "given_kana", "メイ");
    let born_on = read_birth_date(form, today);
    let postal_code = form.parse_optional("postal_code", |text| PostalCode::parse(text).map(|p| p.shown()));
    let address = form.required("address", "住所", LINE).map(|text| half_digits(&text));
    let telephone = form.parse_optional("telephone", |text| Phone::parse(text).map(|p| p.shown().to_owned()));
    let centre_person = form.optional("centre_person", "包括の担当者", NAME);
    let emergency = read_contacts(form, address.as_deref().unwrap_or_default());
    let mut texts = TEXTS.map(|(name, label, _)| form.optional_lines(name, label, TEXT)).into_iter();
    let mut text = || texts.next().flatten();
    Some(Identity {
        family_name: family_name?,
        given_name: given_name?,
        family_kana: family_kana?,
        given_kana: given_kana?,
        born_on: born_on?,
        postal_code: postal_code?.unwrap_or_default(),
        address: address?,
        telephone: telephone?.unwrap_or_default(),
        emergency: emergency?,
        centre_person: centre_person?,
        service_use: text()?,
        housing: text()?,
        household: text()?,
        mobility: text()?,
        toileting: text()?,
        meals: text()?,
        bathing: text()?,
        history: text()?,
    })
}

/// Any kana is taken and stored as full-width katakana.
fn read_kana(form: &mut Form, name: &str, label: &str) -> Option<String> {
    form.optional(name, label, NAME)?;
    form.parse(name, |text| katakana(text).map_err(|problem| problem.to_string().replace("フリガナ", label)))
}

fn read_birth_date(form: &mut Form, today: Date) -> Option<Date> {
    form.parse("born_on", |text| {
        if text.is_empty() {
            return Err("生年月日を入力してください。例：昭和16年3月5日".to_owned());
        }
        let born_on = parse_date(text).map_err(|problem| problem.to_string())?;
        if born_on > today {
            return Err("生年月日は今日より前の日付を入力してください。例：昭和16年3月5日".to_owned());
        }
        if everyday_age(born_on, today) > OLDEST {
            return Err(format!("{}生まれでは{OLDEST}歳を超えます。年を確かめて入力してください。", wareki(born_on)));
        }
        Ok(born_on)
    })
}

/// The first and last day of the certification. A level nobody certified has no period.
fn read_period(form: &mut Form, level: Option<&str>) -> (Option<Option<Date>>, Option<Option<Date>>) {
    let from = form.parse_optional("certified_from", parse_date);
    let to = form.parse_optional("certified_to", parse_date);
    let certified = level.and_then(certification::known).is_some_and(|c| c != super::eligibility::Certification::None);
    let any = matches!(from, Some(Some(_))) || matches!(to, Some(Some(_)));
    if any && level.is_some() && !certified {
        form.refuse("certified_from", "認定期間は、認定があるときだけ入力してください。");
    }
    match (from, to) {
        (Some(Some(first)), Some(Some(last))) if last < first => {
            form.refuse("certified_to", "認定の終わりの日は、始まりの日と同じか、後の日付を入力してください。");
        }
        (Some(None), Some(Some(_))) => form.refuse("certified_from", "認定の始まりの日を入力してください。例：令和8年4月1日"),
        _ => {}
    }
    (from, to)
}

fn read_contacts(form: &mut Form, own_address: &str) -> Option<Vec<EmergencyContact>> {
    let read: Vec<Option<Option<EmergencyContact>>> =
        CONTACT_FIELDS.iter().map(|fields| read_contact(form, fields, own_address)).collect();
    read.into_iter().collect::<Option<Vec<_>>>().map(|contacts| contacts.into_iter().flatten().collect())
}

/// `Some(None)` when the contact was left empty.
fn read_contact(form: &mut Form, fields: &ContactFields, own_address: &str) -> Option<Option<EmergencyContact>> {
    let used = [fields.name, fields.relation, fields.relation_other, fields.telephone, fields.address, fields.same];
    if used.iter().all(|field| form.value(field).trim().is_empty()) {
        return Some(None);
    }
    let label = |what: &str| format!("{}の{what}", fields.title);
    let name = form.required(fields.name, &label("氏名"), NAME);
    let relation = form.choice(fields.relation, &label("続柄"), &RELATIONS);
    let relation = match relation.as_deref() {
        Some(OTHER) => form.required(fields.relation_other, &label("続柄（その他の内容）"), NAME),
        _ => relation,
    };
    let telephone = form.parse(fields.telephone, |text| {
        Phone::parse(text).map(|p| p.shown().to_owned()).map_err(|problem| format!("{}：{problem}", label("電話番号")))
    });
    let address = if form.checked(fields.same, "yes") {
        Some(own_address.to_owned())
    } else {
        form.optional(fields.address, &label("住所"), LINE).map(|text| half_digits(&text))
    };
    Some(Some(EmergencyContact { name: name?, relation: relation?, telephone: telephone?, address: address? }))
}

/// The form that shows a stored entry for editing.
pub fn fill(entry: &Entry) -> Form {
    let person = &entry.identity;
    let day = |date: Option<Date>| date.map(wareki).unwrap_or_default();
    let mut form = Form::empty()
        .with("family_name", &person.family_name)
        .with("given_name", &person.given_name)
        .with("family_kana", &person.family_kana)
        .with("given_kana", &person.given_kana)
        .with("born_on", wareki(person.born_on))
        .with("sex", &entry.sex)
        .with("postal_code", &person.postal_code)
        .with("address", &person.address)
        .with("telephone", &person.telephone)
        .with("district", entry.district.id.to_string())
        .with("certification", &entry.certification)
        .with("certified_from", day(entry.certified_from))
        .with("certified_to", day(entry.certified_to))
        .with("centre_person", &person.centre_person);
    for (fields, contact) in CONTACT_FIELDS.iter().zip(&person.emergency) {
        form = fill_contact(form, fields, contact);
    }
    for ((name, _, _), text) in TEXTS.iter().zip(texts(person)) {
        form = form.with(name, text);
    }
    form
}

fn fill_contact(form: Form, fields: &ContactFields, contact: &EmergencyContact) -> Form {
    let listed = RELATIONS.contains(&contact.relation.as_str()) && contact.relation != OTHER;
    let (relation, other) = if listed { (contact.relation.as_str(), "") } else { (OTHER, contact.relation.as_str()) };
    form.with(fields.name, &contact.name)
        .with(fields.relation, relation)
        .with(fields.relation_other, other)
        .with(fields.telephone, &contact.telephone)
        .with(fields.address, &contact.address)
}

/// The free texts in the order of [`TEXTS`].
pub fn texts(person: &Identity) -> [&str; 8] {
    [
        &person.service_use,
        &person.housing,
        &person.household,
        &person.mobility,
        &person.toileting,
        &person.meals,
        &person.bathing,
        &person.history,
    ]
}

/// 「昭和16年（1941年）3月5日・85歳」
pub fn birth_line(born_on: Date, today: Date) -> String {
    format!("{}・{}歳", both_eras(born_on), everyday_age(born_on, today))
}

/// 「令和8年4月1日から令和9年3月31日まで」; empty without a first day.
pub fn period_line(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{}から{}まで", wareki(from), wareki(to)),
        (Some(from), None) => format!("{}から", wareki(from)),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    pub const TODAY: Date = date!(2026 - 11 - 20);

    pub fn district() -> District {
        District {
            id: DistrictId(Uuid::from_u128(1)),
            name: "中央町一丁目".into(),
            centre: CentreId(Uuid::from_u128(2)),
            centre_name: "中央包括支援センター".into(),
        }
    }

    pub fn sachiko() -> Identity {
        entry().identity
    }

    pub fn entry() -> Entry {
        let mut form = typed();
        read(&mut form, &[district()], TODAY).unwrap_or_else(|| panic!("{:?}", form.problems()))
    }

    fn typed() -> Form {
        Form::empty()
            .with("family_name", "佐藤")
            .with("given_name", "幸子")
            .with("family_kana", "さとう")
            .with("given_kana", "ｻﾁｺ")
            .with("born_on", "S16.3.5")
            .with("sex", "female")
            .with("postal_code", "１５３８５７３")
            .with("address", "中央町１－２－３ コーポ花")
            .with("telephone", "０３－５７２２－９６０８")
            .with("district", district().id.to_string())
            .with("certification", "support_1")
            .with("certified_from", "令和8年4月1日")
            .with("certified_to", "令和9年3月31日")
            .with("emergency_1_name", "佐藤 一郎")
            .with("emergency_1_relation", "長男")
            .with("emergency_1_telephone", "090-1234-5678")
            .with("emergency_1_same", "yes")
            .with("history", "高血圧\r\n服薬中")
    }

    fn changed(name: &str, value: &str) -> Vec<String> {
        let pairs = field_names()
            .into_iter()
            .map(|field| (field.to_owned(), if field == name { value.to_owned() } else { typed().value(field).to_owned() }))
            .collect();
        let mut form = Form::from_pairs(pairs);
        let entry = read(&mut form, &[district()], TODAY);
        assert_eq!(entry.is_none(), form.has_problems());
        form.problems().iter().map(|p| format!("{}：{}", p.field, p.message)).collect()
    }

    #[test]
    fn widths_and_kana_are_brought_to_one_form_and_names_stay_as_typed() {
        let person = sachiko();
        assert_eq!((person.family_kana.as_str(), person.given_kana.as_str()), ("サトウ", "サチコ"));
        assert_eq!(person.postal_code, "153-8573");
        assert_eq!(person.address, "中央町1-2-3 コーポ花");
        assert_eq!(person.telephone, "03-5722-9608");
        assert_eq!(person.emergency[0].address, person.address);
        assert_eq!(person.history, "高血圧\n服薬中");
        let mut form = typed();
        form = Form::from_pairs(
            field_names().into_iter().map(|f| (f.to_owned(), form.value(f).to_owned())).filter(|(f, _)| f != "family_name").collect(),
        )
        .with("family_name", "葛\u{E0100}城");
        let entry = read(&mut form, &[district()], TODAY).unwrap();
        assert_eq!(entry.identity.family_name, "葛\u{E0100}城");
    }

    #[test]
    fn each_problem_stands_at_its_field_in_plain_words() {
        let cases = [
            ("family_name", "", "family_name：姓を入力してください。"),
            ("given_kana", "幸子", "given_kana：メイはひらがなかカタカナで入力してください（「幸」は使えません）。例：ヤマダ"),
            ("born_on", "", "born_on：生年月日を入力してください。例：昭和16年3月5日"),
            ("born_on", "2026-11-21", "born_on：生年月日は今日より前の日付を入力してください。例：昭和16年3月5日"),
            ("sex", "x", "sex：性別を選んでください。"),
            ("district", "", "district：地区（町丁目）を選んでください。"),
            ("certification", "none", "certified_from：認定期間は、認定があるときだけ入力してください。"),
            ("certified_to", "令和8年3月31日", "certified_to：認定の終わりの日は、始まりの日と同じか、後の日付を入力してください。"),
            ("certified_from", "", "certified_from：認定の始まりの日を入力してください。例：令和8年4月1日"),
            ("emergency_1_relation", "その他", "emergency_1_relation_other：緊急連絡先1の続柄（その他の内容）を入力してください。"),
            ("emergency_2_address", "中央町2", "emergency_2_name：緊急連絡先2の氏名を入力してください。"),
        ];
        for (field, value, sentence) in cases {
            assert_eq!(changed(field, value).first().map(String::as_str), Some(sentence), "{field}={value}");
        }
    }

    #[test]
    fn what_was_stored_comes_back_from_its_form() {
        let mut stored = entry();
        stored.identity.emergency.push(EmergencyContact {
            name: "田中".into(),
            relation: "民生委員".into(),
            telephone: "03-1234-5678".into(),
            address: String::new(),
        });
        assert_eq!(read(&mut fill(&stored), &[district()], TODAY), Some(stored));
    }

    #[test]
    fn dates_are_said_in_both_eras() {
        assert_eq!(birth_line(date!(1941 - 03 - 05), TODAY), "昭和16年（1941年）3月5日・85歳");
        assert_eq!(period_line(Some(date!(2026 - 04 - 01)), None), "令和8年4月1日から");
        assert_eq!(period_line(None, None), "");
    }
}
