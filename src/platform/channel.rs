//! Words between the tabs of one origin.
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

pub struct Channel {
    channel: BroadcastChannel,
    hearing: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Channel {
    pub fn open(name: &str) -> Option<Self> {
        Some(Self { channel: BroadcastChannel::new(name).ok()?, hearing: None })
    }

    /// To all other tabs that listen.
    pub fn say(&self, text: &str) {
        // A closed channel has nobody on it.
        let _ = self.channel.post_message(&text.into());
    }

    pub fn hear(&mut self, mut hear: impl FnMut(String) + 'static) {
        let hearing = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(text) = message.data().as_string() {
                hear(text);
            }
        });
        self.channel.set_onmessage(Some(hearing.as_ref().unchecked_ref()));
        self.hearing = Some(hearing);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
