//! The contractor's people: who they are, what they pledged and learned; and the sheets about them and their house.

use kayoi::{kit::permission::Role, surveys::sheets};

use super::contract::{Kept, Year, done};
use crate::world::Client;

/// Who works under the contract.
const PEOPLE: [(Role, &str); 2] =
    [(Role::ContractorManager, "custodian_manager"), (Role::ContractorRecorder, "custodian")];

impl Year {
    /// The 従事者名簿 of both, with everything that a clause may ask about them and the pledges it asks for, accepted by the ward.
    pub async fn names_its_people(&self) {
        let (manager, officer) = (self.manager().await, self.officer().await);
        let roster = done(&manager.post(&format!("{}/roster", self.contract), &[]).await);
        let from = self.today().to_string();
        for (nth, (role, custody)) in PEOPLE.into_iter().enumerate() {
            let (version, account) = ((nth + 1).to_string(), self.w.home.account(role).id.to_string());
            let line = [
                ("version", version.as_str()),
                ("account", account.as_str()),
                ("custody", custody),
                ("post", if nth == 0 { "protection_manager" } else { "worker" }),
                ("job", "看護師"),
                ("work_place", "本社2階"),
                ("valid_from", from.as_str()),
                ("affiliation", "介護予防部"),
                ("standing", "正社員"),
                ("career", "8年"),
                ("tasks", "出欠の記録"),
                ("responsibility", "取扱いの監督"),
                ("part", "教室での記録"),
            ];
            done(&manager.post(&format!("{roster}/entries"), &line).await);
        }
        if self.kept().await.iter().any(|one| one.rule == "pledge") {
            self.pledges().await;
        }
        done(&manager.post(&format!("{roster}/submission"), &[("version", "3")]).await);
        done(&officer.post(&format!("{roster}/acceptance"), &[("version", "4")]).await);
    }

    /// Somebody of the contractor's under this contract.
    pub async fn as_one(&self, role: Role) -> Client {
        self.w.sign_in_under(&self.w.home, self.w.home.account(role), self.id).await
    }

    /// Each for oneself, and the ward receives every pledge.
    pub async fn pledges(&self) {
        for (role, _) in PEOPLE {
            let name: String = sqlx::query_scalar("select name from account where id = $1")
                .bind(self.w.home.account(role).id)
                .fetch_one(&mut self.w.admin().await)
                .await
                .unwrap();
            done(&self.as_one(role).await.post("/pledge", &[("agreed", "yes"), ("name", &name)]).await);
        }
        let given: Vec<uuid::Uuid> =
            sqlx::query_scalar("select id from pledge where contract_id = $1 order by id")
                .bind(self.id)
                .fetch_all(&mut self.w.admin().await)
                .await
                .unwrap();
        let officer = self.officer().await;
        for id in given {
            done(&officer.post(&format!("/pledges/{id}/receipt"), &[]).await);
        }
    }

    /// A lesson or a drill of today, reported and received.
    pub async fn teaches(&self, one: &Kept) {
        let (manager, officer) = (self.manager().await, self.officer().await);
        let kind = if one.rule == "drill" { "drill" } else { "protection" };
        let today = self.today().to_string();
        let lesson = [
            ("kind", kind),
            ("title", "年に一度の回"),
            ("held_on", today.as_str()),
            ("materials", "名簿の扱い"),
        ];
        let path = done(&manager.post(&format!("{}/lessons", self.contract), &lesson).await);
        let who = self.w.home.account(Role::ContractorRecorder).id.to_string();
        done(&manager.post(&format!("{path}/attendance"), &[("attended", who.as_str())]).await);
        done(&manager.post(&format!("{path}/report"), &[("words", "行いました"), ("version", "1")]).await);
        done(&officer.post(&format!("{path}/receipt"), &[("version", "2")]).await);
    }

    /// 調査票・確認記録票・計画: every answer, submitted; the ward accepts what the contractor answered.
    pub async fn answers_sheet(&self, one: &Kept) {
        let is_wards = one.owed_by == "ward";
        let (officer, manager) = (self.officer().await, self.manager().await);
        let writer = if is_wards { &officer } else { &manager };
        let to = format!("{}/surveys", self.contract);
        let begun = done(&writer.post(&to, &[("form", one.rule.as_str())]).await);
        let path = begun.trim_end_matches("/edit");
        let mut answers = vec![("version".to_owned(), "1".to_owned())];
        for question in &sheets::sheet(&one.rule).unwrap().questions {
            answers.push((question.code.clone(), "yes".to_owned()));
            answers.push((sheets::words_field(&question.code), "決めています".to_owned()));
        }
        let answers: Vec<(&str, &str)> =
            answers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        done(&writer.post(path, &answers).await);
        done(&writer.post(&format!("{path}/submission"), &[("version", "2")]).await);
        let reader = if is_wards { &manager } else { &officer };
        done(&reader.post(&format!("{path}/acceptance"), &[("version", "3")]).await);
    }
}
