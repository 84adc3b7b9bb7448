//! From readings to heights on the drawing.

use super::Reading;

/// A vertical axis: readings from `low` (bottom) to `high` (top), both in thousandths.
pub struct Axis {
    low: i64,
    high: i64,
    step: i64,
    top: i64,
    bottom: i64,
}

impl Axis {
    /// An axis around the readings, drawn between `top` and `bottom` (tenths of a pixel); `from_zero`
    /// includes zero. The step is 1, 2 or 5 times a power of ten and no finer than the `decimals` shown.
    pub fn around(readings: &[Reading], from_zero: bool, decimals: u8, (top, bottom): (i64, i64)) -> Self {
        let values = readings.iter().map(|reading| reading.thousandths);
        let (min, max) = (values.clone().min().unwrap_or_default(), values.max().unwrap_or_default());
        let (min, max) = if from_zero { (min.min(0), max.max(0)) } else { (min, max) };
        let finest = 10_i64.pow(3_u32.saturating_sub(u32::from(decimals)));
        let step = nice_step((max - min).max(finest), finest);
        let low = min.div_euclid(step) * step;
        let high = (max + step - 1).div_euclid(step) * step;
        let high = if high == low { low + step } else { high };
        Self { low, high, step, top, bottom }
    }

    /// The height of a reading on the drawing.
    pub fn y(&self, reading: Reading) -> i64 {
        let span = i128::from(self.high - self.low);
        let part = i128::from(reading.thousandths - self.low) * i128::from(self.bottom - self.top) / span;
        self.bottom - i64::try_from(part).unwrap_or_default()
    }

    /// The readings at which the axis is labelled, from the bottom up.
    pub fn ticks(&self) -> impl Iterator<Item = Reading> {
        let (low, step) = (self.low, self.step);
        (0..=(self.high - low) / step).map(move |n| Reading { thousandths: low + n * step })
    }
}

/// The smallest nice step of which at most five cover the span.
fn nice_step(span: i64, finest: i64) -> i64 {
    let mut decade = finest;
    loop {
        if let Some(step) = [1, 2, 5].map(|n| n * decade).into_iter().find(|step| step * 5 >= span) {
            return step;
        }
        decade *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_nice_and_few() {
        for (span, step) in [(4_100, 1_000), (24_000, 5_000), (1, 1), (60_000, 20_000), (5_001, 2_000)] {
            assert_eq!(nice_step(span, 1), step, "{span}");
        }
    }

    #[test]
    fn readings_lie_between_top_and_bottom() {
        let readings = [210, 241].map(Reading::tenths);
        let axis = Axis::around(&readings, false, 1, (100, 900));
        assert!(axis.ticks().count() <= 7);
        assert!(axis.y(readings[0]) <= 900 && axis.y(readings[1]) >= 100);
        assert!(axis.y(readings[1]) < axis.y(readings[0]));
        let flat = Axis::around(&[Reading::whole(0)], true, 0, (100, 900));
        assert_eq!(flat.y(Reading::whole(0)), 900);
    }
}
