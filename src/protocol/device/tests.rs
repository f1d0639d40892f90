//! Browser, system and kind of device, told from what real browsers say of themselves.

mod user_agents;

use proptest::prelude::*;
use std::time::{Duration, Instant};

use super::DeviceType::{Desktop, Mobile, Tablet};
use super::*;

/// User agent and touch points; then browser, device info and device type.
#[rustfmt::skip]
const CASES: &[(&str, u32, &str, &str, DeviceType)] = &[
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1", 5, "Safari 18.2", "iOS/18.2, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", 5, "Safari 26.0", "iOS/26.0, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1", 5, "Chrome 120.0", "iOS/17.1.2, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/121.0 Mobile/15E148 Safari/605.1.15", 5, "Firefox 121.0", "iOS/17.2, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/120.0.2210.126 Mobile/15E148 Safari/605.1.15", 5, "Edge 120.0", "iOS/17.2, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1 OPT/4.3.2", 5, "Opera 4.3", "iOS/16.6, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21C62 [FBAN/FBIOS;FBAV/444.0.0.32.112;FBDV/iPhone15,3]", 5, "Facebook 444.0", "iOS/17.2, iPhone15,3", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/439.4.123456789 Mobile/15E148 Safari/604.1", 5, "Google App 439.4", "iOS/18.7, iPhone", Mobile),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22C152 Instagram 361.0.0.35.82 (iPhone17,1; iOS 18_2; en_US; en; scale=3.00; 1206x2622; 674117118)", 5, "Instagram 361.0", "iOS/18.2, iPhone17,1", Mobile),
    ("Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1", 5, "Safari 12.1", "iOS/12.5.7, iPod touch", Mobile),
    ("Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1", 5, "Safari 15.6", "iPadOS/15.8, iPad", Tablet),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", 5, "Safari 17.2", "iPadOS/17.2, iPad", Tablet),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120 Version/11.1.1 Safari/605.1.15", 5, "Chrome 120", "iPadOS, iPad", Tablet),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", 0, "Safari 17.2", "macOS/10.15.7", Desktop),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0, "Chrome 120.0", "macOS/10.15.7", Desktop),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0", 0, "Firefox 121.0", "macOS/10.15", Desktop),
    ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", 5, "Chrome 131.0", "Android/10", Mobile),
    ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", 5, "Chrome 131.0", "Android/10", Tablet),
    ("Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", 5, "Samsung Internet 23.0", "Android/13, SM-S918B", Mobile),
    ("Mozilla/5.0 (Linux; Android 12; SM-X906C Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.119 Safari/537.36", 5, "Chrome WebView 80.0", "Android/12, SM-X906C", Tablet),
    ("Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UQ1A.231205.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36", 5, "Chrome WebView 120.0", "Android/14, Pixel 8 Pro", Mobile),
    ("Mozilla/5.0 (Android 13; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0", 5, "Firefox 121.0", "Android/13", Mobile),
    ("Mozilla/5.0 (Android 13; Tablet; rv:121.0) Gecko/121.0 Firefox/121.0", 5, "Firefox 121.0", "Android/13", Tablet),
    ("Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 EdgA/120.0.2210.115", 5, "Edge 120.0", "Android/10, HD1913", Mobile),
    ("Mozilla/5.0 (Linux; Android 10; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 OPR/76.2.4027.73374", 5, "Opera 76.2", "Android/10, VOG-L29", Mobile),
    ("Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebkit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", 5, "Safari 4.0", "Android/4.0.3, LG-L160L", Mobile),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0, "Chrome 120.0", "Windows/10", Desktop),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91", 10, "Edge 120.0", "Windows/10", Desktop),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0", 0, "Firefox 121.0", "Windows/10", Desktop),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0", 0, "Opera 95.0", "Windows/7", Desktop),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0, "Chrome 120.0", "ChromeOS/14541.0.0", Desktop),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36", 0, "Chrome 120.0", "Linux", Desktop),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", 0, "Firefox 121.0", "Linux", Desktop),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15", 0, "Safari 17.0", "Linux", Desktop),
    ("Node.js/22", 0, "", "", Desktop),
];

const CHROME_ON_WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
const CHROME_ON_ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const CHROME_ON_MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36";

fn told(user_agent: &str, max_touch_points: u32, hints: Hints<'_>) -> Device {
    describe(&Agent {
        user_agent,
        max_touch_points,
        hints,
    })
}

