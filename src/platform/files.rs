//! Files that the learner saves and opens.
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, HtmlInputElement, Url};

/// Kinds of file as browsers name them.
pub const TEXT: &str = "text/plain;charset=utf-8";
pub const CSV: &str = "text/csv;charset=utf-8";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Hands bytes to the browser as a file to keep. `None` where it has no way to.
pub fn save(name: &str, kind: &str, bytes: &[u8]) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
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

/// Names and texts of files that were chosen or dropped. One that cannot be read comes with no text, so that it is not
/// lost without a word.
pub async fn texts(list: Option<web_sys::FileList>) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let Some(list) = list else { return texts };
    for file in (0..list.length()).filter_map(|idx| list.get(idx)) {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        texts.push((file.name(), text.unwrap_or_default()));
    }
    texts
}

/// Name and bytes of the first file that was chosen or dropped; no bytes where it cannot be read.
pub async fn bytes(list: Option<web_sys::FileList>) -> Option<(String, Vec<u8>)> {
    let file = list?.get(0)?;
    let buffer = JsFuture::from(file.array_buffer()).await.ok();
    Some((file.name(), buffer.map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default()))
}

/// The files of a drop, where it brought any.
pub fn dropped(event: &wasm_bindgen::JsValue) -> Option<web_sys::FileList> {
    let brought = Reflect::get(event, &"dataTransfer".into()).ok()?;
    Reflect::get(&brought, &"files".into()).ok()?.dyn_into().ok()
}
