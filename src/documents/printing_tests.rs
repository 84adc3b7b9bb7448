//! Every paper printed: conformance, text on the pages, hostile and unprintable characters.

use std::time::Instant;

use typst::layout::{Frame, FrameItem};

use super::press::Job;
use super::*;

/// The text of all pages, line by line as typst placed it.
fn text_of<P: Paper>(paper: &P) -> String {
    let document = Job::new(paper).unwrap().set().unwrap();
    let mut text = String::new();
    document.pages().iter().for_each(|page| collect(&page.frame, &mut text));
    text
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

/// The PDF. `KAYOI_KEEP_PAPERS=directory` keeps it there to be looked at.
fn printed<P: Paper>(paper: &P) -> Vec<u8> {
    let started = Instant::now();
    let pdf = Job::new(paper).unwrap().print().unwrap();
    eprintln!("{}: {} bytes in {:?}", P::NAME, pdf.len(), started.elapsed());
    if let Some(directory) = std::env::var_os("KAYOI_KEEP_PAPERS") {
        let path = std::path::Path::new(&directory).join(P::NAME).with_extension("pdf");
        std::fs::write(path, &pdf).unwrap();
    }
    pdf
}

fn assert_conforms(pdf: &[u8]) {
    let has = |mark: &str| pdf.windows(mark.len()).any(|window| window == mark.as_bytes());
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(has("<pdfaid:part>2</pdfaid:part>") && has("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(has("<pdfuaid:part>1</pdfuaid:part>"));
}

#[test]
fn the_roster_prints() {
    let roster = ParticipantRoster::sample();
    assert_conforms(&printed(&roster));
    let text = text_of(&roster);
    for expected in ["参加者名簿", "青木 ハル", "アオキ ハル", "昭和11年1月3日", "緊急連絡先", "1／2頁", "2／2頁"] {
        assert!(text.contains(expected), "{expected} is not on the paper:\n{text}");
    }
}
