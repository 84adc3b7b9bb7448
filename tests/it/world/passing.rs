//! What passes between the ward of a town and its contractor, and what was erased of it.

use kayoi::{
    demo::build::{Build, Erased, Passed},
    kit::permission::Role,
};

use super::Town;

impl Town {
    /// A list that the ward handed over and a plan that waits.
    pub(super) fn hand_over(&self, build: &mut Build, mark: &str) {
        let content = format!("{mark}参加予定者名簿");
        let place = format!("{mark}区役所の窓口");
        let officer = self.account(Role::WardOfficer).id;
        let passed = Passed {
            kind: "out",
            channel: "by_hand",
            content: &content,
            medium: "paper",
            quantity: 3,
            place: &place,
            giver: ("担当者", officer),
            taker: ("管理者", self.custodians[0].account),
            planned_on: build.day(-20),
            given_on: Some(build.day(-20)),
            received_on: Some(build.day(-19)),
            part_of: None,
        };
        build.handover(&self.contract, &passed).unwrap();
        let manager = self.custodians[0].account;
        let disc = Passed { content: &place, medium: "disc", quantity: 1, ..passed };
        let (_, item) = build.handover(&self.contract, &disc).unwrap();
        let broken = Erased {
            item,
            quantity: 1,
            medium: Some((&content, &place)),
            person: &content,
            place: &place,
            on: build.day(-2),
            by: manager,
            accepted: None,
        };
        build.erasure(&self.contract, &broken).unwrap();
        let (_, elsewhere) = build.handover(&self.service_contract, &passed).unwrap();
        build.erasure(&self.service_contract, &Erased { item: elsewhere, medium: None, ..broken }).unwrap();
        build.erasure_plan(&self.contract, [&content, &place, &content], manager).unwrap();
        build.key_destruction(&self.contract, &place, officer);
        let planned =
            Passed { medium: "disc", planned_on: build.day(2), given_on: None, received_on: None, ..passed };
        let (entry, _) = build.handover(&self.contract, &planned).unwrap();
        let people: Vec<_> = self.enrolled.iter().map(|one| one.participant.id).collect();
        build.handover_package(&self.contract, entry, &people, officer).unwrap();
    }
}
