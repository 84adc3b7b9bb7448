//! The load: so many connections, each a person who asks again as soon as the answer is there.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use super::wire::{Got, Wire};
use crate::command::Problem;

/// One person at one connection.
pub trait Visitor: Send {
    fn ask(&mut self) -> Vec<u8>;
    /// `false`: the answer was not what the person came for.
    fn heard(&mut self, got: &Got) -> bool;
}

pub type Visitors = Vec<Box<dyn Visitor>>;

/// The same request again and again.
pub struct Reader {
    pub request: Vec<u8>,
    /// 200, or 303 for what leads on.
    pub wanted: u16,
}

impl Visitor for Reader {
    fn ask(&mut self) -> Vec<u8> {
        self.request.clone()
    }

    fn heard(&mut self, got: &Got) -> bool {
        got.status == self.wanted
    }
}

/// What a measurement found.
#[derive(Default)]
pub struct Figures {
    /// Time of every answer in microseconds, sorted.
    micros: Vec<u64>,
    pub failures: usize,
    seconds: f64,
    /// Processor time a page in microseconds.
    pub cpu: f64,
}

impl Figures {
    pub fn pages(&self) -> usize {
        self.micros.len()
    }

    pub fn per_second(&self) -> f64 {
        self.micros.len() as f64 / self.seconds
    }

    /// The time in milliseconds that `share` of the answers kept.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        self.micros.get((last as f64 * share) as usize).map_or(f64::NAN, |micros| *micros as f64 / 1_000.0)
    }
}

/// Lets everybody work, first to warm up, then measured. `cpu` tells the processor time used so far.
pub async fn measure(
    address: SocketAddr,
    visitors: Visitors,
    time: Duration,
    cpu: impl Fn() -> u64,
) -> Result<Figures, Problem> {
    let mut people = People::new();
    for visitor in visitors {
        people.push((Wire::connect(address).await?, visitor));
    }
    // The same connections in both: what is prepared or planned once is not part of a page.
    let (_, people) = work(people, Duration::from_millis(1_500)).await?;
    let before = cpu();
    let (mut figures, _) = work(people, time).await?;
    figures.cpu = cpu().saturating_sub(before) as f64 / figures.pages().max(1) as f64;
    Ok(figures)
}

/// Visitors, each at a connection that stays open.
type People = Vec<(Wire, Box<dyn Visitor>)>;

async fn work(people: People, time: Duration) -> Result<(Figures, People), Problem> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for (wire, visitor) in people {
        tasks.spawn(visit(wire, visitor, began + time));
    }
    let (mut figures, mut back) = (Figures::default(), People::new());
    while let Some(done) = tasks.join_next().await {
        let (micros, failures, person) = done??;
        figures.micros.extend(micros);
        figures.failures += failures;
        back.push(person);
    }
    figures.seconds = began.elapsed().as_secs_f64();
    figures.micros.sort_unstable();
    Ok((figures, back))
}

/// Times in microseconds, answers that were none, and the person for the next round.
type Visit = (Vec<u64>, usize, (Wire, Box<dyn Visitor>));

async fn visit(mut wire: Wire, mut visitor: Box<dyn Visitor>, until: Instant) -> Result<Visit, Problem> {
    let (mut micros, mut failures) = (Vec::new(), 0);
    while Instant::now() < until {
        let request = visitor.ask();
        let began = Instant::now();
        let got = wire.ask(&request).await?;
        micros.push(u64::try_from(began.elapsed().as_micros())?);
        failures += usize::from(!visitor.heard(&got));
    }
    Ok((micros, failures, (wire, visitor)))
}
