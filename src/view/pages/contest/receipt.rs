use crate::domain::contest::receipt::End;
use crate::domain::record::event::EventId;
use crate::domain::session::entry::ContestId;
use crate::domain::time::Millis;
use crate::format::{qr, receipt, short_code};
use crate::platform::browser::{self, Browser};
use crate::platform::{files, page};
use crate::state::entering::{Entering, NO_SITTING, Signed, unit_of};
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::components::page_bar::PageBar;
use crate::view::components::qr_code::QrCode;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::route::{Part, Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Longer texts are cut by some chats.
const MESSAGE: usize = 400;

/// A code with more squares a side is not read from a phone's screen.
const MOST_SQUARES: i32 = 113;

/// What the desk overlooks too.
const SLACK: Millis = Millis(5_000);

/// 出示答卷: what the entrant hands to the organiser, the same whenever it is opened.
#[component]
pub fn ReceiptPage(session: String) -> impl IntoView {
    let entering = Entering::expect();
    let id = EventId::parse(&session);
    let signed = RwSignal::new(None::<Result<Signed, String>>);
    spawn_local(async move {
        let found = match id {
            Some(id) => entering.receipt(id).await,
            None => Err(NO_SITTING.to_owned()),
        };
        // The learner may have gone elsewhere meanwhile.
        let _ = signed.try_set(Some(found));
    });
    let up = id.map_or(Route::Compete, |id| Route::Session(id, Part::Result));
    view! {
        <PageBar title="答卷".to_owned() up/>
        <div class="page">
            {live(move || match signed.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在生成答卷"></div> }.into_any(),
                Some(Ok(signed)) => view! { <Handed signed/> }.into_any(),
                Some(Err(why)) => view! { <p class="card" role="alert" data-testid="receipt-refused">{refused(&why)}</p> }.into_any(),
            })}
        </div>
    }
}

/// What is known of a sitting stays, whatever stands in the way of its receipt.
fn refused(why: &str) -> String {
    let rest = if why == NO_SITTING {
        "请到作答的那台设备、那个浏览器里出示答卷"
    } else {
        "作答记录都在"
    };
    format!("{why}。{rest}。")
}

