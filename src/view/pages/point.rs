use super::topic::PointCard;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::{BankId, PointId};
use crate::view::components::act::ActLink;
use crate::view::components::loaded::Loaded;
use crate::view::components::page_bar::PageBar;
use crate::view::route::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// One card by itself, with its neighbours.
#[component]
pub fn PointPage(bank: BankId, point: PointId) -> impl IntoView {
    let up = Route::Bank(bank.clone());
    let card = move |bank: Arc<Bank>| {
        let Some(at) = bank.points.iter().position(|known| known.id == point) else {
            return view! {
                <div class="card card__gap">
                    <p>"这张知识卡已经不在题库里了。"</p>
                    <ActLink label="看这个题库的知识点" href=Route::Bank(bank.id.clone()).href()/>
                </div>
            }
            .into_any();
        };
        let link = |idx: Option<usize>, label: &'static str| {
            let neighbour = idx.and_then(|idx| bank.points.get(idx))?;
            let href = Route::Point(bank.id.clone(), neighbour.id.clone()).href();
            Some(view! { <ActLink label=label look="act--plain" href=href/> })
        };
        let topic = Route::Topic(bank.id.clone(), bank.points[at].topic.clone()).href();
        view! {
            <PointCard bank=bank.clone() point=bank.points[at].clone()/>
            <div class="pair">{link(at.checked_sub(1), "上一张")}{link(Some(at + 1), "下一张")}</div>
            <a class="text-act center" href=topic>{format!("看“{}”全部知识点", bank.points[at].topic)}</a>
        }
        .into_any()
    };
    view! {
        <PageBar title="知识卡".to_owned() up/>
        <div class="page"><Loaded id=bank cards=true children=Callback::new(card)/></div>
    }
}
