//! The reports and plans of a contract.

use askama::Template;

use crate::{
    contracts::views::Head,
    erasure::{clock::is_staged, db::plans::Plan, loading::Loaded},
    kit::parts::{Chip, Link, Pager, Tone},
    vocab::dates::{jst_date, wareki},
};

#[derive(Template)]
#[template(path = "erasure/of_contract.html")]
pub struct OfContractView {
    pub head: Head,
    pub outstanding: Vec<String>,
    pub actions: Vec<Link>,
    pub reports: Vec<ReportLine>,
    pub plans: Vec<PlanLine>,
    pub pager: Pager,
}

pub struct ReportLine {
    pub href: String,
    pub erased: String,
    pub unit: String,
    pub due: String,
    pub late: bool,
    pub reading: &'static str,
    pub chip: Chip,
}

pub fn report_line(report: &Loaded) -> ReportLine {
    let row = &report.row;
    ReportLine {
        href: format!("/erasures/{}", row.id),
        erased: wareki(row.erased_on),
        unit: report.unit_name(),
        due: wareki(row.due_on),
        late: jst_date(row.reported_at) > row.due_on,
        reading: if row.ends_reading { "返す" } else { "—" },
        chip: if row.replaced_by.is_some() {
            Chip::new(Tone::Neutral, "差戻し（出し直しずみ）")
        } else {
            report.state.chip()
        },
    }
}

pub struct PlanLine {
    pub href: String,
    pub made: String,
    pub base: String,
    pub completes: String,
    pub how: &'static str,
}

pub fn plan_line(plan: &Plan) -> PlanLine {
    PlanLine {
        href: format!("/erasure-plans/{}/pdf", plan.id),
        made: wareki(jst_date(plan.made_at)),
        base: wareki(plan.base_on),
        completes: wareki(plan.completes_on),
        how: if is_staged(plan.base_on, plan.completes_on) {
            "1か月以上のため、終わったものから順に報告"
        } else {
            "すべて終わってから報告"
        },
    }
}
