//! Rows on their way into the database: collected in memory, table by table, then written in one transaction, parents
//! first. PostgreSQL itself reads each value by its column's type (`jsonb_populate_recordset`), so a demo row needs no
//! statement of its own and half a million rows go in as fast as a few hundred.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Every table the demo fills, parents before children.
const ORDER: &[&str] = &[
    "ward",
    "closed_day",
    "department",
    "contractor",
    "centre",
    "district",
    "account",
    "clause_set",
    "clause",
    "clause_binding",
    "programme",
    "programme_version",
    "contract",
    "contract_text",
    "contract_price",
    "roster",
    "designation",
    "pledge",
    "lesson",
    "lesson_result",
    "permit",
    "permit_words",
    "tablet",
    "tablet_recorder",
    "tablet_wipe",
    "survey",
    "certificate",
    "obligation",
    "calendar_feed",
    "occasion",
    "participant",
    "certification",
    "search_token",
    "referral",
    "course",
    "session",
    "session_staff",
    "session_plan",
    "session_plan_staff",
    "venue_check",
    "end_check",
    "briefing",
    "enrolment",
    "application",
    "hearing",
    "consent",
    "attendance",
    "operation",
    "follow_up",
    "incident",
    "incident_report",
    "incident_person",
    "incident_judgement",
    "incident_commission_report",
    "incident_decision",
    "inspection",
    "inspection_point",
    "inspection_answer",
    "inspection_answer_words",
    "ward_request",
    "ward_request_answer",
    "ward_request_reply",
    "job_window",
    "breach",
    "consequence",
    "consequence_statement",
    "consequence_statement_words",
    "consequence_decision",
    "damages_payment",
    "access_review",
    "add_on",
    "add_on_taker",
    "training",
    "training_attendance",
    "assessment",
    "questionnaire_answer",
    "service_record",
    "guidance_batch",
    "guidance_target",
    "guidance_result",
    "guidance_call",
    "guidance_contact",
    "guidance_instruction",
    "guidance_inquiry",
    "filing",
    "filing_content",
    "measure_list",
    "data_flow",
    "council_basis",
    "council_paper",
    "handover",
    "handover_line",
    "tablet_pack",
    "tablet_pack_session",
    "parked_operation",
    "handover_package",
    "erasure",
    "erasure_line",
    "erasure_photo",
    "erasure_plan",
    "key_destruction",
    "complaint",
    "user_fee_receipt",
    "individual_plan",
    "record_handover",
    "liaison_sheet",
    "liaison_event",
    "report",
    "report_event",
    "search",
    "import_batch",
    "one_time_code",
];

/// Rows of one statement.
const CHUNK: usize = 2_000;

/// An event for the audit stream, appended after the rows.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub ward: String,
    pub account: String,
    pub role: String,
    pub organisation: String,
    pub contract: Option<String>,
    pub at: String,
    pub action: &'static str,
    pub object: Option<String>,
    pub participants: Vec<uuid::Uuid>,
}

/// What is to be written.
#[derive(Default)]
pub struct Rows {
    tables: BTreeMap<&'static str, Vec<Value>>,
    events: Vec<Remembered>,
}

impl Rows {
    /// One row; `columns` is a JSON object. All rows of a table name the same columns.
    pub fn add(&mut self, table: &'static str, columns: Value) {
        self.tables.entry(table).or_default().push(columns);
    }

    /// The rows of a table so far.
    pub fn of(&self, table: &str) -> &[Value] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    pub fn remember(&mut self, event: Remembered) {
        self.events.push(event);
    }

    /// Sets a column of a row that is already collected: the parts of a story that are only known later.
    pub fn amend(&mut self, table: &str, id: &str, columns: Map<String, Value>) {
        let row = self.tables.get_mut(table).and_then(|rows| rows.iter_mut().find(|row| row["id"] == *id));
        if let Some(Value::Object(row)) = row {
            row.extend(columns);
        }
    }

    /// The same for a row that is found by several columns.
    pub fn amend_where(&mut self, table: &str, key: &[(&str, &str)], columns: Map<String, Value>) {
        let rows = self.tables.get_mut(table).into_iter().flatten();
        for row in rows.filter(|row| key.iter().all(|(column, value)| row[*column] == **value)) {
            if let Value::Object(row) = row {
                row.extend(columns.clone());
            }
        }
    }

    /// Raises a counter of a collected row and gives its new value.
    pub fn count_up(&mut self, table: &str, column: &str, id: &str, counter: &str) -> i64 {
        let row = self.tables.get_mut(table).and_then(|rows| rows.iter_mut().find(|row| row[column] == *id));
        let Some(row) = row else { return 0 };
        let next = row[counter].as_i64().unwrap_or_default() + 1;
        row[counter] = next.into();
        next
    }

    pub fn count(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, Vec::len)
    }

    /// Writes everything or nothing. `connection` is an administrator's: the rows are of several wards.
    pub async fn write(mut self, connection: &mut PgConnection) -> sqlx::Result<()> {
        let mut transaction = connection.begin().await?;
        for table in ORDER {
            for chunk in self.tables.remove(table).unwrap_or_default().chunks(CHUNK) {
                insert(&mut transaction, table, chunk).await?;
            }
        }
        if let Some(left) = self.tables.keys().next() {
            return Err(sqlx::Error::Protocol(format!("table {left} is missing in ORDER")));
        }
        self.events.sort_by(|a, b| a.at.cmp(&b.at));
        for event in &self.events {
            append(&mut transaction, event).await?;
        }
        transaction.commit().await
    }
}

async fn insert(connection: &mut PgConnection, table: &str, rows: &[Value]) -> sqlx::Result<()> {
    let columns: Vec<String> = rows
        .first()
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .map(|c| format!("\"{c}\""))
        .collect();
    let columns = columns.join(", ");
    // Table and column names are literals of this program; the values are bound.
    let sql = format!(
        "insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, $1)"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(sqlx::types::Json(rows)).execute(connection).await?;
    Ok(())
}

/// The program's own way into the stream, in the context of the person who acted.
async fn append(connection: &mut PgConnection, event: &Remembered) -> sqlx::Result<()> {
    sqlx::query(
        "select set_config('app.ward', $1, true), set_config('app.account', $2, true), set_config('app.role', $3, true),
                set_config('app.organisation', $4, true), set_config('app.contract', $5, true)",
    )
    .bind(&event.ward)
    .bind(&event.account)
    .bind(&event.role)
    .bind(&event.organisation)
    .bind(event.contract.clone().unwrap_or_default())
    .execute(&mut *connection)
    .await?;
    sqlx::query("select audit_append($1::timestamptz, $2, $3::uuid, null, $4, '{}', '')")
        .bind(&event.at)
        .bind(event.action)
        .bind(&event.object)
        .bind(&event.participants)
        .execute(connection)
        .await?;
    Ok(())
}
