use crate::domain::bank::bank::Bank;
use crate::domain::bank::document::{Document, Nature};
use crate::domain::bank::id::BankId;
use crate::view::components::act::{ActLink, Entry};
use crate::view::components::loaded::{Loaded, heading};
use crate::view::components::page_bar::PageBar;
use crate::view::route::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// The topics of a bank, and the documents it rests on.
#[component]
pub fn BankPage(id: BankId) -> impl IntoView {
    let title = heading(&id);
    view! {
        <PageBar title up=Route::Learn/>
        <div class="page page--wide">
            <Loaded id children=Callback::new(|bank: Arc<Bank>| view! { <Topics bank/> }.into_any())/>
        </div>
    }
}

#[component]
fn Topics(bank: Arc<Bank>) -> impl IntoView {
    let topics = bank.topics().into_iter().map(|topic| {
        let n_points = bank.points.iter().filter(|point| point.topic == topic).count();
        let n_questions = bank.live().filter(|question| question.topic == topic).count();
        let end = format!("{n_points}个知识点 · {n_questions}题");
        let href = Route::Topic(bank.id.clone(), topic.to_owned()).href();
        view! { <Entry label=topic end href testid="topic"/> }
    });
    let documents =
        bank.documents.iter().filter(|document| bank.points.iter().any(|point| point.citation.document == document.id));
    view! {
        <ul class="list list--rows">{topics.collect_view()}</ul>
        <ActLink label="练这个题库" href=Route::NewPractice(bank.id.clone()).href() testid="practise-bank"/>
        <h2 class="heading">"所依文件"</h2>
        <ul class="list list--rows">{documents.map(document_row).collect_view()}</ul>
    }
}

fn document_row(document: &Document) -> impl IntoView + use<> {
    let issuer = document.issuer.clone().map(|issuer| format!("{issuer} · ")).unwrap_or_default();
    let effective = match (document.nature, document.effective) {
        (Nature::Regulation, Some(date)) => format!(" · {date}起施行"),
        _ => String::new(),
    };
    view! {
        <li class="entry">
            <div>
                <p>{format!("《{}》", document.title)}</p>
                <p class="tiny">{format!("{issuer}{}{effective} · 核对至{}", document.standing(), document.checked)}</p>
            </div>
        </li>
    }
}
