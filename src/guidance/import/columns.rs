//! Which column of the check-up data is which field, by its heading, and each line as a candidate: the person by the rules of
//! the register's form, the values by those of the programme.

use time::Date;
use unicode_normalization::UnicodeNormalization;

use crate::{
    guidance::{
        plausible::unlike_body,
        readings::{self, Readings},
    },
    participants::{
        arrivals::{self, Line},
        entry::{District, Entry},
    },
    programmes::{definition::Guidance, guidance::CheckupValue},
    vocab::{dates::parse_date, kana::half_digits},
};

/// Field, heading of the template, other headings that are understood.
pub const PERSON: [(&str, &str, &[&str]); 11] = [
    ("full_kana", "氏名カナ", &["カナ", "カナ氏名", "フリガナ", "氏名フリガナ"]),
    ("full_name", "氏名", &["漢字氏名", "氏名漢字", "氏名(漢字)"]),
    ("born_on", "生年月日", &["誕生日"]),
    ("sex", "性別", &[]),
    ("address", "住所", &[]),
    ("district", "地区", &["町丁目", "地区(町丁目)"]),
    ("telephone", "電話番号", &["電話", "TEL"]),
    ("email", "メールアドレス", &["メール", "Eメール", "e-mail"]),
    ("diagnosis", "傷病名", &["病名"]),
    ("treatment", "治療状況", &["治療の状況"]),
    ("checkup_on", "健診日", &["受診日", "健診受診日"]),
];

/// Fields a list must have a column for. The district may follow from the address.
const NEEDED: [&str; 6] = ["full_kana", "full_name", "born_on", "sex", "address", "checkup_on"];
/// Longest e-mail address, diagnosis, treatment in characters.
const LINE: usize = 200;

/// A line that can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub entry: Entry,
    pub email: String,
    pub diagnosis: String,
    pub treatment: String,
    pub checkup_on: Date,
    pub readings: Readings,
}

/// The headings of the template, in order.
pub fn headings(guidance: &Guidance) -> Vec<String> {
    let person = PERSON.iter().map(|(_, heading, _)| (*heading).to_owned());
    person.chain(guidance.values().map(|value| value.label())).collect()
}

/// The list by its headings, and headings nobody knows. `Err` names what is missing.
pub fn map(rows: &[(usize, Vec<String>)], guidance: &Guidance) -> Result<(Vec<Line>, Vec<String>), String> {
    let heads: Vec<&str> =
        rows.first().map_or(&[][..], |(_, cells)| cells).iter().map(|head| head.trim()).collect();
    let fields: Vec<Option<String>> = heads.iter().map(|head| field_of(head, guidance)).collect();
    let missing: Vec<&str> = PERSON
        .iter()
        .filter(|(field, ..)| NEEDED.contains(field) && !has(&fields, field))
        .map(|(_, heading, _)| *heading)
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "見出しが足りません：{}。ひな形と同じ見出しを1行目に入れてください。",
            missing.join("、")
        ));
    }
    if let Some(twice) = fields.iter().flatten().find(|field| has_twice(&fields, field)) {
        let at = fields.iter().position(|field| field.as_ref() == Some(twice)).unwrap_or_default();
        return Err(format!(
            "見出し「{}」と同じ意味の列が2つあります。片方を消してください。",
            heads.get(at).unwrap_or(&"")
        ));
    }
    let unknown = heads.iter().zip(&fields).filter(|(head, field)| field.is_none() && !head.is_empty());
    let ignored = unknown.map(|(head, _)| (*head).to_owned()).collect();
    Ok((rows.iter().skip(1).map(|(number, cells)| line(*number, cells, &fields)).collect(), ignored))
}

fn has(fields: &[Option<String>], wanted: &str) -> bool {
    fields.iter().flatten().any(|field| field == wanted)
}

fn has_twice(fields: &[Option<String>], wanted: &str) -> bool {
    fields.iter().flatten().filter(|field| *field == wanted).count() > 1
}

/// A person's field, or `v_` and the code of a value; a value's heading is its name, with or without unit, or its code.
fn field_of(heading: &str, guidance: &Guidance) -> Option<String> {
    let bare = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let typed = bare(heading);
    if typed.is_empty() {
        return None;
    }
    let person = PERSON
        .iter()
        .find(|(_, name, others)| bare(name) == typed || others.iter().any(|other| bare(other) == typed));
    if let Some((field, ..)) = person {
        return Some((*field).to_owned());
    }
    let names = |value: &CheckupValue<'_>| [bare(&value.label()), bare(&value.name), bare(value.code)];
    let value = guidance.values().find(|value| names(value).contains(&typed))?;
    Some(format!("v_{}", value.code))
}

