use super::documents::DocumentsCard;
use super::edit_item::ItemCard;
use super::edit_list::ListCard;
use super::edit_tools::{CheckCard, ReplaceCard};
use super::export::ExportCard;
use super::points::PointsCard;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{BankId, QuestionId};
use crate::domain::bank::kind::Kind;
use crate::domain::time::UtcMillis;
use crate::format::question_draft::{HalfTyped, Spot};
use crate::platform::page;
use crate::state::editing::{Editing, Found, Kept};
use crate::state::library::Library;
use crate::state::seat::Seat;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// One of the author's own banks: its questions, and everything that is done to them. `id` may say more: `id/export`.
#[component]
pub fn EditPage(id: String) -> impl IntoView {
    let (id, part) = id
        .split_once('/')
        .map_or((id.clone(), ""), |(id, part)| (id.to_owned(), if part == "export" { "export" } else { "" }));
    let library = Library::expect();
    let opened = RwSignal::new(None::<Result<Bank, Shut>>);
    let seat = StoredValue::new_local(None::<Seat>);
    let of = StoredValue::new(BankId::new(id));
    let open = move |force: bool| {
        opened.set(None);
        let of = of.get_value();
        spawn_local(async move {
            let lost = move || {
                seat.try_set_value(None);
                let _ = opened.try_set(Some(Err(Shut::Elsewhere(None))));
            };
            let bank = match library.sit_at(&of, force, lost).await {
                Err(elsewhere) => Err(Shut::Elsewhere(elsewhere.since)),
                Ok(taken) => {
                    // Whoever has left meanwhile frees it again.
                    seat.try_set_value(Some(taken));
                    library.open_own(&of).await.map_err(Shut::Unreadable)
                }
            };
            let _ = opened.try_set(Some(bank));
        });
    };
    open(false);
    view! {
        <PageBar title="编辑题库".to_owned() up=Route::Room(Room::Banks, String::new())/>
        {live(move || match opened.get() {
            None => view! { <div class="page"><div class="card bone" role="status" aria-label="正在打开"></div></div> }.into_any(),
            Some(Ok(bank)) => view! { <Bench bank part/> }.into_any(),
            Some(Err(Shut::Elsewhere(since))) => {
                let since = since.map(|since| format!("{}起，", date_time(since))).unwrap_or_default();
                view! {
                    <div class="page">
                        <section class="card card__gap" role="alert" data-testid="edited-elsewhere">
                            <h2 class="card__title">"这个题库已在另一个窗口打开"</h2>
                            <p>{format!("{since}正在另一个窗口或标签页里编辑，请回到那里继续。两边一起改会互相盖掉，所以同时只能在一个窗口里编辑。")}</p>
                            <Act label="改在这里编辑" look="act--plain" testid="edit-here" press=tap(move || open(true))/>
                            <p class="muted">"改过的都已存好，那个窗口会停下。"</p>
                        </section>
                    </div>
                }.into_any()
            }
            Some(Err(Shut::Unreadable(why))) => view! {
                <div class="page">
                    <div class="card card__gap" role="alert" data-testid="no-bank">
                        <p>{why}</p>
                        <ActLink label="回到题库管理" href=Route::Room(Room::Banks, String::new()).href()/>
                    </div>
                </div>
            }.into_any(),
        })}
    }
}

/// Why a bank cannot be edited here.
#[derive(Clone)]
enum Shut {
    /// Another tab does, since when if that is known.
    Elsewhere(Option<UtcMillis>),
    /// Why, as a sentence.
    Unreadable(String),
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub editing: Editing,
    /// Where the question belongs that is being typed.
    pub open: RwSignal<Option<Spot>>,
    pub draft: RwSignal<Draft>,
    /// What the draft was when it was opened.
    pub first: StoredValue<Draft>,
    /// The question that was saved last.
    pub last: RwSignal<Option<QuestionId>>,
    pub selected: RwSignal<HashSet<QuestionId>>,
    /// Of the next new question.
    pub kind: RwSignal<Kind>,
    /// The question whose further actions are open.
    pub menu: RwSignal<Option<QuestionId>>,
    found: RwSignal<Found>,
}

