use crate::domain::bank::id::BankId;
use crate::domain::bank::intake::{Repeats, Taken};
use crate::platform::clock;
use crate::state::import_room::ImportRoom;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::fields::{Pick, TextField};
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

const WAYS: [(Repeats, &str); 3] = [
    (Repeats::Skip, "跳过，只留原有的"),
    (Repeats::Replace, "替换，答过的记录接着算"),
    (Repeats::KeepBoth, "两道都留"),
];

/// Where the questions go, and what becomes of those that are there already.
#[component]
pub fn SaveCard(room: ImportRoom, into: Option<BankId>) -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let own = untrack(|| library.own());
    let targets: Vec<(Option<BankId>, String)> = std::iter::once((None, "存成新题库".to_owned()))
        .chain(own.into_iter().map(|link| (Some(link.bank), format!("并入“{}”", link.title))))
        .collect();
    let first = targets.iter().position(|(id, _)| into.is_some() && *id == into).unwrap_or(0);
    let labels: Vec<String> = targets.iter().map(|(_, label)| label.clone()).collect();
    let targets = StoredValue::new(targets);
    let target = RwSignal::new(first);
    let repeats = RwSignal::new(0);
    let stem = room.stem();
    let title = RwSignal::new(if stem.is_empty() { "新题库".to_owned() } else { stem });
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let done = RwSignal::new(None::<(BankId, Taken)>);
    let n = move || room.with_report(|report| report.n_kept());
    let save = move || {
        let name = title.get_untracked().trim().to_owned();
        let into = targets.with_value(|targets| targets.get(target.get_untracked()).and_then(|(id, _)| id.clone()));
        if name.is_empty() && into.is_none() {
            return failed.set(Some("请写题库名称。".to_owned()));
        }
        busy.set(true);
        failed.set(None);
        let way = WAYS[repeats.get_untracked()].0;
        let at = clock::now().wall.max(record.latest_at());
        spawn_local(async move {
            match room.save(name, into, way, at).await {
                Ok(saved) => drop(done.try_set(Some(saved))),
                Err(why) => drop(failed.try_set(Some(format!("{why}。")))),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="card card__gap" data-testid="import-save-card">
            <h2 class="card__title">"存入题库"</h2>
            {live(move || match done.get() {
                Some((id, taken)) => saved(&id, taken),
                None => view! {
                    <Pick label="存到哪里" testid="import-target" options=labels.clone() chosen=target.get_untracked()
                        change=Callback::new(move |idx| target.set(idx))/>
                    {live(move || (target.get() == 0).then(|| view! {
                        <TextField label="题库名称" id="import-title" longest=60 value=title.get_untracked()
                            change=Callback::new(move |text| title.set(text))/>
                    }))}
                    <Pick label="存入的题库里已有、或者前面出现过的题" testid="import-repeats" options=WAYS.map(|(_, label)| label.to_owned()).to_vec()
                        chosen=repeats.get_untracked() change=Callback::new(move |idx| repeats.set(idx))/>
                    <p class="tiny">"别的题库里也有的题照样存入。不能用的题不会存进去；现在存了，以后还可以再导入补齐。"</p>
                    <Act label={text(move || if busy.get() { "正在存……".to_owned() } else { format!("存入{}题", n()) })}
                        disabled=Signal::derive(move || busy.get() || n() == 0) testid="import-save" press=tap(save)/>
                }.into_any(),
            })}
            {live(move || failed.get().map(|why| view! { <p role="alert" data-testid="import-failed">{why}</p> }))}
        </section>
    }
}

fn saved(id: &BankId, taken: Taken) -> AnyView {
    let Taken { n_added, n_replaced, n_skipped } = taken;
    let edit = Route::Room(Room::Edit, id.to_string()).href();
    view! {
        <p role="status" data-testid="import-saved">{format!("已存在本机：新增{n_added}题，替换{n_replaced}题，跳过{n_skipped}题。")}</p>
        <div class="pair">
            <ActLink label="看看题库" look="act--quiet" href=edit testid="import-to-edit"/>
            <ActLink label="去练习" href=Route::NewPractice(id.clone()).href() testid="import-to-practise"/>
        </div>
    }
    .into_any()
}
