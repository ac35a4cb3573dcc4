//! Pages and parts whose code comes when one of them is first opened: `wasm-split` parts the app at the functions marked
//! here, one module each, so that a first answer does not wait for them.
use super::components::act::Act;
use super::components::styled::styled;
use super::lean::{effect, live, tap};
use super::pages::about::AboutPage;
use super::pages::backup::BackupPage;
use super::pages::bank::BankPage;
use super::pages::banks::edit::EditPage;
use super::pages::banks::import::ImportPage;
use super::pages::banks::list::BanksPage;
use super::pages::compete::CompetePage;
use super::pages::contest::deliver::DeliverPage;
use super::pages::contest::desk::DeskPage;
use super::pages::contest::draft::DraftPage;
use super::pages::contest::duel::DuelPage;
use super::pages::contest::enter::EnterPage;
use super::pages::contest::held::HeldPage;
use super::pages::contest::join::JoinPage;
use super::pages::contest::organise::OrganisePage;
use super::pages::contest::print::PrintPage;
use super::pages::contest::receipt::ReceiptPage;
use super::pages::data::DataPage;
use super::pages::drill::{StarredPage, WrongBookPage};
use super::pages::learn::LearnPage;
use super::pages::learners::{LearnersPage, LockPage};
use super::pages::me::MePage;
use super::pages::new_exam::NewExamPage;
use super::pages::new_practice::NewPracticePage;
use super::pages::open::OpenPage;
use super::pages::point::PointPage;
use super::pages::reports::ReportsPage;
use super::pages::result::ResultPart;
use super::pages::review::ReviewPart;
use super::pages::search::SearchPage;
use super::pages::settings::SettingsPage;
use super::pages::sheet::SheetPart;
use super::pages::topic::TopicPage;
use super::route::{Part, Room, Route};
use crate::domain::time::UtcMillis;
use crate::format::table::Table;
use crate::format::table_xlsx;
use crate::platform::page;
use crate::state::learners::Learners;
use crate::state::linked;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::time::Duration;

/// Draws a page of a module that is here.
type Draw = fn(Route) -> AnyView;
type Found = Result<Draw, NotHere>;

/// The module was not to be had.
#[derive(Clone, Copy)]
pub struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// When the modules that nobody asked for yet are fetched: the first page and its bank have long come.
const QUIET: Duration = Duration::from_secs(5);

#[wasm_split(learn, wasm_split_path = leptos::wasm_split, fallible)]
fn learn() -> Found {
    Ok(|route| match route {
        Route::Learn => view! { <LearnPage/> }.into_any(),
        Route::Bank(bank) => view! { <BankPage id=bank/> }.into_any(),
        Route::Topic(bank, topic) => view! { <TopicPage id=bank topic/> }.into_any(),
        Route::Point(bank, point) => view! { <PointPage bank point/> }.into_any(),
        Route::Search(words) => view! { <SearchPage words/> }.into_any(),
        _ => ().into_any(),
    })
}

#[wasm_split(practise, wasm_split_path = leptos::wasm_split, fallible)]
fn practise() -> Found {
    Ok(|route| match route {
        Route::NewPractice(bank) => view! { <NewPracticePage id=bank/> }.into_any(),
        Route::WrongBook => view! { <WrongBookPage/> }.into_any(),
        Route::Starred => view! { <StarredPage/> }.into_any(),
        Route::Open(source) => view! { <OpenPage source/> }.into_any(),
        _ => ().into_any(),
    })
}

/// What of a session stands beside its questions.
#[wasm_split(session, wasm_split_path = leptos::wasm_split, fallible)]
fn session() -> Found {
    Ok(|route| match route {
        Route::Session(_, Part::Sheet) => view! { <SheetPart/> }.into_any(),
        Route::Session(_, Part::Result) => view! { <ResultPart/> }.into_any(),
        Route::Session(_, Part::Review) => view! { <ReviewPart/> }.into_any(),
        _ => ().into_any(),
    })
}

#[wasm_split(compete, wasm_split_path = leptos::wasm_split, fallible)]
fn compete() -> Found {
    Ok(|route| match route {
        Route::Compete => view! { <CompetePage/> }.into_any(),
        Route::NewExam => view! { <NewExamPage/> }.into_any(),
        _ => ().into_any(),
    })
}

/// What entrants of contests and matches need.
#[wasm_split(enter, wasm_split_path = leptos::wasm_split, fallible)]
fn enter() -> Found {
    Ok(|route| match route {
        Route::Room(Room::Join, text) => view! { <JoinPage text/> }.into_any(),
        Route::Room(Room::Enter, id) => view! { <EnterPage id/> }.into_any(),
        Route::Room(Room::Receipt, session) => view! { <ReceiptPage session/> }.into_any(),
        Route::Room(Room::Duel, about) => view! { <DuelPage about/> }.into_any(),
        _ => ().into_any(),
    })
}

/// What those who hold contests need.
#[wasm_split(organise, wasm_split_path = leptos::wasm_split, fallible)]
fn organise() -> Found {
    Ok(|route| {
        styled(route, |route| match route {
            Route::Room(Room::Organise, _) => view! { <OrganisePage/> }.into_any(),
            Route::Room(Room::Draft, name) => view! { <DraftPage name/> }.into_any(),
            Route::Room(Room::Held, id) => view! { <HeldPage id/> }.into_any(),
            Route::Room(Room::Deliver, text) => view! { <DeliverPage text/> }.into_any(),
            Route::Room(Room::Desk, id) => view! { <DeskPage id/> }.into_any(),
            Route::Room(Room::Print, what) => view! { <PrintPage what/> }.into_any(),
            _ => ().into_any(),
        })
    })
}

