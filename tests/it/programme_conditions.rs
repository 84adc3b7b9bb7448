//! Trees of conditions of a draft over HTTP: who may take part and a sheet that is asked before, built from nothing by fields.

use kayoi::programmes::{Definition, text};

use super::{
    programme_lists::{save, written},
    programmes::{begin, programme, version},
    world::{Client, Got, World},
};

const BUILT: &str = r#"
[eligibility]
questions = [{ code = "question", text = "ひとりで暮らしていますか" }]
rule = { all = [
    "resident",
    { legal_age = { least = 65, on = "start" } },
    { not = { certification = ["care1", "care2"] } },
    { any = [
        { question = "question" },
        { not = { all = [
            { instrument = { code = "tug", is = { at_least = "13.5" } } },
            { uses_services = { group = "prevention", except = ["配食", "見守り"] } },
        ] } },
    ] },
    { not = { restriction = "感染症の治療中" } },
    { screening = { code = "sheet", outcome = "fit" } },
] }
priorities = [{ label = "ひとり暮らしの人", when = { question = "question" } }]

[[screenings]]
code = "sheet"
title = "心臓の確認票"
hearing_by = "contractor"
questions = [
    { code = "question", text = "胸の痛みがありますか", ask = "yes_no_unknown" },
    { code = "question_2", text = "どんな痛みですか", ask = { choices = [{ code = "option", text = "締めつける" }, { code = "option_2", text = "ちくちくする" }] }, when = { is = { question = "question", among = ["yes"] } } },
    { code = "question_3", text = "ほかに", ask = "words", reference_only = true },
]
outcomes = [
    { outcome = "unfit", reason = "締めつける痛みがあります。", when = { is = { question = "question_2", among = ["option"] } } },
    { outcome = "hearing", reason = "痛みがあるか、分かりません。", when = { any = [
        { is = { question = "question", among = ["yes", "unknown"] } },
        { not = { only = { question = "question_2", among = ["option_2"] } } },
    ] } },
]
"#;

