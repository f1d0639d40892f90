//! The words that give browsers and systems away.

/// Browsers, each with the words that it alone says, where that is not its name. The order is given by who poses as
/// whom: a view inside an application also claims to be the browser it is made of, and nearly every browser claims to
/// be Chrome or Safari.
pub const BROWSERS: &str = "\
Facebook=FBAV|FBAN|FB_IAB
Instagram
Threads=Barcelona
TikTok=AppVersion|app_version|musical_ly|trill|BytedanceWebview
Snapchat
Pinterest
LINE=Line
WeChat=MicroMessenger
LinkedIn=LinkedInApp
Twitter=TwitterAndroid|Twitter
KakaoTalk=KAKAOTALK
Naver=NAVER
Google App=GSA
Edge=Edg|EdgA|EdgiOS|Edge|EdgW
Opera=OPR|OPT|OPX|OPiOS|Opera
Samsung Internet=SamsungBrowser|Samsung Internet
Yandex=YaBrowser|YaSearchBrowser
Vivaldi
Whale
DuckDuckGo=Ddg|DuckDuckGo
Brave
UC Browser=UCBrowser|UBrowser|UCWEB
MIUI Browser=MiuiBrowser|Miui Browser
Huawei Browser=HuaweiBrowser|HBPC
Silk
QQ Browser=QQ|MQQBrowser|QQBrowser
Firefox=FxiOS|Firefox
Chromium
Chrome=CriOS|Chrome|HeadlessChrome
Safari=Version
WebKit=AppleWebKit|AppleWebkit";

/// Systems, likewise. Consoles and Windows phones pose as phones of others, Android as Linux.
pub const PLATFORMS: &str = "\
Xbox
Windows
Nintendo
PlayStation=PlayStation|PLAYSTATION
iPadOS=iPad
iOS=iPhone|iPod
HarmonyOS=HarmonyOS|OpenHarmony
Tizen
webOS=Web0S|webOS
KaiOS=KAIOS
Android
macOS=Macintosh
ChromeOS=CrOS
Linux";
