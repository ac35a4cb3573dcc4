//! Files that the learner saves and opens.
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlElement, HtmlInputElement, Url};

/// Hands a text to the browser as a file to keep. `None` where it has no way to.
pub fn save(name: &str, text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let blob = Blob::new_with_str_sequence(&Array::of1(&JsValue::from(text))).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    // The address stays valid: some browsers begin to read only after the learner has chosen a place.
    link.click();
    Some(())
}

/// The text of the file that was chosen; `None` where none was, or it cannot be read or is larger than so many bytes.
pub async fn chosen(input: &HtmlInputElement, max: usize) -> Option<String> {
    let file = input.files()?.get(0)?;
    if file.size() > max as f64 {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}
