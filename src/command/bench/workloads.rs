//! The workloads of `docs/performance.md`: who does what, at how many connections, beside which floor.

use super::{
    Bed,
    capture::{self, Transaction},
    cast::{self, Ward},
    floor::Script,
    load::{Reader, Visitor, Visitors},
    wire::{Wire, accepting_gzip},
};
use crate::{command::Problem, kit::permission::PoolKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    Roster,
    RosterGzip,
    Save,
    Search,
    Filter,
    Home,
    Report,
    Login,
    Paper,
}

impl Workload {
    pub const ALL: [Self; 9] = [
        Self::Roster,
        Self::RosterGzip,
        Self::Save,
        Self::Search,
        Self::Filter,
        Self::Home,
        Self::Report,
        Self::Paper,
        // Last: signing in again and again ends the logins of all others.
        Self::Login,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Roster => "W1 today's roster",
            Self::RosterGzip => "W1 the same, gzip",
            Self::Save => "W2 save attendance",
            Self::Search => "W3 search by kana",
            Self::Filter => "W3 filter by contract",
            Self::Home => "W4 ward home",
            Self::Report => "W5 report of a course",
            Self::Login => "W6 sign in",
            Self::Paper => "the report as PDF",
        }
    }

    /// Connections at once.
    pub fn levels(self) -> &'static [usize] {
        match self {
            Self::Roster | Self::Save | Self::Search | Self::Home => &[1, 16, 64],
            Self::Filter | Self::Report => &[1, 16],
            Self::RosterGzip | Self::Login => &[16],
            Self::Paper => &[1],
        }
    }

    pub fn has_floor(self) -> bool {
        !matches!(self, Self::RosterGzip | Self::Paper)
    }

    /// Those of the goals P1 and P3, a page read in a ward's or a contractor's everyday work; P14 compares them too.
    pub fn is_everyday_page(self) -> bool {
        matches!(self, Self::Roster | Self::Search | Self::Filter | Self::Home)
    }

    fn pool(self) -> PoolKind {
        match self {
            Self::Roster | Self::RosterGzip | Self::Save => PoolKind::Contractor,
            Self::Search | Self::Filter | Self::Home | Self::Report | Self::Paper => PoolKind::Ward,
            Self::Login => PoolKind::Auth,
        }
    }

    /// What to know its transactions by, in the log of PostgreSQL.
    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Login => &["insert into login_try ", "insert into login "],
            Self::Save => &["insert into operation "],
            Self::Roster
            | Self::RosterGzip
            | Self::Search
            | Self::Filter
            | Self::Home
            | Self::Report
            | Self::Paper => &["from enter("],
        }
    }

    /// Different visitors there are: savers keep to a class each, all others to a ward.
    fn visitors(self, wards: usize) -> usize {
        if self == Self::Save { self.levels().iter().copied().max().unwrap_or(1) } else { wards }
    }
}

impl Bed {
    /// So many people, the first in the first ward, and so on.
    pub async fn visitors(&self, workload: Workload, connections: usize) -> Result<Visitors, Problem> {
        let mut visitors = Visitors::new();
        for number in 0..connections {
            visitors.push(self.visitor(workload, number).await?);
        }
        Ok(visitors)
    }

    async fn visitor(&self, workload: Workload, number: usize) -> Result<Box<dyn Visitor>, Problem> {
        let ward: &Ward = &self.wards[number % self.wards.len()];
        let request = match workload {
            Workload::Roster => ward.roster(),
            Workload::RosterGzip => accepting_gzip(&ward.roster()),
            Workload::Save => {
                return Ok(Box::new(ward.recorder(self.listen, number / self.wards.len()).await?));
            }
            Workload::Search => ward.search(self.listen).await?,
            Workload::Filter => ward.enrolled(),
            Workload::Home => ward.home(),
            Workload::Report => ward.report(),
            Workload::Login => ward.login(),
            Workload::Paper => ward.paper(),
        };
        Ok(Box::new(Reader { request, wanted: if workload == Workload::Login { 303 } else { 200 } }))
    }

    /// What the floor does for each visitor of a workload. PostgreSQL must be writing its log.
    pub async fn scripts(&self, workload: Workload) -> Result<Vec<Script>, Problem> {
        let data = self.ground.database.cluster.as_ref().ok_or("no cluster")?.data_dir();
        let mut wire = Wire::connect(self.listen).await?;
        let mut scripts = Vec::new();
        for number in 0..workload.visitors(self.wards.len()) {
            let mut visitor = self.visitor(workload, number).await?;
            let (transactions, body) =
                capture::answer(&mut wire, visitor.as_mut(), workload.marks(), &data).await?;
            let hash = self.wards[number % self.wards.len()].hash.clone();
            scripts.push(Script {
                role: self.ground.database.options(&self.ground.keys, workload.pool().database_role())?,
                invented: invented(&transactions),
                transactions,
                password: (workload == Workload::Login).then(|| (cast::PASSWORD.to_owned(), hash)),
                body,
            });
        }
        Ok(scripts)
    }
}

/// The keys of operations, the id of a try and the mark of a login: a second row with the same one would be refused.
fn invented(transactions: &[Transaction]) -> Vec<String> {
    let mut found = Vec::new();
    for statement in transactions.iter().flatten() {
        if statement.sql.contains("insert into operation ") {
            let keys = statement.values.iter().flat_map(|value| value.split("\"key\":").skip(1));
            found.extend(keys.filter_map(|rest| Some(rest.split('"').nth(1)?.to_owned())));
        } else if statement.sql.contains("insert into login") {
            found.extend(statement.values.first().map(|value| value.trim_matches('\'').to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{super::capture::Statement, *};

    #[test]
    fn what_a_request_invents_is_found_in_its_values() {
        let statement = |sql: &str, value: &str| Statement { sql: sql.into(), values: vec![value.into()] };
        let transaction = vec![
            statement(
                "insert into operation (ward_id, key)",
                r#"'[{"at": "x", "key": "a1"}, {"key": "b2"}]'"#,
            ),
            statement("insert into login_try (id)", "'c3'"),
            statement("insert into login (token_hash)", r"'\xd4'"),
            statement("delete from login where token_hash = $1", "'e5'"),
        ];
        assert_eq!(invented(&[transaction]), ["a1", "b2", "c3", r"\xd4"]);
    }
}
