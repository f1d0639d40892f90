//! Where the connection goes from every place, whatever happens: one table, each cell written out.
//!
//! A place is named by what there is. `idle` `wait` `off` `shut`: no socket, and none on its way. `tok` `shk`: the first
//! is on its way. `open`: it is there; `o+t` `o+s`: and another is on its way. `+d`: an old one drains (`w+d` `t+d` `s+d`
//! `f+d` without a new one). `/h`: requests go over HTTP meanwhile.

use super::asking::interaction;
use super::driver::Driver;
use crate::engine::Engine;
use crate::engine::config::{Config, Transport};
use crate::engine::handover::Life;
use crate::engine::link::{ConnectionState, Step};
use crate::protocol::error::{Code, Fault};

/// The columns: from where. `busy` is `open` with a request out.
const TABLE: &str = "
from:      idle tok  shk  open busy o+t  o+s  o+d  wait off  w+d  t+d  s+d  t/h  shut
open       tok  tok  shk  open open o+t  o+s  o+d  tok  tok  t+d  t+d  s+d  t/h  tok
open with  shk  tok  shk  open open o+t  o+s  o+d  shk  shk  s+d  t+d  s+d  t/h  shk
request    tok  tok  shk  open open o+t  o+s  o+d  wait tok  w+d  t+d  s+d  t/h  tok
token      idle shk  shk  open open o+s  o+s  o+d  wait off  w+d  s+d  s+d  s/h  shut
no token   idle shut shut open open open open o+d  wait off  w+d  w+d  w+d  w/h  shut
bad token  idle shut shut open open open open o+d  wait off  w+d  shut shut idle shut
opens      idle tok  open open open o+t  o+d  o+d  wait off  w+d  t+d  o+d  t/h  shut
next 1006  idle tok  wait open open o+t  open o+d  wait off  w+d  t+d  w+d  t/h  shut
next 1008  idle tok  wait open open o+t  open o+d  wait off  w+d  t+d  w+d  t/h  shut
lost 1006  idle tok  shk  wait wait tok  shk  w+d  wait off  w+d  t+d  s+d  t/h  shut
lost 1000  idle tok  shk  shut shut shut shut shut wait off  w+d  t+d  s+d  t/h  shut
lost 1008  idle tok  shk  wait wait tok  shk  w+d  wait off  w+d  t+d  s+d  t/h  shut
old lost   idle tok  shk  open open o+t  o+s  open wait off  wait tok  shk  t/h  shut
stale      idle tok  shk  open open o+t  o+s  o+d  wait off  w+d  t+d  s+d  t/h  shut
frame      idle tok  shk  open open o+t  o+s  o+d  wait off  w+d  t+d  s+d  t/h  shut
answer     idle tok  shk  open open o+t  o+s  open wait off  wait tok  shk  t/h  shut
blocked    tok  tok  shk  open open o+t  o+s  o+d  wait tok  w+d  t+d  s+d  t/h  tok
failed     idle tok  shk  open open o+t  o+s  open wait off  wait tok  shk  t/h  shut
cancel     idle tok  shk  open open o+t  o+s  open wait off  wait tok  shk  t/h  shut
close      shut shut shut shut shut shut shut shut shut shut shut shut shut shut shut
end        shut shut shut shut shut shut shut shut shut shut shut shut shut shut shut
offline    idle off  off  open open open open o+d  off  off  f+d  f+d  f+d  off  shut
online     idle tok  shk  o+t  o+t  o+t  o+s  o+t  tok  tok  t+d  t+d  s+d  t/h  shut
hidden     idle tok  shk  open open o+t  o+s  o+d  wait off  w+d  t+d  s+d  t/h  shut
visible    idle tok  shk  open open o+t  o+s  o+d  wait off  w+d  t+d  s+d  t/h  shut
resumed    idle tok  shk  o+t  o+t  o+t  o+s  o+t  wait off  w+d  t+d  s+d  t/h  shut
cached     idle wait wait wait wait wait wait wait wait off  wait wait wait w/h  shut
restored   idle tok  shk  o+t  o+t  o+t  o+s  o+t  tok  off  t+d  t+d  s+d  t/h  shut
5 s        idle tok  shk  open open o+t  o+s  o+d  tok  off  t+d  t+d  s+d  t/h  shut
12 s       idle shut shk  open o+t  o+t  o+s  o+d  wait off  t+d  t+d  s+d  tok  shut
40 s       idle shut shut open o+t  o+t  o+t  open tok  off  tok  tok  tok  t/h  shut
2 hours    idle shut shut o+t  o+t  open open o+t  wait off  tok  wait wait w/h  shut
a sleep    idle tok  shk  o+t  o+t  o+t  o+s  o+t  tok  off  t+d  t+d  s+d  t/h  shut
";

