//! A slow machine and a slow server: whatever the page is told, and every timer, comes late by chance; answers take
//! their time, and connections are cut or fall silent. Nothing is lost by that, and no answer waited for in vain.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::asking::{completed, enveloped, interaction};
use super::driver::Driver;
use crate::engine::backoff::Chance;
use crate::engine::command::{Attempt, Command};
use crate::engine::config::{Config, Deadlines, Queue};
use crate::engine::handover::Life;

/// For how long connections are disturbed, and requests made.
const CHAOS_MS: f64 = 60_000.0;
const ASKING_MS: f64 = 360_000.0;

/// What the longest patience, twice, and the slowest answer add up to.
const BOUND_MS: f64 = 360_000.0;

/// What the page will be told.
#[derive(Clone, Debug)]
enum Input {
    Token(Attempt),
    Opened(Attempt),
    Frame(Attempt, Value),
    Closed(Attempt),
}

/// What happens to whichever socket is newest, or to the one before it.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Cut,
    /// It looks open, and nothing passes.
    Silence,
    CutOlder,
    /// There is reason to believe that it is dead, and there is none.
    Doubt,
}

/// What somebody asks, and how the server sees to it, each time anew.
#[derive(Clone, Copy, Debug)]
struct Task {
    /// After the one before.
    after_ms: u32,
    work_ms: u32,
}

struct SlowMachine {
    driver: Driver,
    chance: Chance,
    late_ms: f64,
    inputs: Vec<(f64, Input)>,
    /// When the timer that was set will fire, and what for.
    timer: (f64, f64),
    /// The sockets that nothing passes on any more.
    dead: Vec<Attempt>,
    tasks: HashMap<usize, Task>,
    /// Whether a socket was closed that would have answered, because the one after it had fallen silent as well.
    let_go: bool,
}

impl SlowMachine {
    fn new(config: Config, late_ms: u32) -> SlowMachine {
        let mut machine = SlowMachine {
            chance: Chance::new(config.seed),
            driver: Driver::new(config),
            late_ms: late_ms.into(),
            inputs: Vec::new(),
            timer: (f64::INFINITY, f64::INFINITY),
            dead: Vec::new(),
            tasks: HashMap::new(),
            let_go: false,
        };
        machine.driver.open(false);
        machine.observe();
        machine
    }

    fn late(&mut self) -> f64 {
        self.late_ms * self.chance.draw()
    }

    fn later(&mut self, ms: f64, input: Input) {
        let at = self.driver.clock + ms + self.late();
        self.inputs.push((at, input));
    }

    fn ask(&mut self, task: Task, deadlines: Deadlines) {
        let id = self.driver.requests.len().to_string();
        let ask = interaction(&id).within(deadlines);
        self.tasks.insert(self.driver.requests.len(), task);
        self.driver.submit(ask).expect("a request that is taken");
        self.observe();
    }

    fn meet(&mut self, trouble: Trouble) {
        let mut newest = self.driver.sockets.keys().rev().copied();
        let socket = match trouble {
            Trouble::CutOlder => newest.nth(1),
            _ => newest.next(),
        };
        match (trouble, socket) {
            (Trouble::Doubt, _) => self.driver.live(Life::Online),
            (_, None) => {}
            (_, Some(attempt)) => {
                self.dead.push(attempt);
                self.inputs.retain(|(_, input)| match input {
                    Input::Opened(of) | Input::Frame(of, _) => *of != attempt,
                    _ => true,
                });
                let is_open = self.driver.sockets.get(&attempt) == Some(&true);
                if !matches!(trouble, Trouble::Silence) || !is_open {
                    self.later(0.0, Input::Closed(attempt));
                }
            }
        }
        self.observe();
    }

    /// Does what the engine has had done since.
    fn observe(&mut self) {
        for command in self.driver.said.split_off(0) {
            match command {
                Command::FetchToken { attempt, .. } => self.later(20.0, Input::Token(attempt)),
                Command::OpenSocket { attempt } => self.later(20.0, Input::Opened(attempt)),
                Command::CloseSocket { attempt, .. } => self.let_go |= self.is_third(attempt),
                _ => {}
            }
        }
        for place in self.driver.written.split_off(0) {
            self.answer(place);
        }
    }

    /// Whether a socket that will answer is older than one that is doubted.
    fn is_third(&self, attempt: Attempt) -> bool {
        let answers =
            |input: &(f64, Input)| matches!(input.1, Input::Frame(of, _) if of == attempt);
        let newer = self.driver.engine.current;
        newer.is_some_and(|socket| socket.is_suspect && socket.attempt != attempt)
            && self.inputs.iter().any(answers)
    }

    fn answer(&mut self, place: usize) {
        let (task, record) = (self.tasks[&place], &self.driver.requests[place]);
        let (socket, id) = (record.socket, record.ask.id.clone());
        if self.dead.contains(&socket) {
            return;
        }
        let answer = Input::Frame(socket, enveloped(&id, &completed("interaction")));
        self.later(f64::from(task.work_ms), answer);
    }

