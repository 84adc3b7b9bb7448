//! The end of a contract: what keeps it open, what closes it, and the destruction of its keys when the retention period is over.

use kayoi::{kit::permission::Role, sealing::Unit};

use super::{
    contract::{Year, done},
    gates::{CLOSE, OPEN},
};

impl Year {
    pub async fn begins(&self) {
        let to = format!("{}/activation", self.contract);
        done(&self.officer().await.post(&to, &[("version", &self.version().await)]).await);
    }

    async fn version(&self) -> String {
        let version: i32 = sqlx::query_scalar("select version from contract where id = $1")
            .bind(self.id)
            .fetch_one(&mut self.w.admin().await)
            .await
            .unwrap();
        version.to_string()
    }

    pub async fn closes(&self) -> crate::world::Got {
        let version = self.version().await;
        self.officer()
            .await
            .post(&format!("{}/closure", self.contract), &[("version", version.as_str())])
            .await
    }

    /// Return and erasure, the certificate, and the closed contract: refused while anything is open.
    pub async fn ends(&self) {
        let officer = self.officer().await;
        let closing = [("version", &*self.version().await)];
        done(&officer.post(&format!("{}/closing", self.contract), &closing).await);
        let shut = self.closes().await;
        assert!(shut.status == 422 && shut.body.contains("返還も消去も済んでいない物が"), "{}", shut.body);
        let owed = self.kept().await;
        let answered: Vec<_> = owed
            .iter()
            .filter(|one| one.state == "open" && one.evidence == "erasure")
            .map(|one| one.id)
            .collect();
        let everything = [("unit", "contract"), ("ends_reading", "yes"), ("all", "yes")];
        let report = self.erases(&everything, &answered).await;
        let certificate = officer.get(&format!("{report}/papers/certificate")).await;
        assert_eq!((certificate.status.as_u16(), certificate.body.starts_with("%PDF-")), (200, true));
        let left: Vec<String> =
            self.kept().await.into_iter().filter(|one| one.state == "open").map(|one| one.rule).collect();
        assert_eq!(left, Vec::<String>::new());
        self.ends_its_incidents().await;
        assert_eq!(self.gate(CLOSE).await, Some(OPEN));
        done(&self.closes().await);
        assert_eq!(self.closes().await.status, 422, "replayed");
        let outside = self.manager().await;
        for page in [self.contract.clone(), "/participants".into(), report] {
            let got = outside.get(&page).await;
            assert_eq!(got.status, 303, "{page} leads to the choice of another contract: {}", got.body);
        }
    }

    /// Five years of retention, counted from the end of the fiscal year: one person proposes, another destroys.
    pub async fn is_forgotten(&self, kept_until: &str, after: &str) {
        let key = Unit::Unit(self.id);
        let to = format!("{}/key-destructions", self.contract);
        let proposal = [
            ("unit", "contract"),
            ("kept_until", kept_until),
            ("basis", "文書管理規程の5年"),
            ("copies", "写しはありません"),
        ];
        self.wait_until(kept_until);
        let early = self.officer().await.post(&to, &proposal).await;
        assert!(
            early.status == 422 && early.body.contains("保存期間がまだ終わっていません"),
            "{}",
            early.body
        );
        self.wait_until(after);
        let (officer, admin) = (self.officer().await, self.w.role(Role::WardAdmin).await);
        let path = done(&officer.post(&to, &proposal).await);
        let confirmation = format!("{path}/confirmation");
        assert_eq!(
            officer.post(&confirmation, &[("version", "1")]).await.status,
            422,
            "not by the same person"
        );
        assert!(self.w.keys().has(key));
        done(&admin.post(&confirmation, &[("version", "1")]).await);
        assert!(!self.w.keys().has(key), "destroyed");
        let paper = officer.get(&format!("{path}/certificate")).await;
        assert_eq!((paper.status.as_u16(), paper.body.starts_with("%PDF-")), (200, true));
    }
}
