//! The words that give browsers and systems away: lists of `word` or `word=name`, with `|` between.

/// Browsers. The order is given by who poses as whom: a view inside an application also claims to be the browser it is
/// made of, and nearly every browser claims to be Chrome or Safari.
pub const BROWSERS: &str = "\
FBAV=Facebook|FBAN=Facebook|FB_IAB=Facebook|Facebook|Instagram|Barcelona=Threads|\
AppVersion=TikTok|app_version=TikTok|musical_ly=TikTok|trill=TikTok|BytedanceWebview=TikTok|\
Snapchat|Pinterest| Line=LINE|MicroMessenger=WeChat|LinkedInApp]=LinkedIn|Twitter|\
KAKAOTALK=KakaoTalk|NAVER=Naver|GSA=Google App|\
Edg/=Edge|EdgA=Edge|EdgiOS=Edge|Edge|\
OPR=Opera|OPT/=Opera|OPX=Opera|Opera|\
SamsungBrowser=Samsung Internet|YaBrowser=Yandex|YaSearchBrowser=Yandex|\
Vivaldi|Whale|Ddg=DuckDuckGo|DuckDuckGo|Brave|UCBrowser=UC Browser|UBrowser=UC Browser|\
MiuiBrowser=MIUI Browser|HuaweiBrowser=Huawei Browser|HBPC=Huawei Browser|\
Silk|QQ/=QQ Browser|QQBrowser=QQ Browser|FxiOS=Firefox|Firefox|Chromium|\
CriOS=Chrome|Chrome| Version=Safari|AppleWebKit=WebKit";

/// Brands that are no browser's, or made up ("Not_A Brand", "Not/A)Brand" …).
pub const NO_BRANDS: &str = "Not|Chromium|Google Chrome|Yowser|WebView";

/// Systems. Consoles and Windows phones pose as phones of others, and Android as Linux.
pub const SYSTEMS: &str = "\
Xbox|NT 10.0=Windows/10|NT 6.3=Windows/8.1|NT 6.2=Windows/8|NT 6.1=Windows/7|Windows|Nintendo|PlayStation|(iPad=iPadOS|(iPhone=iOS|(iPod=iOS|HarmonyOS|\
Harmony=HarmonyOS|Tizen|Web0S=webOS|KAIOS=KaiOS|Android|Mac OS X=macOS|CrOS x86_64=ChromeOS|CrOS=ChromeOS|Linux";

/// Television sets, consoles, headsets.
pub const KINDS: &str = "TV|; AFT|BRAVIA|VR Safari|\
CrKey|Chromecast|Xbox|Nintendo|PlayStation|Web0S|\
(iPad=T|(iP=M|Mobi=M|Android=T|Harmony=T";

/// What stands beside the model and is none.
pub const NO_MODELS: &str =
    "Linux|Android|Mobile|Tablet|wv|rv|OpenHarmony|HarmonyOS|HMSCore|GMSCore|arm|Opera";
/// What the system's facts end at.
pub const ENGINES: &str = ") AppleWebKit|) AppleWebkit|) Gecko|) Presto";
/// What Apple's version follows: applications state the true one beside the frozen one.
pub const STATED: &str = "FBSV|; iOS|iPhone OS|CPU OS";
/// Exact
pub const EXACT: &str = "FBDV/iPhone=iPhone|(iPhone=iPhone|FBDV/iPad=iPad|(iPad=iPad";
