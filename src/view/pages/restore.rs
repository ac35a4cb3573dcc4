use super::result::date_time;
use crate::domain::bank::id::BankId;
use crate::domain::record::check::{Checked, Repair};
use crate::domain::record::event::Event;
use crate::domain::record::incoming::Incoming;
use crate::domain::record::restore_point::RestorePoint;
use crate::domain::record::standings::Standings;
use crate::domain::time::UtcMillis;
use crate::format::backup::{MAX_BYTES, Reading, shown_name};
use crate::platform::{clock, files};
use crate::state::backups::Preview;
use crate::state::learners::Learners;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, EntryAct};
use crate::view::components::copy_text::CopyText;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{Press, live, tap};
use leptos::prelude::*;
use leptos::task::spawn_local;

const REFUSED: &str = "浏览器的数据库现在用不了，什么都没有改。请刷新页面再试。";

/// Taking up a backup, going back to a point, and 检查数据.
#[component]
pub fn Restore() -> impl IntoView {
    let (library, record, learners) = (Library::expect(), Record::expect(), Learners::expect());
    let pasted = RwSignal::new(String::new());
    // What reading came to, line by line, and whether there is anything to take up.
    let lines = RwSignal::new(Vec::<String>::new());
    let ready = RwSignal::new(false);
    let incoming = StoredValue::new(Incoming::default());
    let preview = move |mut said: Vec<String>, events: Vec<Event>| {
        ready.set(false);
        if events.is_empty() {
            lines.set(said);
            return;
        }
        spawn_local(async move {
            match record.preview(events).await {
                Ok(preview) => {
                    said.extend(record.standings.with_untracked(|now| as_lines(library, now, &preview)));
                    ready.set(!preview.incoming.new.is_empty());
                    incoming.set_value(preview.incoming);
                }
                Err(_) => said.push(REFUSED.to_owned()),
            }
            lines.set(said);
        });
    };
    let read = move |text: &str| {
        let Reading { backups, troubles } = record.read_backup(text);
        let mine = learners.current_untracked().name;
        let mut said: Vec<String> = troubles.iter().map(|trouble| format!("{trouble}。")).collect();
        let mut events = Vec::new();
        for backup in backups {
            let backup_name = backup.name.clone();
            let name = shown_name(&[backup.name, backup.unit].join(" "));
            if !name.trim().is_empty() && backup_name != mine {
                said.push(format!("这份备份写着“{}”的名字，请先确认是您自己的。", name.trim()));
            }
            events.extend(backup.events);
        }
        preview(said, events);
    };
    let read_file = move |input: web_sys::HtmlInputElement| {
        spawn_local(async move {
            // Base64 takes a third more room.
            match files::chosen(&input, MAX_BYTES / 2 * 3).await {
                Some(text) => read(&text),
                None => lines.set(vec!["这个文件打不开，或者太大，不像学练赛的备份。".to_owned()]),
            }
        });
    };
    let merge = move || {
        ready.set(false);
        let now = clock::now().wall;
        spawn_local(async move {
            if record.merge(incoming.get_value(), now).await.is_err() {
                lines.set(vec![REFUSED.to_owned()]);
            }
        });
    };

    // Once they are here.
    let found = RwSignal::new(false);
    let points = StoredValue::new(Vec::<RestorePoint>::new());
    let aside = StoredValue::new(Vec::<(String, UtcMillis)>::new());
    spawn_local(async move {
        let (made, put_aside) = (record.points().await, record.put_aside().await);
        let any = !made.is_empty() || !put_aside.is_empty();
        points.try_set_value(made);
        aside.try_set_value(put_aside);
        let _ = found.try_set(any);
    });
    let asked = StoredValue::new(None::<RestorePoint>);
    let open = RwSignal::new(false);
    let go_back = move || {
        open.set(false);
        let (Some(point), now) = (asked.get_value(), clock::now().wall) else { return };
        spawn_local(async move {
            if record.go_back(point, now).await.is_err() {
                lines.set(vec![REFUSED.to_owned()]);
            }
        });
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"恢复、合并"</h2>
            <p class="muted">"合并只增不减：两台设备各自练过的都会算上，合并几次都一样。"</p>
            <label class="gap">
                <span>"把备份文字粘贴到这里，几段可以一起贴"</span>
                <textarea
                    class="field"
                    prop:value=pasted
                    on:input:target=move |event| pasted.set(event.target().value())
                    data-testid="paste"
                ></textarea>
            </label>
            <Act label="读取" look="act--quiet" testid="read" press=tap(move || pasted.with_untracked(|text| read(text)))/>
            <label class="act act--plain">
                "选择备份文件"
                <input type="file" accept=".txt,text/plain" on:change:target=move |event| read_file(event.target()) data-testid="choose-file"/>
            </label>
            <div role="status" class="card__gap" data-testid="preview">
                {live(move || paragraphs(lines.get()))}
            </div>
            {live(move || ready.get().then(|| view! {
                <div class="pair">
                    <Act label="不要" look="act--plain" testid="merge-no" press=tap(move || { ready.set(false); lines.set(Vec::new()); })/>
                    <Act label="合并进来" testid="merge" press=tap(merge)/>
                </div>
            }))}
        </section>
        {live(move || found.get().then(|| {
            let points = points.get_value().into_iter().rev().map(|point| row(
                date_time(point.at),
                format!("共{}条 · 回到这时", point.n_events),
                "point",
                tap(move || {
                    asked.set_value(Some(point));
                    open.set(true);
                }),
            ));
            let aside = aside.get_value().into_iter().map(|(name, at)| row(
                format!("{}放到一边的记录", date_time(at)),
                "取回".to_owned(),
                "aside",
                tap(move || {
                    let name = name.clone();
                    spawn_local(async move { preview(Vec::new(), record.events_aside(&name).await) });
                }),
            ));
            let rows: Vec<AnyView> = points.chain(aside).collect();
            view! {
                <h2 class="heading">"恢复点"</h2>
                <p class="muted">"每天一个，清零、合并之前也各有一个。"</p>
                <ul class="list list--rows">{rows}</ul>
            }
        }))}
        <Dialog open title="回到这时？" testid="point-dialog">
            <p>"这以后的记录会放到一边，不再计入；以后可以在“恢复点”里取回。"</p>
            <div class="pair">
                <Act label="不了" look="act--plain" testid="point-no" press=tap(move || open.set(false))/>
                <Act label="回到这时" testid="point-yes" press=tap(go_back)/>
            </div>
        </Dialog>
        <CheckData/>
    }
}

