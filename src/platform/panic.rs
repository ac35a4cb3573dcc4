//! The last screen: a bug of ours ends the WebAssembly module for good, so the message is drawn with plain DOM calls.
use web_sys::{Document, Element};

/// From now on a panic tells the learner what happened and that her answers are safe.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let details = info.to_string();
        // Without a document there is nobody to tell.
        let _ = draw(&details);
    }));
}

fn draw(details: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let body = document.body()?;
    body.set_inner_text("");
    let main = child(&document, &body, "main", "")?;
    let _ = main.set_attribute("class", "halt");
    let _ = main.set_attribute("role", "alert");
    let _ = main.set_attribute("data-testid", "panic");
    child(&document, &main, "h1", "程序出了错，已停下")?;
    child(&document, &main, "p", "已经判过的作答都已存在本机，不会丢。刷新页面就能接着练。")?;
    let link = child(&document, &main, "a", "刷新页面")?;
    // An empty address is this page; the fragment goes, because it may be what led here.
    let _ = link.set_attribute("href", "?");
    let _ = link.set_attribute("class", "act");
    let _ = link.set_attribute("data-testid", "panic-reload");
    child(&document, &main, "p", "如果反复出现，请把下面的文字发给提供本应用的单位：")?;
    child(&document, &main, "pre", details)?;
    Some(())
}

fn child(document: &Document, parent: &Element, name: &str, text: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_text_content(Some(text));
    parent.append_child(&element).ok()?;
    Some(element)
}
