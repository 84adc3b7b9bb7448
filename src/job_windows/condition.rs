//! What the page that opens inside a job window prints: how the program and the database do.

use askama::Template;
use time::OffsetDateTime;

use super::{
    db::{Done, Figures, JobWindow, Table},
    views::act,
};
use crate::{
    kit::parts::Row,
    vocab::{
        dates::{jst_stamp, wareki},
        sizes::size_words,
    },
};

/// What maintenance may see: sizes, counts and days.
#[derive(Template)]
#[template(path = "job_windows/condition.html")]
pub struct ConditionView {
    until: String,
    href: String,
    program: Vec<Row>,
    database: Vec<Row>,
    tables: Vec<(String, String, i64)>,
    pools: Vec<(&'static str, u32, usize)>,
    done: Vec<(String, String)>,
}

impl ConditionView {
    pub fn new(
        window: &JobWindow,
        figures: &Figures,
        (tables, pools): (&[Table], Vec<(&'static str, u32, usize)>),
        done: &[Done],
        now: OffsetDateTime,
    ) -> Self {
        let count = |n: i64, unit: &str| format!("{n}{unit}");
        let archived = figures.archived_at.map_or_else(|| "退避していません".into(), jst_stamp);
        let signed = figures.signed_on.map_or_else(|| "まだありません".into(), wareki);
        Self {
            until: jst_stamp(window.ends_at),
            href: format!("/job-windows/{}", window.id),
            program: vec![
                Row::new("プログラムの版", env!("CARGO_PKG_VERSION")),
                Row::new("プログラムの時計", jst_stamp(now)),
                Row::new("データの形の版（マイグレーション）", format!("{:04}", figures.migration)),
                Row::new("この区の監査記録", count(figures.audit_events, "件")),
                Row::new("監査記録の最後の署名", signed),
            ],
            database: vec![
                Row::new("PostgreSQLの版", figures.server.clone()),
                Row::new("動いている時間", elapsed(figures.running_for)),
                Row::new("データベースの大きさ", size_words(figures.bytes)),
                Row::new("接続の数", count(figures.connections.into(), "本")),
                Row::new("取り消された処理", count(figures.rolled_back, "件")),
                Row::new("デッドロック", count(figures.deadlocks, "件")),
                Row::new("更新記録（WAL）の最後の退避", archived),
            ],
            tables: tables.iter().map(|one| (one.name.clone(), size_words(one.bytes), one.dead)).collect(),
            pools,
            done: done.iter().map(act).collect(),
        }
    }
}

fn elapsed(minutes: i64) -> String {
    format!("{}時間{}分", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_at_a_glance() {
        assert_eq!(elapsed(90), "1時間30分");
    }
}
