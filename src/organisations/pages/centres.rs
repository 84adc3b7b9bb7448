//! 地域包括支援センターと担当地区: a centre with its list of 町丁目. A 町丁目 of another centre comes over only when the
//! person says so; one where participants live isn't taken away.

use axum::extract::Path;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        typed::Typed,
    },
    organisations::{ManageOrganisations, db, districts, views},
    vocab::{
        ids::{CentreId, DistrictId},
        numbers::Phone,
    },
};

const TAKEN: &str = "この名前のセンターは登録ずみです。ほかの名前を入力してください。";

pub async fn list(mut cx: View<ManageOrganisations>) -> Result {
    let centres = db::centres(cx.db()).await?;
    cx.show(views::Centres::new(centres)).await
}

pub async fn new(cx: View<ManageOrganisations>) -> Result {
    cx.show(view(None, Form::empty(), Vec::new())).await
}

pub async fn edit(mut cx: View<ManageOrganisations>, Path(id): Path<CentreId>) -> Result {
    let centre = db::centres(cx.db()).await?.into_iter().find(|c| c.id == id).ok_or(AppError::NotFound)?;
    let own: Vec<String> =
        db::districts(cx.db()).await?.into_iter().filter(|d| d.centre == id).map(|d| d.name).collect();
    let form = Form::empty()
        .with("name", centre.name)
        .with("telephone", centre.telephone)
        .with("operator", centre.operator)
        .with("districts", own.join("\n"))
        .with("version", centre.version.to_string());
    cx.show(view(Some(id), form, Vec::new())).await
}

/// What the form says, when nothing is wrong with it.
fn read(form: &mut Form) -> Option<(db::CentreFacts, Vec<String>)> {
    let name = form.required("name", "センター名", 60);
    let telephone = form.parse_optional("telephone", Phone::parse);
    let operator = form.optional("operator", "運営法人", 60);
    let districts = form.optional_lines("districts", "担当地区", 60_000);
    let districts = districts.and_then(|text| {
        districts::read(&text).map_err(|problem| form.refuse("districts", problem.to_string())).ok()
    });
    let telephone = telephone?.map(|phone| phone.shown().to_owned()).unwrap_or_default();
    Some((db::CentreFacts { name: name?, telephone, operator: operator? }, districts?))
}

/// What a list of names means for the rows there are.
struct Plan {
    added: Vec<String>,
    moved: Vec<DistrictId>,
    removed: Vec<DistrictId>,
    /// 「中町一丁目（北部包括）」: names that come from other centres.
    moves: Vec<String>,
    /// Names that would go although people live there.
    lived_in: Vec<String>,
}

fn plan(centre: CentreId, all: &[db::District], wanted: &[String]) -> Plan {
    let own: Vec<String> = all.iter().filter(|d| d.centre == centre).map(|d| d.name.clone()).collect();
    let change = districts::change(&own, wanted);
    let (foreign, added): (Vec<String>, Vec<String>) =
        change.added.into_iter().partition(|name| all.iter().any(|d| &d.name == name));
    let of =
        |names: &[String]| -> Vec<&db::District> { all.iter().filter(|d| names.contains(&d.name)).collect() };
    let (moved, removed) = (of(&foreign), of(&change.removed));
    Plan {
        added,
        moves: moved.iter().map(|d| format!("{}（今は{}）", d.name, d.centre_name)).collect(),
        moved: moved.iter().map(|d| d.id).collect(),
        lived_in: removed.iter().filter(|d| d.residents > 0).map(|d| d.name.clone()).collect(),
        removed: removed.iter().map(|d| d.id).collect(),
    }
}

pub async fn create(mut cx: Act<ManageOrganisations>, Typed(form): Typed) -> Result {
    let id = CentreId(cx.new_id());
    store(&mut cx, id, None, form)
        .await?
        .answer(cx, "centre.create", id, "地域包括支援センターを登録しました。")
        .await
}

pub async fn update(
    mut cx: Act<ManageOrganisations>,
    Path(id): Path<CentreId>,
    Typed(form): Typed,
) -> Result {
    if !db::centres(cx.db()).await?.iter().any(|centre| centre.id == id) {
        return Err(AppError::NotFound);
    }
    store(&mut cx, id, Some(id), form)
        .await?
        .answer(cx, "centre.update", id, "地域包括支援センターを変更しました。")
        .await
}

/// Either stored, or the form again.
enum Outcome {
    Stored { added: usize, moved: usize, removed: usize },
    Again(views::CentreForm),
}