impl Desk {
    pub fn edit(self, id: &QuestionId) {
        let bank = self.editing.get();
        if let Some(question) = bank.question(id) {
            self.begin(Spot::Of(id.clone()), Draft::of(question));
        }
    }

    /// A new question like the one saved last, as far as its kind and topic go.
    pub fn add(self, kind: Kind, behind: Option<QuestionId>) {
        let bank = self.editing.get();
        let near = behind.as_ref().and_then(|id| bank.question(id)).or(bank.questions.last());
        let mut draft = Draft::new(kind);
        if let Some(near) = near {
            draft.topic.clone_from(&near.topic);
            draft.level = near.level;
        }
        draft.fill_rows();
        self.begin(Spot::New(behind), draft);
    }

    fn begin(self, spot: Spot, draft: Draft) {
        self.first.set_value(draft.clone());
        self.draft.set(draft);
        self.open.set(Some(spot));
        request_animation_frame(|| {
            page::scroll_to_top();
            page::focus("#item-stem");
        });
    }

    /// Closes the form and goes back to the row of the question.
    pub fn close(self, to: Option<QuestionId>) {
        match self.found.get_untracked() {
            // The one of an earlier visit still waits, and takes its place in the store again.
            Found::Half(half) => self.editing.note_half(&half),
            Found::None | Found::Unreadable => self.editing.forget_half(),
        }
        self.open.set(None);
        self.last.set(to.clone());
        request_animation_frame(move || {
            let on_row = to.is_some_and(|id| page::focus(&format!("[data-edit=\"{id}\"]")));
            if !on_row {
                page::focus("#item-new");
            }
        });
    }
}

#[component]
fn Bench(bank: Bank, part: &'static str) -> impl IntoView {
    let editing = Editing::of(bank);
    let desk = Desk {
        editing,
        open: RwSignal::new(None),
        draft: RwSignal::new(Draft::new(Kind::Single)),
        first: StoredValue::new(Draft::new(Kind::Single)),
        last: RwSignal::new(None),
        selected: RwSignal::new(HashSet::new()),
        kind: RwSignal::new(Kind::Single),
        menu: RwSignal::new(None),
        found: RwSignal::new(Found::None),
    };
    spawn_local(async move {
        let found = editing.found().await;
        let _ = desk.found.try_set(found);
        if part == "export" {
            page::focus("#export");
        }
    });
    let any = Memo::new(move |_| !editing.bank.read().questions.is_empty());
    let writing = Memo::new(move |_| desk.open.read().is_some());
    view! {
        <div class="page page--form" data-testid="bank-edit">
            <Standing desk/>
            <HalfCard desk/>
            {live(move || if writing.get() {
                view! { <ItemCard desk/> }.into_any()
            } else {
                view! {
                    <HeadCard desk/>
                    <ListCard desk/>
                    {live(move || any.get().then(|| view! { <ReplaceCard desk/> <CheckCard desk/> }))}
                    <DocumentsCard desk/>
                    <PointsCard desk/>
                    {live(move || view! { <ExportCard bank=editing.bank.get()/> })}
                }.into_any()
            })}
        </div>
    }
}

/// Whether everything is kept, and the way back.
#[component]
fn Standing(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    view! {
        <div class="bank-standing">
            <p class="tiny" role="status" data-testid="bank-kept">{text(move || match editing.kept.get() {
                Kept::Yes => "已存在本机",
                Kept::Writing => "正在存……",
                Kept::No => "没有存住",
            })}</p>
            {live(move || editing.undoable().filter(|_| desk.open.read().is_none()).map(|said| view! {
                <button type="button" class="text-act" on:click=tap(move || editing.undo()) data-testid="undo">{format!("撤销：{said}")}</button>
            }))}
        </div>
        {live(move || (editing.kept.get() == Kept::No).then(|| view! {
            <div class="card card__gap" role="alert" data-testid="bank-refused">
                <p>"浏览器存不下这次改动，关掉本页会丢。请清理浏览器里别的网站数据后点“再试”，或者先在下面导出。"</p>
                <Act label="再试" look="act--quiet" testid="bank-again" press=tap(move || editing.keep())/>
            </div>
        }))}
    }
}

