//! The plain lists of a draft over HTTP: a row of each is looked at, stored, refused on an old page, and removed again.

use super::{
    programmes::{begin, programme, version},
    world::{Client, World},
};
use kayoi::programmes::{Definition, text};

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

/// Types the fields of a row of the draft, which lies at that path of the definition, after a look at its page.
pub async fn save(officer: &Client, row: &str, path: &str, typed: &[(&str, &str)]) {
    let page = officer.get(row).await;
    assert_eq!(page.status, 200, "{row}: {}", page.body);
    let (action, kind) = row.split_once("?kind=").unwrap_or((row, ""));
    let names: Vec<String> = typed.iter().map(|(name, _)| format!("{path}.{name}")).collect();
    let shown = version(&page);
    let mut fields: Vec<(&str, &str)> =
        names.iter().zip(typed).map(|(name, (_, value))| (name.as_str(), *value)).collect();
    fields.extend([("kind", kind), ("version", shown.as_str())]);
    let saved = officer.post(action, &fields).await;
    assert_eq!(saved.status, 303, "{row}: {}", saved.body);
}

/// The draft as its file says it.
pub async fn written(officer: &Client, path: &str) -> Definition {
    let file = officer.get(&format!("{path}/versions/2/file")).await;
    text::read(&file.body).unwrap_or_else(|faults| panic!("{faults:#?}\n{}", file.body))
}

const BUILT: &str = r#"
[[questionnaires]]
code = "questionnaire"
title = "終わりに"
questions = [
    { code = "question", text = "楽しかったですか", answer = { choice = [{ code = "option", text = "はい" }, { code = "option_2", text = "いいえ" }] } },
    { code = "question_2", text = "続けたいですか", answer = { scale = { from = 1, to = 7, first = "いいえ", last = "とても" } } },
    { code = "question_3", text = "感想を書いてください", answer = "free_text" },
]

[guidance]
about_people = 150
result_groups = [{ code = "group", label = "血糖検査", values = ["hba1c:％:HbA1c", "value:mg/dL:食後血糖"] }]
selection = [{ label = "血糖が高い", any = [{ value = "hba1c", is = { at_least = "6.5" } }, { value = "value", is = { above = 200 } }] }]
contacts = [{ code = "contact", label = "初回の面談", means = ["face_to_face", "web"], month = 1, minutes = 60 }]
"#;

/// A row's address, its path, and what is typed into its fields.
type Typed = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What is typed into the rows of [`BUILT`], in this order.
const TYPED: [Typed; 8] = [
    ("questionnaires/0?kind=new", "questionnaires[0]", &[("title", "終わりに")]),
    (
        "questionnaires.0.questions/0?kind=choice",
        "questionnaires[0].questions[0]",
        &[
            ("text", "楽しかったですか"),
            ("answer.choice[0].text", "はい"),
            ("answer.choice[2].text", "いいえ"),
        ],
    ),
    (
        "questionnaires.0.questions/1?kind=scale",
        "questionnaires[0].questions[1]",
        &[
            ("text", "続けたいですか"),
            ("answer.scale.from", "1"),
            ("answer.scale.first", "いいえ"),
            ("answer.scale.to", "７"),
            ("answer.scale.last", "とても"),
        ],
    ),
    (
        "questionnaires.0.questions/2?kind=free_text",
        "questionnaires[0].questions[2]",
        &[("text", "感想を書いてください")],
    ),
    ("guidance/0?kind=new", "guidance", &[("about_people", "150")]),
    (
        "guidance.result_groups/0?kind=new",
        "guidance.result_groups[0]",
        &[
            ("label", "血糖検査"),
            ("values[0].name", "HbA1c"),
            ("values[0].unit", "％"),
            ("values[1].name", "食後血糖"),
            ("values[1].unit", "mg/dL"),
        ],
    ),
    (
        "guidance.selection/0?kind=new",
        "guidance.selection[0]",
        &[
            ("label", "血糖が高い"),
            ("any[0].value", "hba1c"),
            ("any[0].is", "at_least"),
            ("any[0].is.number", "6.5"),
            ("any[1].value", "value"),
            ("any[1].is", "above"),
            ("any[1].is.number", "200"),
        ],
    ),
    (
        "guidance.contacts/0?kind=new",
        "guidance.contacts[0]",
        &[
            ("label", "初回の面談"),
            ("means", "face_to_face"),
            ("means", "web"),
            ("month", "1"),
            ("minutes", "60"),
        ],
    ),
];

#[tokio::test]
async fn a_questionnaire_and_a_guidance_are_built_from_nothing_by_fields() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let draft = format!("{path}/draft");
    let remove = async |row: &str| {
        let removal = format!("{draft}/rows/{row}/removal");
        let asked = officer.get(&removal).await;
        let gone = officer.post(&removal, &[("version", version(&asked).as_str())]).await;
        assert_eq!(gone.status, 303, "{removal}: {}", gone.body);
        asked.body
    };
    let style = async |style: &str| {
        let page = format!("{draft}/sections/style");
        let shown = version(&officer.get(&page).await);
        let text = format!("style = \"{style}\"");
        assert_eq!(officer.post(&page, &[("text", text.as_str()), ("version", &shown)]).await.status, 303);
    };
    assert!(remove("questionnaires/0").await.contains("質問（7件）も消えます。"));
    let of_a_course = officer.get(&draft).await.body;
    assert!(!of_a_course.contains("forms/guidance"), "a course is offered no guidance: {of_a_course}");
    let new = format!("{draft}/rows/guidance/0");
    assert_eq!(officer.get(&format!("{new}?kind=new")).await.status, 404);
    style("guidance").await;
    let bare = written(&officer, &path).await;
    assert!(bare.questionnaires.is_empty() && bare.guidance.is_none());

    for page in ["questionnaires", "guidance"] {
        let shown = officer.get(&format!("{draft}/forms/{page}")).await;
        assert!(shown.status == 200 && shown.body.contains("まだありません。"), "{}", shown.body);
    }
    assert_eq!(officer.get(&format!("{draft}/rows/guidance.contacts/0?kind=new")).await.status, 404);
    for (row, at, typed) in TYPED {
        save(&officer, &format!("{draft}/rows/{row}"), at, typed).await;
    }
    let built = written(&officer, &path).await;
    let expected: toml::Table = toml::from_str(BUILT).unwrap();
    let same = |part: &str| {
        assert_eq!(toml::Table::try_from(&built).unwrap().get(part), expected.get(part), "{part}");
    };
    same("questionnaires");
    same("guidance");
    // A guidance in a course: said over the list, and the way to mend it is there.
    style("course").await;
    let page = officer.get(&format!("{draft}/forms/guidance")).await;
    assert!(page.body.contains("事業の形が保健指導ではありません"), "{}", page.body);

    assert!(remove("guidance/0").await.contains("検査結果の組（1件）も消えます。"));
    remove("questionnaires/0").await;
    style("guidance").await;
    assert_eq!(written(&officer, &path).await, bare);
}
