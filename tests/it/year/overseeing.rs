//! What the ward looks into and what goes wrong: requests, the yearly inspection, an incident.

use super::contract::{Kept, Year, day, done};
use crate::world::link;

/// The row that an occurrence came up with.
fn row(one: &Kept) -> &str {
    one.occurrence.rsplit(':').next().unwrap()
}

impl Year {
    /// The ward asks how data are treated, for an answer by that day.
    pub async fn is_asked(&self, due_on: &str) {
        let contract = self.id.to_string();
        let fields = [
            ("contract", contract.as_str()),
            ("kind", "report"),
            ("due_on", due_on),
            ("words", "保管の状況"),
        ];
        done(&self.officer().await.post("/requests", &fields).await);
    }

    pub async fn answers_request(&self, one: &Kept) {
        let (manager, officer) = (self.manager().await, self.officer().await);
        let path = format!("/requests/{}", row(one));
        let answer = [("stance", "done"), ("words", "鍵のかかる棚にあります")];
        done(&manager.hand_in(&format!("{path}/answers"), &answer, None).await);
        let decision = link(&officer.get(&path).await.body, "/decision");
        done(&officer.post(&decision, &[("decision", "received")]).await);
    }

    /// Everything in order.
    pub async fn inspects(&self) {
        let (officer, contract, today) =
            (self.officer().await, self.id.to_string(), self.today().to_string());
        let plan = [
            ("contract", contract.as_str()),
            ("kind", "personal_data"),
            ("mode", "on_site"),
            ("planned_on", today.as_str()),
            ("place", "本社2階"),
            ("inspectors", "大島"),
        ];
        let path = done(&officer.post("/inspections", &plan).await);
        let form = officer.get(&format!("{path}/result")).await.body;
        let points: std::collections::BTreeSet<String> = form
            .split("name=\"finding_")
            .skip(1)
            .filter_map(|part| Some(format!("finding_{}", part.split('"').next()?)))
            .collect();
        let mut result = vec![("held_on", today.as_str()), ("attendants", "田中"), ("summary", "良好")];
        result.extend(points.iter().map(|point| (point.as_str(), "good")));
        done(&officer.post(&format!("{path}/result"), &result).await);
    }

    /// A sheet is missing: the contractor tells the ward within the hour, and the ward takes the report.
    pub async fn loses_a_sheet(&self, on: &str) {
        self.wait_until(on);
        let today = day(on).to_string().replace('-', "/");
        let fields = [
            ("kind", "loss"),
            ("happened_on", today.as_str()),
            ("happened_at", "9:50"),
            ("what", "名簿が1枚足りない"),
            ("told_ward_at", "9:55"),
        ];
        let path = done(&self.manager().await.post("/incidents", &fields).await);
        let officer = self.officer().await;
        done(&officer.post(&format!("{path}/opening"), &[]).await);
        done(&officer.post(&format!("{path}/acknowledgement"), &[]).await);
    }

    /// The final report in writing.
    pub async fn follows_up(&self, one: &Kept) {
        self.reports_the_end_of(&format!("/incidents/{}", row(one))).await;
    }

    async fn reports_the_end_of(&self, path: &str) {
        let last = [
            ("stage", "final"),
            ("changed", "棚の裏で見付かった"),
            ("cause", "数えなかった"),
            ("prevention", "毎回数える"),
        ];
        done(&self.manager().await.post(&format!("{path}/reports"), &last).await);
        let officer = self.officer().await;
        let receipt = link(&officer.get(path).await.body, "/receipt");
        done(&officer.post(&receipt, &[]).await);
    }

    /// What is left to do about each incident, and its end: nothing is closed over it.
    pub async fn ends_its_incidents(&self) {
        let open: Vec<(uuid::Uuid, String, bool)> = sqlx::query_as(
            "select i.id, to_char(i.reported_at at time zone 'Asia/Tokyo', 'YYYY/MM/DD'),
                    exists (select from incident_report r where r.incident_id = i.id and r.stage = 'final')
             from incident i where i.contract_id = $1 and i.state <> 'closed'",
        )
        .bind(self.id)
        .fetch_all(&mut self.w.admin().await)
        .await
        .unwrap();
        if !open.is_empty() {
            let shut = self.closes().await;
            assert!(shut.status == 422 && shut.body.contains("完了していない事故・急変が"), "{}", shut.body);
        }
        let (officer, today) = (self.officer().await, self.today().to_string().replace('-', "/"));
        for (id, known_on, has_final) in open {
            let path = format!("/incidents/{id}");
            if !has_final {
                self.reports_the_end_of(&path).await;
            }
            let mut facts = vec![("known_on", known_on.as_str()), ("people", "1")];
            facts.extend(
                ["sensitive", "financial", "wrongful", "ordinance", "encrypted"].map(|one| (one, "not_met")),
            );
            done(&officer.post(&format!("{path}/judgement"), &facts).await);
            let withhold =
                [("kind", "withhold"), ("decided_on", today.as_str()), ("words", "回収できたため")];
            done(&officer.post(&format!("{path}/decisions"), &withhold).await);
            done(&officer.post(&format!("{path}/closing"), &[]).await);
        }
    }
}
