//! What was laid before the 運営会議: of a running contract an approved version and the next one, in which the way of passing and a
//! measure change; of a draft a version that waits for the meeting.

use super::place::Place;
use crate::{
    council::{Annex, Content, Facts, Law, Narrative, compose},
    data_flows::Flow,
    demo::build::{Build, Contract, Custodian, Laid, Made, Measured},
    measures::{Marks, MeasureTable, Sides, Usage, tables},
    programmes::Definition,
    vocab::dates::wareki,
};

pub(super) fn tell(
    build: &mut Build,
    here: &Place,
    (contract, programme): (&Contract, &Definition),
    staff: &[Custodian],
) -> Made {
    let (admin, officer) = (&here.admin, &here.officer);
    let (first, next) = (Marks::all_but(true, &[(Usage::Connection, "standby")]), Marks::all_but(true, &[]));
    let list = Measured {
        number: 1,
        ward: &first,
        contractor: Some((&first, staff[0].account)),
        accepted: true,
        on: build.day(-80),
        officer,
    };
    build.measures(contract, &list);
    let waiting = Measured {
        number: 2,
        ward: &next,
        contractor: Some((&next, staff[0].account)),
        accepted: false,
        on: build.day(-4),
        officer,
    };
    build.measures(contract, &waiting);
    for (place, flow) in (1..).zip(&flows("郵送")) {
        build.data_flow(contract, place, flow, officer)?;
    }
    build.council_basis(contract, true, officer);
    let narrative = narrative(&facts(contract, programme));
    let content = content(contract, programme, &narrative, lists(&first));
    let approved = Laid {
        number: 1,
        narrative: &narrative,
        on: build.day(-78),
        by: officer.id,
        submitted: Some(&content),
        approved: Some(("令和8年度第1回", admin.id)),
    };
    build.council_paper(contract, programme, &approved)?;
    let changed = narrative.clone().with(texts([
        ("matter", "受渡しの方法の追加（LGWAN）"),
        ("media", "紙及び電磁的媒体（受託者のシステム、CD-R、LGWAN）"),
        ("people", "約220人"),
    ]));
    let draft = Laid {
        number: 2,
        narrative: &changed,
        on: build.day(-3),
        by: officer.id,
        submitted: None,
        approved: None,
    };
    build.council_paper(contract, programme, &draft)
}

/// A draft that waits for the meeting; its administrator submitted the paper, so the officer may record the decision.
pub(super) fn tell_of_draft(
    build: &mut Build,
    here: &Place,
    (contract, programme): (&Contract, &Definition),
) -> Made {
    build.council_basis(contract, true, &here.officer);
    let narrative = narrative(&facts(contract, programme));
    let content = content(contract, programme, &narrative, Vec::new());
    let laid = Laid {
        number: 1,
        narrative: &narrative,
        on: build.day(-3),
        by: here.admin.id,
        submitted: Some(&content),
        approved: None,
    };
    build.council_paper(contract, programme, &laid)
}

fn facts(contract: &Contract, programme: &Definition) -> Facts {
    Facts {
        law: Law::Act,
        annexes: vec![Annex::Outsourcing],
        title: contract.title.clone(),
        programme: programme.name.clone(),
        department: "高齢福祉課".into(),
        contractor: "受託者".into(),
        term: format!("{}から{}まで", wareki(contract.starts_on), wareki(contract.ends_on)),
        items: programme.information_items.iter().map(|item| item.label().to_owned()).collect(),
        goals: programme.goals.iter().map(|goal| goal.text.clone()).collect(),
        stages: programme.stages.iter().map(|stage| stage.label.clone()).collect(),
    }
}

fn texts<const N: usize>(texts: [(&'static str, &str); N]) -> [(&'static str, String); N] {
    texts.map(|(code, text)| (code, text.to_owned()))
}

fn narrative(facts: &Facts) -> Narrative {
    Narrative::first(facts).with(texts([
        ("purpose", "高齢者が住み慣れた地域で、自分らしい暮らしを続けられるように支えるため。"),
        ("targets", "65歳以上の区民で、介護予防に取り組みたい人"),
        ("matter", "教室の運営業務の委託"),
        ("people", "約200人"),
        ("media", "紙及び電磁的媒体（受託者のシステム、CD-R）"),
        ("next_years", "次年度以降も、同様の業務委託を行う"),
        ("out_basis", "第3条第1項第3号"),
        ("out_reason", "運動の指導には専門の知識と経験が要るため。"),
        ("out_ward", "契約書に特記事項を付け、年度に1回以上、立入り調査を行う。"),
        ("out_contractor", "取扱責任者と取扱者を定め、区に届け出る。"),
    ]))
}

fn content(
    contract: &Contract,
    programme: &Definition,
    narrative: &Narrative,
    measures: Vec<MeasureTable>,
) -> Content {
    compose(&facts(contract, programme), narrative, measures, flows("CD-Rの手渡し"), Vec::new())
}

fn lists(marks: &Marks) -> Vec<MeasureTable> {
    tables(Sides { has_connection: true, ward: Some(marks), contractor: Some(marks) }, None)
}

/// What no handover plans.
fn flows(answer: &str) -> Vec<Flow> {
    let flow = |texts: [&str; 6]| {
        let [from, to, what, medium, protection, when] = texts.map(str::to_owned);
        Flow { from, to, what, medium, protection, when }
    };
    vec![
        flow(["参加者", "受託者", "参加の申込書", "紙", "受付の場で封筒に入れる", "説明会の日"]),
        flow([
            "受託者",
            "地域包括支援センター",
            "連絡シート",
            "Kayoi",
            "通信の暗号化、担当地区だけ",
            "教室の間",
        ]),
        flow([
            "地域包括支援センター",
            "受託者",
            "連絡シートへの回答",
            answer,
            "宛名の二重の確認",
            "受取りの後",
        ]),
    ]
}