type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What is typed into the rows of [`BUILT`]: first the sheet, then who may take part.
const TYPED: [Row; 26] = [
    ("screenings/0?kind=new", "screenings[0]", &[("title", "心臓の確認票"), ("hearing_by", "contractor")]),
    (
        "screenings.0.questions/0?kind=yes_no_unknown",
        "screenings[0].questions[0]",
        &[("text", "胸の痛みがありますか")],
    ),
    (
        "screenings.0.questions/1?kind=choices",
        "screenings[0].questions[1]",
        &[
            ("text", "どんな痛みですか"),
            ("ask.choices[0].text", "締めつける"),
            ("ask.choices[2].text", "ちくちくする"),
        ],
    ),
    (
        "screenings.0.questions/2?kind=words",
        "screenings[0].questions[2]",
        &[("text", "ほかに"), ("reference_only", "yes")],
    ),
    (
        "screenings.0.questions.1.when.group.0/0?kind=question.0",
        "screenings[0].questions[1].when.group[0][0]",
        &[("among", "yes")],
    ),
    (
        "screenings.0.outcomes/0?kind=new",
        "screenings[0].outcomes[0]",
        &[("outcome", "unfit"), ("reason", "締めつける痛みがあります。")],
    ),
    (
        "screenings.0.outcomes.0.when.group.0/0?kind=question.1",
        "screenings[0].outcomes[0].when.group[0][0]",
        &[("among", "option"), ("how", "is")],
    ),
    (
        "screenings.0.outcomes/1?kind=new",
        "screenings[0].outcomes[1]",
        &[("outcome", "hearing"), ("reason", "痛みがあるか、分かりません。")],
    ),
    (
        "screenings.0.outcomes.1.when.group.0/0?kind=question.0",
        "screenings[0].outcomes[1].when.group[0][0]",
        &[("among", "yes"), ("among", "unknown")],
    ),
    (
        "screenings.0.outcomes.1.when.group.0/1?kind=question.1",
        "screenings[0].outcomes[1].when.group[0][1]",
        &[("among", "option_2"), ("how", "only"), ("not", "yes")],
    ),
    ("screenings.0.outcomes.1.when.whole/0", "screenings[0].outcomes[1].when.whole[0]", &[("joined", "any")]),
    ("eligibility.questions/0?kind=new", "eligibility.questions[0]", &[("text", "ひとりで暮らしていますか")]),
    ("eligibility.rule.group.0/0?kind=resident", "eligibility.rule.group[0][0]", &[]),
    (
        "eligibility.rule.group.0/1?kind=legal_age",
        "eligibility.rule.group[0][1]",
        &[("legal_age.least", "６５"), ("legal_age.on", "start")],
    ),
    (
        "eligibility.rule.group.0/2?kind=certification",
        "eligibility.rule.group[0][2]",
        &[("certification", "care1"), ("certification", "care2"), ("not", "yes")],
    ),
    ("eligibility.rule.group.0/3?kind=any", "eligibility.rule.group[0][3]", &[("joined", "any")]),
    ("eligibility.rule.group.1/0?kind=question", "eligibility.rule.group[1][0]", &[("question", "question")]),
    (
        "eligibility.rule.group.1/1?kind=all",
        "eligibility.rule.group[1][1]",
        &[("joined", "all"), ("not", "yes")],
    ),
    (
        "eligibility.rule.group.2/0?kind=instrument",
        "eligibility.rule.group[2][0]",
        &[("instrument.code", "tug"), ("instrument.is", "at_least"), ("instrument.is.number", "13.5")],
    ),
    (
        "eligibility.rule.group.2/1?kind=uses_services",
        "eligibility.rule.group[2][1]",
        &[("uses_services.group", "prevention"), ("uses_services.except", "配食\r\n\r\n 見守り")],
    ),
    (
        "eligibility.rule.group.0/4?kind=restriction",
        "eligibility.rule.group[0][4]",
        &[("restriction", "感染症"), ("not", "yes")],
    ),
    // Changed once more.
    (
        "eligibility.rule.group.0/4",
        "eligibility.rule.group[0][4]",
        &[("restriction", "感染症の治療中"), ("not", "yes")],
    ),
    ("eligibility.rule.group.0/5?kind=own_facility_user", "eligibility.rule.group[0][5]", &[]),
    // Turned into another condition.
    (
        "eligibility.rule.group.0/5?kind=screening",
        "eligibility.rule.group[0][5]",
        &[("screening.code", "sheet"), ("screening.outcome", "fit")],
    ),
    ("eligibility.priorities/0?kind=new", "eligibility.priorities[0]", &[("label", "ひとり暮らしの人")]),
    (
        "eligibility.priorities.0.when.group.0/0?kind=question",
        "eligibility.priorities[0].when.group[0][0]",
        &[("question", "question")],
    ),
];

/// Asks for the end of a row and answers the question.
async fn remove(officer: &Client, row: &str) -> Got {
    let removal = format!("{row}/removal");
    let asked = officer.get(&removal).await;
    assert!(asked.body.contains("を消しますか"), "{row}: {}", asked.body);
    let gone = officer.post(&removal, &[("version", version(&asked).as_str())]).await;
    assert_eq!(gone.status, 303, "{removal}: {}", gone.body);
    asked
}

/// A draft with nobody to take part yet, and where its rows are.
async fn bare(w: &World, officer: &Client) -> (String, String) {
    let (path, _) = programme(w).await;
    begin(officer, &path).await;
    let rows = format!("{path}/draft/rows");
    remove(officer, &format!("{rows}/eligibility.rule.whole/0")).await;
    (path, rows)
}

/// The sections that are built here.
fn built(definition: &Definition) -> toml::Table {
    let mut whole = toml::Table::try_from(definition).unwrap();
    whole.retain(|section, _| section == "eligibility" || section == "screenings");
    whole
}

