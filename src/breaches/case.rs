//! 一件: a record with everything that followed from it, opened.

use time::Date;

use super::{
    db::{
        self, Breach,
        consequences::{self, About, Consequence},
        payments::{self, Paid},
    },
    kinds::{BreachKind, ConsequenceKind, Outcome},
    states::{BreachRefusal, Standing, left_to_pay, may_begin},
    words::{BreachWords, DecisionWords, NoticeWords, StatementWords, VERSION},
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        parts::UNREAD,
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::{BreachId, ConsequenceId},
};

pub struct Case {
    pub breach: Breach,
    pub kind: BreachKind,
    pub words: String,
    pub consequences: Vec<Opened>,
    /// What was paid of its damages.
    pub paid: Vec<Paid>,
}

/// A consequence with its words.
pub struct Opened {
    pub row: Consequence,
    pub kind: ConsequenceKind,
    pub standing: Standing,
    pub notice: Option<String>,
    /// `None` without a statement, and for whoever may not read it: somebody else's, outside the accepted 従事者名簿.
    pub statement: Option<StatementWords>,
    pub decision: Option<DecisionWords>,
}

impl Case {
    pub async fn find<P: Permission, M>(cx: &mut Ctx<P, M>, id: BreachId) -> Result<Self> {
        let breach = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let kind = BreachKind::from_code(&breach.kind).ok_or_else(|| AppError::bug("unknown breach"))?;
        let unit = Unit::Unit(breach.contract.0);
        let words: BreachWords = cx.open_paper(unit, id.0, VERSION, &breach.sealed)?;
        let mut opened = Vec::new();
        for row in consequences::of_breach(cx.db(), id).await? {
            opened.push(open(cx, unit, row)?);
        }
        let owes = opened.iter().any(|one| one.row.agreed.is_some());
        let paid = if owes { payments::of_breach(cx.db(), id).await? } else { Vec::new() };
        Ok(Self { breach, kind, words: words.0, consequences: opened, paid })
    }

    /// The case a consequence belongs to.
    pub async fn about<P: Permission, M>(cx: &mut Ctx<P, M>, id: ConsequenceId) -> Result<Self> {
        let breach = consequences::breach_of(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        Self::find(cx, breach).await
    }

    pub fn id(&self) -> BreachId {
        self.breach.id
    }

    pub fn unit(&self) -> Unit {
        Unit::Unit(self.breach.contract.0)
    }

    pub fn consequence(&self, id: ConsequenceId) -> Result<&Opened> {
        self.consequences.iter().find(|one| one.row.id == id).ok_or(AppError::NotFound)
    }

    /// Whether a consequence of that kind may be told or dropped.
    pub fn may_begin(&self, kind: ConsequenceKind) -> std::result::Result<(), BreachRefusal> {
        let known: Vec<ConsequenceKind> = self.consequences.iter().map(|one| one.kind).collect();
        may_begin(self.kind, &known, kind)
    }

    /// What is left to pay of the damages, in yen.
    pub fn left_to_pay(&self, of: &Opened) -> std::result::Result<i64, BreachRefusal> {
        let paid: Vec<i64> = self.paid.iter().map(|one| one.amount).collect();
        left_to_pay(of.row.agreed, &paid)
    }
}

impl Opened {
    pub fn about(&self) -> About {
        About { consequence: self.row.id, kind: self.kind }
    }

    pub fn is_stated(&self) -> bool {
        self.row.statement.is_some()
    }

    /// What was stated, as far as the reader may see it.
    pub fn stated(&self) -> &str {
        self.statement.as_ref().map_or(UNREAD, |statement| statement.words.as_str())
    }

    /// 「特記事項 20　公表等」
    pub fn clause(&self) -> String {
        clause_name(&self.row.text_kind, &self.row.clause_label, self.row.clause_heading.as_deref())
    }
}

/// A clause as it is named on pages and papers.
pub fn clause_name(text: &str, label: &str, heading: Option<&str>) -> String {
    let text = crate::contracts::db::clause_sets::kind_label(text);
    let heading = heading.map(|heading| format!("　{heading}")).unwrap_or_default();
    format!("{text} {label}{heading}")
}

fn open<P: Permission, M>(cx: &Ctx<P, M>, unit: Unit, row: Consequence) -> Result<Opened> {
    let kind = ConsequenceKind::from_code(&row.kind).ok_or_else(|| AppError::bug("unknown consequence"))?;
    let notice = match &row.sealed {
        Some(sealed) => Some(cx.open_paper::<NoticeWords>(unit, row.id.0, VERSION, sealed)?.0),
        None => None,
    };
    let statement = match row.statement.zip(row.stated.as_ref()) {
        Some((id, sealed)) => Some(cx.open_paper(unit, id.0, VERSION, sealed)?),
        None => None,
    };
    let decision = match row.decision.zip(row.decided.as_ref()) {
        Some((id, sealed)) => Some(cx.open_paper(unit, id.0, VERSION, sealed)?),
        None => None,
    };
    let standing = standing(&row, cx.today());
    Ok(Opened { row, kind, standing, notice, statement, decision })
}

fn standing(row: &Consequence, today: Date) -> Standing {
    let outcome = row.outcome.as_deref().and_then(Outcome::from_code);
    Standing::of(row.state_by, row.statement.is_some(), outcome, today)
}
