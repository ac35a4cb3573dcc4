use crate::domain::contest::rules_in_words::window_in_words;
use crate::domain::contest::terms::Window;
use crate::format::pack::{Read, SealedPack};
use crate::format::sealed::Passphrase;
use crate::format::short_code;
use crate::platform::{clock, timer};
use crate::state::entering::Entering;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a contest is called, who holds it and when: of every contest, sealed or not.
#[component]
pub fn About(title: String, organiser: String, window: Window, key: [u8; 32]) -> impl IntoView {
    let now = Entering::expect().now(clock::now());
    view! {
        <div class="stack">
            <h2 class="hello" data-testid="contest-title">{title}</h2>
            <p data-testid="contest-organiser">{format!("主办：{organiser}")}</p>
            <p class="figure" data-testid="contest-window">{format!("答题时间：{}", window_in_words(window, now))}</p>
        </div>
        <details>
            <summary class="muted">"怎样确认是主办方发的"</summary>
            <p class="figure" data-testid="fingerprint">{short_code::write(&short_code::fingerprint(&key))}</p>
            <p class="muted">"这是主办方签名的指纹。与主办方公布的一致，说明竞赛从他们发出后没有被改动过。"</p>
        </details>
    }
}

/// A contest that its passphrase opens.
#[component]
pub fn Cover(
    sealed: SealedPack,
    /// It is open now.
    unsealed: Callback<()>,
) -> impl IntoView {
    let entering = Entering::expect();
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let cover = sealed.cover.clone();
    let key = sealed.organiser_key;
    let sealed = StoredValue::new(sealed);
    let open = move || {
        if busy.get_untracked() {
            return;
        }
        let Some(passphrase) = short_code::read(&typed.get_untracked()) else {
            problem.set(Some("口令是16位字母和数字，请核对有没有少输、多输".to_owned()));
            return;
        };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            // The second of work holds the page up, so what is said of it must be painted before.
            timer::sleep(50).await;
            let opened = sealed.try_with_value(|sealed| sealed.open(Passphrase(passphrase)));
            let kept = match opened {
                Some(Ok(pack)) => match entering.contests.enter(&Read::Open(Box::new(pack))).await {
                    Ok(()) => Ok(()),
                    Err(_) => Err("浏览器没能存下这场竞赛：存储空间满了，或者被禁用".to_owned()),
                },
                Some(Err(why)) => Err(why.to_string()),
                None => return,
            };
            let _ = busy.try_set(false);
            match kept {
                Ok(()) => unsealed.run(()),
                Err(why) => {
                    let _ = problem.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <section class="card card__gap" data-testid="cover">
            <About title=cover.title organiser=cover.organiser window=cover.window key/>
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"这场竞赛用口令封存"</h2>
            <p class="muted">"题目和规则在开始时才能看到。口令由主办方到时公布，大小写、空格、横线都不影响。"</p>
            <label class="gap">
                <span>"口令"</span>
                <input class="field figure" autocomplete="off" autocapitalize="characters" spellcheck="false" enterkeyhint="go" placeholder="如 7Q2M-0KXD-93AB-V5TE"
                    prop:value=typed on:input:target=move |event| typed.set(event.target().value()) data-testid="passphrase"
                    on:keydown=move |event| if event.key() == "Enter" { open() }/>
            </label>
            {live(move || problem.get().map(|why| view! { <p role="alert" data-testid="passphrase-problem">{format!("{why}。")}</p> }))}
            <Act label={text(move || if busy.get() { "正在解封……" } else { "解封" })} disabled=busy testid="unseal" press=tap(open)/>
        </section>
    }
}
