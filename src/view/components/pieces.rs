use crate::format::qr;
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::lean::{Press, live, tap, text};
use leptos::prelude::*;

/// A backup in pieces, one after another: as texts to copy or as codes to scan.
#[component]
pub fn Pieces(
    pieces: Vec<String>,
    codes: bool,
    /// The last one has been copied or scanned.
    done: Callback<()>,
) -> impl IntoView {
    let n = pieces.len();
    let here = RwSignal::new(0_usize);
    let pieces = StoredValue::new(pieces);
    let piece = move || pieces.with_value(|pieces| pieces[here.get().min(n - 1)].clone());
    let copy = move |()| {
        if here.get_untracked() + 1 == n {
            done.run(());
        }
        untrack(piece)
    };
    let copy_all = move |()| {
        done.run(());
        pieces.with_value(|pieces| pieces.join("\n"))
    };
    let turn = move |by: isize| -> Press {
        tap(move || here.update(|here| *here = here.saturating_add_signed(by).min(n - 1)))
    };
    let shown = move || {
        if !codes {
            // A new button for each piece, which does not say that the last one was copied.
            let label = if here.get() + 1 == n { "复制这一段（最后一段）" } else { "复制这一段" };
            return view! { <CopyText label testid="copy-piece" text=Callback::new(copy)/> }.into_any();
        }
        let Some(qr::Drawing { side, path }) = qr::draw(&piece()) else { return ().into_any() };
        view! {
            <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label="备份二维码" data-testid="qr">
                <path d=path></path>
            </svg>
            {(here.get() + 1 == n).then(|| view! {
                <Act label="都扫好了" testid="qr-done" press=tap(move || done.run(()))/>
            })}
        }
        .into_any()
    };
    let kind = if codes { "张" } else { "段" };
    view! {
        <p class="figure center" role="status" data-testid="piece-place">{text(move || format!("第{}{kind}，共{n}{kind}", here.get() + 1))}</p>
        {live(shown)}
        {(n > 1).then(|| view! {
            <div class="pair">
                <Act label=format!("上一{kind}") look="act--plain" testid="piece-previous" disabled=Signal::derive(move || here.get() == 0) press=turn(-1)/>
                <Act label=format!("下一{kind}") look="act--plain" testid="piece-next" disabled=Signal::derive(move || here.get() + 1 == n) press=turn(1)/>
            </div>
            {(!codes).then(|| view! { <CopyText label="一次复制全部" testid="copy-all" text=Callback::new(copy_all)/> })}
        })}
    }
}
