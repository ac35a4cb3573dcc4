//! Which kind of browser this is, as far as the way to the home screen differs. Everything else is asked of the
//! browser itself, never guessed from its name.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// The page stands inside another app, such as WeChat, which has no home screen to offer and clears data with its own.
    InApp,
    /// On an iPhone, whose home screen app is installed from the share sheet.
    Safari,
    /// Another browser on an iPhone.
    OtherOnIphone,
    /// HarmonyOS, QQ, UC, Chrome, a PC: the menu has the entry, under names that differ.
    Other,
}

/// Names by which apps say that the page stands inside them; `; wv)` is any app's view on Android.
const APPS: [&str; 6] = ["MicroMessenger", "DingTalk", "Lark/", "AlipayClient", " QQ/", "; wv)"];
/// Other browsers on iPhones say that they are Safari too, under these names of their own.
const NOT_SAFARI: [&str; 7] = ["CriOS", "FxiOS", "EdgiOS", "QQBrowser", "UCBrowser", "baidu", "Quark"];

pub fn of(user_agent: &str) -> Browser {
    let names = |list: &[&str]| list.iter().any(|name| user_agent.contains(name));
    let iphone = names(&["iPhone", "iPad"]);
    if names(&APPS) {
        Browser::InApp
    } else if iphone && user_agent.contains("Safari/") && !names(&NOT_SAFARI) {
        Browser::Safari
    } else if iphone {
        Browser::OtherOnIphone
    } else {
        Browser::Other
    }
}

pub fn this() -> Browser {
    of(&web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(user_agent: &str, expected: Browser) {
        assert_eq!(of(user_agent), expected, "{user_agent}");
    }

    const IPHONE: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 (KHTML, like Gecko)";
    const HARMONY: &str = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko)";

    #[test]
    fn a_page_inside_another_app_is_known_on_every_system() {
        for (system, rest) in [
            (IPHONE, "Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"),
            (
                ANDROID,
                "Version/4.0 Chrome/130.0.6723.103 Mobile Safari/537.36 XWEB/1300333 MMWEBSDK/20240404 MicroMessenger/8.0.49",
            ),
            (HARMONY, "Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile MicroMessenger/8.0.6"),
            (ANDROID, "Version/4.0 Chrome/120.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1"),
            (IPHONE, "Mobile/15E148 AliApp(DingTalk/7.5.10) com.laiwang.DingTalk/31234"),
            (IPHONE, "Mobile/15E148 QQ/9.0.60.620 V1_IPH_SQ_9.0.60"),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-G9910; wv)",
                "AppleWebKit/537.36 Version/4.0 Chrome/120.0 Mobile Safari/537.36",
            ),
        ] {
            check(&format!("{system} {rest}"), Browser::InApp);
        }
    }

    #[test]
    fn on_an_iphone_safari_is_told_from_the_others() {
        check(&format!("{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1"), Browser::Safari);
        for rest in [
            "CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
            "Version/17.0 EdgiOS/126.0 Mobile/15E148 Safari/605.1.15",
            "Version/16.0 MQQBrowser/15.1.1 Mobile/15E148 Safari/604.1 QBWebViewUA/2 QBWebViewType/1",
            "Version/16.0 UCBrowser/16.5.5 Mobile AliApp(TUnionSDK/0.1.20)",
            "Mobile/15E148",
        ] {
            check(&format!("{IPHONE} {rest}"), Browser::OtherOnIphone);
        }
    }

    #[test]
    fn every_other_browser_gets_the_words_that_fit_all() {
        for user_agent in [
            &format!("{ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36"),
            &format!("{HARMONY} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.3"),
            &format!("{ANDROID} Version/4.0 Chrome/109.0 MQQBrowser/15.1 Mobile Safari/537.36"),
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            "",
        ] {
            check(user_agent, Browser::Other);
        }
    }
}
