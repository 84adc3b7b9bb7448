//! The gates of a contract within its year: those its clauses ask for and no others, each shut and then open. What a clause never
//! allows has no form, and stays shut.

use super::contract::{Year, done};

pub const PEOPLE: &str = "受託者が参加者の情報を見る";
pub const REAL_DATA: &str = "本番のデータを取り込む";
pub const TAKE_OUT: &str = "個人情報を持ち出す";
pub const COPYING: &str = "個人情報を複写・複製する";
pub const RE_OUTSOURCING: &str = "業務をほかの者に任せる";
pub const CLOSE: &str = "契約を終了する";
const ALL: [&str; 7] =
    [PEOPLE, REAL_DATA, TAKE_OUT, COPYING, RE_OUTSOURCING, "保守の担当者が作業する", CLOSE];

pub const SHUT: &str = "閉じています";
pub const OPEN: &str = "開いています";
/// Decided for each application.
pub const BY_CASE: &str = "そのつど決まります";

/// What an application of a kind says.
fn application<'a>(kind: &'a str, on: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("kind", kind),
        ("scope", "会場で使う名簿"),
        ("reason", "停電の備え"),
        ("protection", "鍵付きの箱"),
        ("starts_on", on),
        ("ends_on", on),
    ];
    match kind {
        "take_out" => form.extend([("route", "本社から会場まで"), ("covers_files", "yes")]),
        "copying" => form.extend([("amount", "1部"), ("covers_files", "yes")]),
        _ => form.extend([
            ("partner", "株式会社みなと測定"),
            ("address", "港区1-2-3"),
            ("custodians", "浜田 進（取扱責任者）"),
        ]),
    }
    form
}

/// The chip in the gate's row of the page.
fn stands(page: &str, label: &str) -> Option<&'static str> {
    let rest = page.split(&format!("<th scope=\"row\">{label}</th>")).nth(1)?;
    let row = rest.split("</tr>").next()?;
    Some([SHUT, OPEN, BY_CASE].into_iter().find(|words| row.contains(words)).unwrap_or("?"))
}

impl Year {
    /// The gate of the contract's people, from the contractor's side and on the ward's page 現況.
    pub async fn people_are(&self, visible: bool) {
        let seen = self.manager().await.get("/participants").await;
        assert_eq!(seen.status, if visible { 200 } else { 403 }, "{}", seen.body);
        assert_eq!(self.gate(PEOPLE).await, Some(if visible { OPEN } else { SHUT }));
    }

    /// How a gate stands on the page 現況 of the ward; `None` where the contract has no such gate.
    pub async fn gate(&self, label: &str) -> Option<&'static str> {
        let page = self.officer().await.get(&format!("{}/standing", self.contract)).await.body;
        stands(&page, label)
    }

    /// 「契約の現況」 names these gates in this order, each as it stands, and no other.
    pub async fn gates_are(&self, expected: &[(&str, &str)]) {
        let page = self.officer().await.get(&format!("{}/standing", self.contract)).await.body;
        let found: Vec<(&str, &str)> =
            ALL.into_iter().filter_map(|label| Some((label, stands(&page, label)?))).collect();
        assert_eq!(found, expected, "on {}", self.today());
    }

    fn permits(&self) -> String {
        format!("{}/permits", self.contract)
    }

    /// There is no form for it, and what is sent all the same is refused.
    pub async fn never_allows(&self, kind: &str) {
        let (manager, on) = (self.manager().await, self.today().to_string());
        let list = manager.get(&self.permits()).await.body;
        assert!(list.contains("例外なく禁じています") && !list.contains(&format!("kind={kind}\"")), "{list}");
        for got in [
            manager.get(&format!("{}/new?kind={kind}", self.permits())).await,
            manager.post(&self.permits(), &application(kind, &on)).await,
        ] {
            assert!(got.status == 422 && got.body.contains("例外なく禁じて"), "{kind}: {}", got.body);
        }
    }

    /// Where no clause speaks of it there is nothing to apply for.
    pub async fn asks_nothing_about(&self, kind: &str) {
        let got = self.manager().await.get(&format!("{}/new?kind={kind}", self.permits())).await;
        assert!(got.status == 422 && got.body.contains("承諾を求めていません"), "{kind}: {}", got.body);
    }

    /// Applied for, not by oneself approved, and approved by the ward for today.
    pub async fn allows(&self, kind: &str) {
        let (manager, officer, on) = (self.manager().await, self.officer().await, self.today().to_string());
        let mut form = application(kind, &on);
        if kind == "re_outsourcing" {
            let further = manager.post(&self.permits(), &form).await;
            assert_eq!(further.status, 422, "not to a third: {}", further.body);
            form.push(("no_further", "yes"));
        }
        let path = done(&manager.post(&self.permits(), &form).await);
        let approval = format!("{path}/approval");
        assert_eq!(manager.post(&approval, &[]).await.status, 403, "nobody approves their own");
        let looked_up = [("suspension_checked_on", on.as_str()), ("gangs_checked_on", on.as_str())];
        let decision = if kind == "re_outsourcing" { &looked_up[..] } else { &[] };
        done(&officer.post(&approval, decision).await);
        assert!(manager.get(&path).await.body.contains("承諾"), "{kind}");
    }
}
