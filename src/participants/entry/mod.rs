//! 登録の内容: what is typed about a participant, by form or as a line of an uploaded list, checked into one value. Both
//! ways read the same fields, so a list obeys the rules of the form and its problems are the form's sentences.

mod contacts;
mod fields;
mod fill;

use time::Date;

use super::{EmergencyContact, Identity, certification};
use crate::{
    kit::form::Form,
    vocab::{
        dates::{both_eras, everyday_age, parse_date, wareki},
        ids::{CentreId, DistrictId},
        kana::{KanaProblem, half_digits, katakana},
        numbers::{Phone, PostalCode},
    },
};

use contacts::read_contacts;
pub use contacts::{CONTACT_FIELDS, CONTACTS, ContactFields, RELATIONS, relation_choices};
pub use fields::{SEXES, TEXTS, field_names, sex_choices};
pub use fill::{fill, texts};

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

/// Nobody on record was born earlier than this many years ago.
const OLDEST: i32 = 125;
const NAME: usize = 40;
const LINE: usize = 200;
const TEXT: usize = 1000;

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
    let family_kana = read_kana(form, "family_kana", "セイ", "ヤマダ");
    let given_kana = read_kana(form, "given_kana", "メイ", "ハナコ");
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
fn read_kana(form: &mut Form, name: &str, label: &str, example: &str) -> Option<String> {
    form.optional(name, label, NAME)?;
    form.parse(name, |text| {
        let in_words =
            |problem: KanaProblem| problem.to_string().replace("フリガナ", label).replace("ヤマダ", example);
        katakana(text).map_err(in_words)
    })
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
            return Err(format!(
                "{}生まれでは{OLDEST}歳を超えます。年を確かめて入力してください。",
                wareki(born_on)
            ));
        }
        Ok(born_on)
    })
}

/// The first and last day of the certification. A level nobody certified has no period.
fn read_period(form: &mut Form, level: Option<&str>) -> (Option<Option<Date>>, Option<Option<Date>>) {
    let from = form.parse_optional("certified_from", parse_date);
    let to = form.parse_optional("certified_to", parse_date);
    let certified =
        level.and_then(certification::known).is_some_and(|c| c != super::eligibility::Certification::None);
    let any = matches!(from, Some(Some(_))) || matches!(to, Some(Some(_)));
    if any && level.is_some() && !certified {
        form.refuse("certified_from", "認定期間は、認定があるときだけ入力してください。");
    }
    match (from, to) {
        (Some(Some(first)), Some(Some(last))) if last < first => {
            form.refuse(
                "certified_to",
                "認定の終わりの日は、始まりの日と同じか、後の日付を入力してください。",
            );
        }
        (Some(None), Some(Some(_))) => {
            form.refuse("certified_from", "認定の始まりの日を入力してください。例：令和8年4月1日")
        }
        _ => {}
    }
    (from, to)
}

#[cfg(test)]
pub(super) mod tests;
#[cfg(test)]
pub(crate) use tests::entry as sample;
