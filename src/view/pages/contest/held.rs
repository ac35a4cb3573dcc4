use super::organise::{keep_and_open, state};
use super::organiser_key::fingerprint;
use crate::domain::contest::draft::Draft;
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use crate::format::desk_save::Held;
use crate::format::pack::{self, Pack};
use crate::format::{qr, short_code};
use crate::platform::browser::{self, Browser};
use crate::platform::{chance, clock, files};
use crate::state::contests::Contests;
use crate::view::components::act::{Act, ActLink, Entry};
use crate::view::components::copy_text::CopyText;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Squares of a code that a phone still reads from a screen or from paper.
const MOST_SQUARES: i32 = 125;

/// Characters that chats send and browsers open without a doubt.
const MOST_LINK: usize = 4000;

/// A contest as it was published.
#[component]
pub fn HeldPage(id: String) -> impl IntoView {
    let contests = Contests::expect();
    let found = RwSignal::new(None::<Option<(Pack, Held)>>);
    spawn_local(async move {
        let held = match id.parse::<ContestId>() {
            Ok(contest) => contests.held(contest).await,
            Err(_) => None,
        };
        let _ = found.try_set(Some(held));
    });
    view! {
        <PageBar title="发布竞赛".to_owned() up=Route::Room(Room::Organise, String::new())/>
        <div class="page page--wide" data-testid="held">
            {live(move || match found.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在打开"></div> }.into_any(),
                Some(None) => view! {
                    <div class="card card__gap" role="alert" data-testid="no-held">
                        <p>"这台设备上没有这场竞赛。竞赛和收到的答卷只存在发布它的那台设备上。"</p>
                        <ActLink label="回到组织竞赛" href=Route::Room(Room::Organise, String::new()).href()/>
                    </div>
                }.into_any(),
                Some(Some((pack, held))) => view! { <Handout pack held/> }.into_any(),
            })}
        </div>
    }
}

/// The bytes that go out.
fn outgoing<'a>(pack: &'a Pack, held: &'a Held) -> &'a [u8] {
    held.sealed.as_deref().unwrap_or(&pack.bytes)
}

fn link(pack: &Pack, held: &Held) -> String {
    format!("{}#/contest/{}", held.link_base, pack::to_text(outgoing(pack, held)))
}

/// For a chat of all who may take part.
fn message(terms: &Terms, link: &str, sealed: bool) -> String {
    let window = terms.window;
    let passphrase = if sealed { "\n口令在开始时公布，链接可以先打开。" } else { "" };
    format!(
        "【学练赛】{}\n主办：{}\n时间：{}至{}（北京时间）{passphrase}\n点开作答：{link}",
        terms.title,
        terms.organiser,
        date_time(window.opens),
        date_time(window.closes)
    )
}

