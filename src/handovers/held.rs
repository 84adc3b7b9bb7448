//! What other features ask of the ledger: things by name, what is held of them, what went back.

use time::Date;

use super::{db::lines, holdings::Holdings, kinds::Medium, loading, states::HandoverState};
use crate::{
    kit::{ctx::Ctx, error::Result, permission::Permission},
    vocab::{
        dates::wareki,
        ids::{ContractId, HeldItemId},
    },
};

/// A thing in the contractor's hands.
pub struct HeldThing {
    pub item: HeldItemId,
    pub name: String,
    pub medium: Medium,
    pub count: u32,
    pub came_on: Date,
}

/// Everything a contract's contractor holds, in the order in which it came.
pub async fn held<P: Permission, M>(cx: &mut Ctx<P, M>, contract: ContractId) -> Result<Vec<HeldThing>> {
    let holdings = Holdings::of(cx.db(), contract).await?;
    let mut held = Vec::new();
    for (item, count) in holdings.held() {
        let (name, medium) = (loading::item_name(cx, item)?, loading::medium_of(item)?);
        held.push(HeldThing { item: item.id, name, medium, count, came_on: item.came_on });
    }
    Ok(held)
}

/// A thing by name; `None` for whoever may not see the ledger.
pub async fn thing<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    item: HeldItemId,
) -> Result<Option<(String, Medium)>> {
    let Some(item) = lines::item(cx.db(), item).await? else { return Ok(None) };
    Ok(Some((loading::item_name(cx, &item)?, loading::medium_of(&item)?)))
}

/// A thing that went back to the ward, as papers print it.
pub struct ReturnedThing {
    pub name: String,
    pub medium: &'static str,
    pub amount: String,
    pub on: String,
}

/// Everything the ward confirmed to have got back.
pub async fn returned<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
) -> Result<Vec<ReturnedThing>> {
    let items = lines::items(cx.db(), contract).await?;
    let mut returned = Vec::new();
    for one in lines::returns(cx.db(), contract).await? {
        let is_back = HandoverState::from_code(&one.state) == Some(HandoverState::Received);
        let Some(item) = items.iter().find(|item| is_back && item.id == one.item) else { continue };
        let medium = loading::medium_of(item)?;
        returned.push(ReturnedThing {
            name: format!("{}（{}）", loading::item_name(cx, item)?, medium.label()),
            medium: medium.label(),
            amount: format!("{}{}", one.quantity, medium.counter()),
            on: one.received_on.map(wareki).unwrap_or_default(),
        });
    }
    Ok(returned)
}
