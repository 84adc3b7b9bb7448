//! The plain lists of a draft over HTTP: a row of each is looked at, stored, refused on an old page, and removed again.

use super::{
    programmes::{begin, programme, version},
    world::{Client, World},
};

/// A list: its page, its word in the address, the kind of the new row, and its first field.
struct List {
    page: &'static str,
    code: &'static str,
    kind: &'static str,
    field: &'static str,
    /// What else has to be sent.
    rest: &'static [(&'static str, &'static str)],
    /// What the words of the draft then say.
    said: &'static str,
}

const DUE: [(&str, &str); 3] =
    [("due.event", "month_end"), ("due.offset", "same_day"), ("due.closed_day", "next_open")];

const LISTS: [List; 10] = [
    List {
        page: "filings",
        code: "filings",
        kind: "new",
        field: "title",
        rest: &[("owes", "ward"), ("form", "attachment"), ("decision", "receipt"), DUE[0], DUE[1], DUE[2]],
        said: "「新しい行」：区が出します。",
    },
    List {
        page: "measurement",
        code: "measurement.instruments",
        kind: "scs5",
        field: "comparison.number",
        rest: &[("timing", "before_and_after"), ("comparison", "percent")],
        said: "5回椅子立ち上がり：はじめと終わりに測ります。",
    },
    List {
        page: "staffing",
        code: "staffing",
        kind: "new",
        field: "label",
        rest: &[
            ("need", "fixed"),
            ("need.number", "2"),
            ("when", "always"),
            ("substitute", "anyone"),
            ("qualifications", "保健師"),
        ],
        said: "新しい行",
    },
    List {
        page: "consents",
        code: "consents",
        kind: "new",
        field: "label",
        rest: &[("explanation", "広報に使います。")],
        said: "説明：広報に使います。",
    },
    List {
        page: "venue",
        code: "venue.standard",
        kind: "new",
        field: "text",
        rest: &[("measure", "present")],
        said: "新しい行",
    },
    List {
        page: "venue",
        code: "venue.end_checks",
        kind: "new",
        field: "text",
        rest: &[],
        said: "回の終わりの確認：新しい行",
    },
    List {
        page: "documents",
        code: "documents",
        kind: "condition_sheet",
        field: "title",
        rest: &[],
        said: "体調の確認用紙を「新しい行」という題名で作ります。",
    },
    List {
        page: "stages",
        code: "stages",
        kind: "new",
        field: "label",
        rest: &[("who", "centre"), ("timing", "after"), ("record", "centre_liaison")],
        said: "新しい行：終わった後、地域包括支援センターが行い",
    },
    List {
        page: "add_ons",
        code: "add_ons",
        kind: "new",
        field: "name",
        rest: &[("most_per_stay", "2")],
        said: "「新しい行」：行う人の資格は問いません。1人の利用期間に2回までです。",
    },
    List {
        page: "reports",
        code: "reports",
        kind: "new",
        field: "title",
        rest: &[("cadence", "quarterly"), DUE[0], DUE[1], DUE[2]],
        said: "「新しい行」：四半期ごとに出します。",
    },
];

/// Where a new row of the kind is typed, by the link on the list's page.
async fn new_row(officer: &Client, draft: &str, list: &List) -> String {
    let body = officer.get(&format!("{draft}/forms/{}", list.page)).await.body;
    let start = format!("href=\"{draft}/rows/{}/", list.code);
    let end = format!("?kind={}", list.kind);
    let links = body.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    let at = links.filter_map(|link| link.strip_suffix(end.as_str())).next();
    let at = at.unwrap_or_else(|| panic!("{}: {body}", list.code));
    format!("{draft}/rows/{}/{at}", list.code)
}

/// The list's path in the definition, with the row's number.
fn path_of(row: &str) -> String {
    let (list, at) = row.rsplit_once('/').unwrap();
    format!("{}[{at}]", list.rsplit_once('/').unwrap().1)
}