#[component]
fn Handed(signed: Signed) -> impl IntoView {
    let Signed { receipt, bytes, pack } = signed;
    let terms = &pack.terms;
    let (entry, code) = (&receipt.entry, receipt::to_text(&bytes));
    let unit = unit_of(terms, &entry.unit);
    let who: Vec<&str> = [entry.name.as_str(), &unit, &entry.number].into_iter().filter(|it| !it.is_empty()).collect();
    let who = who.join("  ");
    let late = receipt.handed_in_at().since(terms.window.closes) > SLACK;
    let ended = if receipt.end == End::TimeOver { "（时间到，自动交卷）" } else { "" };
    let name = short_code::write(&receipt::id(&bytes).0);
    let message = format!("【学练赛】{}答卷\n{}  第{}次\n{code}", terms.title, who, entry.attempt);
    let file = format!("答卷-{}-{}.txt", plain(&terms.title), plain(&entry.name));
    let link = format!("{}{}", page::base(), Route::Room(Room::Deliver, code.clone()).href());
    let drawing = qr::draw(&link).filter(|drawing| drawing.side <= MOST_SQUARES);
    let is_long = code.len() > MESSAGE;
    let wechat = browser::this() == Browser::InApp;
    let said = RwSignal::new(String::new());
    let save = {
        let message = message.clone();
        move || {
            said.set(match files::save(&file, files::TEXT, message.as_bytes()) {
                Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{file}”，再发给主办方。"),
                None => "这个浏览器不能保存文件，请改用“复制答卷”。".to_owned(),
            });
        }
    };
    let file_first = is_long && !wechat;
    let look = |first: bool| if first { "" } else { "act--quiet" };
    let copy = move || {
        let message = message.clone();
        view! { <CopyText label="复制答卷" look=look(!file_first) testid="copy-receipt" text=Callback::new(move |()| message.clone())/> }
    };
    let keep = move || view! { <Act label="存成文件" look=look(file_first) testid="save-receipt" press=tap(save)/> };
    let (rest, n_left) = (receipt.clone(), receipt.n_left);
    view! {
        <section class="card card__gap" data-testid="receipt">
            <p class="muted">{terms.title.clone()}</p>
            <h2 class="hello" data-testid="receipt-who">{who}</h2>
            <p class="figure">{format!("第{}次 · {}交卷{ended}", entry.attempt, date_time(receipt.handed_in_at()))}</p>
            {late.then(|| view! { <p data-testid="receipt-late">"结束时间之后交卷，答卷标为迟交，是否计入由主办方决定。"</p> })}
            <div class="stack">
                <p class="muted">"答卷编号，请记下来。主办方公布收到的编号时，可以核对有没有收到："</p>
                <p class="card__title figure" data-testid="receipt-code">{name}</p>
            </div>
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"发给主办方"</h2>
            <p class="muted">{match (is_long, wechat) {
                (true, true) => "答卷较长，聊天里可能被截断：复制后请发给主办方，并请对方确认收全；也可以到电脑上用文件发送。",
                (true, false) => "答卷较长，聊天里可能被截断，请用文件发送。",
                (false, true) => "复制后粘贴到主办方指定的群或对话里。在微信这类应用里存不了文件。",
                (false, false) => "任选一种：复制后粘贴到主办方指定的群或对话里，让主办方扫二维码，或者发文件。",
            }}</p>
            {if file_first {
                view! { {keep()}{copy()} }.into_any()
            } else {
                view! { {copy()}{keep()} }.into_any()
            }}
            <p class="muted" role="status" data-testid="receipt-said">{text(move || said.get())}</p>
            {match drawing {
                Some(drawing) => view! { <QrCode drawing label="答卷二维码"/><p class="tiny center">"主办方用手机扫这个二维码，就能收到这份答卷"</p> }.into_any(),
                None => view! { <p class="muted" data-testid="no-code">"答卷太长，做成二维码会密得扫不出来，请用上面的办法发送。"</p> }.into_any(),
            }}
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"答卷里有什么"</h2>
            <div class="contrast"><dl>
                <div><dt>"作答"</dt><dd>{format!("{}题的作答，没有成绩", rest.paces.len())}</dd></div>
                <div><dt>"时间"</dt><dd>{format!("{}开始，用时{}，每题大致用时", date_time(rest.started_at), rest.took)}</dd></div>
                {(entry.time_percent != 100).then(|| view! { <div><dt>"加时"</dt><dd>{format!("按规则选了{}倍时间", f64::from(entry.time_percent) / 100.0)}</dd></div> })}
                {terms.watch.then(|| view! { <div><dt>"离开"</dt><dd data-testid="receipt-left">{format!("离开页面{n_left}次")}</dd></div> })}
                {rest.clock_set_back.then(|| view! { <div><dt>"时钟"</dt><dd>"答题中设备时间被调回过"</dd></div> })}
                <div><dt>"签名"</dt><dd>"本机的签名，说明发出后没有改动；不能证明由本人独立作答"</dd></div>
            </dl></div>
            <a class="text-act" href=enter_again(entry.contest) data-testid="to-contest">"回到这场竞赛"</a>
        </section>
    }
}

fn enter_again(contest: ContestId) -> String {
    Route::Room(Room::Enter, contest.to_string()).href()
}

/// For the name of a file: systems differ in what they allow.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_said_to_be_there_only_where_they_are() {
        assert_eq!(refused(NO_SITTING), "本机没有这次作答的记录。请到作答的那台设备、那个浏览器里出示答卷。");
        assert_eq!(refused("还没有交卷，交卷后才有答卷"), "还没有交卷，交卷后才有答卷。作答记录都在。");
    }
}
