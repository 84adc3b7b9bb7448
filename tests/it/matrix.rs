//! The matrix of permissions in git: who may open what, from the route table.

use std::fmt::Write as _;

use kayoi::{app::route_table, kit::permission::Role};

/// `UPDATE_SNAPSHOTS=1` writes it anew.
#[test]
fn the_permission_matrix_is_the_one_in_git() {
    let mut routes = route_table();
    routes.sort_by_key(|r| (r.path, r.method.to_string()));
    let mut text = String::from(
        "Who may open what. ✓ may, p may while designated in the accepted 従事者名簿.\nWritten by tests/it/matrix.rs; UPDATE_SNAPSHOTS=1 writes it anew.\n\n",
    );
    let heads = [
        "w.admin",
        "w.officer",
        "w.auditor",
        "w.evaluator",
        "c.manager",
        "c.recorder",
        "h.manager",
        "h.staff",
        "operator",
    ];
    writeln!(text, "{:6}{:52}{:24}{}", "", "", "", heads.map(|h| format!("{h:12}")).concat().trim_end())
        .unwrap();
    for route in routes {
        let tick = |role: &Role| {
            if !route.roles.contains(role) {
                "·"
            } else if route.people && role.is_contractor() {
                "p"
            } else if *role == Role::Operator && !route.outside {
                "j"
            } else {
                "✓"
            }
        };
        let ticks: String = Role::ALL.iter().map(|role| format!("{:12}", tick(role))).collect();
        writeln!(
            text,
            "{:6}{:52}{:24}{}",
            route.method.as_str(),
            route.path,
            route.permission,
            ticks.trim_end()
        )
        .unwrap();
    }
    crate::world::snapshot("permissions.txt", &text);
}
