//! 出力: the shown list as a file. What may not be seen on the page is not in the file; the purpose goes into the audit
//! stream and, with the number of the output, into the file itself.

use askama::Template;
use axum::extract::Query as FromAddress;
use time::Date;

use super::{
    ExportParticipants, Person, certification,
    filter::Query,
    list::{self, Found, Places, name_of},
    sex_label,
};
use crate::{
    audit::Event,
    documents::{Cell, Column, Provenance, Table, csv, sheet},
    kit::{
        answer::File,
        ctx::{Act, View},
        error::Result,
        form::{Choice, Form},
        handing_out::Whom,
        typed::Typed,
    },
    programmes::InformationItem,
    vocab::dates::{jst_stamp, short, wareki},
};

/// More people than this are not handed out in one file.
const MOST: i64 = 5_000;

const FORMATS: [(&str, &str, &str); 3] = [
    ("xlsx", "Excel（.xlsx）", "表として見たり印刷したりするとき"),
    ("utf8", "CSV（UTF-8）", "ほかのシステムに取り込むとき"),
    ("cp932", "CSV（Shift_JIS）", "古いシステムに取り込むとき。表せない漢字があると出力できません"),
];
const PURPOSES: [(&str, &str); 5] = [
    ("contact", "参加者への連絡・案内"),
    ("roster", "名簿の作成"),
    ("report", "報告・集計"),
    ("migration", "ほかのシステムへの取込"),
    ("other", "その他の業務"),
];

