//! What is told from user agents and touch points alone, by what is hard about them.

use super::*;

/// One line for each: touch points, browser, device info, device type, user agent.
#[track_caller]
fn assert_told(cases: &str) {
    for case in cases.trim().lines() {
        let parts: Vec<&str> = case.trim().splitn(5, " | ").collect();
        let [points, browser, device_info, device_type, user_agent] = parts[..] else {
            panic!("not five parts: {case}");
        };
        let device = told(user_agent, points.parse().unwrap(), Hints::default());
        assert_eq!(
            [
                &*device.browser,
                &*device.device_info,
                device.device_type.name()
            ],
            [browser, device_info, device_type],
            "{case}"
        );
    }
}

#[test]
fn browsers_that_pose_as_others_are_called_by_their_own_name() {
    assert_told(
        "
        5 | DuckDuckGo 26.6 | iOS/26.6, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1 Ddg/26.6
        0 | DuckDuckGo 140.0 | Windows/10 | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0 Ddg/140.0.0.0
        5 | DuckDuckGo 5 | Android/17 | mobile | Mozilla/5.0 (Linux; Android 17) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.0.0 Mobile DuckDuckGo/5 Safari/537.36
        5 | Brave | iPadOS/26.5.2, iPad | tablet | Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.5.2 Mobile/15E148 Safari/604.1 Brave
        5 | Opera 6.7 | iOS/26.6, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1 OPT/6.7.3
        5 | Opera 2.4 | iOS/26.6, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1 OPX/2.4.1
        5 | Yandex 26.8 | Android/12, CTR-L81 | mobile | Mozilla/5.0 (Linux; arm_64; Android 12; CTR-L81) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.7871.119 YaBrowser/26.8.3.119.00 Mobile Safari/537.36
        5 | Yandex 24.102 | Android/14, SM-S911B | mobile | Mozilla/5.0 (Linux; arm_64; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.6613.65 YaSearchBrowser/24.102.1 BroPP/1.0 SA/3 Mobile Safari/537.36
        5 | UC Browser 13.6 | Android/13, CPH2239 | mobile | Mozilla/5.0 (Linux; U; Android 13; en-US; CPH2239 Build/TP1A.220905.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.6.2.1316 Mobile Safari/537.36
        5 | MIUI Browser 14.9 | Android/13, 22095RA98C | mobile | Mozilla/5.0 (Linux; U; Android 13; in-id; 22095RA98C Build/TP1A.220624.014) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.9.1-gn
        5 | Silk 120.4 | Android/11, KFTRWI | tablet | Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.6099.199 Safari/537.36
        5 | QQ Browser 14.3 | Android/12, V2048A | mobile | Mozilla/5.0 (Linux; U; Android 12; zh-cn; V2048A Build/SP1A.210812.003) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/98.0.4758.102 MQQBrowser/14.3 Mobile Safari/537.36
        5 | QQ Browser 8.9 | iOS/17.0, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 QQ/8.9.80.618 V1_IPH_SQ_8.9.80_1_APP_A
        0 | Vivaldi 6.5 | Windows/10 | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Vivaldi/6.5.3206.48
        0 | Whale 3.24 | Windows/10 | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Whale/3.24.223.21 Safari/537.36
        5 | Vivo Browser 11.1 | Android/11, vivo 1904 | mobile | Mozilla/5.0 (Linux; Android 11; vivo 1904; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 VivoBrowser/11.1.0.1
        5 | HeyTap 40.9 | Android/15, PGKM10 | mobile | Mozilla/5.0 (Linux; U; Android 15; zh-cn; PGKM10 Build/AP3A.240617.008) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/115.0.5790.168 Mobile Safari/537.36 HeyTapBrowser/40.9.6.2
        5 | Quark 7.7 | Android/15, 24091RPADC | tablet | Mozilla/5.0 (Linux; U; Android 15; zh-CN; 24091RPADC Build/AQ3A.240801.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/123.0.6312.80 Quark/7.7.5.740 Safari/537.36
        ",
    );
}

#[test]
fn a_device_or_a_build_that_is_called_like_a_browser_is_none() {
    assert_told(
        "
        5 | Chrome 124.0 | Android/12, Razer Edge 5G | mobile | Mozilla/5.0 (Linux; Android 12; Razer Edge 5G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36
        5 | Chrome 68.0 | Android/8.0.0, LG-H870 | mobile | Mozilla/5.0 (Linux; Android 8.0.0; LG-H870 Build/OPR1.170623.032) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/68.0.3440.91 Mobile Safari/537.36
        ",
    );
}

#[test]
fn a_view_inside_an_application_is_called_by_the_application() {
    assert_told(
        "
        5 | Google App 439.4 | iOS/26.6.2, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 26_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/439.4.980558000 Mobile/15E148 Safari/604.1
        5 | Google App 14.45 | Android/13, SM-A536B | mobile | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/118.0.5993.80 Mobile Safari/537.36 GSA/14.45.30.28.arm64
        5 | Google App 16.34 | Android/15, SM-X920 | tablet | Mozilla/5.0 (Linux; Android 15; SM-X920 Build/AP3A.240905.015.A2; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.7258.158 Safari/537.36 GoogleApp/16.34.61.ve.arm64
        5 | Facebook 534.1 | iOS/26.1, iPhone15,4 | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22H31 [FBAN/FBIOS;FBAV/534.1.0.50.81;FBBV/811;FBDV/iPhone15,4;FBMD/iPhone;FBSN/iOS;FBSV/26.1;FBSS/3]
        5 | Facebook | iPadOS/16.5, iPad13,1 | tablet | Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20F66 [FBAN/FBIOS;FBDV/iPad13,1;FBMD/iPad;FBSN/iPadOS]
        5 | Facebook 534.1 | iPadOS/26.1, iPad13,16 | tablet | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/534.1.0.50.81;FBDV/iPad13,16;FBMD/iPad;FBSN/iPadOS;FBSV/26.1;FBSS/2]
        5 | Facebook 396.1 | Android/12, Infinix X6819 | mobile | Mozilla/5.0 (Linux; Android 12; Infinix X6819 Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/105.0.5195.79 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/396.1.0.28.104;]
        5 | Instagram 400.0 | iOS/26.0.1, iPhone17,1 | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0.0.1.1 (iPhone17,1; iOS 26_0_1; en_US; en; scale=3.00; 1290x2796; 548339486)
        5 | Instagram 312.0 | Android/13, SM-A536B | mobile | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36 Instagram 312.0.0.34.111 Android (33/13; 450dpi; 1080x2177; samsung; SM-A536B; a53x; s5e8825; en_GB; 548)
        5 | Threads 448.0 | Android/16, SM-S926U | mobile | Mozilla/5.0 (Linux; Android 16; SM-S926U Build/BP4A.251205.006; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.8010.36 Mobile Safari/537.36 Barcelona 448.0.0.54.85 Android (36/16; 540dpi)
        5 | TikTok 34.9 | iOS/17.5.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 BytedanceWebview/d8a21c6 trill_34.9.0 JsSdk/2.0 NetType/4G Channel/App Store ByteLocale/en Region/MY
        5 | TikTok 27.4 | Android/10, moto g(7) | mobile | Mozilla/5.0 (Linux; Android 10; moto g(7) Build/QP6_S30.52-23-13-4; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/108.0.5359.128 Mobile Safari/537.36 musical_ly_2022704050 JsSdk/1.0 Channel/googleplay AppName/musical_ly app_version/27.4.5 ByteLocale/en
        5 | TikTok 43.1 | iOS/18.7, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 TikTok/43.1.0
        5 | Snapchat 14.25 | iOS/26.6.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6.1 Mobile/15E148 Snapchat/14.25.0.48 (like Safari/8624.5.1.10.3, panda)
        5 | Snapchat 11.83 | Android/12, Pixel 6 Pro | mobile | Mozilla/5.0 (Linux; Android 12; Pixel 6 Pro Build/SQ3A.220605.009.A1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/102.0.5005.125 Mobile Safari/537.36Snapchat11.83.0.31 (Pixel 6 Pro; Android 12#8643238#32; gzip; )
        5 | Pinterest | iOS/18.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]
        5 | LINE 14.2 | iOS/18.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.2.0
        5 | LINE 14.1 | Android/13, SM-A536B | mobile | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36 Line/14.1.0/IAB
        5 | WeChat 8.0 | iOS/18.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53(0x18003531) NetType/WIFI Language/zh_CN
        5 | LinkedIn 9.30 | iOS/18.1, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.30.1234
        5 | LinkedIn | iOS/15.0, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 LinkedInApp/9.26.7052
        5 | LinkedIn | Android/13, SM-A536B | mobile | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36 [LinkedInApp]
        5 | KakaoTalk 10.4 | iOS/17.0, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 10.4.3
        5 | WebKit 605.1 | iOS/18.7, iPhone | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
        ",
    );
}

#[test]
fn android_that_asks_for_the_desktop_site_is_told_by_its_touch_points() {
    assert_told(
        "
        5 | Chrome 153.0 | Android | tablet | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36
        5 | Samsung Internet 30.0 | Android | tablet | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/30.0 Chrome/143.0.0.0 Safari/537.36
        2 | Firefox 156.0 | Android | tablet | Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0
        0 | Chrome 153.0 | Linux | desktop | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36
        10 | Chrome 153.0 | Linux | desktop | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36
        ",
    );
}

#[test]
fn the_model_is_whole_and_no_other_fact_is_taken_for_it() {
    assert_told(
        "
        5 | Chrome 120.0 | Android/12, moto g power (2022) | mobile | Mozilla/5.0 (Linux; Android 12; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36
        5 | Chrome WebView 120.0 | Android/12, moto g power (2022) | mobile | Mozilla/5.0 (Linux; Android 12; moto g power (2022) Build/S3SGS32.39; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36
        5 | Chrome 120.0 | Android/13, M5 | mobile | Mozilla/5.0 (Linux; Android 13; M5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36
        5 | Chrome 120.0 | Android/13, M5 | mobile | Mozilla/5.0 (Linux;Android 13;M5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36
        5 | Chrome 120.0 | Android/9, HiPad | tablet | Mozilla/5.0 (Linux; Android 9; HiPad) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36
        5 | Chrome 120.0 | Android/9, inoiPad Mini | tablet | Mozilla/5.0 (Linux; Android 9; inoiPad Mini) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36
        5 | Firefox 105.0 | Android/13, SM-G9900 | mobile | Mozilla/5.0 (Android 13; Mobile; SM-G9900; rv:105.0) Gecko/105.0 Firefox/105.0
        5 | Chrome WebView 65.0 | Android/8.0.0 | mobile | Mozilla/5.0 (Linux; Android 8.0.0; ru_RU) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/65.0.3325.230 Mobile Safari/537.36
        5 | Chrome 120.0 | Android | tablet | Mozilla/5.0 (Android) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36
        5 | Opera Mini 36.2 | Android | tablet | Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16
        ",
    );
}

#[test]
fn systems_are_called_by_their_names() {
    assert_told(
        "
        0 | Chrome 109.0 | Windows/7 | desktop | Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36
        0 | Chrome 109.0 | Windows/8 | desktop | Mozilla/5.0 (Windows NT 6.2; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36
        0 | Chrome 109.0 | Windows/8.1 | desktop | Mozilla/5.0 (Windows NT 6.3; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36
        5 | Edge 15.15254 | Windows | mobile | Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254
        5 | Huawei Browser 13.0 | HarmonyOS, ANA-AN00 | mobile | Mozilla/5.0 (Linux; Android 12; HarmonyOS; ANA-AN00; HMSCore 6.14.0.302; GMSCore 21.48.15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.3.301 Mobile Safari/537.36
        5 | Huawei Browser 5.1 | HarmonyOS/5.0 | mobile | Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.5.352
        5 | Chrome 114.0 | HarmonyOS/5.0 | tablet | Mozilla/5.0 (Tablet; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1
        5 | Chrome 114.0 | HarmonyOS/5.0 | desktop | Mozilla/5.0 (PC; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1
        0 | Huawei Browser 6.1 | HarmonyOS/6.1 | desktop | Mozilla/5.0 (PC; OpenHarmony 6.1; Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 ArkWeb/6.1.0.100 HuaweiBrowser/6.1.0.301
        0 | Firefox 48.0 | KaiOS/2.5 | mobile | Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5
        ",
    );
}

#[test]
fn television_sets_consoles_and_headsets_are_no_phones_or_tablets() {
    assert_told(
        "
        0 | Samsung Internet 5.0 | Tizen/6.5 | desktop | Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/5.0 Chrome/85.0.4183.93 TV Safari/537.36
        0 | Chrome 108.0 | webOS | desktop | Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.211 Safari/537.36 WebAppManager
        5 | Chrome 120.0 | Android/12, BRAVIA 4K UR3 | desktop | Mozilla/5.0 (Linux; Android 12; BRAVIA 4K UR3 Build/STT2.230203.001) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36
        5 | Chrome WebView 119.0 | Android/9, MIBOX3 | desktop | Mozilla/5.0 (Linux; Android 9; MIBOX3 Build/PI; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.193 Mobile Safari/537.36
        0 | Chrome WebView 120.0 | Android/9, AFTKA | desktop | Mozilla/5.0 (Linux; Android 9; AFTKA Build/PS7633; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36
        0 | Safari 13.0 | PlayStation | desktop | Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15
        1 | WebKit 606.4 | Nintendo | desktop | Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/606.4 (KHTML, like Gecko) NF/6.0.1.15.4 NintendoBrowser/5.1.0.20393
        1 | WebKit 536.30 | Nintendo 3DS | desktop | Mozilla/5.0 (New Nintendo 3DS like iPhone) AppleWebKit/536.30 (KHTML, like Gecko) NX/3.0.0.5.8 Mobile NintendoBrowser/1.0.9934.EU
        0 | Edge 120.0 | Xbox | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0
        5 | Chrome 121.0 | Android/12, Quest 3 | desktop | Mozilla/5.0 (Linux; Android 12; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/31.0 Chrome/121.0.0.0 Mobile VR Safari/537.36
        5 | Chrome 122.0 | Linux | desktop | Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/32.1.0.37.133.575621010 Chrome/122.0.6261.64 VR Safari/537.36
        2 | Chrome 100.0 | Linux | desktop | Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.127 Odin/100.4896.4.10 Safari/537.36 Model/VIDAA-NT72690 VIDAA/7.0(Smarttech;SmartTV;VS0343FE2)
        ",
    );
}
