use super::item_editor::ItemEditor;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::lint::in_form;
use crate::format::import::note::Weight;
use crate::format::import::report::{Report, Row, Standing, Twin, TwinOf};
use crate::format::question_text;
use crate::state::import_room::ImportRoom;
use crate::state::library::Library;
use crate::view::components::act::Act;
use crate::view::lean::{flag, live, tap, text};
use leptos::prelude::*;

/// Rows shown before 更多.
const PAGE: usize = 20;

/// Every question with what became of it; those that need somebody first.
#[component]
pub fn ReportCards(room: ImportRoom) -> impl IntoView {
    let filter = RwSignal::new(room.with_report(|report| {
        let counts = report.counts();
        let pressing = [Standing::Unusable, Standing::Conflict, Standing::Doubtful];
        pressing.into_iter().find(|standing| counts.contains_key(standing))
    }));
    let n_shown = RwSignal::new(PAGE);
    let editing = RwSignal::new(None::<usize>);
    let chip = move |standing: Option<Standing>| {
        let count = move || {
            room.with_report(|report| match standing {
                None => report.rows().len(),
                Some(standing) => report.counts().get(&standing).copied().unwrap_or_default(),
            })
        };
        let label = standing.map_or("全部", Standing::label);
        let testid = format!("filter-{}", standing.map_or("all", Standing::key));
        live(move || {
            (count() > 0 || standing.is_none()).then(|| {
                view! {
                    <button type="button" class="chip" aria-pressed=flag(filter.get() == standing)
                        on:click=tap(move || { filter.set(standing); n_shown.set(PAGE); }) data-testid=testid.clone()>
                        {label}" "<b class="figure">{count()}</b>
                    </button>
                }
            })
        })
    };
    // A row that is being mended stays in sight, whatever it has become meanwhile.
    let shown = Memo::new(move |_| {
        room.with_report(|report| {
            let fits = |(idx, row): &(usize, &Row)| {
                filter.get().is_none_or(|standing| row.standing() == standing) || editing.get() == Some(*idx)
            };
            let fitting: Vec<usize> = report.rows().iter().enumerate().filter(fits).map(|(idx, _)| idx).collect();
            let n = fitting.len();
            (fitting.into_iter().take(n_shown.get()).collect::<Vec<_>>(), n)
        })
    });
    let can_undo = move || room.with_report(|report| report.can_undo());
    let undo = move || {
        room.change(|report, known| report.undo(known));
        editing.set(None);
    };
    view! {
        <section class="card card__gap" data-testid="report">
            <div class="chips" role="group" aria-label="只看">
                {chip(None)}
                {Standing::ALL.map(|standing| chip(Some(standing))).into_iter().collect_view()}
            </div>
            {live(move || Some(room.with_report(Report::n_unfit)).filter(|n| *n > 0).map(|n| view! {
                <p class="import-warn" role="status" data-testid="unfit">{format!("先前改过的{n}题和现在读出来的对不上，没有用上，请再看一遍。")}</p>
            }))}
            {live(move || can_undo().then(|| view! {
                <button type="button" class="text-act" on:click=tap(undo) data-testid="import-undo">"撤销上一步"</button>
            }))}
        </section>
        <ol class="import-rows">
            {live(move || {
                // Drawn anew when a row changes; the texts of a row are few.
                let (rows, _) = shown.get();
                rows.into_iter().map(|idx| view! { <RowView room idx editing/> }).collect_view()
            })}
        </ol>
        {live(move || {
            let (rows, n) = shown.get();
            let more = n.saturating_sub(rows.len());
            (more > 0).then(|| view! {
                <button type="button" class="act act--plain" on:click=tap(move || n_shown.update(|n| *n += PAGE)) data-testid="import-more">
                    {format!("还有{more}题")}
                </button>
            })
        })}
    }
}

