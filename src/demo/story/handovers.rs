//! What passed on paper and disc around the class: a list that came and partly went back, a disc on its way, a plan.

use super::place::Place;
use crate::demo::build::{Build, Contract, Custodian, Erased, Made, Passed};

pub(super) fn tell(build: &mut Build, here: &Place, contract: &Contract, staff: &[Custodian]) -> Made {
    let (officer, manager) = (("介護予防課 佐藤", here.officer.id), ("教室の管理者", staff[0].account));
    let lists = Passed {
        kind: "out",
        channel: "by_hand",
        content: "参加予定者名簿（からだ元気コース）",
        medium: "paper",
        quantity: 3,
        place: "区役所3階 介護予防課の窓口",
        giver: officer,
        taker: manager,
        planned_on: build.day(-70),
        given_on: Some(build.day(-70)),
        received_on: Some(build.day(-70)),
        part_of: None,
    };
    let (_, list) = build.handover(contract, &lists)?;
    let shredded = Erased {
        item: list,
        quantity: 1,
        medium: None,
        person: "教室の管理者",
        place: "事業所2階の事務室",
        on: build.day(-28),
        by: manager.1,
        accepted: Some(officer.1),
    };
    build.erasure(contract, &shredded)?;
    let returned = Passed {
        kind: "back",
        giver: manager,
        taker: officer,
        quantity: 2,
        planned_on: build.day(-30),
        given_on: Some(build.day(-30)),
        received_on: Some(build.day(-29)),
        part_of: Some(list),
        ..lists
    };
    build.handover(contract, &returned)?;
    let sheets = Passed {
        content: "開始時の測定票の控え",
        quantity: 18,
        planned_on: build.day(-50),
        given_on: Some(build.day(-50)),
        received_on: Some(build.day(-50)),
        ..lists
    };
    let (_, sheets) = build.handover(contract, &sheets)?;
    let waiting = Erased { item: sheets, quantity: 18, on: build.day(-1), accepted: None, ..shredded };
    build.erasure(contract, &waiting)?;
    build.erasure_plan(
        contract,
        ["記録用の端末 12台", "毎週2台ずつ、消去ソフトで消去する", "教室の管理者"],
        manager.1,
    )?;
    let disc = Passed {
        channel: "medium",
        content: "基本チェックリストの回答（暗号化したCD-R）",
        medium: "disc",
        quantity: 1,
        planned_on: build.day(-1),
        given_on: Some(build.day(-1)),
        received_on: None,
        ..lists
    };
    build.handover(contract, &disc)?;
    let stick = Passed {
        channel: "by_hand",
        content: "参加予定者の一覧（暗号化したUSBメモリー）",
        medium: "stick",
        quantity: 1,
        planned_on: build.day(-60),
        given_on: Some(build.day(-60)),
        received_on: Some(build.day(-60)),
        ..lists
    };
    let (_, stick) = build.handover(contract, &stick)?;
    let broken = Erased {
        item: stick,
        medium: Some(("AB-16G", "S00123")),
        on: build.day(-9),
        accepted: None,
        ..shredded
    };
    build.erasure(contract, &broken)?;
    let planned = Passed {
        content: "終了時の測定票の用紙（氏名入り）",
        planned_on: build.day(3),
        given_on: None,
        received_on: None,
        ..lists
    };
    build.handover(contract, &planned)?;
    let file = Passed {
        channel: "lgwan",
        content: "次の教室の参加予定者の一覧",
        medium: "file",
        quantity: 1,
        planned_on: build.day(5),
        given_on: None,
        received_on: None,
        ..lists
    };
    build.handover(contract, &file)?;
    Ok(())
}
