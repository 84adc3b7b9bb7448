//! 事故の一件: a report with everything that followed it, opened for whoever may read it.

use super::{
    clocks,
    closing::Standing,
    db::{
        self, Incident,
        affected::Affected,
        follow_ups::Report,
        judging::{CommissionReport, Decided, Judgement},
    },
    decision,
    first_report::Description,
    follow_up::{Findings, Stage},
    kinds::Kind,
    states::IncidentState,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::{Person, people},
    sealing::Unit,
    vocab::ids::IncidentId,
};

/// A report as it stands, before anything sealed is opened.
pub struct Found {
    pub incident: Incident,
    pub kind: Kind,
    pub state: IncidentState,
}

pub async fn find<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Found> {
    let incident = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&incident.kind).ok_or_else(|| AppError::bug("unknown kind of incident"))?;
    let state = IncidentState::from_code(&incident.state)
        .ok_or_else(|| AppError::bug("unknown state of incident"))?;
    Ok(Found { incident, kind, state })
}

/// Everything that is written about it.
pub struct Case {
    pub found: Found,
    pub description: Description,
    /// `None`: the report is about no participant.
    pub person: Option<Person>,
    pub reports: Vec<(Report, Findings)>,
    pub affected: Vec<Affected>,
    pub decisions: Vec<(Decided, String)>,
    /// `None`: the contractor reads; what the ward judges is its own.
    pub law: Option<Law>,
}

/// What the ward judged, the latest first, and sent to the commission.
pub struct Law {
    pub judgements: Vec<Judgement>,
    pub sent: Vec<CommissionReport>,
}

impl Law {
    /// The answer to the last facts.
    pub fn answer(&self) -> Option<clocks::Answer> {
        self.judgements.first().map(|last| clocks::answer(&last.facts()))
    }

    fn has_sent(&self, step: &str) -> bool {
        self.sent.iter().any(|one| one.step == step)
    }
}

impl Case {
    /// Opens it. The ward has opened the report before: the caller looks at its state.
    pub async fn open<P: Permission, M: Send>(cx: &mut Ctx<P, M>, found: Found) -> Result<Self> {
        let Found { incident, kind, .. } = &found;
        let (id, unit) = (found.id(), Unit::Unit(incident.contract.0));
        cx.because_of(incident.contract);
        let description: Description = match incident.participant {
            Some(participant) => cx.open(participant, unit, id.0, incident.version, &incident.sealed)?,
            None => cx.open_paper(unit, id.0, incident.version, &incident.sealed)?,
        };
        let items = people::items_for(cx).await?;
        let row = match incident.participant {
            Some(participant) => people::find(cx.db(), participant).await?,
            None => None,
        };
        let person = row.map(|row| people::open(cx, row, items.as_deref())).transpose()?;
        let mut reports = Vec::new();
        for report in db::follow_ups::of_incident(cx.db(), id).await? {
            let findings = cx.open_paper(unit, report.id.0, 1, &report.sealed)?;
            reports.push((report, findings));
        }
        let mut decisions = Vec::new();
        for decided in db::judging::decisions(cx.db(), id).await? {
            let words: decision::Words = cx.open_paper(unit, decided.id, 1, &decided.sealed)?;
            decisions.push((decided, words.0));
        }
        let law =
            if cx.actor().role.is_contractor() || !kind.is_data() { None } else { Some(law(cx, id).await?) };
        let affected = db::affected::of_incident(cx.db(), id).await?;
        Ok(Self { found, description, person, reports, affected, decisions, law })
    }

    /// How far it has got, for ending it.
    pub fn standing(&self) -> Standing {
        let is_final = |report: &Report| report.stage == Stage::Final.code();
        let publication = |decided: &Decided| decided.kind != decision::DecisionKind::Instruction.code();
        let law = self.law.as_ref();
        Standing {
            is_data: self.found.kind.is_data(),
            has_final: self.reports.iter().any(|(report, _)| is_final(report)),
            unreceived: self.reports.iter().filter(|(report, _)| report.received_at.is_none()).count(),
            reportable: law.and_then(Law::answer).map(|answer| answer.reportable),
            prompt_sent: law.is_some_and(|law| law.has_sent("prompt")),
            full_sent: law.is_some_and(|law| law.has_sent("full")),
            untold: self.affected.iter().filter(|one| one.told_on.is_none()).count(),
            publication_decided: self.decisions.iter().any(|(decided, _)| publication(decided)),
        }
    }
}

impl Found {
    pub fn id(&self) -> IncidentId {
        self.incident.id
    }
}

async fn law<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Law> {
    Ok(Law {
        judgements: db::judging::judgements(cx.db(), id).await?,
        sent: db::judging::commission_reports(cx.db(), id).await?,
    })
}
