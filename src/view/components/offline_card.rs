use super::act::Act;
use crate::platform::browser::{self, Browser};
use crate::platform::device;
use crate::state::device::Device;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;

/// 离线与安装: what works without a network here, whether the browser keeps the data, and the way to the home screen.
#[component]
pub fn OfflineCard() -> impl IntoView {
    let device = Device::expect();
    let browser = browser::this();
    view! {
        <section class="card card__gap" data-testid="offline-card">
            <h2 class="card__title">"离线与安装"</h2>
            <p data-testid="offline">{text(move || offline(device))}</p>
            <p class="muted" data-testid="persisted">{text(move || persisted(device))}</p>
            <p class="muted" data-testid="install-way">{text(move || way(device, browser))}</p>
            {live(move || device.is("install").then(|| view! {
                <Act label="添加到桌面" look="act--quiet" testid="install" press=tap(device::install)/>
            }))}
        </section>
    }
}

fn offline(device: Device) -> &'static str {
    if device.is("insecure") {
        "这个网址是 http 开头的，浏览器不允许离线保存程序：断网时打不开页面，作答记录照常存在本机。要离线用，请管理员改成 https 网址。"
    } else if !device.is("worker") {
        "这个浏览器（例如苹果手机上的微信）不能离线保存程序：断网时可能打不开页面，作答记录照常存在本机。"
    } else if device.is("kept") {
        "已存到本机：断网也能打开，自带题库都能练、能模拟考试。用链接打开的题库仍要联网。"
    } else if device.is("failed") || device.is("partly") {
        "还没有存全，下次联网打开时接着存，作答记录不受影响。"
    } else {
        "正在存到本机，存好后断网也能用。"
    }
}

fn persisted(device: Device) -> &'static str {
    if device.is("persisted") {
        "浏览器已同意长期保存记录，不会自动清理。"
    } else if device.is("insecure") {
        "也不能向浏览器申请长期保存记录：很久没打开或空间紧张时，可能被自动清理。"
    } else {
        "浏览器还没有同意长期保存记录：很久没打开或空间紧张时，可能被自动清理。第一次练完一组时会申请。"
    }
}

/// How the app gets onto the home screen, and that its records there may be others.
fn way(device: Device, browser: Browser) -> &'static str {
    match browser {
        _ if device.is("installed") => "已安装，从桌面图标打开即可。",
        _ if device.is("install") => "放到桌面，下次从图标打开。",
        Browser::InApp => {
            "要放到桌面：先点右上角“…”，选“在浏览器打开”，再到这里看步骤。清理微信等应用的缓存，可能连记录一起清掉，用浏览器更稳妥。两处的记录各存各的。"
        }
        Browser::Safari => {
            "要放到主屏幕：点“分享”按钮（方框加向上箭头），选“添加到主屏幕”。Safari 可能清掉七天没打开的网站的数据，主屏幕上的不会。两处的记录各存各的。"
        }
        Browser::OtherOnIphone => "要放到主屏幕：先用 Safari 打开本页，再到这里看步骤。",
        Browser::Other => "要放到桌面：在浏览器菜单里找“添加到桌面”“添加到主屏幕”或“安装应用”。",
    }
}
