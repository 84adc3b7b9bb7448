//! Doing what is due: each duty by the register that proves it, as the side that owes it, decided on by the other.

use uuid::Uuid;

use super::contract::{Kept, Year, done};
use crate::{
    measures::mark,
    world::{Client, PDF},
};

impl Year {
    /// Everything that is due by today and not yet with the other side. What is given back or erased comes last: after it the
    /// contractor reads no more, and no plan is wanted where the report is there.
    pub async fn do_what_is_due(&self) {
        let (today, mut due) = (self.today(), self.kept().await);
        due.retain(|one| one.state == "open" && !one.is_handed_in && one.due_on <= today);
        due.sort_by_key(|one| (one.evidence == "erasure", one.rule == "erasure_plan"));
        for one in due {
            // A report may have answered two at once.
            if self.now(&one).await.state == "open" {
                self.does(&one).await;
            }
            assert_eq!(self.now(&one).await.state, "done", "{} {}", one.rule, one.occurrence);
        }
    }

    async fn now(&self, one: &Kept) -> Kept {
        self.kept().await.into_iter().find(|kept| kept.id == one.id).unwrap()
    }

    async fn does(&self, one: &Kept) {
        match one.evidence.as_str() {
            "roster" => self.names_its_people().await,
            "filing" => self.hands_in(one).await,
            "report" => self.reports(one).await,
            "erasure" => self.gives_back(one).await,
            "inspection" => self.inspects().await,
            "request" => self.answers_request(one).await,
            "incident" => self.follows_up(one).await,
            "pledge" => self.pledges().await,
            "training" => self.teaches(one).await,
            "survey" | "protection_plan" => self.answers_sheet(one).await,
            "measures" => self.marks_its_measures().await,
            "rehearsal" => self.rehearses().await,
            _ => self.says_it_is_done(one).await,
        }
    }

    async fn side(&self, owed_by: &str) -> Client {
        if owed_by == "ward" { self.officer().await } else { self.manager().await }
    }

    async fn says_it_is_done(&self, one: &Kept) {
        let approves = one.decision == "approval" && one.owed_by != "ward";
        let who = if approves { self.officer().await } else { self.side(&one.owed_by).await };
        let today = self.today().to_string();
        let fields = [("version", "1"), ("done_on", today.as_str()), ("note", "行いました")];
        done(&who.post(&format!("/obligations/{}/completion", one.id), &fields).await);
    }

    /// 対策の一覧: begun by the ward, marked by both sides, accepted; the duty of both is done.
    async fn marks_its_measures(&self) {
        let (officer, manager) = (self.officer().await, self.manager().await);
        let list = done(&officer.post(&format!("{}/measures", self.contract), &[]).await);
        done(&mark(&officer, &list, "ward", "1", &[]).await);
        done(&mark(&manager, &list, "contractor", "2", &[]).await);
        done(&officer.post(&format!("{list}/acceptance"), &[("version", "3")]).await);
    }

    async fn hands_in(&self, one: &Kept) {
        let code =
            one.rule.strip_prefix("filing/").map_or_else(|| format!("clause/{}", one.rule), str::to_owned);
        // A paper that comes round again and again is for the one that is due first.
        let asked = format!("{}/filings/new?code={code}&for={}", self.contract, one.occurrence);
        let has_day = self.side(&one.owed_by).await.get(&asked).await.status == 200;
        let of = if has_day { one.occurrence.as_str() } else { "" };
        let fields = [("code", code.as_str()), ("for", of), ("words", "写しのとおりです")];
        let to = format!("{}/filings", self.contract);
        let paper =
            done(&self.side(&one.owed_by).await.hand_in_paper(&to, &fields, Some(("写し.pdf", PDF))).await);
        let other = self.side(if one.owed_by == "ward" { "contractor" } else { "ward" }).await;
        match one.decision.as_str() {
            "receipt" => drop(done(&other.post(&format!("{paper}/receipt"), &[]).await)),
            "approval" => drop(done(&other.post(&format!("{paper}/approval"), &[]).await)),
            _ => {}
        }
    }

