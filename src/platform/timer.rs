//! Waiting and repeating. Whoever starts a repetition keeps its handle; dropping it stops it.
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Waits at least so long; 0 lets the browser paint and answer the learner first.
pub async fn sleep(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // A refused timer would leave the promise open for ever; no browser refuses one.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    });
    // The promise is only ever resolved.
    let _ = JsFuture::from(promise).await;
}

/// Calls again and again until dropped.
pub struct Every {
    handle: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Every {
    pub fn new(millis: i32, callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let handle = web_sys::window()?
            .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), millis)
            .ok()?;
        Some(Self { handle, _callback: callback })
    }
}

impl Drop for Every {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.handle);
        }
    }
}
