use crate::domain::bank::bank::Bank;
use crate::domain::bank::text::fold;
use crate::state::library::{Library, Load};
use crate::view::components::act::{Act, Entry};
use crate::view::components::page_bar::PageBar;
use crate::view::components::search_box::SearchBox;
use crate::view::lean::{live, tap};
use crate::view::route::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// What one search shows of each sort; more would not be read.
const MOST: usize = 30;

/// 查: points, questions and documents of all bundled banks, on the device alone.
#[component]
pub fn SearchPage(words: String) -> impl IntoView {
    let library = Library::expect();
    let want = move || {
        // All questions come before the first card.
        library.want_all();
        library.ids().iter().for_each(|id| library.want_cards(id));
    };
    want();
    let shown = words.clone();
    let results = move || {
        let ids = library.ids();
        let (mut banks, mut carded, mut n_failed) = (Vec::new(), Vec::new(), 0);
        for id in &ids {
            banks.extend(library.ready(id));
            match library.get_cards(id) {
                Load::Ready(bank) => carded.push(bank),
                Load::Failed(_) => n_failed += 1,
                Load::Loading => {}
            }
        }
        let all = carded.len() == ids.len();
        let loading = (!all && n_failed == 0).then(|| view! { <p class="muted" role="status">"正在载入题库……"</p> });
        let failed = (n_failed > 0).then(|| {
            view! {
                <div class="card card__gap" role="alert" data-testid="search-failed">
                    <p>{format!("有{n_failed}个题库没能全部载入，里面的内容可能没有查到。请检查网络后再试。")}</p>
                    <Act label="再试一次" press=tap(want)/>
                </div>
            }
        });
        let hits = find(&words, &carded, &banks);
        let none = (hits.is_empty() && all && !words.is_empty()).then(|| {
            view! { <p class="card" data-testid="no-hits">"没有查到。可以换短一点的词，例如“党费”“换届”。"</p> }
        });
        let rows = hits.into_iter().map(|hit| {
            let label = format!("【{}】{}", hit.sort, hit.title);
            view! { <Entry label note=hit.detail href=hit.route.href() testid="hit"/> }
        });
        view! {
            {loading}
            {failed}
            {none}
            <ul class="list list--rows">{rows.collect_view()}</ul>
        }
    };
    view! {
        <PageBar title="查找".to_owned() up=Route::Learn/>
        <div class="page">
            <SearchBox words=shown/>
            {live(results)}
        </div>
    }
}

struct Hit {
    sort: &'static str,
    title: String,
    detail: String,
    route: Route,
}

/// Everything that holds all of the words, points before questions before documents. Points are looked for in
/// `carded`, the banks whose cards are here.
fn find(words: &str, carded: &[Arc<Bank>], banks: &[Arc<Bank>]) -> Vec<Hit> {
    let words: Vec<String> = words.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let holds = &|texts: &[&str]| {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        words.iter().all(|word| folded.iter().any(|text| text.contains(word.as_str())))
    };
    // A card that is called what is looked for comes before one that mentions it.
    let points_where = |titled: bool| {
        carded.iter().flat_map(move |bank| {
            let hits = bank.points.iter().filter(move |point| {
                holds(&[&point.title]) == titled && holds(&[&point.title, &point.text, &point.topic])
            });
            hits.map(|point| Hit {
                sort: "知识点",
                title: point.title.clone(),
                detail: format!("{} · {}", bank.title, point.text),
                route: Route::Point(bank.id.clone(), point.id.clone()),
            })
        })
    };
    let points = points_where(true).chain(points_where(false));
    let questions = banks.iter().flat_map(|bank| {
        let hits = bank.live().filter(|question| {
            holds(&[&question.plain_stem(), &question.explain])
                || question.body.texts().iter().any(|text| holds(&[text]))
        });
        hits.map(|question| Hit {
            sort: "题目",
            title: question.plain_stem(),
            detail: format!("{} · {}", bank.title, question.topic),
            route: match &question.point {
                Some(point) => Route::Point(bank.id.clone(), point.clone()),
                None => Route::Topic(bank.id.clone(), question.topic.clone()),
            },
        })
    });
    let documents = banks.iter().flat_map(|bank| {
        let hits = bank.documents.iter().filter(|document| holds(&[&document.title]));
        hits.map(|document| Hit {
            sort: "文件",
            title: format!("《{}》", document.title),
            detail: format!("{} · 核对至{}", document.standing(), document.checked),
            route: Route::Bank(bank.id.clone()),
        })
    });
    points.take(MOST).chain(questions.take(MOST)).chain(documents.take(MOST)).collect()
}
