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
        ("事業", "/programmes", &[WA, WO, WX]),
        ("参加者", "/participants", &[WA, WO, CM, CR, HM, HS]),
        ("参加申込み", "/applications", &[WA, WO, CM, CR]),
        ("教室", "/courses", &[WA, WO, CM, CR]),
        ("個別支援", "/services", &[WA, WO, CM, CR]),
        ("保健指導", "/guidance", &[WA, WO, CM, CR]),
        ("連絡シート", "/liaison", &[WA, WO, CM, CR, HM, HS]),
        ("事故・急変", "/incidents", &[WA, WO, CM, CR]),
        ("苦情・意見", "/complaints", &[WA, WO, CM, CR]),
        ("報告", "/reports", &[WA, WO, CM, CR]),
        ("義務", "/obligations", &[WA, WO, WX, CM]),
        ("提出物", "/filings", &[WA, WO, WX, CM]),
        ("受渡し管理簿", "/handovers", &[WA, WO, CM, CR]),
        ("受託者・包括", "/organisations", &[WA, WO]),
        ("アカウント", "/accounts", &[WA, CM]),
        ("監査記録", "/audit", &[WA, WX]),
        ("担当の切替", "/work", &[CM, CR]),
    ]
};

/// Entries that are all about people: they would only refuse whoever stands in no accepted 従事者名簿.
const ABOUT_PEOPLE: &[&str] = &[
    "/participants",
    "/applications",
    "/services",
    "/guidance",
    "/liaison",
    "/incidents",
    "/complaints",
    "/reports",
    "/handovers",
];

pub fn links(actor: &Actor, path: &str) -> Vec<Link> {
    entries(actor.role, actor.sees_people())
        .map(|(label, address)| {
            let link = Link::new(label, address);
            let here =
                path == address || path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
            if here { link.current() } else { link }
        })
        .collect()
}

fn entries(role: Role, sees_people: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    MENU.iter()
        .filter(move |(_, address, roles)| {
            roles.contains(&role) && (sees_people || !ABOUT_PEOPLE.contains(address))
        })
        .map(|(label, address, _)| (*label, *address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(role: Role, sees_people: bool) -> Vec<&'static str> {
        entries(role, sees_people).map(|(_, address)| address).collect()
    }

    #[test]
    fn who_stands_in_no_accepted_roster_is_offered_no_page_that_refuses() {
        let before = addresses(Role::ContractorRecorder, false);
        assert_eq!(before, ["/home", "/today", "/courses", "/work"]);
        let after = addresses(Role::ContractorRecorder, true);
        assert!(before.iter().all(|address| after.contains(address)));
        assert!(ABOUT_PEOPLE.iter().all(|address| after.contains(address)));
    }
}