async fn comes_and_goes(officer: &Client, draft: &str, list: &List) {
    assert!(!officer.get(draft).await.body.contains(list.said), "{}", list.code);
    let row = new_row(officer, draft, list).await;
    let page = officer.get(&format!("{row}?kind={}", list.kind)).await;
    assert_eq!(page.status, 200, "{row}: {}", page.body);
    let (path, shown) = (path_of(&row), version(&page));
    let typed = if list.field.ends_with("number") { "15" } else { "新しい行" };
    let names: Vec<(String, &str)> = list
        .rest
        .iter()
        .chain([&(list.field, typed)])
        .map(|(name, value)| (format!("{path}.{name}"), *value))
        .collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    fields.extend([("kind", list.kind), ("version", shown.as_str())]);

    let field = format!("{path}.{}", list.field);
    let without: Vec<(&str, &str)> = fields.iter().copied().filter(|(name, _)| *name != field).collect();
    let wrong = officer.post(&row, &without).await;
    assert_eq!(wrong.status, 422, "{row}");
    assert!(wrong.body.contains(&format!("href=\"#{field}\"")), "{row}: {}", wrong.body);

    let preview = officer.post(&row, &[fields.clone(), vec![("do", "preview")]].concat()).await;
    assert!(preview.status == 200 && preview.body.contains(list.said), "{row}: {}", preview.body);
    let saved = officer.post(&row, &fields).await;
    let page = format!("{draft}/forms/{}", list.page);
    assert_eq!((saved.status.as_u16(), saved.location()), (303, page.as_str()), "{}", saved.body);
    let draft_page = officer.get(draft).await;
    assert!(draft_page.body.contains(list.said), "{row}: {}", draft_page.body);
    assert_eq!(officer.post(&row, &fields).await.status, 409, "an old page: {row}");

    let again = officer.get(&row).await;
    assert!(again.status == 200 && again.body.contains(&format!("value=\"{typed}\"")), "{}", again.body);
    let removal = format!("{row}/removal");
    let asked = officer.get(&removal).await;
    assert!(asked.body.contains("を消しますか"), "{row}: {}", asked.body);
    assert_eq!(officer.post(&removal, &[("version", shown.as_str())]).await.status, 409, "{row}");
    assert_eq!(officer.post(&removal, &[("version", version(&asked).as_str())]).await.location(), page);
    assert_eq!(officer.get(&removal).await.status, 404, "{row}");
}

#[tokio::test]
async fn a_row_of_every_plain_list_comes_and_goes_by_fields() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let draft = format!("{path}/draft");
    let before = officer.get(&draft).await.body;
    for list in &LISTS {
        comes_and_goes(&officer, &draft, list).await;
    }
    let words = |body: &str| {
        let (_, rest) = body.split_once("class=\"passages\"").unwrap();
        rest.split("</main>").next().unwrap().to_owned()
    };
    assert_eq!(words(&officer.get(&draft).await.body), words(&before), "nothing is left");
}

#[tokio::test]
async fn what_holds_for_all_measurements_has_fields_beside_the_list() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let page = format!("{path}/draft/forms/measurement");
    let shown = version(&officer.get(&page).await);
    let limit = |field: &str| format!("measurement.soft_limits.{field}");
    let [systolic, diastolic, least, most] =
        ["systolic", "diastolic", "pulse_least", "pulse_most"].map(limit);
    let mut fields = vec![
        ("version", shown.as_str()),
        ("measurement.vitals", "before_and_after"),
        ("measurement.first_at_session", "1"),
        (systolic.as_str(), "180"),
        (diastolic.as_str(), "110"),
    ];
    let half = officer.post(&page, &fields).await;
    assert!(half.status == 422 && half.body.contains("4つとも入力するか"), "{}", half.body);
    assert!(half.body.contains("value=\"180\""), "what was typed stays: {}", half.body);
    fields.extend([(least.as_str(), "40"), (most.as_str(), "120")]);
    let saved = officer.post(&page, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(officer.get(&format!("{path}/draft")).await.body.contains("上の血圧が180mmHg以上"));
}
