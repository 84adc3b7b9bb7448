//! 図の分け方: the rows in parts that each have room on a sheet of A4 with letters that can be read. A page on the screen scrolls and
//! shows one drawing; paper doesn't.

use super::{
    flow::Flow,
    layout::{TEXT, layout},
};

/// How wide a drawing is printed, and how high it may be: what a page leaves below a title and a heading, in millimetres.
const WIDTH: i32 = 182;
const HEIGHT: i32 = 190;
/// The smallest letters of a drawing: 6 pt, in hundredths of a millimetre.
const SMALLEST: i32 = 212;

/// The rows in their order, as many in a part as have room together. A row that has none stands alone.
pub fn parts(flows: &[Flow]) -> Vec<&[Flow]> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for end in 1..=flows.len() {
        if end - start > 1 && !has_room(&flows[start..end]) {
            parts.push(&flows[start..end - 1]);
            start = end - 1;
        }
    }
    if start < flows.len() {
        parts.push(&flows[start..]);
    }
    parts
}

/// Printed as wide as the page, it is no higher than its room and its letters are no smaller than they may be.
fn has_room(flows: &[Flow]) -> bool {
    let drawn = layout(flows, 0);
    drawn.height * WIDTH <= HEIGHT * drawn.width && TEXT * WIDTH * 100 >= SMALLEST * drawn.width
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data_flows::flow::{MOST_FLOWS, MOST_PARTIES, parties};

    fn flow(from: usize, to: usize, words: usize) -> Flow {
        Flow {
            from: format!("機関{from}"),
            to: format!("機関{to}"),
            what: "名".repeat(words.min(120)),
            medium: "紙".repeat(words.min(60)),
            protection: "鍵".repeat(words.min(120)),
            when: "月".repeat(words.min(60)),
        }
    }

    #[test]
    fn a_short_sheet_is_one_drawing_and_nothing_is_none() {
        assert_eq!(parts(&[]), Vec::<&[Flow]>::new());
        let four = [flow(1, 2, 8), flow(2, 1, 8), flow(2, 3, 8), flow(3, 2, 8)];
        assert_eq!(parts(&four), [&four[..]]);
    }

    #[test]
    fn many_parties_are_told_in_several_drawings() {
        let ring: Vec<Flow> = (0..MOST_PARTIES).map(|nth| flow(nth, (nth + 1) % MOST_PARTIES, 4)).collect();
        let parts = parts(&ring);
        assert!(parts.len() > 1 && parts.iter().all(|part| parties(part).len() <= 6), "{parts:?}");
    }

    proptest! {
        /// Also of the longest row that the form takes.
        #[test]
        fn every_part_has_room_and_no_row_is_lost(
            rows in prop::collection::vec((0..MOST_PARTIES, 1..MOST_PARTIES, 0_usize..=120), 0..=MOST_FLOWS),
        ) {
            let flows: Vec<Flow> =
                rows.iter().map(|(from, step, words)| flow(*from, (from + step) % MOST_PARTIES, *words)).collect();
            let parts = parts(&flows);
            prop_assert!(parts.iter().all(|part| has_room(part)));
            prop_assert_eq!(parts.concat(), flows);
        }
    }
}
