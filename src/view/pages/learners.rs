use crate::domain::record::learner::Learner;
use crate::format::roll;
use crate::state::learners::Learners;
use crate::view::components::act::{Act, ActLink, EntryAct};
use crate::view::components::dialog::Dialog;
use crate::view::components::page_bar::PageBar;
use crate::view::components::uncopied::Uncopied;
use crate::view::lean::{live, tap, text};
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// 谁在用: several people on one device, each with her own record.
#[component]
pub fn LearnersPage() -> impl IntoView {
    let learners = Learners::expect();
    let removing = RwSignal::new(false);
    let uncopied = Uncopied::look();
    let others = move || {
        let current = learners.current().id;
        let all = learners.all().into_iter();
        let rows = all.map(|learner| {
            let here = learner.id == current;
            let end = if here { "正在用" } else { "换成这个人" };
            let id = learner.id.clone();
            let press = tap(move || {
                if !here {
                    learners.switch(&id)
                }
            });
            view! { <EntryAct label=who(&learner) end testid="learner" press/> }
        });
        rows.collect_view()
    };
    let alone = move || learners.all().len() < 2;
    view! {
        <PageBar title="谁在用".to_owned() up=Route::Me/>
        <div class="page">
            <ul class="list list--rows">
                {live(others)}
                <EntryAct label="＋ 添加一个人" testid="add-learner" press=tap(move || learners.add())/>
            </ul>
            <p class="muted">"几个人共用一台设备时，每个人的记录、错题和设置各存各的。"</p>
            <Details/>
            {live(move || (!alone()).then(|| view! {
                <ul class="list list--rows">
                    <EntryAct label="移除这个人和全部记录" testid="remove-learner" press=tap(move || removing.set(true))/>
                </ul>
            }))}
            <Dialog open=removing title="移除这个人？" testid="remove-dialog">
                <p>{text(move || format!("“{}”的作答记录、错题、收藏和设置都会从这台设备上删掉，找不回来。想留一份，请先备份。", learners.current().label()))}</p>
                {live(move || uncopied.contests().map(|held| view! { <p data-testid="uncopied">{held + "也会删掉，备份里没有，请先另外保存。"}</p> }))}
                <ActLink label="先去备份" look="act--quiet" href=Route::Backup.href() testid="backup-first"/>
                <div class="pair">
                    <Act label="不移除" look="act--plain" testid="remove-no" press=tap(move || removing.set(false))/>
                    <Act label="移除" testid="remove-yes" press=tap(move || spawn_local(learners.remove()))/>
                </div>
            </Dialog>
        </div>
    }
}

fn who(learner: &Learner) -> String {
    if learner.unit.is_empty() {
        learner.label().to_owned()
    } else {
        format!("{} · {}", learner.label(), learner.unit)
    }
}

/// Name, unit and pin of the current learner.
#[component]
fn Details() -> impl IntoView {
    let learners = Learners::expect();
    let learner = learners.current();
    let (name, unit, figures) =
        (RwSignal::new(learner.name), RwSignal::new(learner.unit), RwSignal::new(String::new()));
    let said = RwSignal::new("");
    let save = move || {
        let id = learners.current().id;
        let pin = roll::pin(&id, &figures.get_untracked());
        if !figures.read_untracked().is_empty() && pin.is_none() {
            said.set("密码要用4到6位数字。");
            return;
        }
        let kept = learners.change(|learner| {
            learner.name = name.get_untracked().trim().to_owned();
            learner.unit = unit.get_untracked().trim().to_owned();
            learner.pin = pin.or_else(|| learner.pin.take());
        });
        figures.set(String::new());
        said.set(if kept { "已保存。" } else { "浏览器没有存下，请看页面上方的提示。" });
    };
    let drop_pin = move || {
        learners.change(|learner| learner.pin = None);
        said.set("密码已取消。");
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"正在用的人"</h2>
            {field("姓名", "可以不填，备份和名单里会用到", name, "learner-name")}
            {field("单位或支部", "", unit, "learner-unit")}
            <label class="stack">
                <span>"打开密码"<br/><span class="tiny">"4到6位数字，可以不设。只挡住别人顺手翻看，数据没有加密；忘了可以在打开页面时取消。"</span></span>
                <input class="field" type="password" inputmode="numeric" autocomplete="off" maxlength="6" bind:value=figures data-testid="learner-pin"/>
            </label>
            <Act label="保存" testid="save-learner" press=tap(save)/>
            {live(move || learners.current().pin.is_some().then(|| view! {
                <button type="button" class="text-act" on:click=tap(drop_pin) data-testid="drop-pin">"取消打开密码"</button>
            }))}
            <p role="status" data-testid="learner-said">{text(move || said.get())}</p>
        </section>
    }
}

fn field(label: &'static str, note: &'static str, value: RwSignal<String>, testid: &'static str) -> impl IntoView {
    view! {
        <label class="stack">
            <span>{label}<br/><span class="tiny">{note}</span></span>
            <input class="field" type="text" maxlength="40" bind:value=value data-testid=testid/>
        </label>
    }
}

/// Stands before everything else while the current learner's pin is not given.
#[component]
pub fn LockPage() -> impl IntoView {
    let learners = Learners::expect();
    let figures = RwSignal::new(String::new());
    let (wrong, forgotten) = (RwSignal::new(false), RwSignal::new(false));
    let open = move || wrong.set(!learners.unlock(&figures.get_untracked()));
    let forget = move || {
        learners.change(|learner| learner.pin = None);
        learners.locked.set(false);
    };
    let others = move || {
        let current = learners.current().id;
        let all = learners.all().into_iter().filter(|learner| learner.id != current);
        let rows = all.map(|learner| {
            let id = learner.id.clone();
            view! { <EntryAct label=who(&learner) end="换成这个人" testid="learner" press=tap(move || learners.switch(&id))/> }
        });
        rows.collect_view()
    };
    view! {
        <div class="page" data-testid="lock">
            <h1 class="hello" tabindex="-1" data-focus>{text(move || who(&learners.current()))}</h1>
            <section class="card card__gap">
                <label class="stack">
                    <span>"请输入打开密码"</span>
                    <input class="field" type="password" inputmode="numeric" autocomplete="off" maxlength="6" bind:value=figures data-testid="pin"/>
                </label>
                {live(move || wrong.get().then(|| view! { <p role="alert" data-testid="wrong-pin">"密码不对，请再试一次。"</p> }))}
                <Act label="打开" testid="unlock" press=tap(open)/>
                <button type="button" class="text-act" on:click=tap(move || forgotten.set(true)) data-testid="forgot-pin">"忘了密码"</button>
                {live(move || forgotten.get().then(|| view! {
                    <p>"密码只挡住顺手翻看，可以直接取消，记录不受影响。"</p>
                    <Act label="取消密码并打开" look="act--plain" testid="cancel-pin" press=tap(forget)/>
                }))}
            </section>
            <ul class="list list--rows">{live(others)}</ul>
        </div>
    }
}