/// What authors of banks need. One module, though reading files is most of it: every module more costs the first
/// download what it takes to hand over what the two share.
#[wasm_split(banks, wasm_split_path = leptos::wasm_split, fallible)]
fn banks() -> Found {
    Ok(|route| {
        styled(route, |route| match route {
            Route::Room(Room::Banks, _) => view! { <BanksPage/> }.into_any(),
            Route::Room(Room::Edit, id) => view! { <EditPage id/> }.into_any(),
            Route::Room(Room::Import, into) => view! { <ImportPage into/> }.into_any(),
            _ => ().into_any(),
        })
    })
}

#[wasm_split(me, wasm_split_path = leptos::wasm_split, fallible)]
fn me() -> Found {
    Ok(|route| match route {
        Route::Me => view! { <MePage/> }.into_any(),
        // Behind a PIN there is no other page.
        Route::Learners if Learners::expect().locked.get_untracked() => view! { <LockPage/> }.into_any(),
        Route::Learners => view! { <LearnersPage/> }.into_any(),
        Route::Settings => view! { <SettingsPage/> }.into_any(),
        Route::Reports => view! { <ReportsPage/> }.into_any(),
        Route::Data => view! { <DataPage/> }.into_any(),
        Route::Backup => view! { <BackupPage/> }.into_any(),
        Route::About => view! { <AboutPage/> }.into_any(),
        _ => ().into_any(),
    })
}

/// Makes a workbook of tables.
type Bind = fn(&[Table], UtcMillis) -> Vec<u8>;

/// Few ever want one, so it comes when one is wanted and not by itself.
#[wasm_split(workbook, wasm_split_path = leptos::wasm_split, fallible)]
fn binder() -> Result<Bind, NotHere> {
    Ok(table_xlsx::workbook)
}

/// Tables as an Excel workbook, made `at` this time.
pub async fn workbook(tables: Vec<Table>, at: UtcMillis) -> Result<Vec<u8>, NotHere> {
    let bind = binder().await?;
    Ok(bind(&tables, at))
}

async fn find(route: Route) -> Found {
    match route {
        Route::Learn | Route::Bank(_) | Route::Topic(..) | Route::Point(..) | Route::Search(_) => learn().await,
        Route::Open(_) | Route::NewPractice(_) | Route::WrongBook | Route::Starred => practise().await,
        Route::Session(..) => session().await,
        Route::Compete | Route::NewExam => compete().await,
        Route::Room(Room::Join | Room::Enter | Room::Receipt | Room::Duel, _) => enter().await,
        Route::Room(Room::Banks | Room::Edit | Room::Import, _) => banks().await,
        Route::Room(..) => organise().await,
        _ => me().await,
    }
}

/// Fetches what the page at an address needs, while something else is waited for. A failure is told by the page itself.
pub async fn bring(route: Route) {
    if !matches!(route, Route::Practise | Route::Session(_, Part::Question) | Route::Unknown) {
        let _ = find(route).await;
    }
}

/// Fetches the module of every page once all is quiet, so that a page opens also where the network has gone since.
pub fn bring_all() {
    set_timeout(
        || {
            spawn_local(async {
                // What fails now is fetched again when it is opened.
                let _ = (learn().await, practise().await, session().await, compete().await, me().await, enter().await);
                let _ = linked::bring().await;
            });
        },
        QUIET,
    );
}

/// A page as soon as its module is here; until then a skeleton, and the remedy where it cannot be had.
#[component]
pub fn Later(route: Route) -> impl IntoView {
    let found = RwSignal::new(None::<Found>);
    let fetch = {
        let route = route.clone();
        move || {
            let route = route.clone();
            found.set(None);
            if let Route::Open(_) = route {
                // The page asks for it as soon as it is there itself.
                spawn_local(async {
                    let _ = linked::bring().await;
                });
            }
            spawn_local(async move {
                // The learner may have gone elsewhere meanwhile.
                let _ = found.try_set(Some(find(route).await));
            });
        }
    };
    fetch();
    // The page begins to be read where it begins, though it came after its address.
    effect(move || {
        if found.read().is_some() {
            request_animation_frame(|| {
                page::focus("[data-focus]");
            });
        }
    });
    live(move || {
        match found.get() {
        None => view! { <div class="page"><div class="card bone" role="status" aria-label="正在打开"></div></div> }.into_any(),
        Some(Ok(draw)) => draw(route.clone()),
        Some(Err(NotHere)) => view! {
            <div class="page">
                <div class="card card__gap" role="alert" data-testid="page-failed">
                    <h1 class="card__title" tabindex="-1" data-focus>"这一页没能打开"</h1>
                    <p>"这一页还没有下载到本机，现在又取不来。请检查网络后再试；如果一直这样，可能刚换了新版本，请刷新页面。作答记录都在。"</p>
                    <Act label="再试一次" press=tap(fetch.clone())/>
                </div>
            </div>
        }
        .into_any(),
    }
    })
}
