//! The SQL of a request, taken from the server's own log while the request is answered once: what the floor runs is what
//! the program runs, whatever it comes to be.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::PgConnection;

use super::{load::Visitor, wire::Wire};
use crate::command::Problem;

/// A statement as it was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    /// Its parameters as SQL literals, ready to stand in `EXECUTE name(…)`.
    pub values: Vec<String>,
}

/// Switches the log of statements and values on or off, for connections made from then on. The cluster is the
/// benchmark's own and its people are invented.
pub async fn switch(admin: &mut PgConnection, on: bool) -> Result<(), Problem> {
    let sql = if on {
        "alter database kayoi set log_statement = 'all'; alter database kayoi set log_error_verbosity = 'default'"
    } else {
        "alter database kayoi reset log_statement; alter database kayoi reset log_error_verbosity"
    };
    sqlx::raw_sql(sql).execute(admin).await?;
    Ok(())
}

/// The statements of one transaction, its ends left out.
pub type Transaction = Vec<Statement>;

/// Asks twice (the first time the program gets to know the statements) and reads off what the second time ran. `marks`: a
/// piece of text of each transaction that is looked for.
pub async fn answer(
    wire: &mut Wire,
    visitor: &mut dyn Visitor,
    marks: &[&str],
    data: &Path,
) -> Result<(Vec<Transaction>, Vec<u8>), Problem> {
    let first = wire.ask(&visitor.ask()).await?;
    visitor.heard(&first);
    tokio::time::sleep(Duration::from_millis(30)).await;
    let log = log_file(data)?;
    let before = fs::metadata(&log)?.len();
    let request = visitor.ask();
    let got = wire.ask(&request).await?;
    if !visitor.heard(&got) {
        let asked = String::from_utf8_lossy(&request);
        return Err(
            format!("{} as the answer to {}", got.status, asked.lines().next().unwrap_or_default()).into()
        );
    }
    for _ in 0..100 {
        let text = fs::read(&log)?.split_off(usize::try_from(before)?);
        if let Some(found) = marked(&transactions(&String::from_utf8_lossy(&text)), marks) {
            return Ok((found, got.body));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("the log of PostgreSQL shows no whole transaction".into())
}

/// For each mark the transaction that has it; `None` while one is missing.
fn marked(transactions: &[Transaction], marks: &[&str]) -> Option<Vec<Transaction>> {
    let has = |transaction: &Transaction, mark: &str| transaction.iter().any(|s| s.sql.contains(mark));
    marks.iter().map(|mark| transactions.iter().find(|one| has(one, mark)).cloned()).collect()
}

fn log_file(data: &Path) -> Result<PathBuf, Problem> {
    let text = fs::read_to_string(data.join("current_logfiles"))?;
    let name = text.lines().find_map(|line| line.strip_prefix("stderr ")).ok_or("PostgreSQL keeps no log")?;
    Ok(data.join(name))
}

/// One entry of the log: process, severity, text with its further lines.
struct Entry<'a> {
    process: &'a str,
    severity: &'a str,
    text: String,
}

fn entries(log: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in log.lines() {
        if let Some(more) = line.strip_prefix('\t') {
            if let Some(last) = entries.last_mut() {
                last.text.push('\n');
                last.text.push_str(more);
            }
        } else if let Some((process, rest)) = line.split_once('[').and_then(|(_, rest)| rest.split_once("] "))
            && let Some((severity, text)) = rest.split_once(":  ")
        {
            entries.push(Entry { process, severity, text: text.to_owned() });
        }
    }
    entries
}

/// The transactions that were committed, in the order of their ends.
fn transactions(log: &str) -> Vec<Transaction> {
    let (mut open, mut ended) = (BTreeMap::<&str, Transaction>::new(), Vec::new());
    let entries = entries(log);
    for entry in &entries {
        let current = open.entry(entry.process).or_default();
        if let Some((_, sql)) = entry.text.strip_prefix("execute ").and_then(|text| text.split_once(": ")) {
            current.push(Statement { sql: sql.to_owned(), values: Vec::new() });
        } else if let Some(values) = entry.text.strip_prefix("parameters: ") {
            if let (Some(last), "DETAIL") = (current.last_mut(), entry.severity) {
                last.values = literals(values);
            }
        } else if entry.text.eq_ignore_ascii_case("statement: COMMIT") {
            ended.push(std::mem::take(current));
        } else if entry.text.to_ascii_lowercase().starts_with("statement: rollback") {
            current.clear();
        }
    }
    ended
}

/// `$1 = 'it''s', $2 = NULL` → `'it''s'`, `NULL`.
fn literals(text: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some((_, value)) = rest.split_once(" = ") {
        let end = end_of_literal(value);
        found.push(value[..end].to_owned());
        rest = &value[end..];
    }
    found
}

fn end_of_literal(text: &str) -> usize {
    let mut inside = false;
    text.char_indices()
        .find(|(_, c)| {
            inside ^= *c == '\'';
            *c == ',' && !inside
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-20 02:00:00.000 UTC [41] LOG:  statement: BEGIN\n\
        2026-11-20 02:00:00.001 UTC [41] LOG:  execute sqlx_s_1: select account_id\n\
        \t           from enter($1, $2)\n\
        2026-11-20 02:00:00.001 UTC [41] DETAIL:  parameters: $1 = '\\x00ff', $2 = NULL\n\
        2026-11-20 02:00:00.002 UTC [77] LOG:  execute sqlx_s_9: select 'another connection'\n\
        2026-11-20 02:00:00.002 UTC [41] LOG:  execute sqlx_s_2: select $1, 'a: b'\n\
        2026-11-20 02:00:00.002 UTC [41] DETAIL:  parameters: $1 = 'it''s, so = $2'\n";

    #[test]
    fn the_statements_of_one_transaction_are_read_with_their_values() {
        let mark = ["from enter("];
        assert_eq!(marked(&transactions(LOG), &mark), None);
        let whole = format!("{LOG}2026-11-20 02:00:00.003 UTC [41] LOG:  statement: COMMIT\n");
        let found = marked(&transactions(&whole), &mark).unwrap().remove(0);
        assert_eq!(found[0].sql, "select account_id\n           from enter($1, $2)");
        assert_eq!(found[0].values, ["'\\x00ff'", "NULL"]);
        assert_eq!(
            found[1],
            Statement { sql: "select $1, 'a: b'".into(), values: vec!["'it''s, so = $2'".into()] }
        );
        assert_eq!(found.len(), 2);
    }
}
