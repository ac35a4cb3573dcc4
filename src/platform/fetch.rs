//! Files from the network, as bytes or as files that stay with the browser until a part is wanted.
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::fmt;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, RequestCache, RequestInit, Response};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// No network, a refused connection, or an address that the page's security policy does not allow.
    NoAnswer,
    /// The server answered with this status.
    Status(u16),
    /// The answer broke off.
    BrokenOff,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("连不上：请检查网络，或这个网址不在本站允许的范围内"),
            Self::Status(404) => f.write_str("找不到这个文件（404）：请核对网址"),
            Self::Status(status) => write!(f, "服务器没有给出文件（{status}）：请稍后再试，或联系题库的提供者"),
            Self::BrokenOff => f.write_str("下载中断：请检查网络后重试"),
        }
    }
}

pub async fn bytes(url: &str) -> Result<Vec<u8>, FetchError> {
    let response = response(url, RequestCache::Default).await?;
    let buffer = JsFuture::from(response.array_buffer().map_err(|_| FetchError::BrokenOff)?).await;
    buffer.map(|buffer| Uint8Array::new(&buffer).to_vec()).map_err(|_| FetchError::BrokenOff)
}

async fn response(url: &str, cache: RequestCache) -> Result<Response, FetchError> {
    let init = RequestInit::new();
    init.set_cache(cache);
    let window = web_sys::window().ok_or(FetchError::NoAnswer)?;
    let answer = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await.map_err(|_| FetchError::NoAnswer)?;
    let response: Response = answer.dyn_into().map_err(|_| FetchError::NoAnswer)?;
    if response.ok() { Ok(response) } else { Err(FetchError::Status(response.status())) }
}

/// A file of any size. Only parts that are asked for enter the app's own memory.
#[derive(Debug, Clone)]
pub struct RemoteFile(pub(super) Blob);

impl RemoteFile {
    /// A file that the app itself has written.
    pub fn of_text(text: &str) -> Option<Self> {
        Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into())).ok().map(Self)
    }

    pub async fn text(&self) -> Result<String, FetchError> {
        JsFuture::from(self.0.text()).await.ok().and_then(|text| text.as_string()).ok_or(FetchError::BrokenOff)
    }

    pub async fn bytes(&self) -> Result<Vec<u8>, FetchError> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.map_err(|_| FetchError::BrokenOff)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    /// `fresh` asks the server whether the file has changed; else a copy on the device will do.
    pub async fn fetch(url: &str, fresh: bool) -> Result<Self, FetchError> {
        let cache = if fresh { RequestCache::NoCache } else { RequestCache::Default };
        let response = response(url, cache).await?;
        let blob = JsFuture::from(response.blob().map_err(|_| FetchError::BrokenOff)?).await;
        blob.ok().and_then(|blob| blob.dyn_into().ok()).map(Self).ok_or(FetchError::BrokenOff)
    }

    pub fn len(&self) -> u64 {
        self.0.size() as u64
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Several parts at once, each from a first byte up to one after the last.
    pub async fn parts(&self, ranges: &[(u64, u64)]) -> Result<Vec<Vec<u8>>, FetchError> {
        let promises = js_sys::Array::new();
        for (start, end) in ranges {
            let part = self.0.slice_with_f64_and_f64(*start as f64, *end as f64).map_err(|_| FetchError::BrokenOff)?;
            promises.push(&part.array_buffer());
        }
        let buffers = JsFuture::from(Promise::all(&promises)).await.map_err(|_| FetchError::BrokenOff)?;
        let buffers: js_sys::Array = buffers.unchecked_into();
        Ok(buffers.iter().map(|buffer| Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec()).collect())
    }
}
