//! 図: the layout as SVG, for the page and for paper. Its looks are attributes, so it needs no style sheet; its texts are escaped by
//! the template.

use askama::Template;

use super::{
    flow::{Flow, parties},
    layout::{Layout, TEXT, layout},
    parts::parts,
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
    drawn(flows, 0)
}

/// Numbered after the `before` rows of the drawings that come before it.
fn drawn(flows: &[Flow], before: usize) -> Result<Fragment> {
    let view = Drawing { layout: layout(flows, before), text: TEXT, description: description(flows, before) };
    Ok(Fragment::draw(&view)?)
}

/// The drawings for paper, each with room on a page; none when nothing passes.
pub fn charts(flows: &[Flow]) -> Result<Vec<Chart>> {
    let (parts, mut before) = (parts(flows), 0);
    let mut charts = Vec::with_capacity(parts.len());
    for (nth, part) in parts.iter().enumerate() {
        let of = if parts.len() > 1 { format!("（{}／{}）", nth + 1, parts.len()) } else { String::new() };
        charts.push(Chart {
            caption: format!("{}の間の{}つの受渡し{of}", parties(part).join("・"), part.len()),
            alt: description(part, before),
            svg: drawn(part, before)?.to_string(),
        });
        before += part.len();
    }
    Ok(charts)
}

/// 「1 区から受託者へ：名簿（CD-R）。…」
fn description(flows: &[Flow], before: usize) -> String {
    let rows = flows.iter().enumerate().map(|(nth, flow)| {
        format!("{} {}から{}へ：{}（{}）。", before + nth + 1, flow.from, flow.to, flow.what, flow.medium)
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
        let charts = charts(&[flow]).unwrap();
        assert_eq!(charts[0].alt, "1 <script>から受託者へ：A & B（\"紙\"）。");
        assert!(super::charts(&[]).unwrap().is_empty());
    }

    #[test]
    fn numbers_go_on_from_one_drawing_to_the_next() {
        let flows: Vec<Flow> = (0..30)
            .map(|nth| Flow {
                from: "区".into(),
                to: "受託者".into(),
                what: format!("名簿{nth}"),
                medium: "CD-Rの手渡し".into(),
                ..Flow::default()
            })
            .collect();
        let charts = charts(&flows).unwrap();
        assert!(charts.len() > 1 && charts[0].caption.ends_with(&format!("（1／{}）", charts.len())));
        let all: String = charts.iter().map(|chart| chart.alt.as_str()).collect();
        assert_eq!(all, description(&flows, 0));
        assert!(charts.last().unwrap().svg.contains(">30</text>"));
    }
}