fn line(number: usize, cells: &[String], fields: &[Option<String>]) -> Line {
    let cells = fields
        .iter()
        .zip(cells)
        .filter_map(|(field, cell)| Some((field.clone()?, arrivals::unguarded(cell).to_owned())))
        .filter(|(_, cell)| !cell.trim().is_empty())
        .collect();
    Line { number, cells }
}

/// What stands in a line under a field.
pub fn cell<'a>(line: &'a Line, field: &str) -> &'a str {
    line.cells.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.trim())
}

/// The candidate of a line, or everything that is wrong with it.
pub fn read(
    line: &Line,
    guidance: &Guidance,
    districts: &[District],
    today: Date,
) -> Result<Candidate, Vec<String>> {
    let mut wrong = Vec::new();
    let entry = person(line, districts, today).map_err(|mut told| wrong.append(&mut told)).ok();
    let checkup_on = checkup_day(cell(line, "checkup_on"), today).map_err(|told| wrong.push(told)).ok();
    let mut readings = Readings::new();
    for value in guidance.values() {
        match readings::read(&value, cell(line, &format!("v_{}", value.code))) {
            Ok(Some(number)) => drop(readings.insert(value.code.to_owned(), number)),
            Ok(None) => {}
            Err(told) => wrong.push(told),
        }
    }
    wrong.extend(unlike_body(&readings));
    let mut text = |field: &str, label: &str| {
        let text = cell(line, field);
        let fits = text.chars().count() <= LINE && !text.chars().any(char::is_control);
        if !fits {
            wrong.push(format!("{label}は{LINE}文字以内の1行で入力してください。"));
        }
        text.to_owned()
    };
    let (diagnosis, treatment) = (text("diagnosis", "傷病名"), text("treatment", "治療状況"));
    let email = text("email", "メールアドレス");
    if !email.is_empty() && !is_email(&email) {
        wrong.push(
            "メールアドレスの形になっていません。例：hanako@example.jp（分からないときは空けてください）"
                .into(),
        );
    }
    match (entry, checkup_on, wrong.is_empty()) {
        (Some(entry), Some(checkup_on), true) => {
            Ok(Candidate { entry, email, diagnosis, treatment, checkup_on, readings })
        }
        _ => Err(wrong),
    }
}

/// The person by the rules of the form, which wants names in two parts and a district.
fn person(line: &Line, districts: &[District], today: Date) -> Result<Entry, Vec<String>> {
    let kana = cell(line, "full_kana");
    let (family, given) = kana.split_once(char::is_whitespace).unwrap_or((kana, ""));
    let mut wrong = Vec::new();
    if !kana.is_empty() && given.trim().is_empty() {
        wrong.push("氏名カナは、姓と名の間に空白を入れてください。例：シンジュク　ハナコ".to_owned());
    }
    let named = cell(line, "district");
    let district = if named.is_empty() { district_of(cell(line, "address"), districts) } else { named };
    if district.is_empty() {
        wrong.push(
            "住所から地区を決められません。「地区」の列に、登録されている町丁目の名前を入れてください。"
                .to_owned(),
        );
    }
    let mut cells = vec![
        ("family_kana".to_owned(), family.to_owned()),
        ("given_kana".to_owned(), given.trim().to_owned()),
        ("district".to_owned(), district.to_owned()),
    ];
    for field in ["full_name", "born_on", "sex", "address", "telephone"] {
        cells.push((field.to_owned(), cell(line, field).to_owned()));
    }
    let read = arrivals::judge(&Line { number: line.number, cells }, districts, today);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    read
}

/// The ward's district whose name stands in an address; of several the longest name. Empty when there is none.
fn district_of<'a>(address: &str, districts: &'a [District]) -> &'a str {
    let address = half_digits(address);
    let found = districts.iter().filter(|district| address.contains(&half_digits(&district.name)));
    found.max_by_key(|district| district.name.chars().count()).map_or("", |district| &district.name)
}

fn checkup_day(typed: &str, today: Date) -> Result<Date, String> {
    if typed.is_empty() {
        return Err("健診日を入力してください。例：令和8年6月3日".to_owned());
    }
    let day = parse_date(typed).map_err(|problem| format!("健診日：{problem}"))?;
    if day > today || day.year() < today.year() - 5 {
        return Err("健診日は、5年前から今日までの日付を入力してください。".to_owned());
    }
    Ok(day)
}