/// The place that the engine is in.
pub fn place(engine: &Engine) -> String {
    let step = match engine.step {
        Step::None => "",
        Step::AwaitingToken { .. } => "t",
        Step::Handshaking { .. } => "s",
    };
    let name = match (engine.state(), step, engine.draining.is_some()) {
        (ConnectionState::Open, "", false) => "open",
        (ConnectionState::Open, "", true) => "o+d",
        (ConnectionState::Open, "t", false) => "o+t",
        (ConnectionState::Open, "s", false) => "o+s",
        (ConnectionState::Connecting, "t", false) if engine.is_rest() => "t/h",
        (ConnectionState::Connecting, "s", false) if engine.is_rest() => "s/h",
        (ConnectionState::Connecting, "t", false) => "tok",
        (ConnectionState::Connecting, "s", false) => "shk",
        (ConnectionState::Connecting, "t", true) => "t+d",
        (ConnectionState::Connecting, "s", true) => "s+d",
        (ConnectionState::Waiting, "", true) => "w+d",
        (ConnectionState::Waiting, "", false) if engine.is_rest() => "w/h",
        (ConnectionState::Waiting, "", false) => "wait",
        (ConnectionState::Offline, "", true) => "f+d",
        (ConnectionState::Offline, "", false) => "off",
        (ConnectionState::Closed, "", false) => "shut",
        (ConnectionState::Idle, "", false) => "idle",
        other => return format!("{other:?}"),
    };
    name.to_owned()
}

fn opened() -> Driver {
    let mut driver = Driver::new(Config::default());
    driver.open(false);
    driver.token(1);
    driver.opens(1);
    driver
}

fn busy() -> Driver {
    let mut driver = opened();
    driver.sent(interaction("a"));
    driver
}

/// A second socket, by plan, while the first owes an answer.
fn draining() -> Driver {
    let mut driver = busy();
    driver.tell(|engine, now| engine.hand_over(now));
    driver.token(2);
    driver.opens(2);
    driver
}

fn lost(mut driver: Driver) -> Driver {
    let current = driver.engine.current.unwrap().attempt;
    driver.socket_closed(current, 1006);
    driver
}

/// A driver in each place; how it got there says what is left to come.
fn driver_in(from: &str) -> Driver {
    let mut driver = match from {
        "idle" => Driver::new(Config::default()),
        "tok" => {
            let mut driver = Driver::new(Config::default());
            driver.submit(interaction("a")).unwrap();
            driver
        }
        "shk" => {
            let mut driver = driver_in("tok");
            driver.token(1);
            driver
        }
        "open" => opened(),
        "busy" => busy(),
        "o+t" => {
            let mut driver = busy();
            driver.live(Life::Resumed);
            driver
        }
        "o+s" => {
            let mut driver = driver_in("o+t");
            driver.token(2);
            driver
        }
        "o+d" => draining(),
        "wait" => lost(busy()),
        "off" => {
            let mut driver = lost(busy());
            driver.live(Life::Offline);
            driver
        }
        "w+d" => lost(draining()),
        "t+d" => {
            let mut driver = lost(draining());
            driver.live(Life::Online);
            driver
        }
        "s+d" => {
            let mut driver = driver_in("t+d");
            driver.token(3);
            driver
        }
        "t/h" => {
            let config = Config::default().with(|config| {
                config.transport = Transport::Auto;
                config.fallback_after = 1.0;
            });
            let mut driver = Driver::new(config);
            driver.submit(interaction("a")).unwrap();
            driver.token(1);
            driver.socket_closed(1, 1006);
            driver.live(Life::Online);
            driver
        }
        "shut" => {
            let mut driver = opened();
            driver.tell(|engine, now| engine.close(now, 1000));
            driver
        }
        _ => panic!("{from}"),
    };
    driver.said.clear();
    driver
}

