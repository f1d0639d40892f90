use proptest::prelude::*;

use super::{Hints, browser, device_info, device_type};

/// User agent, touch points, then what must come out: browser, device info, device type.
type Case = (&'static str, u32, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CASES: [Case; 33] = [
    // Apple
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1", 5,
        "Safari 18.2", "iOS/18.2, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", 5,
        "Safari 26.0", "iOS/26.0, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1", 5,
        "Chrome 120.0", "iOS/17.1.2, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/121.0 Mobile/15E148 Safari/605.1.15", 5,
        "Firefox 121.0", "iOS/17.2, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/120.0.2210.126 Mobile/15E148 Safari/605.1.15", 5,
        "Edge 120.0", "iOS/17.2, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1 OPT/4.3.2", 5,
        "Opera 4.3", "iOS/16.6, iPhone", "mobile"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21C62 [FBAN/FBIOS;FBAV/444.0.0.32.112;FBDV/iPhone15,3]", 5,
        "WebKit 605.1", "iOS/17.2, iPhone", "mobile"),
    ("Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1", 5,
        "Safari 12.1", "iOS/12.5.7, iPod touch", "mobile"),
    ("Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1", 5,
        "Safari 15.6", "iPadOS/15.8, iPad", "tablet"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", 5,
        "Safari 17.2", "iPadOS/17.2, iPad", "tablet"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120 Version/11.1.1 Safari/605.1.15", 5,
        "Chrome 120", "iPadOS, iPad", "tablet"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", 0,
        "Safari 17.2", "macOS/10.15.7", "desktop"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0,
        "Chrome 120.0", "macOS/10.15.7", "desktop"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0", 0,
        "Firefox 121.0", "macOS/10.15", "desktop"),
    // Android
    ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", 5,
        "Chrome 131.0", "Android/10", "mobile"),
    ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", 5,
        "Chrome 131.0", "Android/10", "tablet"),
    ("Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", 5,
        "Samsung Internet 23.0", "Android/13, SM-S918B", "mobile"),
    ("Mozilla/5.0 (Linux; Android 12; SM-X906C Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.119 Safari/537.36", 5,
        "Chrome WebView 80.0", "Android/12, SM-X906C", "tablet"),
    ("Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UQ1A.231205.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36", 5,
        "Chrome WebView 120.0", "Android/14, Pixel 8 Pro", "mobile"),
    ("Mozilla/5.0 (Android 13; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0", 5,
        "Firefox 121.0", "Android/13", "mobile"),
    ("Mozilla/5.0 (Android 13; Tablet; rv:121.0) Gecko/121.0 Firefox/121.0", 5,
        "Firefox 121.0", "Android/13", "tablet"),
    ("Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 EdgA/120.0.2210.115", 5,
        "Edge 120.0", "Android/10, HD1913", "mobile"),
    ("Mozilla/5.0 (Linux; Android 10; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.193 Mobile Safari/537.36 OPR/76.2.4027.73374", 5,
        "Opera 76.2", "Android/10, VOG-L29", "mobile"),
    ("Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebkit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", 5,
        "Safari 4.0", "Android/4.0.3, LG-L160L", "mobile"),
    // Windows
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0,
        "Chrome 120.0", "Windows/10", "desktop"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91", 10,
        "Edge 120.0", "Windows/10", "desktop"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0", 0,
        "Firefox 121.0", "Windows/10", "desktop"),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0", 0,
        "Opera 95.0", "Windows/6.1", "desktop"),
    // Linux and the rest
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", 0,
        "Chrome 120.0", "ChromeOS/14541.0.0", "desktop"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36", 0,
        "Chrome 120.0", "Linux", "desktop"),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", 0,
        "Firefox 121.0", "Linux", "desktop"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15", 0,
        "Safari 17.0", "Linux", "desktop"),
    ("Node.js/22", 0, "", "", "desktop"),
];