/// A question that was half typed at the last visit.
#[component]
fn HalfCard(desk: Desk) -> impl IntoView {
    let go_on = move |half: HalfTyped| {
        desk.found.set(Found::None);
        let bank = desk.editing.get();
        let before = match &half.place {
            Spot::Of(id) => bank.question(id).map(Draft::of),
            Spot::New(_) => None,
        };
        let before = before.unwrap_or_else(|| Draft::new(half.draft.kind));
        desk.begin(half.place, half.draft);
        // Giving it up asks first, though nothing more was typed.
        desk.first.set_value(before);
    };
    let drop = move || {
        desk.found.set(Found::None);
        desk.editing.forget_half();
    };
    live(move || {
        match desk.found.get() {
        _ if desk.open.read().is_some() => ().into_any(),
        Found::None => ().into_any(),
        Found::Half(half) => {
            let stem = half.draft.stem.trim().chars().take(40).collect::<String>();
            let stem = if stem.is_empty() { "（题干还没有写）".to_owned() } else { stem };
            view! {
                <section class="card card--today card__gap" data-testid="half">
                    <h2 class="card__title">"上次没写完的一题还在"</h2>
                    <p>{format!("{}：{stem}", half.draft.kind.label())}</p>
                    <div class="pair">
                        <Act label="接着写" testid="half-go" press=tap(move || go_on((*half).clone()))/>
                        <Act label="不要了" look="act--plain" testid="half-drop" press=tap(drop)/>
                    </div>
                </section>
            }
            .into_any()
        }
        Found::Unreadable => view! {
            <section class="card card__gap" role="alert" data-testid="half-unreadable">
                <p>"上次没写完的一题由更新的版本写成，请刷新页面更新后再接着写。它还在，没有改动；现在写新的题会替换它。"</p>
                <Act label="不要它了" look="act--plain" press=tap(drop)/>
            </section>
        }
        .into_any(),
    }
    })
}

/// The title, what is in the bank, and where to go from here.
#[component]
fn HeadCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let id = editing.get().id.clone();
    let rename = move |title: String| {
        let title = title.trim().to_owned();
        if !title.is_empty() {
            editing.apply("改题库名称", move |bank| bank.title = title);
        }
    };
    let practise = Route::NewPractice(id.clone()).href();
    let has_questions = Memo::new(move |_| editing.bank.read().live().next().is_some());
    let counts = Memo::new(move |_| {
        let bank = editing.bank.read();
        let n_of = |kind: Kind| bank.live().filter(|question| question.kind() == kind).count();
        let kinds = Kind::ALL.map(|kind| (kind, n_of(kind)));
        let kinds: Vec<String> =
            kinds.iter().filter(|(_, n)| *n > 0).map(|(kind, n)| format!("{}{n}", kind.label())).collect();
        let n_live = bank.live().count();
        let n_retired = bank.questions.len() - n_live;
        let retired = if n_retired > 0 { format!("，另有{n_retired}题停用") } else { String::new() };
        let kinds = if kinds.is_empty() { String::new() } else { format!("：{}", kinds.join("、")) };
        format!("共{n_live}题{kinds}{retired}")
    });
    view! {
        <section class="card card__gap">
            <label class="gap" for="bank-title">
                <span>"题库名称"</span>
                <input class="field" id="bank-title" autocomplete="off" maxlength="60" prop:value=text(move || editing.bank.read().title.clone())
                    on:change:target=move |event| rename(event.target().value()) data-testid="bank-title"/>
            </label>
            <p class="figure" role="status" data-testid="bank-counts">{text(move || counts.get())}</p>
            <div class="pair">
                {live(move || has_questions.get().then(|| view! { <ActLink label="练习" look="act--quiet" href=practise.clone() testid="bank-practise"/> }))}
                <ActLink label="导入" look="act--plain" href=Route::Room(Room::Import, id.to_string()).href() testid="bank-import"/>
                <Act label="导出" look="act--plain" testid="bank-export" press=tap(|| { page::focus("#export"); })/>
            </div>
        </section>
    }
}
