//! Pledges, lessons and an application of the running contract of 若葉区: one pledge waits for the ward, one report too, one lesson is being prepared.

use super::place::Place;
use crate::{
    demo::build::{Build, Contract, Custodian, Made, Reached, Taught},
    permits::kinds::Kind,
};

pub fn tell(build: &mut Build, here: &Place, contract: &Contract, staff: &[Custodian]) -> Made {
    for (index, one) in staff.iter().enumerate() {
        let is_last = index + 1 == staff.len();
        build.pledge(contract, one, (!is_last).then_some(&here.officer));
    }
    let before = contract.starts_on - time::Duration::days(4);
    let lessons = [
        Taught {
            kind: "protection",
            title: "業務に就く前の個人情報の教育",
            on: before,
            report: Some("本社の会議室で教材を読み合わせ、全員が確認テストに合格した。"),
            received: Some(&here.officer),
        },
        Taught {
            kind: "drill",
            title: "急変時対応の訓練",
            on: build.day(-9),
            report: Some("会場でAEDの場所と119番の手順を確かめ、第一報の画面まで通して行った。"),
            received: None,
        },
        Taught {
            kind: "protection",
            title: "秋の個人情報の教育",
            on: build.day(-1),
            report: None,
            received: None,
        },
    ];
    for taught in &lessons {
        build.lesson(contract, taught, staff)?;
    }
    let Some(manager) = staff.first() else { return Ok(()) };
    let (contractor, ward) = (manager.account, here.officer.id);
    let (soon, later) = (build.day(41), build.day(700));
    build.certificate(contract, "プライバシーマーク付与認定", soon, (contractor, Some(ward)));
    build.certificate(contract, "プライバシーマーク付与認定（更新）", later, (contractor, None));
    build.survey(
        contract,
        ("survey_sheet", "社内規程のとおり。担当は総務部。"),
        contractor,
        Reached::Accepted(ward),
    )?;
    build.survey(
        contract,
        ("protection_plan", "社内規程に手順を定め、取扱責任者が毎日確かめる。"),
        contractor,
        Reached::Submitted,
    )?;
    build.survey(contract, ("record_keeping", "本社の書庫に5年間"), contractor, Reached::Draft)?;
    build.survey(
        contract,
        ("confirmation_sheet", "事務所で確かめた。"),
        ward,
        Reached::Accepted(contractor),
    )?;
    build.permit(contract, (Kind::ReOutsourcing, false), manager, None)
}
