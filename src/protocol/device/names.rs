//! The words that give browsers and systems away: lists of `word` or `word=name`, with `|` between.

/// Browsers. The order is given by who poses as whom: a view inside an application also claims to be the browser it is
/// made of, and nearly every browser claims to be Chrome or Safari.
pub const BROWSERS: &str = "\
FBAV=Facebook|[FB=Facebook|Facebook|Instagram|Barcelona=Threads|\
ly app_version=TikTok|trill app_version=TikTok|musical_ly=TikTok|trill=TikTok|\
Snapchat|Pinterest| Line/=LINE|MicroMessenger=WeChat|LinkedInApp]=LinkedIn|Twitter|\
KAKAOTALK=KakaoTalk|NAVER=Naver|GSA=Google App|\
Edg/=Edge|EdgA=Edge|EdgiOS=Edge|Edge|\
OPR/=Opera|OPT/=Opera|OPX/=Opera|Opera|\
SamsungBrowser=Samsung Internet|YaBrowser=Yandex|SearchBrowser=Yandex|\
Vivaldi|Whale|Ddg=DuckDuckGo|DuckDuckGo|Brave|UCBrowser=UC Browser|\
MiuiBrowser=MIUI Browser|HuaweiBrowser=Huawei Browser|\
Silk/=Silk|QQ/=QQ Browser|QQBrowser=QQ Browser|Quark|FxiOS=Firefox|Firefox|\
Version/4.0 Chrome=Chrome WebView|CriOS=Chrome|Chrome| Version=Safari|AppleWebKit=WebKit|\
Chromium=Chrome|Yowser=Chrome|WebView=Chrome|Not=Chrome";

/// Systems. Consoles and Windows phones pose as phones of others, and Android as Linux.
pub const SYSTEMS: &str = "\
Xbox|NT 10.0=Windows/10|NT 6.3=Windows/8.1|NT 6.2=Windows/8|NT 6.1=Windows/7|Windows|Nintendo|PlayStation|(iPad=iPadOS|(iPhone=iOS|(iPod=iOS|HarmonyOS|\
Harmony=HarmonyOS|Tizen|Web0S=webOS|KAIOS=KaiOS|Android|Mac OS X=macOS|CrOS x86_64=ChromeOS|CrOS=ChromeOS|Linux";

/// Television sets, consoles, headsets.
pub const KINDS: &str = "TV|BOX|Box|; AFT|BRAVIA| VR|Chromecast|Xbox|Nintendo|PlayStation|(PC|\
Pad=tablet|Tab=tablet|TAB=tablet|(iP=mobile|Mobi=mobile|Android=tablet|Harmony=tablet";

/// What stands behind the model.
pub const LATER_FACTS: &str = " Build|; wv|; rv|; HMSCore";
/// What stands there instead of the model.
pub const NO_MODELS: &str = "Linux|Android|Mobile|Tablet|OpenHarmony|HarmonyOS";
/// What the system's facts end at.
pub const ENGINES: &str = ") AppleWebKit|) AppleWebkit|) Gecko|) Presto";
/// What Apple's version follows: applications state the true one beside the frozen one.
pub const STATED: &str = "FBSV|; iOS|iPhone OS|CPU OS";
/// Exact
pub const EXACT: &str = "FBDV/iPhone=iPhone|(iPhone=iPhone|FBDV/iPad=iPad|(iPad=iPad";
