//! What is typed, read and shown again.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::{
    applications::judgement::Judgement,
    kit::form::Form,
    programmes::{definition::ServiceGroup, meguro, presets::sendai},
    verdict::Finding,
    vocab::ids::{CentreId, CourseId, DistrictId},
};

const TODAY: Date = date!(2024 - 08 - 10);

fn district() -> District {
    District {
        id: DistrictId(Uuid::from_u128(1)),
        name: "中央町一丁目".into(),
        centre: CentreId(Uuid::from_u128(2)),
        centre_name: "中央包括支援センター".into(),
    }
}

fn particulars() -> Form {
    [
        ("applied_on", "R6.8.10"),
        ("taken_at", "briefing"),
        ("family_name", "佐藤"),
        ("given_name", "幸子"),
        ("family_kana", "さとう"),
        ("given_kana", "さちこ"),
        ("born_on", "S25.3.5"),
        ("sex", "female"),
        ("address", "中央町1-2-3"),
        ("certification", "none"),
    ]
    .into_iter()
    .fold(Form::empty().with("district", district().id.to_string()), |form, (name, value)| {
        form.with(name, value)
    })
}

fn answered() -> Form {
    answering("no")
}

/// As [`answered`], with this answer to the last question of the sheet.
fn answering(last: &str) -> Form {
    let mut form = particulars()
        .with("resident", "yes")
        .with("own_facility_user", "no")
        .with("services.long_term_care", "some")
        .with("services.long_term_care.known", "福祉用具貸与")
        .with("services.long_term_care.others", "訪問介護、通所リハビリ")
        .with("services.prevention", "none")
        .with("id_document", "my_number_card")
        .with("id_on", "R6.8.10")
        .with("id_by", "今野")
        .with("consent.service.answer", "agreed")
        .with("consent.service.explained_on", "R6.8.10")
        .with("consent.service.explained_by", "今野");
    for (no, points) in (1..).zip(["1", "0", "1", "1", "1"]) {
        form = form.with(&format!("sarc_{no}"), points);
    }
    for question in ["b", "c1", "c2", "c3"] {
        form = form.with(&format!("screening.condition.{question}"), "no");
    }
    form.with("screening.condition.c4", last)
        .with("screening.condition.a", "yes")
        .with("screening.condition.a_why", "other")
        .with("screening.condition.notes", "高血圧（服薬中）\r\n血圧は130くらい")
}

fn read_as(form: &mut Form, definition: &'static Definition) -> Option<Typed> {
    let (districts, courses) = ([district()], [CourseId(Uuid::from_u128(9))]);
    read(form, &Ground { definition, districts: &districts, courses: &courses, today: TODAY }, None)
}

#[test]
fn particulars_alone_make_a_draft_whose_verdict_is_open() {
    let typed = read_as(&mut particulars(), sendai()).unwrap();
    assert_eq!(typed.applied_on, TODAY);
    let judged = Judgement::of(sendai(), &typed.sheet, TODAY, Some(date!(2024 - 09 - 01)));
    assert_eq!((judged.finding(), judged.screening()), (Finding::Undecidable, Some("undecidable")));
    assert!(typed.sheet.answered.consents.is_empty() && typed.sheet.identity_check.is_none());
}

#[test]
fn everything_that_is_answered_is_kept_and_shown_again() {
    let typed = read_as(&mut answered(), sendai()).unwrap();
    let used = &typed.sheet.answered.services[&ServiceGroup::LongTermCare];
    assert_eq!(
        used.iter().map(String::as_str).collect::<Vec<_>>(),
        ["福祉用具貸与", "訪問介護", "通所リハビリ"]
    );
    assert!(typed.sheet.answered.services[&ServiceGroup::Prevention].is_empty());
    let judged = Judgement::of(sendai(), &typed.sheet, TODAY, Some(date!(2024 - 09 - 01)));
    assert!(judged.needs_hearing());
    let mut again = fill(&typed.sheet, typed.applied_on, sendai());
    let read_again = read_as(&mut again, sendai());
    assert!(read_again.is_some(), "{:?}", again.problems());
    assert!(read_again.unwrap().sheet == typed.sheet);
}

/// 別表2: a hearing is about the answers of its sheet; whoever answers otherwise is heard again.
#[test]
fn a_hearing_counts_only_for_the_answers_it_was_about() {
    let (districts, courses) = ([district()], [CourseId(Uuid::from_u128(9))]);
    let ground = Ground { definition: sendai(), districts: &districts, courses: &courses, today: TODAY };
    let mut before = read_as(&mut answered(), sendai()).unwrap().sheet;
    let heard =
        Heard { on: TODAY, by: "今野".into(), fit: true, words: "白内障の手術だった".into() };
    before.heard.insert("condition".into(), heard);
    let again = |form: Form| {
        let mut form = form;
        let sheet = read(&mut form, &ground, Some(&before)).unwrap().sheet;
        let judged = Judgement::of(sendai(), &sheet, TODAY, Some(date!(2024 - 09 - 01)));
        (sheet.heard.contains_key("condition"), judged.needs_hearing())
    };
    assert_eq!(again(answered()), (true, false));
    assert_eq!(again(answered().with("remark", "電話は午前中に")), (true, false), "another part may change");
    assert_eq!(again(answering("unknown")), (false, true));
}

#[test]
fn what_contradicts_itself_is_asked_about() {
    let problem = |form: Form, field: &str| {
        let mut form = form;
        assert!(read_as(&mut form, sendai()).is_none(), "{field}");
        form.problem(field).map(str::to_owned).unwrap_or_default()
    };
    let none = particulars().with("services.prevention", "none").with("services.prevention.others", "緩和型");
    assert!(problem(none, "services.prevention").contains("どちらかを直して"));
    let some = particulars().with("services.prevention", "some");
    assert!(problem(some, "services.prevention.others").contains("名前を入力"));
    let half = particulars().with("id_document", "passport");
    assert!(problem(half.clone(), "id_on").contains("本人確認の日"));
    assert!(problem(half, "id_by").contains("確認した人"));
    let stranger = particulars().with("course", Uuid::from_u128(8).to_string());
    assert!(problem(stranger, "course").contains("希望する教室"));
    let tomorrow =
        particulars().with("id_document", "passport").with("id_by", "今野").with("id_on", "R6.8.11");
    assert!(problem(tomorrow, "id_on").contains("今日より前"));
}

#[test]
fn a_service_that_is_named_is_used_even_without_a_tick() {
    let mut form = particulars().with("services.prevention.others", "緩和型");
    let typed = read_as(&mut form, sendai()).unwrap();
    assert!(typed.sheet.answered.services[&ServiceGroup::Prevention].contains("緩和型"));
}

/// Every question is shown, also what only some answer; it says for whom.
#[test]
fn the_form_shows_all_questions_of_the_programme_and_no_others() {
    let sheet = screening_fields(&sendai().screenings[0]);
    assert_eq!(sheet.len(), sendai().screenings[0].questions.len());
    let why = sheet.iter().find(|field| field.name == "screening.condition.a_why").unwrap();
    assert!(why.hint.contains("「はい」と答えた場合に答えてください。"), "{}", why.hint);
    assert_eq!(sarc_f_fields(sendai()).len(), 5);
    assert!(sarc_f_fields(meguro()).is_empty());
    let names: Vec<String> = fact_fields(meguro()).into_iter().map(|field| field.name).collect();
    assert_eq!(names, ["resident", "insured_here"]);
}
