//! The words that give browsers, systems and devices away: lists of `word` or `word=name`, with `|` between. Texts,
//! because they compress better than arrays do.
//!
//! The first word of a list that stands anywhere in the user agent counts, so the order says who poses as whom. A word
//! may have a character of what surrounds it, where it would else be found amid others ("HiPad" is no iPad).

/// Browsers. A view inside an application also claims to be the browser that it is made of, and nearly every browser
/// claims to be Chrome or Safari; what is made with WebView2 claims to be Edge. The last line is for brands: none of
/// these is a browser of its own, and some are made up ("Not_A Brand", "Not/A)Brand"), so that nobody counts on a fixed
/// list.
pub const BROWSERS: &str = "\
FBAV=Facebook|[FB=Facebook|Facebook|Instagram|Barcelona=Threads|Snapchat|Pinterest|\
LinkedInApp]=LinkedIn|LinkedIn|Twitter|ly app_version=TikTok|trill app_version=TikTok|musical_ly=TikTok|trill=TikTok|\
TikTok|Telegram|GSA/=Google App|GoogleApp/=Google App|MicroMessenger=WeChat|QQ/=QQ Browser| Line/=LINE|\
KAKAOTALK=KakaoTalk|NAVER=Naver|baiduboxapp=Baidu|\
OPR/=Opera|OPT/=Opera|OPX/=Opera|Opera Mini|Opera|SamsungBrowser=Samsung Internet|\
YaBrowser=Yandex|SearchBrowser=Yandex|Ddg=DuckDuckGo|DuckDuckGo|Brave|Vivaldi|Whale|Ecosia|Silk/=Silk|Quark|\
UCBrowser=UC Browser|MiuiBrowser=MIUI Browser|HuaweiBrowser=Huawei Browser|QQBrowser=QQ Browser|\
VivoBrowser=Vivo Browser|HeyTapBrowser=HeyTap|\
Edg/=Edge|EdgA=Edge|EdgiOS=Edge|Edge/=Edge|Microsoft Edge=Edge|FxiOS=Firefox|Firefox|\
Version/4.0 Chrome=Chrome WebView|CriOS=Chrome|Chrome| Version=Safari|AppleWebKit=WebKit|\
Chromium=Chrome|WebView=Chrome|Yowser=Chrome|Not=Chrome";

/// Systems. Consoles and Windows phones pose as phones of others, Android as Linux, and HarmonyOS as either or Windows.
pub const SYSTEMS: &str = "\
Xbox|HarmonyOS|OpenHarmony=HarmonyOS|\
NT 10.0=Windows/10|NT 6.3=Windows/8.1|NT 6.2=Windows/8|NT 6.1=Windows/7|Windows|Nintendo 3DS|Nintendo|PlayStation|\
(iPad=iPadOS|(iPhone=iOS|(iPod=iOS|Tizen|Web0S=webOS|KAIOS=KaiOS|Android|\
Mac OS X=macOS|CrOS x86_64=ChromeOS|CrOS=ChromeOS|Linux";

/// Kinds of device: tablets, phones, and words alone for what is neither, such as television sets, consoles, headsets.
/// Android phones say "Mobile" and tablets do not; that is their convention, which not every tablet keeps.
pub const KINDS: &str = "\
Pad=tablet|(iP=mobile|TV|BOX|Box|; AFT|BRAVIA| VR|Chromecast|Xbox|Nintendo|PlayStation|(PC|\
Tab=tablet|TAB=tablet|Mobi=mobile|Android=tablet|Harmony=tablet";

/// What ends the facts about system and device.
pub const ENGINES: &str = ") AppleWeb|) Gecko";

/// What follows the model of an Android device, if anything does.
pub const AFTER_MODEL: &str = " Build|; wv|; rv|; HMSCore";

/// What stands last where there is no model.
pub const NO_MODELS: &str = "Android|Linux|Mobile|Tablet|OpenHarmony|HarmonyOS|Windows";

/// What Apple's models are called, and what stands before a number that tells which it is.
pub const FAMILIES: &str = "(iPad=iPad|(iPhone=iPhone|(iPod=iPod touch";

/// The same where applications state the number of the model.
pub const STATED_MODELS: &str = "FBDV/iPad=iPad|FBDV/iPhone=iPhone|(iPad=iPad|(iPhone=iPhone";

/// What stands before the version of Apple's system. Applications state the true one beside the one that is frozen.
pub const APPLE_VERSIONS: &str = "FBSV|; iOS|iPhone OS|CPU OS";
