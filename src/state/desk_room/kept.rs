//! Opening the desk: what is kept of a contest is read, and every receipt that is not marked yet is marked.
use super::{DeskRoom, Ground, Stage};
use crate::domain::bank::bank::Bank;
use crate::domain::contest::marked::Marked;
use crate::domain::contest::papers::Papers;
use crate::domain::contest::receipt::ReceiptId;
use crate::domain::contest::terms::BankTerm;
use crate::format::desk_save::Filing;
use crate::format::intake::{Outcome, judge};
use crate::format::pack::Pack;
use crate::platform::{clock, timer};
use crate::state::linked;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl DeskRoom {
    /// Reads what is kept; what another page filed meanwhile is taken up too.
    pub(super) fn look_again(self) {
        if self.is_busy() {
            return;
        }
        if let Stage::Missing(_) = self.stage.get_untracked() {
            self.stage.set(Stage::Opening);
        }
        self.progress.set(Some((0, 0)));
        spawn_local(async move {
            if let Err(why) = self.read().await {
                let _ = self.stage.try_set(Stage::Missing(why));
            }
            let _ = self.progress.try_set(None);
        });
    }

    async fn read(self) -> Result<(), String> {
        let missing = || "这台设备上没有这场竞赛。答卷要在发布竞赛的那台设备、那个浏览器里汇总".to_owned();
        let (pack, held) = self.contests.held(self.contest).await.ok_or_else(missing)?;
        let filing = match self.settled_filing().await {
            Some(filing) => filing,
            None if self.contests.has_filing(self.contest).await => {
                return Err(
                    "已收的答卷由更新的版本保存，现在读不出来，原样留着没有动。请刷新页面更新后再打开".to_owned()
                );
            }
            None => Filing::default(),
        };
        let known = match self.stage.try_get_untracked() {
            Some(Stage::Ready(ground)) if ground.pack.bytes == pack.bytes => Some(ground),
            _ => None,
        };
        let ground = match known {
            Some(ground) => ground,
            None => {
                let banks = self.banks(&pack).await?;
                let papers = Papers::new(&pack.terms, &banks).map_err(|why| why.to_string())?;
                Arc::new(Ground { pack, held, papers })
            }
        };
        self.inner.try_update_value(|inner| inner.filing = filing);
        self.mark_kept(&ground).await;
        let _ = self.stage.try_set(Stage::Ready(ground));
        Ok(())
    }

    /// What is kept, once everything that was laid down here is kept too: a decision just made must not be undone by
    /// what was read a moment before it. Of a store that refuses, what the page has is the newer one.
    async fn settled_filing(self) -> Option<Filing> {
        loop {
            let (n_changes, n_unsaved, is_refused) =
                self.inner.try_with_value(|inner| (inner.n_changes, inner.n_unsaved, inner.is_refused))?;
            if n_unsaved > 0 {
                timer::sleep(5).await;
                continue;
            }
            if is_refused {
                return self.inner.try_with_value(|inner| inner.filing.clone());
            }
            let filing = self.contests.filing(self.contest).await;
            if self.inner.try_with_value(|inner| inner.n_changes)? == n_changes {
                return filing;
            }
        }
    }

    /// Marks every kept receipt that is not marked yet, and forgets those that are not kept any more.
    async fn mark_kept(self, ground: &Ground) {
        let Some((receipts, desk)) = self.inner.try_with_value(|inner| {
            let receipts: Vec<Vec<u8>> = inner.filing.receipts.iter().map(|(_, bytes)| bytes.clone()).collect();
            (receipts, inner.filing.desk.clone())
        }) else {
            return;
        };
        let Some(before) = self.reckoning.try_get_untracked() else { return };
        let ids: Vec<ReceiptId> = receipts.iter().map(|bytes| crate::format::receipt::id(bytes)).collect();
        let same = self.desk.with_untracked(|now| **now == desk);
        if same && before.marked.len() == ids.len() && before.marked.iter().zip(&ids).all(|(it, id)| it.id == *id) {
            return;
        }
        let mut kept: HashMap<ReceiptId, Marked> = before.marked.iter().map(|it| (it.id, it.clone())).collect();
        let (mut all, mut known, mut n_unread) = (Vec::new(), HashSet::new(), 0);
        let (n, mut since, marker) = (receipts.len(), clock::now().steady, self.marker(ground));
        for (idx, (bytes, id)) in receipts.into_iter().zip(ids).enumerate() {
            match kept.remove(&id) {
                Some(marked) => all.push(marked),
                None => match judge(&mut known, bytes, marker) {
                    Outcome::New(marked, _) => all.push(*marked),
                    Outcome::Known(..) => {}
                    Outcome::OtherContest(..) | Outcome::Refused(_) => n_unread += 1,
                },
            }
            if self.paused(&mut since, idx + 1, n).await.is_none() {
                return;
            }
        }
        self.inner.try_update_value(|inner| inner.n_unread = n_unread);
        if n_unread > 0 {
            let _ =
                self.trouble.try_set(Some(format!("有{n_unread}份以前收下的答卷现在读不出来，已原样留着，没有计入")));
        }
        // What was laid down while these were marked counts too.
        let Some(desk) = self.inner.try_with_value(|inner| inner.filing.desk.clone()) else { return };
        let _ = self.desk.try_set(Arc::new(desk));
        self.reckon(&ground.pack.terms, all).await;
    }

    async fn banks(self, pack: &Pack) -> Result<Vec<Arc<Bank>>, String> {
        let mut carried: Vec<Arc<Bank>> = Vec::new();
        for text in &pack.carried {
            let bank = linked::read(text).await.map_err(|why| why.to_string())?;
            carried.extend(bank.map(Arc::new));
        }
        let mut banks = Vec::new();
        pack.terms.banks.iter().for_each(|term| {
            if carried.iter().all(|bank| bank.id != term.id) {
                self.library.want(&term.id)
            }
        });
        for term in &pack.terms.banks {
            match carried.iter().find(|bank| bank.id == term.id) {
                Some(bank) => banks.push(bank.clone()),
                None => banks.push(self.edition(term).await?),
            }
        }
        Ok(banks)
    }

    /// A bundled bank, of the edition that the contest was published with as long as the server has it.
    async fn edition(self, term: &BankTerm) -> Result<Arc<Bank>, String> {
        let newest = self.library.loaded(&term.id).await;
        if let Ok(bank) = &newest
            && term.is(&bank.hash())
        {
            return newest;
        }
        // Another edition is refused by its hash, with a sentence of its own.
        self.library.older_edition(term).await.map_or(newest, |(_, bank)| Ok(Arc::new(bank)))
    }
}