#[derive(Template)]
#[template(path = "participants/export.html")]
struct ExportView {
    form: Form,
    count: i64,
    back_href: String,
    carried: Vec<(&'static str, String)>,
    formats: Vec<Choice>,
    purposes: Vec<Choice>,
}

pub async fn choose(mut cx: View<ExportParticipants>, FromAddress(query): FromAddress<Query>) -> Result {
    let found = list::find(&mut cx, &query.filter(), 1, MOST).await?;
    cx.show(view(&query, found.total, Form::empty())).await
}

fn view(query: &Query, count: i64, form: Form) -> ExportView {
    let filter = query.filter();
    ExportView {
        form,
        count,
        back_href: filter.href(""),
        carried: filter.pairs(),
        formats: FORMATS.iter().map(|(code, label, hint)| Choice::new(*code, *label).hint(*hint)).collect(),
        purposes: PURPOSES.iter().map(|(code, label)| Choice::new(*code, *label)).collect(),
    }
}

pub async fn hand_out(
    mut cx: Act<ExportParticipants>,
    FromAddress(query): FromAddress<Query>,
    Typed(mut form): Typed,
) -> Result {
    let filter = query.filter();
    let found = list::find(&mut cx, &filter, 1, MOST).await?;
    let format = form.choice("format", "ファイルの種類", &FORMATS.map(|(code, ..)| code));
    let purpose = form.choice("purpose", "利用目的", &PURPOSES.map(|(code, _)| code));
    if !found.is_whole {
        form.general("1回に出力できるのは5,000人までです。一覧に戻り、条件を選んで絞り込んでください。");
    }
    let (Some(format), Some(purpose), false) = (format, purpose, form.has_problems()) else {
        return cx.invalid(view(&query, found.total, form)).await;
    };
    let reference = cx.new_id();
    let label = PURPOSES.iter().find(|(code, _)| *code == purpose).map_or("", |(_, label)| label);
    let table = tabulated(
        &found,
        cx.today(),
        Provenance {
            reference: reference.to_string(),
            purpose: label.to_owned(),
            taken_by: format!("{} {}", cx.actor().organisation, cx.actor().person),
            taken_at: jst_stamp(cx.now()),
        },
    );
    let file = match to_file(&table, &format, cx.today()) {
        Ok(file) => file,
        Err(sentence) => {
            form.refuse("format", sentence);
            return cx.invalid(view(&query, found.total, form)).await;
        }
    };
    let seen: Vec<_> = found.people.iter().map(|(person, _)| person.id).collect();
    let detail = serde_json::json!({ "people": seen.len(), "format": format, "purpose": purpose });
    let mut event = Event::new("participant.export").about(reference).of(seen).detail(detail);
    if let Some(contract) = filter.contract {
        event = event.under(contract);
    }
    cx.hand_out(event, Whom::Opened, file).await
}

fn to_file(table: &Table, format: &str, today: Date) -> std::result::Result<File, String> {
    let (bytes, kind, ending) = match format {
        "xlsx" => (sheet::xlsx(table).map_err(|e| e.to_string())?, super::import::XLSX, "xlsx"),
        "cp932" => (
            csv::write(table, csv::Encoding::Cp932).map_err(|e| e.to_string())?,
            "text/csv; charset=Shift_JIS",
            "csv",
        ),
        _ => (
            csv::write(table, csv::Encoding::Utf8).map_err(|e| e.to_string())?,
            "text/csv; charset=utf-8",
            "csv",
        ),
    };
    let name = format!("参加者一覧_{}.{ending}", short(today).replace('/', ""));
    Ok(File { name, content_type: kind, bytes, inline: false })
}

/// What a column shows of a person; `None` leaves the cell empty.
type Read = fn(&Person, &Places, &Context<'_>) -> Cell;

struct Context<'a> {
    found: &'a Found,
    today: Date,
}

/// Heading, width, the item a contract must list for it, the cell. The headings are those the import understands.
const COLUMNS: [(&str, u16, Option<InformationItem>, Read); 16] = [
    ("参加者番号", 10, None, |p, _, _| Cell::Whole(p.number.into())),
    ("姓", 12, Some(InformationItem::Name), |p, _, _| Cell::text(&p.identity.family_name)),
    ("名", 12, Some(InformationItem::Name), |p, _, _| Cell::text(&p.identity.given_name)),
    ("セイ", 14, Some(InformationItem::Kana), |p, _, _| Cell::text(&p.identity.family_kana)),
    ("メイ", 14, Some(InformationItem::Kana), |p, _, _| Cell::text(&p.identity.given_kana)),
    ("生年月日", 12, Some(InformationItem::BirthDate), |p, _, _| Cell::Date(p.identity.born_on)),
    ("生年月日（和暦）", 18, Some(InformationItem::BirthDate), |p, _, _| {
        Cell::text(wareki(p.identity.born_on))
    }),
    ("年齢", 6, Some(InformationItem::BirthDate), |p, _, cx| {
        p.age_on(cx.today).map_or(Cell::Empty, |age| Cell::Whole(age.into()))
    }),
    ("性別", 6, Some(InformationItem::Sex), |p, _, _| Cell::text(sex_label(&p.sex))),
    ("郵便番号", 10, Some(InformationItem::Address), |p, _, _| Cell::text(&p.identity.postal_code)),
    ("住所", 32, Some(InformationItem::Address), |p, _, _| Cell::text(&p.identity.address)),
    ("電話番号", 16, Some(InformationItem::Phone), |p, _, _| Cell::text(&p.identity.telephone)),
    ("地区", 16, Some(InformationItem::Address), |p, _, cx| {
        Cell::text(name_of(&cx.found.offered, "district", p.district.0))
    }),
    ("地域包括支援センター", 22, None, |p, _, cx| {
        Cell::text(name_of(&cx.found.offered, "centre", p.centre.0))
    }),
    ("認定", 10, Some(InformationItem::Certification), |p, _, _| {
        Cell::text(certification::label(&p.certification))
    }),
    ("参加の状況", 24, None, |_, places, _| Cell::text(places_line(places))),
];

fn places_line(places: &Places) -> String {
    let one = |(state, course): &(String, String)| {
        let what = if course.is_empty() { "個別支援" } else { course };
        if state == "waiting" { format!("待機：{what}") } else { format!("参加中：{what}") }
    };
    places.iter().map(one).collect::<Vec<_>>().join("、")
}

fn tabulated(found: &Found, today: Date, provenance: Provenance) -> Table {
    let allowed = |item: &Option<InformationItem>| {
        item.is_none_or(|item| found.items.as_ref().is_none_or(|items| items.contains(&item)))
    };
    let columns: Vec<_> = COLUMNS.iter().filter(|(_, _, item, _)| allowed(item)).collect();
    let context = Context { found, today };
    Table {
        title: "参加者一覧".into(),
        rows: found
            .people
            .iter()
            .map(|(person, places)| {
                columns.iter().map(|(_, _, _, read)| read(person, places, &context)).collect()
            })
            .collect(),
        columns: columns.iter().map(|(heading, width, ..)| Column::new(*heading, *width)).collect(),
        provenance: Some(provenance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        participants::{
            db::list::Offered,
            entry::tests::{TODAY, district, entry},
            import,
        },
        vocab::ids::ParticipantId,
    };

    fn found(items: Option<Vec<InformationItem>>) -> Found {
        let entry = entry();
        let person = Person {
            id: ParticipantId(uuid::Uuid::from_u128(5)),
            number: 12,
            centre: district().centre,
            district: district().id,
            sex: entry.sex.clone(),
            certification: entry.certification.clone(),
            version: 1,
            identity: entry.identity,
        };
        let offered = vec![Offered {
            kind: "district".into(),
            id: district().id.0,
            name: district().name,
            sealed: None,
        }];
        Found {
            people: vec![(person, vec![("enrolled".into(), String::new())])],
            total: 1,
            is_whole: true,
            typed: String::new(),
            offered,
            items,
        }
    }

    fn provenance() -> Provenance {
        Provenance {
            reference: "1".into(),
            purpose: "名簿の作成".into(),
            taken_by: "区".into(),
            taken_at: "2026/11/20".into(),
        }
    }

    /// Every format leads back to the same person.
    #[test]
    fn what_is_exported_can_be_imported_again() {
        for (format, ..) in FORMATS {
            let file = to_file(&tabulated(&found(None), TODAY, provenance()), format, TODAY).unwrap();
            let mapped = import::map(&import::read(&file.bytes).unwrap()).unwrap();
            assert_eq!(mapped.lines.len(), 1, "{format}");
            let again = import::judge(&mapped.lines[0], &[district()], TODAY).unwrap();
            let (was, is) = (entry(), again);
            let facts = |e: &crate::participants::entry::Entry| {
                let i = &e.identity;
                (
                    i.name(),
                    i.kana(),
                    i.born_on,
                    i.address.clone(),
                    i.telephone.clone(),
                    i.postal_code.clone(),
                    e.sex.clone(),
                    e.certification.clone(),
                )
            };
            assert_eq!(facts(&was), facts(&is), "{format}");
        }
    }

    #[test]
    fn a_contract_without_an_item_has_no_column_for_it() {
        let table = tabulated(&found(Some(vec![InformationItem::Name])), TODAY, provenance());
        let headings: Vec<&str> = table.columns.iter().map(|c| c.heading.as_str()).collect();
        assert_eq!(headings, ["参加者番号", "姓", "名", "地域包括支援センター", "参加の状況"]);
        assert!(table.rows.iter().all(|row| row.len() == headings.len()));
    }
}
