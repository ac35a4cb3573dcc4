//! The page itself: address, title, focus, the root's attributes, the clipboard.
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, HtmlLinkElement, HtmlTextAreaElement, Window};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// The part of the address after `#`, decoded by nobody.
pub fn hash() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Opens the browser's dialog for printing.
pub fn print() {
    if let Some(window) = window() {
        // Refused only where there is no printing at all.
        let _ = window.print();
    }
}

/// Goes to a part of the app as a link does.
pub fn go(hash: &str) {
    if let Some(window) = window() {
        // Setting a fragment of one's own page is never refused.
        let _ = window.location().set_hash(hash);
    }
}

/// Goes there without leaving the present place in the history.
pub fn go_instead(hash: &str) {
    if let Some(window) = window() {
        // As above.
        let _ = window.location().replace(&format!("#{hash}"));
    }
}

/// The address of the app itself, as a link to a part of it begins.
pub fn base() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split(['#', '?']).next().unwrap_or_default().to_owned()
}

pub fn reload() {
    if let Some(window) = window() {
        // Reloading is never refused.
        let _ = window.location().reload();
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets or, with `None`, removes an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    // Both fail on malformed names only, and these are ours.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

pub fn text_of(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.text_content()
}

pub fn remove_element(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Puts the focus on the first element that fits, if there is one.
pub fn focus(selector: &str) -> bool {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// Puts `open` and `close` around what is chosen in a text area, and the cursor after `open`. Gives the whole text and
/// what stands before the place.
pub fn wrap_chosen(id: &str, open: &str, close: &str) -> Option<(String, String)> {
    let area: HtmlTextAreaElement = document()?.get_element_by_id(id)?.dyn_into().ok()?;
    // Browsers count in UTF-16.
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let at = |place: Option<u32>| place.map_or(text.len(), |place| (place as usize).min(text.len()));
    let (start, end) = (at(area.selection_start().ok()?), at(area.selection_end().ok()?));
    let part = |range: &[u16]| String::from_utf16_lossy(range);
    let before = part(&text[..start]);
    let whole = [&before, open, &part(&text[start..end]), close, &part(&text[end..])].concat();
    area.set_value(&whole);
    let shift = open.encode_utf16().count();
    // Both fail on inputs that hold no text only.
    let _ = area.set_selection_range((start + shift) as u32, (end + shift) as u32);
    let _ = area.focus();
    Some((whole, before))
}

/// Scrolls no further than is needed to see the first element that fits.
pub fn reveal(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Whether the text reached the clipboard. On plain http there is no clipboard and the learner copies by hand.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Whether the styles that the page names by this name are here.
pub fn has_styles(name: &str) -> bool {
    let link = document().and_then(|document| document.get_element_by_id(name));
    link.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok()).is_some_and(|link| link.sheet().is_some())
}

/// Brings the style sheet whose address stands in the page under this name; done once it is here or cannot be had.
pub async fn bring_styles(name: &str) {
    let Some(document) = document() else { return };
    let address = document.query_selector(&format!("meta[name={name}]")).ok().flatten();
    let Some(address) = address.and_then(|meta| meta.get_attribute("content")) else { return };
    // One that did not come before is asked for anew.
    remove_element(name);
    let link = document.create_element("link").ok().and_then(|link| link.dyn_into::<HtmlLinkElement>().ok());
    let (Some(link), Some(head)) = (link, document.head()) else { return };
    link.set_id(name);
    link.set_rel("stylesheet");
    link.set_href(&address);
    let came = Promise::new(&mut |resolve, _| {
        link.set_onload(Some(&resolve));
        link.set_onerror(Some(&resolve));
    });
    if head.append_child(&link).is_ok() {
        // The promise is only ever resolved.
        let _ = JsFuture::from(came).await;
    }
}

/// Whether the learner sees something else now: another tab, another app, a dark screen.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// All elements that fit, in the order of the page.
pub fn all(selector: &str) -> Vec<HtmlElement> {
    let Some(list) = document().and_then(|document| document.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|idx| list.item(idx)?.dyn_into().ok()).collect()
}