    async fn reports(&self, one: &Kept) {
        let (manager, officer) = (self.manager().await, self.officer().await);
        let (contract, code) = (self.id.to_string(), one.rule.strip_prefix("report/").unwrap());
        let (course, period) = match one.occurrence.strip_prefix("course:") {
            Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", one.occurrence.as_str()),
        };
        let period = period.strip_prefix("from:").unwrap_or_default();
        let fields =
            [("contract", contract.as_str()), ("course", course), ("report", code), ("period", period)];
        let report = done(&manager.post("/reports", &fields).await);
        let mut version = 1;
        for passage in passages(&manager.get(&report).await.body, &report) {
            let (number, to) = (version.to_string(), format!("{report}/sections/{passage}"));
            let words =
                [("version", number.as_str()), ("text", "落ち着いて進みました。"), ("outcome", "reached")];
            done(&manager.post(&to, &words).await);
            version += 1;
        }
        done(&manager.post(&format!("{report}/submission"), &[("version", &version.to_string())]).await);
        let decided = [("version", &*(version + 1).to_string())];
        done(&officer.post(&format!("{report}/acceptance"), &decided).await);
    }

    /// A course is given back; of what the whole contract holds one sheet is destroyed.
    async fn gives_back(&self, one: &Kept) {
        if one.occurrence.starts_with("course:") {
            let unit = [("unit", one.occurrence.as_str()), ("ends_reading", "yes")];
            drop(self.erases(&unit, &[one.id]).await);
            return;
        }
        let page = self.manager().await.get(&format!("{}/erasures/new", self.contract)).await.body;
        let sheet = page.split("name=\"count-").nth(1).unwrap()[..36].to_owned();
        let count = format!("count-{sheet}");
        let unit = [("unit", "contract"), ("item", sheet.as_str()), (count.as_str(), "1")];
        self.erases(&unit, &[one.id]).await;
    }

    /// The report of today that answers these obligations, accepted by the ward; its address.
    pub async fn erases(&self, what: &[(&str, &str)], answers: &[Uuid]) -> String {
        let answers: Vec<String> = answers.iter().map(Uuid::to_string).collect();
        let on = self.today().to_string();
        let mut fields = vec![("erased_on", on.as_str()), ("person", "田中"), ("place", "本社2階")];
        fields.extend_from_slice(what);
        fields.extend(answers.iter().map(|id| ("answers", id.as_str())));
        let sent =
            self.manager().await.hand_in_as(&format!("{}/erasures", self.contract), &fields, None).await;
        let report = done(&sent);
        done(&self.officer().await.post(&format!("{report}/acceptance"), &[]).await);
        report
    }

    /// Three sheets that the ward hands over.
    pub async fn receives_a_list(&self) {
        let today = self.today().to_string();
        let plan = [
            ("kind", "out"),
            ("on", today.as_str()),
            ("channel", "by_hand"),
            ("content", "参加予定者の名簿"),
            ("medium", "paper"),
            ("quantity", "3"),
            ("place", "区役所3階"),
            ("giver", "佐藤"),
            ("taker", "田中"),
            ("protection", "鍵付きかばん"),
            ("route", "区役所から本社まで"),
            ("packing", "封筒"),
            ("vehicle", "徒歩"),
        ];
        let (officer, manager) = (self.officer().await, self.manager().await);
        let entry = done(&officer.post(&format!("{}/handovers", self.contract), &plan).await);
        let on = ("on", today.as_str());
        done(&officer.post(&format!("{entry}/giving"), &[("version", "1"), on]).await);
        done(&manager.post(&format!("{entry}/receipt"), &[("version", "2"), on, ("counted", "yes")]).await);
    }
}

/// What the page of a report asks to be written.
fn passages(page: &str, report: &str) -> Vec<String> {
    let mut found: Vec<String> = page
        .split(&format!("{report}/sections/"))
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.strip_suffix("/edit").map(str::to_owned))
        .collect();
    found.sort();
    found.dedup();
    found
}