#[tokio::test]
async fn a_rule_and_a_sheet_are_built_from_nothing_by_fields() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, rows) = bare(&w, &officer).await;
    let page = officer.get(&format!("{path}/draft/forms/eligibility")).await;
    assert!(page.body.contains("条件が"), "an empty rule is a fault: {}", page.body);
    for (row, at, typed) in TYPED {
        save(&officer, &format!("{rows}/{row}"), at, typed).await;
    }
    let made = written(&officer, &path).await;
    let preset = kayoi::programmes::meguro();
    let mut text = toml::Table::try_from(preset).unwrap();
    text.extend(toml::from_str::<toml::Table>(BUILT).unwrap());
    let expected = text::read(&text.to_string()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(built(&made), built(&expected));

    let page = officer.get(&format!("{path}/draft/forms/eligibility")).await.body;
    for words in
        ["認定が要介護1、要介護2でないこと", "次のすべてには当てはまらないこと", "感染症の治療中がないこと"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = officer.get(&format!("{path}/draft/forms/screenings")).await.body;
    for words in
        ["「胸の痛みがありますか」に「はい」と答えたこと", "「ちくちくする」だけを答えたのではないこと"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test]
async fn a_condition_is_looked_at_moved_refused_on_an_old_page_and_removed() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, rows) = bare(&w, &officer).await;
    let draft = format!("{path}/draft");
    let (row, field) =
        (format!("{rows}/eligibility.rule.group.0/0"), "eligibility.rule.group[0][0].legal_age.least");
    let shown = version(&officer.get(&format!("{row}?kind=legal_age")).await);
    let on = ("eligibility.rule.group[0][0].legal_age.on", "application");
    let hidden = [("kind", "legal_age"), ("version", shown.as_str()), on];
    let wrong = officer.post(&row, &hidden).await;
    assert!(wrong.status == 422 && wrong.body.contains(&format!("href=\"#{field}\"")), "{}", wrong.body);
    let fields = [&hidden[..], &[(field, "70")]].concat();
    let preview = officer.post(&row, &[&fields[..], &[("do", "preview")]].concat()).await;
    assert!(preview.body.contains("申込日に70歳以上であること"), "{}", preview.body);
    assert_eq!(officer.post(&row, &fields).await.location(), format!("{draft}/forms/eligibility"));
    assert_eq!(officer.post(&row, &fields).await.status, 409, "an old page");
    assert_eq!(officer.get(&format!("{rows}/eligibility.rule.group.7/0")).await.status, 404);
    assert_eq!(officer.get(&format!("{rows}/eligibility.rule.group.0/1?kind=week")).await.status, 404);

    save(&officer, &format!("{rows}/eligibility.rule.group.0/1?kind=resident"), "", &[]).await;
    let now = version(&officer.get(&format!("{draft}/forms/eligibility")).await);
    let moved = officer.post(&format!("{row}/place"), &[("way", "down"), ("version", now.as_str())]).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    let order = "rule = { all = [\"resident\", { legal_age = { least = 70, on = \"application\" } }] }";
    let rule = |made: &Definition| built(made).get("eligibility").and_then(|one| one.get("rule")).cloned();
    let expected: toml::Table = toml::from_str(order).unwrap();
    assert_eq!(rule(&written(&officer, &path).await), expected.get("rule").cloned());
    assert!(remove(&officer, &row).await.body.contains("住民基本台帳に登録されていること"));
    let page = officer.get(&format!("{draft}/forms/eligibility")).await.body;
    let shown: Vec<&str> =
        page.split("class=\"tree__name\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(shown, ["申込日に70歳以上であること（法律上の年齢。誕生日の前日に1歳加わる）"]);
}

#[tokio::test]
async fn a_question_that_conditions_speak_of_may_go_and_they_say_so() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, rows) = bare(&w, &officer).await;
    for (row, at, typed) in TYPED {
        save(&officer, &format!("{rows}/{row}"), at, typed).await;
    }
    remove(&officer, &format!("{rows}/eligibility.questions/0")).await;
    remove(&officer, &format!("{rows}/screenings.0.questions/1")).await;
    let page = officer.get(&format!("{path}/draft/forms/eligibility")).await.body;
    let told = page.split("class=\"tree__row row--wrong\"").skip(1).filter(|row| {
        row.split("</li>").next().is_some_and(|row| row.contains("という区の質問がありません"))
    });
    assert_eq!(told.count(), 2, "the rule and the class of priority: {page}");
    let page = officer.get(&format!("{path}/draft/forms/screenings")).await.body;
    assert!(page.contains("という質問は「心臓の確認票」にありません"), "{page}");
    let row = officer.get(&format!("{rows}/eligibility.rule.group.1/0")).await.body;
    assert!(row.contains("href=\"#eligibility.rule.group[1][0].question\""), "at the field: {row}");
    let row = officer.get(&format!("{rows}/screenings.0.outcomes.0.when.group.0/0")).await.body;
    assert!(
        row.contains("href=\"#screenings[0].outcomes[0].when.group[0][0].among\""),
        "at the answers: {row}"
    );
}
