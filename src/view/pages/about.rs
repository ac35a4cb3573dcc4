use crate::state::library::Library;
use crate::view::components::page_bar::PageBar;
use crate::view::route::Route;
use leptos::prelude::*;

/// 关于: what the app promises and what it cannot prove.
#[component]
pub fn AboutPage() -> impl IntoView {
    let library = Library::expect();
    let entries = library.catalog.with_value(|catalog| catalog.entries.clone());
    view! {
        <PageBar title="关于学练赛".to_owned() up=Route::Me/>
        <div class="page">
            <section class="card card__gap">
                <h2 class="card__title">"我们保证"</h2>
                <ul class="list">
                    <li>"不用注册，不收集信息；作答只存在您自己的设备上。"</li>
                    <li>"判过的每道题，先存下再显示对错。存不下时会明白告诉您。"</li>
                    <li>"每道题都写明依据哪份文件、哪一条、哪年的版本、核对到哪一天。"</li>
                    <li>"只有答题会改变成绩；打开页面、停留时间不算数，也没有打卡和连续天数。"</li>
                    <li>"没有广告，没有排行压力，一道题可以想多久就想多久。"</li>
                </ul>
            </section>
            <section class="card card__gap">
                <h2 class="card__title">"做不到的，也说清楚"</h2>
                <ul class="list">
                    <li>"本机成绩不能证明是谁答的、是否独立完成、当时是几点。需要证明时，请在现场组织。"</li>
                    <li>"题目都在页面里，懂技术的人能看到答案。"</li>
                    <li>"清理微信或浏览器数据会把记录一起清掉，换设备也看不到。"</li>
                    <li>"法规会修订。题目依据的版本写在题下；与最新正式文本不一致时，以正式文本为准，并请点“这题有误”。"</li>
                </ul>
            </section>
            <section class="card card__gap">
                <h2 class="card__title">"题库"</h2>
                <ul class="list">
                    {entries.into_iter().map(|entry| view! {
                        <li class="figure">{format!("{}：{}题，{}个知识点，核对至{}", entry.title, entry.n_total(), entry.n_points, entry.checked)}<br/>
                            <span class="tiny">{format!("指纹 {}", entry.hash.short(8))}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
            <p class="tiny center">{concat!("学练赛 ", env!("CARGO_PKG_VERSION"), " · MIT 或 Apache-2.0 许可")}</p>
        </div>
    }
}
