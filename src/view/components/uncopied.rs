use crate::state::contests::Contests;
use crate::state::library::Library;
use crate::view::components::act::Entry;
use crate::view::lean::live;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What no backup holds: banks of one's own, and contests that are held here.
#[derive(Clone, Copy)]
pub struct Uncopied {
    library: Library,
    n_held: RwSignal<usize>,
}

impl Uncopied {
    pub fn look() -> Self {
        let (contests, n_held) = (Contests::expect(), RwSignal::new(0));
        spawn_local(async move {
            let n = contests.n_held().await;
            let _ = n_held.try_set(n);
        });
        Self { library: Library::expect(), n_held }
    }

    /// `自己的题库2个`
    fn banks(self) -> Option<String> {
        let n = self.library.own().len();
        (n > 0).then(|| format!("自己的题库{n}个"))
    }

    /// `办的竞赛1场`
    pub fn contests(self) -> Option<String> {
        let n = self.n_held.get();
        (n > 0).then(|| format!("办的竞赛{n}场"))
    }

    /// What would go with everything else, and no backup brings back.
    pub fn warning(self) -> Option<String> {
        let all: Vec<String> = [self.banks(), self.contests()].into_iter().flatten().collect();
        (!all.is_empty()).then(|| format!("{}也会删掉，备份里没有，请先另外导出。", all.join("、")))
    }
}

/// Where to save what no backup holds.
#[component]
pub fn UncopiedRows() -> impl IntoView {
    let uncopied = Uncopied::look();
    live(move || {
        let (banks, contests) = (uncopied.banks(), uncopied.contests());
        if banks.is_none() && contests.is_none() {
            return ().into_any();
        }
        let banks = banks.map(|banks| {
            let href = Route::Room(Room::Banks, String::new()).href();
            view! { <Entry label=banks note="请逐个导出成文件".to_owned() href testid="uncopied-banks"/> }
        });
        let contests = contests.map(|contests| {
            let href = Route::Room(Room::Organise, String::new()).href();
            view! { <Entry label=contests note="结果请在“汇总”里导出".to_owned() href testid="uncopied-contests"/> }
        });
        view! {
            <h2 class="heading">"不在备份里，要另外保存"</h2>
            <ul class="list list--rows">{banks}{contests}</ul>
        }
        .into_any()
    })
}
