//! 終わっていないこと: everything that keeps a contract from being closed, of whichever feature. The rows come from one function of
//! the database, `keeps_open`, which the wall asks too; here each kind has its words and its page.

use time::Date;

use super::{ViewRoster, db};
use crate::{
    applications::ViewApplications,
    breaches::ViewBreaches,
    certificates::ViewCertificates,
    complaints::ViewComplaints,
    erasure::ViewErasures,
    filings::ViewFilings,
    handovers::ViewHandovers,
    incidents::{self, ViewIncidents},
    inspections::ViewInspections,
    job_windows::ViewJobWindows,
    kit::{
        ctx::Actor,
        db::Reads,
        error::{AppError, Result},
        parts::Link,
        permission::Permission,
    },
    lessons::ViewLessons,
    obligations::ViewObligations,
    permits::ViewPermits,
    pledges::ViewPledges,
    reports::ReadReports,
    requests::ViewRequests,
    surveys::ViewSurveys,
    tablets::{ViewParked, ViewTablets},
    vocab::ids::ContractId,
};

/// A kind of thing that may be open under a contract.
#[derive(Debug)]
pub struct Matter {
    /// As `keeps_open` says it.
    pub code: &'static str,
    /// 「まだ済んでいない義務」, before a count.
    pub what: &'static str,
    /// Where it is looked after; `{}` stands for the contract.
    page: &'static str,
    /// Who is led there.
    opens: fn(&Actor) -> bool,
    /// Said and done, it lies with the side that decides on it.
    pub is_decided: bool,
}

impl Matter {
    /// Whether the page 返還・消去 tells it: what the ledger and the erasures hold.
    pub fn is_of_things(&self) -> bool {
        matches!(self.code, "handover" | "held" | "erasure" | "erasure.returned")
    }
}

/// Duties, which the pages about obligations show one by one.
pub const DUTY: &str = "obligation";

/// Every kind, in the order in which it is told.
pub const MATTERS: [Matter; 31] = [
    owed::<ViewObligations>(DUTY, "まだ済んでいない義務", "/contracts/{}/obligations?state=open"),
    decided::<ViewFilings>("filing", "受理・承認を待つ提出物", "/contracts/{}/filings"),
    decided::<ViewRoster>("roster", "承認を待つ従事者名簿", "/contracts/{}/roster"),
    decided::<ViewRoster>("roster.notified", "受理を待つ従事者の変更の届", "/contracts/{}/roster"),
    decided::<ReadReports>("report", "確認を待つ報告書", "/reports?contract={}"),
    decided::<ViewIncidents>(
        "incident.unopened",
        "まだ開いていない事故・急変の報告",
        "/incidents?contract={}",
    ),
    owed::<ViewIncidents>("incident", "完了していない事故・急変", "/incidents?contract={}"),
    decided::<ViewIncidents>(
        "incident.report",
        "受け取っていない事故の続報・最終報告",
        "/incidents?contract={}",
    ),
    owed::<ViewComplaints>("complaint", "対応の終わっていない苦情・意見", "/complaints?contract={}"),
    owed::<ViewInspections>("inspection", "結果を記録していない検査", "/inspections?contract={}"),
    owed::<ViewInspections>("correction", "是正の済んでいない検査の指摘", "/inspections?contract={}"),
    decided::<ViewInspections>("correction.answered", "再確認を待つ是正の報告", "/inspections?contract={}"),
    owed::<ViewRequests>("request", "回答のない区の求め", "/requests"),
    decided::<ViewRequests>("request.answered", "決定を待つ、求めへの回答", "/requests"),
    decided::<ViewPermits>("permit", "決定を待つ許可の申請", "/contracts/{}/permits"),
    decided::<ViewPledges>("pledge", "受理を待つ誓約書", "/contracts/{}/pledges"),
    decided::<ViewLessons>("lesson", "受理を待つ教育・訓練の報告", "/contracts/{}/lessons"),
    decided::<ViewSurveys>("survey", "確認を待つ調査票・計画", "/contracts/{}/surveys"),
    owed::<ViewSurveys>("survey.returned", "直して出し直す調査票・計画", "/contracts/{}/surveys"),
    decided::<ViewCertificates>("certificate", "確認を待つ認証", "/contracts/{}/certificates"),
    decided::<ViewApplications>("application", "決定していない参加の申込み", "/applications?contract={}"),
    decided::<ViewBreaches>("consequence", "決定していない、違反・損害への対応", "/breaches?contract={}"),
    decided::<ViewJobWindows>("job_window", "決定・確認を待つ保守作業", "/job-windows"),
    owed::<ViewJobWindows>("job_window.running", "承認した時間が終わっていない保守作業", "/job-windows"),
    owed::<ViewHandovers>("handover", "双方の確認が済んでいない受渡し", "/contracts/{}/handovers"),
    owed::<ViewHandovers>("held", "返還も消去も済んでいない物", "/contracts/{}/handovers"),
    decided::<ViewTablets>("tablet", "区の許可を待つ端末", "/contracts/{}/tablets"),
    owed::<ViewTablets>("tablet.pack", "端末にあり、消去していない準備", "/contracts/{}/tablets"),
    decided::<ViewParked>("parked", "端末から届き、保留になっている記録", "/contracts/{}/parked"),
    decided::<ViewErasures>("erasure", "受理を待つ返還・消去の報告", "/contracts/{}/erasures"),
    owed::<ViewErasures>(
        "erasure.returned",
        "差し戻されて出し直していない返還・消去の報告",
        "/contracts/{}/erasures",
    ),
];