#[component]
fn RowView(room: ImportRoom, idx: usize, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let library = Library::expect();
    let row = Memo::new(move |_| room.with_report(|report| report.rows().get(idx).cloned()));
    let open = Memo::new(move |_| editing.get() == Some(idx));
    live(move || {
        let Some(row) = row.get() else { return ().into_any() };
        if open.get() {
            return view! { <Mend room idx draft=row.found.draft editing/> }.into_any();
        }
        let standing = row.standing();
        let notes = row.found.notes.iter().map(|note| {
            let warns = note.weight() != Weight::Repair && !row.is_mended;
            view! { <li class:import-warn=warns>{format!("{note}。")}</li> }.into_any()
        });
        let kind = row.found.draft.kind;
        let faults = row.faults.iter().map(|fault| {
            view! { <li class:import-warn=!row.is_usable>{format!("{}。", in_form::sentence(fault, kind))}</li> }
                .into_any()
        });
        let twin = row.twin.as_ref().map(|twin| {
            view! { <li class:import-warn=twin.conflicts>{twin_in_words(room, library, twin)}</li> }.into_any()
        });
        let said: Vec<AnyView> = notes.chain(twin).chain(faults).collect();
        let left_out = row.is_left_out;
        let leave = tap(move || {
            room.change(|report, known| report.leave_out(idx, !left_out, known));
        });
        let accept = tap(move || {
            room.change(|report, known| report.accept(idx, known));
        });
        view! {
            <li class="card card__gap" data-testid="import-row">
                <div class="card__row">
                    <p class="muted figure">{format!("{} · {}", row.found.place, row.found.draft.kind.label())}</p>
                    <span class="tag tag--plain" class:import-warn=standing < Standing::Duplicate data-testid="import-standing">{standing.label()}</span>
                </div>
                {asked(&row.found.draft)}
                {(!said.is_empty()).then(|| view! { <ul class="list tiny">{said}</ul> })}
                <div class="import-acts">
                    <button type="button" class="text-act" on:click=tap(move || editing.set(Some(idx))) data-testid="import-mend">"修改"</button>
                    {(standing == Standing::Doubtful).then(|| view! {
                        <button type="button" class="text-act" on:click=accept data-testid="import-accept">"核对过，没问题"</button>
                    })}
                    <button type="button" class="text-act" on:click=leave data-testid="import-leave">
                        {if left_out { "恢复" } else { "不导入" }}
                    </button>
                </div>
            </li>
        }
        .into_any()
    })
}

fn twin_in_words(room: ImportRoom, library: Library, twin: &Twin) -> String {
    let of = match &twin.of {
        TwinOf::Row(idx) => room
            .with_report(|report| report.rows().get(*idx).map(|row| row.found.place.to_string()).unwrap_or_default()),
        TwinOf::Bank(of) => format!("题库“{}”里的一题", library.title(&of.bank)),
    };
    match twin.conflicts {
        true => format!("和{of}是同一道题，答案却不同，请核对后改一道或者删一道。"),
        false => format!("和{of}是同一道题。"),
    }
}

/// The question as far as it could be read, with the key marked.
fn asked(draft: &Draft) -> AnyView {
    let options = match draft.kind {
        Kind::Single | Kind::Multiple => {
            let option = |(idx, text): (usize, &String)| {
                let is_key = draft.keys.iter().any(|key| usize::from(*key) == idx);
                let mark = if is_key { "✓ " } else { "" };
                view! { <li class:import-key=is_key>{format!("{mark}{}. {text}", question_text::letter(idx))}</li> }
                    .into_any()
            };
            draft.options.iter().enumerate().map(option).collect()
        }
        Kind::Judge => lines(draft.judged.map(|judged| if judged { "✓ 对" } else { "✓ 错" }.to_owned())),
        Kind::Blank => {
            lines(draft.gaps.iter().enumerate().map(|(idx, gap)| format!("第{}空：{}", idx + 1, gap.join(" / "))))
        }
        Kind::Order => lines(draft.options.iter().enumerate().map(|(idx, text)| format!("{}. {text}", idx + 1))),
        Kind::Match => lines(draft.pairs.iter().map(|[left, right]| format!("{left} — {right}"))),
        Kind::Scenario => {
            lines(draft.parts.iter().enumerate().map(|(idx, part)| format!("（{}）{}", idx + 1, part.stem)))
        }
    };
    let explain =
        (!draft.explain.is_empty()).then(|| view! { <p class="muted import-text">{draft.explain.clone()}</p> });
    let stem = if draft.stem.trim().is_empty() { "（没有题干）".to_owned() } else { draft.stem.clone() };
    view! {
        <p class="import-text" data-testid="import-stem">{stem}</p>
        <ul class="list import-text">{options}</ul>
        {explain}
    }
    .into_any()
}

fn lines(texts: impl IntoIterator<Item = String>) -> Vec<AnyView> {
    texts.into_iter().map(|text| view! { <li>{text}</li> }.into_any()).collect()
}

#[component]
fn Mend(room: ImportRoom, idx: usize, draft: Draft, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let draft = RwSignal::new(draft);
    let save = move || {
        editing.set(None);
        room.mend(idx, draft.get_untracked());
    };
    view! {
        <li class="card card__gap" data-testid="import-editor">
            <ItemEditor draft/>
            <div class="pair">
                <Act label="放弃改动" look="act--plain" testid="mend-no" press=tap(move || editing.set(None))/>
                <Act label={text(|| "改好了")} testid="mend-yes" press=tap(save)/>
            </div>
        </li>
    }
}
