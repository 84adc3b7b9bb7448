//! What a town laid before the body that watches over personal data: its measures, the flow of its data, an approved paper.

use kayoi::{
    council::{Annex, Facts, Law, Narrative, compose},
    data_flows::Flow,
    demo::build::{Build, Laid, Made, Measured, Packed, moment},
    kit::permission::Role,
    measures::{Marks, Usage},
    programmes::meguro,
};

use super::Town;

impl Town {
    /// A first version of everything, accepted and approved.
    pub(super) fn lay(&self, build: &mut Build, mark: &str) {
        let (officer, admin) = (self.account(Role::WardOfficer), self.account(Role::WardAdmin));
        let marks = Marks::all_but(true, &[(Usage::Outsourcing, "rooms")]);
        let manager = self.custodians[0].account;
        let list = Measured {
            number: 1,
            ward: &marks,
            contractor: Some((&marks, manager)),
            accepted: true,
            on: build.day(-30),
            officer,
        };
        build.measures(&self.contract, &list);
        let text = |words: &str| format!("{mark}{words}");
        let flow = Flow {
            from: text("会館"),
            to: text("受託者"),
            what: text("申込書"),
            medium: text("紙"),
            protection: text("封筒"),
            when: text("説明会"),
        };
        build.data_flow(&self.contract, 1, &flow, officer).unwrap();
        build.council_basis(&self.contract, false, officer);
        let facts = Facts {
            law: Law::Act,
            annexes: vec![Annex::Outsourcing],
            title: text("委託"),
            programme: text("教室"),
            department: text("福祉課"),
            contractor: text("受託者"),
            term: "令和8年5月8日から令和8年11月24日まで".into(),
            items: vec!["氏名".into()],
            goals: Vec::new(),
            stages: vec![text("説明会")],
        };
        let narrative = Narrative::first(&facts).with([("media", text("紙及びCD-R"))]);
        let content = compose(&facts, &narrative, Vec::new(), vec![flow], Vec::new());
        let laid = Laid {
            number: 1,
            narrative: &narrative,
            on: build.day(-28),
            by: officer.id,
            submitted: Some(&content),
            approved: Some((&text("令和8年度第1回"), admin.id)),
        };
        build.council_paper(&self.contract, meguro(), &laid).unwrap();
    }
}

/// A permitted tablet whose pack is wiped, and an entry of it that was taken over: nothing of it is open.
pub fn tablet(build: &mut Build, town: &Town, words: &str) -> Made {
    let manager = &town.custodians[0];
    let permitted = Some((town.account(Role::WardOfficer), build.day(60)));
    let tablet = build.tablet(&town.contract, words, manager, permitted)?;
    let sessions = &town.course.sessions[2..3];
    let packed = Packed { sessions, people: 3, on: build.today, unsent: Some(0), wiped: Some("finished") };
    build.tablet_pack(&town.contract, tablet, manager, &packed);
    let parked = build.parked(&town.course, &town.course.sessions[1], (tablet, manager), words)?;
    let decided = serde_json::json!({ "state": "taken", "decided_at": moment(build.today, 9, 0), "decided_by": manager.account, "version": 2 });
    if let serde_json::Value::Object(decided) = decided {
        build.rows.amend("parked_operation", &parked.to_string(), decided);
    }
    Ok(())
}
