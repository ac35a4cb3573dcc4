use crate::state::contests::{Contests, Count};
use crate::state::own_banks;
use crate::view::components::act::Entry;
use crate::view::lean::live;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What no backup holds: banks made on this device, and what this learner has as an organiser.
#[derive(Clone, Copy)]
pub struct Uncopied {
    n_banks: RwSignal<usize>,
    count: RwSignal<Count>,
}

impl Uncopied {
    pub fn look() -> Self {
        let (contests, uncopied) =
            (Contests::expect(), Self { n_banks: RwSignal::new(0), count: RwSignal::new(Count::default()) });
        spawn_local(async move {
            let (n_banks, count) = (own_banks::n_kept().await, contests.count().await);
            // The reader may have gone elsewhere meanwhile.
            let _ = (uncopied.n_banks.try_set(n_banks), uncopied.count.try_set(count));
        });
        uncopied
    }

    /// `自己的题库2个`
    fn banks(self) -> Option<String> {
        let n = self.n_banks.get();
        (n > 0).then(|| format!("自己的题库{n}个"))
    }

    /// `自己办的竞赛1场、竞赛草稿2份、主办方密钥`
    pub fn contests(self) -> Option<String> {
        in_words(self.count.get())
    }

    /// What would go with everything else, and no backup brings back.
    pub fn warning(self) -> Option<String> {
        let all: Vec<String> = [self.banks(), self.contests()].into_iter().flatten().collect();
        (!all.is_empty()).then(|| format!("{}也会删掉，备份里没有，请先另外保存。", all.join("、")))
    }
}

fn in_words(count: Count) -> Option<String> {
    let parts = [
        (count.n_held > 0).then(|| format!("自己办的竞赛{}场", count.n_held)),
        (count.n_drafts > 0).then(|| format!("竞赛草稿{}份", count.n_drafts)),
        count.has_key.then(|| "主办方密钥".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("、"))
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
            let note = "成绩请在“汇总”里导出，密钥请在“组织竞赛”里另存".to_owned();
            view! { <Entry label=contests note href testid="uncopied-contests"/> }
        });
        view! {
            <h2 class="heading">"不在备份里，要另外保存"</h2>
            <ul class="list list--rows">{banks}{contests}</ul>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organiser_reads_what_she_has_and_no_more() {
        assert_eq!(in_words(Count::default()), None);
        let some = Count { n_held: 1, n_drafts: 0, has_key: true };
        assert_eq!(in_words(some).as_deref(), Some("自己办的竞赛1场、主办方密钥"));
        let drafts = Count { n_drafts: 2, ..Count::default() };
        assert_eq!(in_words(drafts).as_deref(), Some("竞赛草稿2份"));
    }
}