#[component]
fn Handout(pack: Pack, held: Held) -> impl IntoView {
    let contests = Contests::expect();
    let (terms, id) = (pack.terms.clone(), pack.contest.to_string());
    let link = link(&pack, &held);
    let (n_link, sealed) = (link.chars().count(), held.sealed.is_some());
    let long = n_link > MOST_LINK;
    let message = message(&terms, &link, sealed);
    let drawing = qr::draw(&link).filter(|drawing| drawing.side <= MOST_SQUARES);
    let said = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let save = {
        let (title, text) = (terms.title.clone(), message.clone());
        move || {
            let name = file_name(&title);
            said.set(match files::save(&name, files::TEXT, text.as_bytes()) {
                Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”"),
                None => "这个浏览器不能保存文件，请复制链接".to_owned(),
            });
        }
    };
    let again = {
        let (terms, base) = (terms.clone(), held.link_base.clone());
        move || {
            // Papers of the new contest are not those of the old.
            let terms = Terms { seed: chance::bytes(), ..terms.clone() };
            let draft = Draft { sealed, ..Draft::of(terms, base.clone()) };
            spawn_local(async move { keep_and_open(contests, &draft, failed).await });
        }
    };
    let (whole, alone) = (message.clone(), link.clone());
    let in_app = browser::this() == Browser::InApp;
    let print = |what: &str| Route::Room(Room::Print, format!("{id}/{what}")).href();
    let why_long = if matches!(&terms.units, crate::domain::contest::terms::Units::List(units) if units.len() > 20) {
        "单位名单占了不少地方"
    } else {
        "题目、题库或说明占了不少地方"
    };
    let when = state(terms.window.opens, terms.window.closes, clock::now().wall);
    let window = format!("{} 至 {}", date_time(terms.window.opens), date_time(terms.window.closes));
    view! {
        <section class="card card__gap">
            <div>
                <h2 class="card__title" data-testid="held-title">{terms.title.clone()}</h2>
                <p class="muted">{terms.organiser.clone()}</p>
                <p class="muted figure">{format!("{when} · {window}")}</p>
                <p class="muted figure">{format!("{}题，满分{}分", terms.n_questions(), terms.total())}</p>
            </div>
            <p class="tiny">"主办方指纹　"<b class="org-code">{fingerprint(&pack.organiser_key)}</b><br/>"参赛者的入口页上有同样的指纹，可以另找渠道公布，供大家核对。"</p>
        </section>
        <div class="form-columns">
            <div class="card__gap">
                {held.passphrase.map(|passphrase| view! {
                    <section class="card card__gap card--today">
                        <h2 class="card__title">"口令"</h2>
                        <p class="org-passphrase" data-testid="passphrase">{short_code::write(&passphrase)}</p>
                        <p>{format!("开始时公布（{}）。在那之前不要告诉任何人；没有它谁也打不开题目。", date_time(terms.window.opens))}</p>
                        <p class="muted">"请另外抄一份收好：这台设备要是坏了，口令就找不回来了。"</p>
                    </section>
                })}
                <section class="card card__gap">
                    <h2 class="card__title">"发给大家"</h2>
                    {long.then(|| view! {
                        <p data-testid="by-file">"题目随竞赛一起发出，链接太长，聊天里发不下，请把文件发给大家。收到的人在“赛 → 打开竞赛”里选这个文件。"</p>
                    })}
                    {(long && !in_app).then(|| view! { <Act label="存成文件" testid="save-pack" press=tap(save.clone())/> })}
                    <CopyText label="复制通知和链接" testid="copy-message" text=Callback::new(move |()| whole.clone())/>
                    <textarea class="field org-message" readonly aria-label="通知和链接" data-testid="message">{message}</textarea>
                    <CopyText label="只复制链接" testid="copy-link" text=Callback::new(move |()| alone.clone())/>
                    {(!long && !in_app).then(|| view! { <Act label="存成文件" look="act--plain" testid="save-pack" press=tap(save)/> })}
                    <p class="tiny" role="status" data-testid="held-said">{text(move || said.get())}</p>
                    <p class="tiny figure" data-testid="link-length">{format!("链接长{n_link}个字符。整条复制，少一个字符都打不开。")}</p>
                </section>
            </div>
            <div class="card__gap">
                <section class="card card__gap">
                    <h2 class="card__title">"二维码"</h2>
                    {match drawing {
                        Some(drawing) => view! {
                            <svg class="qr" viewBox=format!("0 0 {0} {0}", drawing.side) role="img" aria-label="竞赛二维码" data-testid="qr">
                                <path d=drawing.path></path>
                            </svg>
                            <p class="tiny center">"投到屏幕上或印出来给大家扫"</p>
                        }.into_any(),
                        None => view! {
                            <p data-testid="no-qr">{format!("太长，请发链接或文件：{why_long}，二维码会密得手机扫不出来。")}</p>
                        }.into_any(),
                    }}
                </section>
                <ul class="list list--rows">
                    <Entry label="汇总" note="收答卷、核对、排名".to_owned() href=Route::Room(Room::Desk, id.clone()).href() testid="to-desk"/>
                    <Entry label="打印试卷" note="给用纸笔作答的人".to_owned() href=print("paper") testid="to-paper"/>
                    <Entry label="打印答案" note="另起一页，不要和试卷一起发".to_owned() href=print("key") testid="to-key"/>
                </ul>
                <Act label="照它另做一份草稿" look="act--plain" testid="again" press=tap(again)/>
                {live(move || failed.get().then(|| view! { <p role="alert">"浏览器存不下草稿，请清理一些空间后再试。"</p> }))}
            </div>
        </div>
    }
}

/// A name that every file system takes.
fn file_name(title: &str) -> String {
    let title: String =
        title.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '-' } else { c }).take(40).collect();
    format!("竞赛-{}.txt", title.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_so_that_every_system_takes_it() {
        assert_eq!(file_name("党章/条例：\"测试\""), "竞赛-党章-条例：-测试-.txt");
        assert_eq!(file_name(&"长".repeat(90)).chars().count(), 47);
    }
}
