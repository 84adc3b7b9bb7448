//! The main menu of each kind of user.

use super::{ctx::Actor, parts::Link, permission::Role};
use crate::programmes::Style;

/// (label, address, roles); the entry whose address begins the current path is marked. The labels are short, so that the menu
/// of a ward's administrator stands in one line at 1,280 pixels.
const MENU: &[(&str, &str, &[Role])] = {
    use Role::{CentreManager as HM, CentreStaff as HS, ContractorManager as CM, ContractorRecorder as CR};
    use Role::{Operator as OP, WardAdmin as WA, WardAuditor as WX, WardOfficer as WO};
    &[
        ("ホーム", "/home", &[WA, WO, WX, CM, CR, HM, HS]),
        ("今日の教室", "/today", &[CM, CR]),
        ("契約", "/contracts", &[WA, WO, WX, CM]),
        ("事業", "/programmes", &[WA, WO, WX]),
        ("参加者", "/participants", &[WA, WO, CM, CR, HM, HS]),
        ("聞き取り", "/hearings", &[HM, HS]),
        ("申込み", "/applications", &[WA, WO, CM, CR]),
        ("教室", "/courses", &[WA, WO, CM, CR]),
        ("個別支援", "/services", &[WA, WO, CM, CR]),
        ("保健指導", "/guidance", &[WA, WO, CM, CR]),
        ("連絡シート", "/liaison", &[WA, WO, CM, CR, HM, HS]),
        ("事故", "/incidents", &[WA, WO, CM, CR]),
        ("苦情", "/complaints", &[WA, WO, CM, CR]),
        ("報告", "/reports", &[WA, WO, CM, CR]),
        ("義務", "/obligations", &[WA, WO, WX, CM]),
        ("提出物", "/filings", &[WA, WO, WX, CM]),
        ("受渡し管理簿", "/handovers", &[WA, WO, CM, CR]),
        ("保守作業", "/job-windows", &[WA, WX, CM, OP]),
        ("システムの状態", "/maintenance", &[OP]),
        ("組織", "/organisations", &[WA, WO]),
        ("アカウント", "/accounts", &[WA, CM]),
        ("監査", "/audit", &[WA, WX]),
        ("切替", "/work", &[CM, CR, OP]),
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

/// Opens only inside a job window; outside it would only refuse.
const IN_WINDOW: &str = "/maintenance";

/// Entries of one way of working. Whoever acts under one contract is offered its own; a ward has contracts of any style.
const OF_STYLE: &[(&str, &[Style])] = &[
    ("/today", &[Style::Course, Style::RollingCourse]),
    ("/courses", &[Style::Course, Style::RollingCourse]),
    ("/services", &[Style::Individual]),
    ("/guidance", &[Style::Guidance]),
];

/// `style`: of the contract a contractor acts under.
pub fn links(actor: &Actor, style: Option<Style>, path: &str) -> Vec<Link> {
    let entry = entry_of(path);
    entries(actor.role, actor.sees_people())
        .filter(|(_, address)| is_of_style(address, style))
        .filter(|(_, address)| *address != IN_WINDOW || actor.window.is_some())
        .map(|(label, address)| {
            let link = Link::new(label, address);
            if is_below(entry, address) { link.current() } else { link }
        })
        .collect()
}

fn is_of_style(address: &str, style: Option<Style>) -> bool {
    let Some(style) = style else { return true };
    OF_STYLE.iter().find(|(own, _)| *own == address).is_none_or(|(_, styles)| styles.contains(&style))
}

/// Pages whose address begins otherwise than the entry they belong to: of a contract by what follows its number, others by
/// their first part.
const BELONGS: &[(&str, &str)] = &[
    ("/contracts/*/guidance", "/guidance"),
    ("/contracts/*/applicants", "/applications"),
    ("/breaches", "/contracts"),
    ("/consequences", "/contracts"),
    ("/inspections", "/contracts"),
    ("/clause-sets", "/contracts"),
    ("/requests", "/contracts"),
    ("/tablets", "/contracts"),
    ("/parked", "/contracts"),
    ("/sessions", "/courses"),
    ("/briefings", "/courses"),
    ("/trainings", "/courses"),
    ("/follow-ups", "/courses"),
    ("/enrolments", "/participants"),
    ("/referrals", "/participants"),
    ("/consents", "/participants"),
    ("/plans", "/participants"),
];

/// The address under which the menu knows a page.
fn entry_of(path: &str) -> &str {
    let belongs = |(pattern, _): &&(&str, &str)| match pattern.split_once("/*") {
        None => is_below(path, pattern),
        Some((first, below)) => path
            .strip_prefix(first)
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|rest| rest.find('/').and_then(|end| rest.get(end..)))
            .is_some_and(|rest| is_below(rest, below)),
    };
    BELONGS.iter().find(belongs).map_or(path, |(_, entry)| *entry)
}

/// Whether a page is the one at an address or below it.
fn is_below(path: &str, address: &str) -> bool {
    path == address || path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'))
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
    fn a_page_is_known_under_the_entry_it_belongs_to() {
        for (path, entry) in [
            ("/contracts/7/guidance/import/3", "/guidance"),
            ("/contracts/7/guidance", "/guidance"),
            ("/contracts/7/filings/new", "/contracts/7/filings/new"),
            ("/contracts/7", "/contracts/7"),
            ("/contracts/7/fees", "/contracts/7/fees"),
            ("/contracts/guidance", "/contracts/guidance"),
            ("/sessions/5/record", "/courses"),
            ("/enrolments/5", "/participants"),
            ("/today", "/today"),
        ] {
            assert_eq!(entry_of(path), entry, "{path}");
        }
    }

    #[test]
    fn a_contract_of_one_style_is_offered_no_page_of_another() {
        let offered = |style| {
            let all = OF_STYLE.iter().map(|(address, _)| *address);
            all.filter(|address| is_of_style(address, Some(style))).collect::<Vec<_>>()
        };
        assert_eq!(offered(Style::Individual), ["/services"]);
        assert_eq!(offered(Style::RollingCourse), ["/today", "/courses"]);
        assert_eq!(offered(Style::Guidance), ["/guidance"]);
        assert!(is_of_style("/guidance", None) && is_of_style("/home", Some(Style::Course)));
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
