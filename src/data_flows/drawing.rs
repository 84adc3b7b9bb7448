//! 図: the layout as SVG, for the page and for paper. Its looks are attributes, so it needs no style sheet; its texts are escaped by
//! the template.

use askama::Template;

use super::{
    flow::{Flow, parties},
    layout::{Layout, TEXT, layout},
};
use crate::{
    documents::parts::Chart,
    kit::{error::Result, fragment::Fragment},
};

#[derive(Template)]
#[template(path = "data_flows/drawing.html")]
struct Drawing {
    layout: Layout,
    text: i32,
    description: String,
}

/// The drawing of these rows, and the same in words.
pub fn drawing(flows: &[Flow]) -> Result<Fragment> {
    let view = Drawing { layout: layout(flows), text: TEXT, description: description(flows) };
    Ok(Fragment::draw(&view)?)
}

/// The drawing for paper; `None` when there is nothing to draw.
pub fn chart(flows: &[Flow]) -> Result<Option<Chart>> {
    if flows.is_empty() {
        return Ok(None);
    }
    Ok(Some(Chart {
        caption: format!("{}の間の{}つの受渡し", parties(flows).join("・"), flows.len()),
        alt: description(flows),
        svg: drawing(flows)?.to_string(),
    }))
}

/// 「1 区から受託者へ：名簿（CD-R）。…」
fn description(flows: &[Flow]) -> String {
    let rows = flows.iter().enumerate().map(|(nth, flow)| {
        format!("{} {}から{}へ：{}（{}）。", nth + 1, flow.from, flow.to, flow.what, flow.medium)
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_never_markup() {
        let flow = Flow {
            from: "<script>".into(),
            to: "受託者".into(),
            what: "A & B".into(),
            medium: "\"紙\"".into(),
            ..Flow::default()
        };
        let svg = drawing(std::slice::from_ref(&flow)).unwrap().to_string();
        assert!(svg.starts_with("<svg") && !svg.contains("<script>") && !svg.contains("A & B"), "{svg}");
        let chart = chart(&[flow]).unwrap().unwrap();
        assert_eq!(chart.alt, "1 <script>から受託者へ：A & B（\"紙\"）。");
        assert!(super::chart(&[]).unwrap().is_none());
    }
}
