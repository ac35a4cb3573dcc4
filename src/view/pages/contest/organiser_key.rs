use crate::format::signed::SecretKey;
use crate::format::{key_text, qr, short_code};
use crate::state::contests::Contests;
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub fn fingerprint(public: &[u8]) -> String {
    short_code::write(&short_code::fingerprint(public))
}

/// 主办方密钥: its fingerprint, and how it goes to another device.
#[component]
pub fn OrganiserKeyCard() -> impl IntoView {
    let contests = Contests::expect();
    let key = RwSignal::new(None::<SecretKey>);
    let shown = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let said = RwSignal::new("");
    let asking = RwSignal::new(false);
    let read = move || {
        spawn_local(async move {
            if let Ok(known) = contests.organiser_key().await {
                let _ = key.try_set(Some(known));
            }
        });
    };
    // A key is made at first need, so not by merely looking at the page.
    let open = move |_| {
        if key.read_untracked().is_none() {
            read();
        }
    };
    let found = move || key_text::read(&typed.read_untracked());
    let ask = move || match (found(), key.get_untracked()) {
        (None, _) => said.set("没有认出密钥：要从“XLSK1.”起完整复制"),
        (Some(new), Some(known)) if new == known => said.set("本机已经在用这个密钥"),
        _ => asking.set(true),
    };
    let take = move || {
        let Some(new) = found() else { return };
        spawn_local(async move {
            asking.set(false);
            if contests.take_organiser_key(&new).await.is_ok() {
                key.set(Some(new));
                shown.set(false);
                said.set("已换成这个密钥");
            } else {
                said.set("浏览器的数据库现在写不了，没有换成。请刷新页面再试");
            }
        });
    };
    view! {
        <section class="card">
            <details on:toggle=open data-testid="key-card">
                <summary data-testid="key-open">"主办方密钥"</summary>
                <div class="card__gap">
                    <p class="muted">"发布时用它签名，参赛者凭指纹确认竞赛出自同一主办方、发布后没有改动。它只存在这台设备上。"</p>
                    <p>"指纹　"<b class="org-code" data-testid="fingerprint">{text(move || key.read().as_ref().map_or(String::new(), |key| fingerprint(&key.public())))}</b></p>
                    {live(move || if shown.get() {
                        let secret = key.read().as_ref().map(key_text::write).unwrap_or_default();
                        let drawing = qr::draw(&secret);
                        let copied = secret.clone();
                        view! {
                            <p role="alert">"谁拿到它，谁就能以您的名义发布竞赛。只传给自己的设备，不要发到群里，用完删掉。"</p>
                            <p class="org-code" data-testid="key-text">{secret}</p>
                            {drawing.map(|drawing| view! {
                                <svg class="qr qr--small" viewBox=format!("0 0 {0} {0}", drawing.side) role="img" aria-label="密钥二维码" data-testid="key-qr">
                                    <path d=drawing.path></path>
                                </svg>
                            })}
                            <CopyText label="复制密钥" testid="copy-key" text=Callback::new(move |()| copied.clone())/>
                            <Act label="收起" look="act--plain" testid="key-hide" press=tap(move || shown.set(false))/>
                        }.into_any()
                    } else {
                        view! { <Act label="带到另一台设备" look="act--quiet" testid="key-show" press=tap(move || shown.set(true))/> }.into_any()
                    })}
                    <label class="gap">
                        <span>"换用另一台设备的密钥"</span>
                        <textarea class="field" placeholder="粘贴“XLSK1.”开头的文字" data-testid="key-paste"
                            on:input:target=move |event| typed.set(event.target().value())></textarea>
                    </label>
                    <Act label="换用这个密钥" look="act--plain" testid="key-take" press=tap(ask)/>
                    <p class="muted" role="status" data-testid="key-said">{text(move || said.get())}</p>
                </div>
            </details>
        </section>
        <Dialog open=asking title="换用密钥？" testid="key-dialog">
            <p>"以后发布的竞赛改用新密钥签名，指纹随之改变。本机现有的密钥会被替换，没有另外保存就找不回来了；用它发布过的竞赛不受影响。"</p>
            <Act label="换用" testid="key-yes" press=tap(take)/>
            <Act label="不换" look="act--plain" testid="key-no" press=tap(move || asking.set(false))/>
        </Dialog>
    }
}
