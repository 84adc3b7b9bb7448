//! 所管課: the departments a contract may belong to.

use axum::extract::Path;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        typed::Typed,
    },
    organisations::{ManageOrganisations, db, views},
    vocab::ids::DepartmentId,
};

const TAKEN: &str = "この名前の所管課は登録ずみです。ほかの名前を入力してください。";

pub async fn list(mut cx: View<ManageOrganisations>) -> Result {
    let rows = db::departments(cx.db()).await?;
    cx.show(views::Departments::new(rows)).await
}

pub async fn new(cx: View<ManageOrganisations>) -> Result {
    cx.show(view(None, Form::empty())).await
}

pub async fn create(mut cx: Act<ManageOrganisations>, Typed(mut form): Typed) -> Result {
    let Some(name) = form.required("name", "所管課名", 60) else {
        return cx.invalid(view(None, form)).await;
    };
    let id = DepartmentId(cx.new_id());
    if let Err(error) = db::insert_department(cx.write(), id, &name).await {
        return taken(cx, error, None, form).await;
    }
    let event = Event::new("department.create").about(id.0);
    cx.commit(event).await?.redirect_with("/organisations/departments", "所管課を登録しました。")
}

pub async fn edit(mut cx: View<ManageOrganisations>, Path(id): Path<DepartmentId>) -> Result {
    let departments = db::departments(cx.db()).await?;
    let department = departments.into_iter().find(|d| d.id == id).ok_or(AppError::NotFound)?;
    cx.show(view(Some(id), Form::empty().with("name", department.name))).await
}

pub async fn update(
    mut cx: Act<ManageOrganisations>,
    Path(id): Path<DepartmentId>,
    Typed(mut form): Typed,
) -> Result {
    let Some(name) = form.required("name", "所管課名", 60) else {
        return cx.invalid(view(Some(id), form)).await;
    };
    match db::rename_department(cx.write(), id, &name).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::NotFound),
        Err(error) => return taken(cx, error, Some(id), form).await,
    }
    let event = Event::new("department.update").about(id.0);
    cx.commit(event).await?.redirect_with("/organisations/departments", "所管課を変更しました。")
}

async fn taken(
    cx: Act<ManageOrganisations>,
    error: sqlx::Error,
    id: Option<DepartmentId>,
    mut form: Form,
) -> Result {
    expect_violation(error, "department_name_once")?;
    form.refuse("name", TAKEN);
    cx.invalid(view(id, form)).await
}

fn view(id: Option<DepartmentId>, form: Form) -> views::DepartmentForm {
    let list = "/organisations/departments";
    match id {
        None => views::DepartmentForm {
            form, title: "所管課の登録", action: list.into(), label: "登録する"
        },
        Some(id) => views::DepartmentForm {
            form,
            title: "所管課の変更",
            action: format!("{list}/{id}"),
            label: "変更する",
        },
    }
}
