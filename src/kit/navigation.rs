//! The main menu of each kind of user.

use super::{ctx::Actor, parts::Link, permission::Role};

/// (label, address, roles); the entry whose address begins the current path is marked.
const MENU: &[(&str, &str, &[Role])] = {
    use Role::{CentreManager as HM, CentreStaff as HS, ContractorManager as CM, ContractorRecorder as CR};
    use Role::{WardAdmin as WA, WardAuditor as WX, WardOfficer as WO};
    &[
        ("ホーム", "/home", &[WA, WO, WX, CM, CR, HM, HS]),
        ("今日の教室", "/today", &[CM, CR]),
        ("契約", "/contracts", &[WA, WO, WX, CM]),
        ("参加者", "/participants", &[WA, WO, CM, CR, HM, HS]),
        ("教室", "/courses", &[WA, WO, CM, CR]),
        ("個別支援", "/services", &[WA, WO, CM, CR]),
        ("連絡シート", "/liaison", &[WA, WO, CM, CR, HM, HS]),
        ("事故・急変", "/incidents", &[WA, WO, CM, CR]),
        ("報告", "/reports", &[WA, WO, CM, CR]),
        ("義務", "/obligations", &[WA, WO, WX, CM]),
        ("受託者・包括", "/organisations", &[WA, WO]),
        ("アカウント", "/accounts", &[WA, CM]),
        ("監査記録", "/audit", &[WA, WX]),
        ("担当の切替", "/work", &[CM, CR]),
    ]
};

pub fn links(actor: &Actor, path: &str) -> Vec<Link> {
    MENU.iter()
        .filter(|(_, _, roles)| roles.contains(&actor.role))
        .map(|(label, address, _)| {
            let link = Link::new(*label, *address);
            let here =
                path == *address || path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
            if here { link.current() } else { link }
        })
        .collect()
}