/// What is told of the device when `getHighEntropyValues` has answered.
fn info(user_agent: &str, platform_version: &str, model: &str) -> String {
    let hints = Hints {
        platform_version,
        model,
        ..Hints::default()
    };
    told(user_agent, 0, hints).device_info
}

fn named(user_agent: &str, brands: &[Brand<'_>]) -> String {
    let hints = Hints {
        brands,
        ..Hints::default()
    };
    told(user_agent, 0, hints).browser
}

fn brand<'a>(name: &'a str, version: &'a str) -> Brand<'a> {
    Brand { name, version }
}

#[test]
fn browsers_are_told_apart_by_what_they_say_of_themselves() {
    let mut wrong = Vec::new();
    for &(user_agent, max_touch_points, browser, device_info, device_type) in CASES {
        let device = told(user_agent, max_touch_points, Hints::default());
        let expected = Device {
            browser: browser.to_owned(),
            device_info: device_info.to_owned(),
            device_type,
        };
        if device != expected {
            wrong.push(format!(
                "{user_agent}, {max_touch_points}:\n  {device:?}\n  {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_browser_that_says_nothing_is_a_desktop() {
    let nothing = Device {
        browser: String::new(),
        device_info: String::new(),
        device_type: Desktop,
    };
    assert_eq!(describe(&Agent::default()), nothing);
}

#[test]
fn a_hint_tells_windows_11_from_windows_10() {
    for (version, expected) in [
        ("20.0.0", "Windows/11"),
        ("15.0.0", "Windows/11"),
        ("13.0.0", "Windows/11"),
        ("10.0.0", "Windows/10"),
        ("3.0.0", "Windows/10"),
        ("2.0.0", "Windows/10"),
        ("", "Windows/10"),
    ] {
        assert_eq!(info(CHROME_ON_WINDOWS, version, ""), expected, "{version}");
    }
}

#[test]
fn hints_know_better_than_a_frozen_user_agent() {
    let android = |version, model| info(CHROME_ON_ANDROID, version, model);
    assert_eq!(android("15.0.0", "Pixel 9"), "Android/15.0.0, Pixel 9");
    assert_eq!(android("", ""), "Android/10");
    assert_eq!(info(CHROME_ON_MAC, "14.2.1", ""), "macOS/14.2.1");
}

#[test]
fn a_brand_names_a_browser_that_poses_as_chrome() {
    let (made_up, chromium) = (brand("Not_A Brand", "8"), brand("Chromium", "131"));
    let brave = [made_up, chromium, brand("Brave", "131")];
    assert_eq!(named(CHROME_ON_WINDOWS, &brave), "Brave 131");
    let google = [
        brand("Google Chrome", "131"),
        chromium,
        brand("Not/A)Brand", "8"),
    ];
    assert_eq!(named(CHROME_ON_WINDOWS, &google), "Chrome 131.0");
    let edge = [CHROME_ON_WINDOWS, " Edg/131.0.0.0"].concat();
    let brands = [made_up, chromium, brand("Microsoft Edge", "131")];
    assert_eq!(named(&edge, &brands), "Edge 131.0");
    let edge = [brand("Microsoft Edge", "131"), chromium];
    assert_eq!(named(CHROME_ON_WINDOWS, &edge), "Edge 131");
}

#[test]
fn the_last_brand_need_not_be_the_browser() {
    let (made_up, chromium) = (brand("Not=A?Brand", "24.0.0.0"), brand("Chromium", "140"));
    let (yandex, yowser) = (brand("YaBrowser", "25.10"), brand("Yowser", "2.5"));
    let of = |user_agent, brands: [Brand<'_>; 4]| named(user_agent, &brands);
    for brands in [
        [chromium, yandex, made_up, yowser],
        [yowser, yandex, made_up, chromium],
    ] {
        assert_eq!(of(CHROME_ON_WINDOWS, brands), "Yandex 25.10");
    }
    let view = brand("Microsoft Edge WebView2", "140");
    let edge = [brand("Microsoft Edge", "140"), made_up, chromium, view];
    assert_eq!(of(CHROME_ON_WINDOWS, edge), "Edge 140");
    let view = brand("Android WebView", "140");
    let opera = [brand("Opera GX Android", "3.0.2"), chromium, made_up, view];
    assert_eq!(of(CHROME_ON_ANDROID, opera), "Opera 3.0");
    let google = brand("Google Chrome", "140");
    let chrome = [google, chromium, view, made_up];
    assert_eq!(of(CHROME_ON_ANDROID, chrome), "Chrome 131.0");
}

#[test]
fn a_version_or_a_model_without_a_name_gets_no_separator() {
    let brands = [brand("", "7")];
    let hints = Hints {
        brands: &brands,
        platform_version: "3.1",
        model: "Lamp",
        ..Hints::default()
    };
    let device = told("", 0, hints);
    assert_eq!([&*device.browser, &*device.device_info], ["", "Lamp"]);
}

#[test]
fn hints_alone_are_enough() {
    let brands = [
        brand("Not?A_Brand", "24"),
        brand("Somebody’s Browser", "7.1.2"),
    ];
    let hints = Hints {
        brands: &brands,
        is_mobile: true,
        platform: "Fuchsia",
        platform_version: "3.1",
        model: "Lamp",
    };
    let expected = Device {
        browser: "Somebody’s Browser 7.1".to_owned(),
        device_info: "Fuchsia/3.1, Lamp".to_owned(),
        device_type: Mobile,
    };
    assert_eq!(told("", 0, hints), expected);
}

/// What the tables look for.
fn words() -> Vec<&'static str> {
    let mut words = vec![
        "; ", ")", "Version/", "; wv) ", " Build/", "18_6", "26.0", "15,4",
    ];
    for list in [
        BROWSERS,
        SYSTEMS,
        KINDS,
        ENGINES,
        AFTER_MODEL,
        NO_MODELS,
        FAMILIES,
        STATED_MODELS,
        APPLE_VERSIONS,
    ] {
        words.extend(list.split('|').filter_map(|entry| entry.split('=').next()));
    }
    words
}

/// The words in any order, with any characters between.
fn any_agent() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(words()).prop_map(str::to_owned),
        "[0-9._]{0,6}",
        any::<String>()
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_texts_get_an_answer(
        user_agent in any_agent(),
        max_touch_points in any::<u32>(),
        brands in prop::collection::vec(any::<(String, String)>(), 0..4),
        is_mobile in any::<bool>(),
        [platform, platform_version, model] in any::<[String; 3]>(),
    ) {
        let brands: Vec<Brand> = brands.iter().map(|(name, version)| brand(name, version)).collect();
        let hints = Hints {
            brands: &brands,
            is_mobile,
            platform: &platform,
            platform_version: &platform_version,
            model: &model,
        };
        let device = told(&user_agent, max_touch_points, hints);
        prop_assert!(["mobile", "tablet", "desktop"].contains(&device.device_type.name()));
        prop_assert!(device.device_info.ends_with(&model));
    }

    #[test]
    fn what_is_told_is_never_much_longer_than_the_user_agent(user_agent in any_agent(), max_touch_points in 0..12_u32) {
        let device = told(&user_agent, max_touch_points, Hints::default());
        prop_assert!(device.browser.len() <= user_agent.len() + 20);
        prop_assert!(device.device_info.len() <= user_agent.len() + 20);
    }
}

#[test]
fn the_time_grows_with_the_length_of_the_user_agent_and_no_faster() {
    // The best of three, because the machine may have other things to do.
    let time = |user_agent: String| {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let began = Instant::now();
            let device = told(&user_agent, 5, Hints::default());
            best = best.min(began.elapsed());
            assert!(device.device_info.len() <= user_agent.len() + 20);
        }
        best
    };
    // Beginnings of all words, and no word whole.
    let beginnings: Vec<&str> = words().iter().map(|word| &word[..word.len() - 1]).collect();
    let beginnings = beginnings.join("\n");
    for piece in [
        &beginnings,
        "x",
        "1_2.3,",
        "; ",
        ") ",
        "Mozilla/5.0 (Linux; Android 13; (((",
        "; wv) AppleWeb",
        "Version/4.0 Chrom",
        "(iPhone; CPU iPhone OS ",
        "FBDV/iPhon",
        "Not_A=Bran|",
        "é",
    ] {
        let small = time(piece.repeat(10_000 / piece.len()));
        let large = time(piece.repeat(100_000 / piece.len()));
        // Ten times as long takes ten times as long. Were it the square, it would be a hundred times.
        assert!(
            large < small * 40 + Duration::from_millis(50),
            "{piece:?}: {small:?}, then {large:?}"
        );
    }
}
