//! Who may connect as whom: the host-based access file and the user map.

use super::account::Account;

/// Roles that log in through the private socket. The owner of the tables is not among them.
pub const LOGIN_ROLES: [&str; 10] = [
    "postgres",
    "kayoi_migrate",
    "kayoi_ward",
    "kayoi_contractor",
    "kayoi_centre",
    "kayoi_auditor",
    "kayoi_operator",
    "kayoi_auth",
    "kayoi_worker",
    "kayoi_backup",
];

/// `pg_hba.conf`: the unix socket alone, and only as the map allows.
pub(super) const HOST_BASED_ACCESS: &str = "\
# Written by Kayoi at each start.
local all all peer map=kayoi
";

/// `pg_ident.conf`: root and the given users may take each of [`LOGIN_ROLES`], nobody else any.
/// Root is listed because root can become each of them anyway.
pub(super) fn user_map(users: &[&Account]) -> String {
    let mut names = vec!["root"];
    names.extend(users.iter().map(|user| user.name.as_str()).filter(|name| *name != "root"));
    names.dedup();
    let lines =
        names.iter().flat_map(|name| LOGIN_ROLES.map(|role| format!("kayoi {} {role}\n", quoted(name))));
    std::iter::once("# Written by Kayoi at each start.\n".to_owned()).chain(lines).collect()
}

/// A name as one word of the map file, whatever it holds.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_is_mapped_to_each_login_role_once() {
        let me = Account::current().unwrap();
        let map = user_map(&[&me, &me]);
        let mine = format!("kayoi \"{}\" kayoi_ward\n", me.name);
        assert_eq!(map.matches(&mine).count(), 1, "{map}");
        assert!(map.contains("kayoi \"root\" kayoi_migrate\n"), "{map}");
        assert!(!map.contains("kayoi_owner"), "the owner never logs in");
    }

    #[test]
    fn only_the_unix_socket_is_open_and_nothing_is_trusted() {
        let rules: Vec<_> = HOST_BASED_ACCESS.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rules, ["local all all peer map=kayoi"]);
    }
}