    fn hear(&mut self, input: Input) {
        let is_open = |driver: &Driver, attempt| driver.sockets.contains_key(&attempt);
        match input {
            Input::Token(attempt) => self.driver.token(attempt),
            Input::Opened(attempt) if is_open(&self.driver, attempt) => self.driver.opens(attempt),
            Input::Closed(attempt) if is_open(&self.driver, attempt) => {
                self.driver.socket_closed(attempt, 1006);
            }
            Input::Frame(attempt, message) if is_open(&self.driver, attempt) => {
                self.driver.inbound_on(attempt, &message);
            }
            _ => {}
        }
    }

    /// Lets time pass; whatever is due in it comes late.
    fn pass(&mut self, ms: f64) {
        let target = self.driver.clock + ms;
        loop {
            let due = self.driver.engine.next_timeout();
            if self.timer.1 != due {
                let fires_at = due.max(self.driver.clock) + self.late();
                self.timer = (fires_at, due);
            }
            let first = (0..self.inputs.len())
                .min_by(|a, b| self.inputs[*a].0.total_cmp(&self.inputs[*b].0))
                .filter(|first| self.inputs[*first].0 <= self.timer.0);
            let next = first.map_or(self.timer.0, |first| self.inputs[first].0);
            if next > target {
                break;
            }
            self.driver.clock = next;
            match first {
                Some(first) => {
                    let (_, input) = self.inputs.swap_remove(first);
                    self.hear(input);
                }
                None => {
                    self.timer.1 = f64::NAN;
                    self.driver.wake();
                }
            }
            self.observe();
        }
        self.driver.clock = target;
    }
}

fn any_task(work_ms: std::ops::Range<u32>) -> impl Strategy<Value = Task> {
    let work = prop_oneof![2 => 0..500_u32, 1 => work_ms];
    (100..15_000_u32, work).prop_map(|(after_ms, work_ms)| Task { after_ms, work_ms })
}

fn any_trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        4 => Just(Trouble::Cut),
        2 => Just(Trouble::Silence),
        1 => Just(Trouble::CutOlder),
        1 => Just(Trouble::Doubt),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn after_the_chaos_everything_is_answered_within_a_bound(
        seed in any::<u32>(),
        late_ms in 0..2_000_u32,
        (half_open_ms, tasks) in prop::sample::select(vec![(200.0, 3_000_u32), (10_000.0, 25_000)])
            .prop_flat_map(|(ms, slowest)| (Just(ms), vec(any_task(500..slowest), 1..60))),
        troubles in vec((1..3_000_u32, any_trouble()), 0..60),
    ) {
        let patient = Deadlines { total_ms: 0.0, ..Deadlines::default() };
        let config = Config::default().with(|config| {
            config.seed = seed;
            config.half_open_timeout_ms = half_open_ms;
            config.queue = Some(Queue { max_requests: f64::INFINITY, ..Queue::default() });
        });
        let mut machine = SlowMachine::new(config, late_ms);
        let mut tasks = tasks.into_iter().cycle();
        let mut troubles = troubles.into_iter();
        let (mut next_task, mut next_trouble) = (tasks.next(), troubles.next());
        let (mut task_at, mut trouble_at) = (0.0, 0.0);
        loop {
            let asks_at = next_task.map_or(f64::INFINITY, |task| task_at + f64::from(task.after_ms));
            let hits_at = next_trouble.map_or(f64::INFINITY, |(ms, _)| trouble_at + f64::from(ms));
            let hits_at = if hits_at > CHAOS_MS { f64::INFINITY } else { hits_at };
            let next = asks_at.min(hits_at);
            if next > ASKING_MS {
                break;
            }
            machine.pass(next - machine.driver.clock);
            if asks_at <= hits_at {
                machine.ask(next_task.unwrap(), patient);
                (task_at, next_task) = (asks_at, tasks.next());
            } else {
                machine.meet(next_trouble.unwrap().1);
                (trouble_at, next_trouble) = (hits_at, troubles.next());
            }
        }
        machine.pass(BOUND_MS);
        for (place, request) in machine.driver.requests.iter().enumerate() {
            prop_assert_eq!(machine.driver.end(place), "resolved", "request {}, {:?}", place, machine.tasks[&place]);
            let waited = machine.driver.ended_at(place) - request.made_at.max(CHAOS_MS);
            prop_assert!(waited <= BOUND_MS, "{} ms after the chaos", waited);
        }
    }

    // Of requests that may be written again, and are not answered in part; and unless the socket that owes others is let
    // go of, because the next one falls silent as well.
    #[test]
    fn who_is_merely_slow_is_heard(
        seed in any::<u32>(),
        late_ms in 0..1_000_u32,
        tasks in vec(any_task(500..24_000), 1..40),
    ) {
        let config = Config::default().with(|config| config.seed = seed);
        let mut machine = SlowMachine::new(config, late_ms);
        machine.pass(5_000.0);
        for task in tasks {
            machine.ask(task, Deadlines::default());
            machine.pass(task.after_ms.into());
        }
        machine.pass(30_000.0);
        prop_assume!(!machine.let_go);
        for place in 0..machine.driver.requests.len() {
            prop_assert_eq!(machine.driver.end(place), "resolved", "request {}, {:?}", place, machine.tasks[&place]);
        }
    }
}