fn close(driver: &mut Driver, which: Option<u32>, code: u16) {
    driver.socket_closed(which.unwrap_or(0), code);
}

/// Has it happen.
fn happen(driver: &mut Driver, event: &str) {
    let current = driver.engine.current.map(|socket| socket.attempt);
    let old = driver.engine.draining.map(|old| old.attempt);
    let is_coming = driver.engine.step != Step::None;
    let next = if is_coming { driver.engine.attempt } else { 98 };
    match event {
        "open" => driver.open(false),
        "open with" => driver.open(true),
        "request" => driver.submit(interaction("z")).map_or((), |_| ()),
        "token" => driver.token(next),
        "no token" => driver.fails(next, Code::TokenProviderFailed),
        "bad token" => driver.fails(next, Code::InvalidToken),
        "opens" => driver.opens(next),
        "next 1006" => close(driver, Some(next), 1006),
        "next 1008" => close(driver, Some(next), 1008),
        "lost 1006" => close(driver, current, 1006),
        "lost 1000" => close(driver, current, 1000),
        "lost 1008" => close(driver, current, 1008),
        "old lost" => close(driver, old, 1006),
        "stale" => {
            driver.token(99);
            driver.fails(99, Code::TokenProviderFailed);
            driver.opens(99);
            driver.socket_closed(99, 1006);
        }
        "frame" => driver.tell(|engine, now| engine.heard(now, current.unwrap_or(0))),
        "answer" => {
            let open = old.or(current).unwrap_or(0);
            driver.inbound_on(open, &super::asking::completed("interaction"));
        }
        "blocked" => {
            driver.is_blocked = true;
            driver.submit(interaction("z")).ok();
        }
        "failed" => driver.tell(|engine, now| engine.send_failed(now, 0)),
        "cancel" => {
            let fault = Fault::new(Code::RequestCancelled);
            driver.tell(|engine, now| engine.reject_all(now, fault));
        }
        "close" => driver.tell(|engine, now| engine.close(now, 1000)),
        "end" => driver.tell(Engine::end),
        "offline" => driver.live(Life::Offline),
        "online" => driver.live(Life::Online),
        "hidden" => driver.live(Life::Hidden),
        "visible" => driver.live(Life::Visible),
        "resumed" => driver.live(Life::Resumed),
        "cached" => driver.live(Life::Cached),
        "restored" => driver.live(Life::Restored),
        "5 s" => driver.advance(5_000.0),
        "12 s" => driver.advance(12_000.0),
        "40 s" => driver.advance(40_000.0),
        "2 hours" => driver.advance(7_200_000.0),
        "a sleep" => {
            driver.advance(2_500.0);
            driver.asleep += 60_000.0;
            driver.advance(2_500.0);
        }
        _ => panic!("{event}"),
    }
}

#[test]
fn from_every_place_everything_leads_where_it_should() {
    let mut lines = TABLE.trim().lines();
    let places: Vec<&str> = lines.next().unwrap().split_whitespace().skip(1).collect();
    let mut wrong = Vec::new();
    let mut cells = 0;
    for line in lines {
        let (event, expected) = line.split_at(11);
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(expected.len(), places.len(), "{line}");
        for (from, expected) in places.iter().zip(expected) {
            let mut driver = driver_in(from);
            let before = place(&driver.engine);
            assert!(before == *from || *from == "busy", "{from} is {before}");
            happen(&mut driver, event.trim());
            let after = place(&driver.engine);
            if after != expected {
                wrong.push(format!("{from}, {event}: {after}, not {expected}"));
            }
            cells += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(cells, 15 * 33);
}
