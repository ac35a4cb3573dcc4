//! Web Locks: one tab of an origin holds a name. Browsers have them on https and on the device's own address only.
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Held until dropped.
pub struct Lock(Rc<RefCell<Option<Function>>>);

pub enum Asked {
    Held(Lock),
    /// Another tab holds it.
    Taken,
    /// This page has no locks.
    NoLocks,
}

/// Asks once for a lock, with `steal` even if another tab holds it; that tab is told that it `lost` it.
pub async fn ask(name: &str, steal: bool, lost: impl FnOnce() + 'static) -> Asked {
    let Some(locks) = locks() else { return Asked::NoLocks };
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let mut over = None;
    let answer = Promise::new(&mut |resolve, _| {
        let release = release.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| {
            // Calling a promise's own function cannot fail.
            let _ = resolve.call1(&JsValue::NULL, &lock.is_truthy().into());
            if lock.is_falsy() {
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |let_go, _| *release.borrow_mut() = Some(let_go)).into()
        });
        over = request(&locks, name, steal, &granted);
    });
    let Some(over) = over else { return Asked::NoLocks };
    if !JsFuture::from(answer).await.is_ok_and(|granted| granted.is_truthy()) {
        return Asked::Taken;
    }
    spawn_local(async move {
        // It ends in peace when dropped, and with an error when another tab took it.
        if JsFuture::from(over).await.is_err() {
            lost();
        }
    });
    Asked::Held(Lock(release))
}

/// By name, because web-sys has the locks only behind a flag.
fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

fn request(locks: &JsValue, name: &str, steal: bool, granted: &JsValue) -> Option<Promise> {
    let options = Object::new();
    let how = if steal { "steal" } else { "ifAvailable" };
    Reflect::set(&options, &how.into(), &true.into()).ok()?;
    let request: Function = Reflect::get(locks, &"request".into()).ok()?.unchecked_into();
    request.call3(locks, &name.into(), &options, granted).ok().map(JsCast::unchecked_into)
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(let_go) = self.0.borrow_mut().take() {
            // As above.
            let _ = let_go.call0(&JsValue::NULL);
        }
    }
}
