//! 続けて委託できる年度: the fiscal years in a row that a contractor has had a programme, against the most it allows (S4 別紙1).

use super::{
    db::{self, Draft},
    forms::CONTRACTOR,
};
use crate::{
    kit::{db::Reads, error::Result, form::Form},
    programmes::Definition,
    vocab::ids::ProgrammeVersionId,
};

/// Whether the contractor may have the programme in the draft's year too; if not, the form says why.
pub async fn allows(
    reads: &mut Reads,
    form: &mut Form,
    (version, programme): (ProgrammeVersionId, &Definition),
    draft: &Draft,
) -> Result<bool> {
    let Some(most) = programme.most_years else { return Ok(true) };
    let had = db::renewals::years(reads, version, draft.contractor).await?;
    let is_allowed = nth(draft.fiscal_year, &had) <= usize::from(most);
    if !is_allowed {
        form.refuse(
            CONTRACTOR,
            format!("この事業を同じ受託者に続けて委託できるのは、初年度を含めて{most}年度までです。別の受託者を選んでください。"),
        );
    }
    Ok(is_allowed)
}

/// Which year in a row it would be, counted from 1.
fn nth(year: i32, had: &[i32]) -> usize {
    1 + (1..).take_while(|back| had.contains(&(year - back))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_back_to_the_first_gap() {
        assert_eq!(nth(2026, &[]), 1);
        assert_eq!(nth(2026, &[2023, 2024, 2025]), 4);
        assert_eq!(
            nth(2026, &[2022, 2023, 2025, 2026]),
            2,
            "the year itself and those before a gap don't count"
        );
    }
}