const fn owed<P: Permission>(code: &'static str, what: &'static str, page: &'static str) -> Matter {
    Matter { code, what, page, opens: Actor::opens::<P>, is_decided: false }
}

const fn decided<P: Permission>(code: &'static str, what: &'static str, page: &'static str) -> Matter {
    Matter { code, what, page, opens: Actor::opens::<P>, is_decided: true }
}

/// All of one kind that are open under a contract.
#[derive(Debug, Clone)]
pub struct Open {
    pub matter: &'static Matter,
    pub count: usize,
    /// How many are past their day.
    pub late: usize,
    /// Since when the longest waits.
    pub since: Option<Date>,
    /// The day of the first.
    pub due_on: Option<Date>,
    pub href: String,
}

/// One thing that is open.
pub struct Thing {
    pub kind: String,
    pub since: Option<Date>,
    pub due_on: Option<Date>,
    pub clock: Option<sqlx::types::Json<incidents::Clock>>,
}

impl Thing {
    /// Its own day, else the next one of the law.
    fn day(&self) -> Option<Date> {
        let of_law = self.clock.as_ref().and_then(|clock| incidents::next_day(&clock.0));
        self.due_on.into_iter().chain(of_law).min()
    }
}

impl Open {
    /// 「まだ済んでいない義務が3件あります。」
    pub fn sentence(&self) -> String {
        format!("{}あります。", self.title())
    }

    /// What it is, and where it is looked after; the address is empty for whoever that page is shut to.
    pub fn link(&self, reader: &Actor) -> Link {
        let href = if (self.matter.opens)(reader) { self.href.as_str() } else { "" };
        Link::new(self.title(), href)
    }

    /// 「まだ済んでいない義務が3件」
    pub fn title(&self) -> String {
        format!("{}が{}件", self.matter.what, self.count)
    }

    fn of(matter: &'static Matter, things: &[&Thing], (contract, today): (ContractId, Date)) -> Self {
        let days = || things.iter().filter_map(|thing| thing.day());
        Self {
            matter,
            count: things.len(),
            late: days().filter(|day| *day < today).count(),
            since: things.iter().filter_map(|thing| thing.since).min(),
            due_on: days().min(),
            href: matter.page.replace("{}", &contract.to_string()),
        }
    }
}

/// By kind, in the order of [`MATTERS`].
///
/// # Errors
/// When the database knows a kind that has no words here.
fn gathered(things: &[Thing], contract: ContractId, today: Date) -> Result<Vec<Open>> {
    if things.iter().any(|thing| MATTERS.iter().all(|matter| matter.code != thing.kind)) {
        return Err(AppError::bug("something keeps a contract open that has no words"));
    }
    let open = MATTERS.iter().filter_map(|matter| {
        let own: Vec<&Thing> = things.iter().filter(|thing| thing.kind == matter.code).collect();
        (!own.is_empty()).then(|| Open::of(matter, &own, (contract, today)))
    });
    Ok(open.collect())
}

/// What keeps this contract open; empty when it may be closed.
pub async fn under(db: &mut Reads, contract: ContractId, today: Date) -> Result<Vec<Open>> {
    gathered(&db::keeps_open(db, contract).await?, contract, today)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn thing(kind: &str, since: Option<Date>, due_on: Option<Date>) -> Thing {
        Thing { kind: kind.into(), since, due_on, clock: None }
    }

    #[test]
    fn each_kind_is_told_once_with_its_first_day_and_its_page() {
        let (contract, today) = (ContractId(Uuid::nil()), date!(2026 - 11 - 21));
        let things = [
            thing("correction", None, Some(date!(2026 - 11 - 30))),
            thing(DUTY, None, Some(date!(2026 - 11 - 20))),
            thing(DUTY, None, Some(date!(2026 - 11 - 21))),
            thing("roster", Some(date!(2026 - 11 - 18)), None),
        ];
        let open = gathered(&things, contract, today).unwrap();
        let told: Vec<_> =
            open.iter().map(|one| (one.matter.code, one.count, one.late, one.due_on)).collect();
        assert_eq!(
            told,
            [
                (DUTY, 2, 1, Some(date!(2026 - 11 - 20))),
                ("roster", 1, 0, None),
                ("correction", 1, 0, Some(date!(2026 - 11 - 30)))
            ]
        );
        assert_eq!(open[0].sentence(), "まだ済んでいない義務が2件あります。");
        assert_eq!(open[2].href, format!("/inspections?contract={contract}"));
        assert!(gathered(&[], contract, today).unwrap().is_empty());
        assert!(gathered(&[thing("unknown", None, None)], contract, today).is_err());
    }

    #[test]
    fn no_kind_stands_twice() {
        for (at, matter) in MATTERS.iter().enumerate() {
            assert!(MATTERS[..at].iter().all(|other| other.code != matter.code), "{}", matter.code);
            assert!(matter.page.starts_with('/'));
        }
    }
}