fn row(label: String, end: String, testid: &'static str, press: Press) -> AnyView {
    view! { <EntryAct label end testid press/> }.into_any()
}

fn paragraphs(lines: Vec<String>) -> Vec<AnyView> {
    lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect()
}

/// What a merge would add, in words.
fn as_lines(library: Library, now: &Standings, preview: &Preview) -> Vec<String> {
    let Preview { incoming, after } = preview;
    let n_new = incoming.new.len();
    let n_all = n_new + incoming.n_known + incoming.conflicting.len();
    let mut lines = Vec::new();
    let first = incoming.new.iter().map(|event| event.at).min();
    let last = incoming.new.iter().map(|event| event.at).max();
    match (first, last) {
        (Some(first), Some(last)) => {
            lines.push(format!("共{n_all}条，其中本机没有的{n_new}条，{}至{}。", date_time(first), date_time(last)))
        }
        _ => lines.push(format!("共{n_all}条，本机都有了，不用再合并。")),
    }
    let before = per_bank(now);
    for (bank, n) in per_bank(&after.standings) {
        let n_before = before.iter().find(|(of, _)| *of == bank).map_or(0, |(_, n)| *n);
        if n != n_before {
            lines.push(format!("“{}”答过{n_before}题次，合并后{n}题次。", library.title(&bank)));
        }
    }
    if !incoming.conflicting.is_empty() {
        let n = incoming.conflicting.len();
        lines.push(format!("另有{n}条与本机编号相同、内容不同，会放到一边，不覆盖本机的。"));
    }
    lines
}

/// Answers per bank.
fn per_bank(standings: &Standings) -> Vec<(BankId, u32)> {
    let mut banks: Vec<(BankId, u32)> = Vec::new();
    for (question, standing) in standings.questions() {
        match banks.binary_search_by(|(bank, _)| bank.cmp(&question.bank)) {
            Ok(place) => banks[place].1 += standing.n_answered,
            Err(place) => banks.insert(place, (question.bank.clone(), standing.n_answered)),
        }
    }
    banks
}

#[component]
fn CheckData() -> impl IntoView {
    let record = Record::expect();
    let lines = RwSignal::new(Vec::<String>::new());
    let repairs = StoredValue::new(Vec::<Repair>::new());
    let tell = move |said: Vec<String>, can_be_mended: Vec<Repair>| {
        repairs.set_value(can_be_mended);
        lines.set(said);
    };
    let check = move || {
        // What was found before is no answer to this press.
        tell(Vec::new(), Vec::new());
        let now = clock::now().wall;
        spawn_local(async move {
            match record.check(now).await {
                Ok(found) => {
                    tell(said(&found), found.found.iter().filter_map(|(problem, _)| problem.repair()).collect())
                }
                Err(_) => tell(vec![REFUSED.to_owned()], Vec::new()),
            }
        });
    };
    let mend = move |repair: Repair| {
        spawn_local(async move {
            if record.repair(repair).await.is_err() {
                tell(vec![REFUSED.to_owned()], Vec::new());
            }
        });
    };
    let report = move |()| {
        let title = format!("【学练赛】检查数据 {}\n", date_time(clock::now().wall));
        title + &lines.with_untracked(|lines| lines.join("\n"))
    };
    let repair = move |repair: Repair| {
        let label = if repair == Repair::Rebuild { "按记录重算" } else { "补写进数据库" };
        view! { <Act label testid="repair" press=tap(move || mend(repair))/> }.into_any()
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"检查数据"</h2>
            <p class="muted">"按全部记录重算一遍，看显示的统计对不对、记录缺没缺。"</p>
            <Act label="检查数据" look="act--quiet" testid="check" press=tap(check)/>
            {live(move || (!lines.read().is_empty()).then(|| view! {
                <div role="status" class="card__gap" data-testid="checked">{paragraphs(lines.get())}</div>
                {repairs.get_value().into_iter().map(repair).collect::<Vec<_>>()}
                <CopyText label="复制检查结果" testid="copy-check" text=Callback::new(report)/>
            }))}
        </section>
    }
}

fn said(checked: &Checked) -> Vec<String> {
    let verdict = if checked.is_sound() {
        "没有发现问题：显示的统计与记录一致。"
    } else {
        "发现下面的问题："
    };
    let mut lines = vec![format!("查了{}条记录。{verdict}", checked.n_events)];
    lines.extend(checked.found.iter().map(|(problem, count)| format!("{}：{count}处。", problem.sentence())));
    lines
}