#[test]
fn real_user_agents_are_told_apart() {
    for (user_agent, max_touch_points, name, info, kind) in CASES {
        let hints = Hints {
            max_touch_points,
            ..Hints::default()
        };
        let told = (
            browser(user_agent, &hints),
            device_info(user_agent, &hints),
            device_type(user_agent, &hints),
        );
        assert_eq!(
            (told.0.as_str(), told.1.as_str(), told.2),
            (name, info, kind),
            "{user_agent}"
        );
    }
}

const CHROME_ON_WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
const CHROME_ON_ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

#[test]
fn hints_know_better_than_a_frozen_user_agent() {
    let hints = Hints {
        platform_version: "15.0.0",
        ..Hints::default()
    };
    assert_eq!(device_info(CHROME_ON_WINDOWS, &hints), "Windows/11");
    let hints = Hints {
        platform_version: "10.0.0",
        ..Hints::default()
    };
    assert_eq!(device_info(CHROME_ON_WINDOWS, &hints), "Windows/10");
    let hints = Hints {
        platform_version: "15.0.0",
        model: "Pixel 9",
        mobile: Some(true),
        ..Hints::default()
    };
    assert_eq!(
        device_info(CHROME_ON_ANDROID, &hints),
        "Android/15.0.0, Pixel 9"
    );
    let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36";
    let hints = Hints {
        platform_version: "14.2.1",
        ..Hints::default()
    };
    assert_eq!(device_info(mac, &hints), "macOS/14.2.1");
}

#[test]
fn a_brand_names_a_browser_that_poses_as_chrome() {
    let brands = [("Not_A Brand", "8"), ("Chromium", "131"), ("Brave", "131")];
    assert_eq!(
        browser(
            CHROME_ON_WINDOWS,
            &Hints {
                brands: &brands,
                ..Hints::default()
            }
        ),
        "Brave 131"
    );
    let brands = [
        ("Google Chrome", "131"),
        ("Chromium", "131"),
        ("Not/A)Brand", "99"),
    ];
    assert_eq!(
        browser(
            CHROME_ON_WINDOWS,
            &Hints {
                brands: &brands,
                ..Hints::default()
            }
        ),
        "Chrome 131.0"
    );
}

#[test]
fn hints_alone_are_enough() {
    let hints = Hints {
        brands: &[("Not?A_Brand", "24"), ("Somebody's Browser", "7.1.2")],
        platform: "Fuchsia",
        platform_version: "3.1",
        model: "Lamp",
        mobile: Some(true),
        max_touch_points: 0,
    };
    assert_eq!(browser("", &hints), "Somebody's Browser 7.1");
    assert_eq!(device_info("", &hints), "Fuchsia/3.1, Lamp");
    assert_eq!(device_type("", &hints), "mobile");
}

/// Pieces that the tables look for, in any order and cut anywhere, with any characters between them.
fn user_agents() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Android ".to_owned()),
        Just("; ".to_owned()),
        Just(")".to_owned()),
        Just("Build/".to_owned()),
        Just(" OS ".to_owned()),
        Just("Version/".to_owned()),
        Just("Windows NT ".to_owned()),
        Just("CrOS ".to_owned()),
        Just("iPad".to_owned()),
        Just("Macintosh".to_owned()),
        Just("Chrome/".to_owned()),
        "[0-9._]{0,6}",
        "\\PC{0,4}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_string_gets_an_answer(
        user_agent in user_agents(),
        brand in any::<String>(),
        version in any::<String>(),
        max_touch_points in any::<u32>(),
        mobile in any::<Option<bool>>(),
    ) {
        let brands = [(brand.as_str(), version.as_str())];
        let hints = Hints {
            max_touch_points,
            brands: &brands,
            platform: &brand,
            platform_version: &version,
            model: &brand,
            mobile,
        };
        browser(&user_agent, &hints);
        device_info(&user_agent, &hints);
        prop_assert!(["mobile", "tablet", "desktop"].contains(&device_type(&user_agent, &hints)));
        let plain = Hints::default();
        prop_assert!(browser(&user_agent, &plain).len() <= user_agent.len() + 20);
        prop_assert!(device_info(&user_agent, &plain).len() <= user_agent.len() + 20);
    }
}
