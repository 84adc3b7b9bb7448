//! The plans that PostgreSQL tells a connection after each statement (`auto_explain`), read where sqlx reports notices.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

/// Listens on this thread until dropped.
pub struct Notices {
    plans: Plans,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Plans(Arc<Mutex<Vec<Value>>>);

impl Notices {
    pub fn listen() -> Self {
        let plans = Plans::default();
        let guard = tracing_subscriber::registry().with(plans.clone()).set_default();
        Self { plans, _guard: guard }
    }

    /// What was told since the last time.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.plans.0.lock().unwrap())
    }
}

/// Pages of tables and indexes that a statement looked at.
pub fn buffers(plan: &Value) -> u64 {
    let of = |name: &str| plan["Plan"][name].as_u64().unwrap();
    of("Shared Hit Blocks") + of("Shared Read Blocks")
}

impl<S: Subscriber> Layer<S> for Plans {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::postgres::notice" {
            event.record(&mut Message(self));
        }
    }
}

struct Message<'a>(&'a Plans);

impl Visit for Message<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        // `duration: 0.312 ms  plan:` and the plan as JSON.
        if field.name() == "message"
            && let Some((_, plan)) = value.split_once("plan:\n")
        {
            self.0.0.lock().unwrap().push(serde_json::from_str(plan).unwrap());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