/// One `@` with something before it and a dot after it, without blanks; the rest is for the mail system to say.
fn is_email(text: &str) -> bool {
    let plain = text.is_ascii() && !text.contains(|c: char| c.is_whitespace() || ",;<>\"()".contains(c));
    text.split_once('@').is_some_and(|(who, host)| {
        plain
            && !who.is_empty()
            && !host.contains('@')
            && host.split('.').filter(|part| !part.is_empty()).count() > 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        programmes::presets,
        vocab::{
            decimal::Decimal,
            ids::{CentreId, DistrictId},
        },
    };

    const TODAY: Date = time::macros::date!(2026 - 06 - 17);

    fn districts() -> Vec<District> {
        ["柏木", "柏木町1丁目"]
            .map(|name| District {
                id: DistrictId(uuid::Uuid::from_u128(name.len() as u128)),
                name: name.into(),
                centre: CentreId(uuid::Uuid::nil()),
                centre_name: "柏木センター".into(),
            })
            .to_vec()
    }

    fn guidance() -> &'static Guidance {
        presets::guidance().guidance.as_ref().unwrap()
    }

    fn rows(lines: &[&[&str]]) -> Vec<(usize, Vec<String>)> {
        (1..).zip(lines).map(|(n, cells)| (n, cells.iter().map(|c| (*c).to_owned()).collect())).collect()
    }

    const HEAD: &[&str] = &[
        "氏名カナ",
        "氏　名",
        "生年月日",
        "性別",
        "住所",
        "メール",
        "健診日",
        "HbA1c(%)",
        "eGFR",
        "urine_protein",
        "備考",
    ];
    const GOOD: &[&str] = &[
        "シンジュク　ハナコ",
        "新宿　花子",
        "S30.4.1",
        "女",
        "柏木町１丁目2-3",
        "h@example.jp",
        "R8.6.3",
        "7.2",
        "48.5",
        "2+",
        "x",
    ];

    #[test]
    fn columns_are_found_by_name_unit_or_code() {
        let (lines, ignored) = map(&rows(&[HEAD, GOOD]), guidance()).unwrap();
        assert_eq!(ignored, ["備考"]);
        let found = read(&lines[0], guidance(), &districts(), TODAY).unwrap();
        assert_eq!(found.entry.identity.kana(), "シンジュク　ハナコ");
        assert_eq!(found.entry.district.name, "柏木町1丁目", "the longest name in the address");
        let values: Vec<Decimal> = found.readings.values().copied().collect();
        assert_eq!(values, [Decimal(4_850), Decimal(720), Decimal(300)]);
        assert_eq!(found.email, "h@example.jp");
    }

    #[test]
    fn every_heading_of_the_template_is_understood() {
        let heads = headings(guidance());
        assert_eq!(heads.len(), 11 + 22);
        let fields: Vec<Option<String>> = heads.iter().map(|head| field_of(head, guidance())).collect();
        assert!(fields.iter().all(Option::is_some), "{fields:?}");
    }

    #[test]
    fn missing_and_doubled_columns_are_named() {
        let told = map(&rows(&[&["氏名", "住所"], &["a", "b"]]), guidance()).unwrap_err();
        assert!(told.contains("氏名カナ、生年月日、性別、健診日"), "{told}");
        let mut head = HEAD.to_vec();
        head[10] = "hba1c";
        assert!(map(&rows(&[&head, GOOD]), guidance()).unwrap_err().contains("2つあります"));
    }

    #[test]
    fn a_bad_line_says_all_that_is_wrong() {
        let bad: &[&str] = &[
            "シンジュクハナコ",
            "新宿　花子",
            "あした",
            "女",
            "よその市1-2",
            "mail",
            "R9.1.1",
            "高い",
            "48.5",
            "",
            "",
        ];
        let (lines, _) = map(&rows(&[HEAD, bad]), guidance()).unwrap();
        let told = read(&lines[0], guidance(), &districts(), TODAY).unwrap_err().join("\n");
        for part in ["間に空白", "地区を決められません", "健診日は", "HbA1c（％）「高い」", "メールアドレス"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn addresses_of_mail_are_told_from_other_words() {
        for good in ["a@b.jp", "a.b+c@mail.example.co.jp"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["a", "@b.jp", "a@b", "a@@b.jp", "a b@c.jp", "あ@b.jp", "a@b.jp,c@d.jp", "<a@b.jp>"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