impl Outcome {
    async fn answer(
        self,
        cx: Act<ManageOrganisations>,
        action: &'static str,
        id: CentreId,
        notice: &str,
    ) -> Result {
        match self {
            Self::Again(view) => cx.invalid(view).await,
            Self::Stored { added, moved, removed } => {
                let counts = serde_json::json!({ "added": added, "moved": moved, "removed": removed });
                let event = Event::new(action).about(id.0).detail(counts);
                cx.commit(event).await?.redirect_with("/organisations/centres", notice)
            }
        }
    }
}

/// `stored`: the centre when it exists already.
async fn store(
    cx: &mut Act<ManageOrganisations>,
    id: CentreId,
    stored: Option<CentreId>,
    mut form: Form,
) -> Result<Outcome> {
    let Some((facts, wanted)) = read(&mut form) else {
        return Ok(Outcome::Again(view(stored, form, Vec::new())));
    };
    let plan = plan(id, &db::districts(cx.db()).await?, &wanted);
    refuse_districts(&mut form, &plan);
    if form.has_problems() {
        return Ok(Outcome::Again(view(stored, form, plan.moves)));
    }
    let version = form.version();
    let written = match stored {
        None => db::insert_centre(cx.write(), id, &facts).await.map(|()| true),
        Some(_) => db::update_centre(cx.write(), id, version, &facts).await,
    };
    match written {
        Ok(true) => {}
        Ok(false) => return Err(AppError::stale()),
        Err(error) => {
            expect_violation(error, "centre_name_once")?;
            form.refuse("name", TAKEN);
            return Ok(Outcome::Again(view(stored, form, plan.moves)));
        }
    }
    write_districts(cx, id, &plan).await?;
    Ok(Outcome::Stored { added: plan.added.len(), moved: plan.moved.len(), removed: plan.removed.len() })
}

/// Says at the field what the plan may not do, or not yet.
fn refuse_districts(form: &mut Form, plan: &Plan) {
    if !plan.lived_in.is_empty() {
        let names = plan.lived_in.join("、");
        form.refuse(
            "districts",
            format!(
                "{names}には登録された参加者がいるため、外せません。先に、担当するセンターへ移してください。"
            ),
        );
    }
    if !plan.moves.is_empty() && !form.checked("move", "yes") {
        form.refuse(
            "move",
            "ほかのセンターが担当している地区があります。移してよければ、印を付けてください。",
        );
    }
}

async fn write_districts(cx: &mut Act<ManageOrganisations>, centre: CentreId, plan: &Plan) -> Result<()> {
    for district in &plan.removed {
        db::remove_district(cx.write(), *district).await?;
    }
    for district in &plan.moved {
        db::move_district(cx.write(), *district, centre).await?;
    }
    for name in &plan.added {
        let id = DistrictId(cx.new_id());
        if let Err(error) = db::insert_district(cx.write(), id, name, centre).await {
            expect_violation(error, "district_name_once")?;
            return Err(AppError::stale());
        }
    }
    Ok(())
}

fn view(id: Option<CentreId>, form: Form, moves: Vec<String>) -> views::CentreForm {
    let list = "/organisations/centres";
    match id {
        None => views::CentreForm {
            form,
            title: "地域包括支援センターの登録".into(),
            action: list.into(),
            label: "登録する",
            moves,
        },
        Some(id) => views::CentreForm {
            form,
            title: "地域包括支援センターの変更".into(),
            action: format!("{list}/{id}"),
            label: "変更する",
            moves,
        },
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn district(number: u128, name: &str, centre: u128, residents: i64) -> db::District {
        db::District {
            id: DistrictId(Uuid::from_u128(number)),
            name: name.into(),
            centre: CentreId(Uuid::from_u128(centre)),
            centre_name: format!("第{centre}包括"),
            residents,
        }
    }

    #[test]
    fn a_list_says_what_is_new_what_comes_over_and_what_goes() {
        let all = [district(1, "東町", 1, 0), district(2, "西町", 1, 4), district(3, "南町", 2, 0)];
        let wanted = ["東町".to_owned(), "南町".to_owned(), "北町".to_owned()];
        let plan = plan(CentreId(Uuid::from_u128(1)), &all, &wanted);
        assert_eq!(plan.added, ["北町"]);
        assert_eq!(plan.moves, ["南町（今は第2包括）"]);
        assert_eq!(plan.moved, [all[2].id]);
        assert_eq!((plan.removed, plan.lived_in), (vec![all[1].id], vec!["西町".to_owned()]));
    }
}
