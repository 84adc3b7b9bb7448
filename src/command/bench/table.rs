//! The figures as Markdown, and what they say about the goals.

use std::time::Duration;

use super::{load::Figures, workloads::Workload};
use crate::demo::generate::Size;

/// One workload at one number of connections.
pub struct Line {
    pub workload: Workload,
    pub connections: usize,
    pub floor: Option<Figures>,
    /// The floor without row-level security.
    pub unguarded: Option<Figures>,
    pub kayoi: Figures,
}

/// Memory of the program in kilobytes, and its start.
pub struct Memory {
    pub after_pages: u64,
    pub under_logins: u64,
    pub first_page: Duration,
}

impl Line {
    fn row(&self) -> String {
        let of = |f: &Figures| {
            format!(
                "{:.0} | {:.2} | {:.2} | {:.0}",
                f.per_second(),
                f.percentile(0.5),
                f.percentile(0.99),
                f.cpu
            )
        };
        let floor = self.floor.as_ref().map_or_else(|| "– | – | – | –".into(), of);
        let ratios = self.floor.as_ref().map_or_else(
            || "– | –".into(),
            |f| format!("{:.2} | {:.2}", self.kayoi.per_second() / f.per_second(), self.kayoi.cpu / f.cpu),
        );
        let failures = self.kayoi.failures + self.floor.as_ref().map_or(0, |f| f.failures);
        format!(
            "| {} | {} | {floor} | {} | {ratios} | {failures} |",
            self.workload.name(),
            self.connections,
            of(&self.kayoi)
        )
    }
}

/// A goal: what is compared, what it came to, whether that keeps the bar.
struct Goal {
    /// 2 for P2.
    number: u8,
    what: String,
    found: f64,
    bar: f64,
    at_most: bool,
}

impl Goal {
    fn at_most(number: u8, bar: f64, what: impl Into<String>, found: f64) -> Self {
        Self { number, what: what.into(), found, bar, at_most: true }
    }

    fn at_least(number: u8, bar: f64, what: impl Into<String>, found: f64) -> Self {
        Self { number, what: what.into(), found, bar, at_most: false }
    }

    fn row(&self) -> String {
        let kept = if self.at_most { self.found <= self.bar } else { self.found >= self.bar };
        let sign = if self.at_most { "≤" } else { "≥" };
        format!(
            "| P{} | {} | {sign} {} | {:.2} | {} |",
            self.number,
            self.what,
            self.bar,
            self.found,
            if kept { "yes" } else { "**no**" }
        )
    }
}

pub fn markdown(size: &Size, seconds: u64, lines: &[Line], memory: &Memory) -> String {
    let mut text = format!(
        "\n{} wards with {} participants each, {} courses each; {seconds} s a figure. Times in ms; CPU in µs a page.\n\n\
         | workload | conn. | floor pages/s | p50 | p99 | CPU | Kayoi pages/s | p50 | p99 | CPU | pages/s to floor | CPU to floor | failed |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n",
        size.wards, size.participants_per_ward, size.courses_each
    );
    text.extend(lines.iter().map(|line| line.row() + "\n"));
    text += "\n| goal | what | bar | found | kept |\n| --- | --- | --- | --- | --- |\n";
    text.extend(goals(lines, memory).iter().map(|goal| goal.row() + "\n"));
    text + &format!(
        "\nMemory of the program: {:.0} MB after 64 readers, {:.0} MB at most under 64 logins at once. Start to first page: {:.2} s.\n",
        memory.after_pages as f64 / 1_024.0,
        memory.under_logins as f64 / 1_024.0,
        memory.first_page.as_secs_f64()
    )
}

fn goals(lines: &[Line], memory: &Memory) -> Vec<Goal> {
    let mut goals: Vec<Goal> = lines.iter().flat_map(of_line).collect();
    let grown = memory.under_logins as f64 / memory.after_pages.max(1) as f64;
    let what = "memory under 64 logins at once to memory after 64 readers";
    goals.push(Goal::at_most(9, 2.0, what, grown));
    goals.push(Goal::at_most(15, 1.0, "start to first page, s", memory.first_page.as_secs_f64()));
    goals.sort_by_key(|goal| goal.number);
    goals
}

fn of_line(line: &Line) -> Vec<Goal> {
    let (name, kayoi) = (line.workload.name(), &line.kayoi);
    if line.workload == Workload::Paper {
        return vec![Goal::at_most(16, 1.0, format!("{name}, CPU s"), kayoi.cpu / 1e6)];
    }
    let Some(floor) = &line.floor else { return Vec::new() };
    let mut goals = Vec::new();
    if line.connections == 1 && line.workload == Workload::Roster {
        for (title, share, bar) in [("p50", 0.5, 1.5), ("p99", 0.99, 2.5)] {
            let found = kayoi.percentile(share) / floor.percentile(share);
            goals.push(Goal::at_most(2, bar, format!("{name}, {title} to floor, 1 conn."), found));
        }
    }
    if line.connections == 16 && line.workload.is_everyday_page() {
        let what = |of: &str| format!("{name}, {of}, 16 conn.");
        goals.push(Goal::at_most(1, 2.5, what("CPU a page to floor"), kayoi.cpu / floor.cpu));
        goals.push(Goal::at_least(
            3,
            0.45,
            what("pages/s to floor"),
            kayoi.per_second() / floor.per_second(),
        ));
        let guarded = line.unguarded.as_ref().map(|bare| floor.cpu / bare.cpu);
        goals.extend(
            guarded
                .map(|found| Goal::at_most(14, 1.25, what("CPU with row-level security to without"), found)),
        );
    }
    goals
}
