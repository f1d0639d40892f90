//! How long to wait before the next attempt to connect.
//!
//! When a server goes, all its clients lose it in the same moment, and when it returns they must not all be there at
//! once. So the first delay is spread evenly over seconds, and every later one by half around a mean that grows.

use super::config::Reconnect;

/// The shortest first delay, in milliseconds.
const LEAST_MS: f64 = 250.0;

/// Chance, from a seed: xorshift, which needs no more than to be spread.
#[derive(Clone, Copy, Debug)]
pub struct Chance(u32);

impl Chance {
    /// Any number does as a seed.
    pub fn new(seed: u32) -> Chance {
        Chance(seed | 1)
    }

    /// The next number from 0 to 1.
    pub fn draw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0) / f64::from(u32::MAX)
    }
}

/// The delay after so many `failures` in a row, in milliseconds: 0 is the loss of a connection that worked.
pub fn delay_ms(reconnect: &Reconnect, failures: u32, chance: &mut Chance) -> f64 {
    let drawn = chance.draw();
    if failures == 0 {
        let spread = reconnect.first_delay_ms - LEAST_MS;
        return LEAST_MS.min(spread + LEAST_MS) + drawn * spread.max(0.0);
    }
    let most = reconnect.max_delay_ms;
    let mut mean = reconnect.base_delay_ms;
    for _ in 0..failures.min(64) {
        mean = most.min(mean * reconnect.factor);
    }
    most.min(mean) * (0.5 + drawn)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn delays_stay_within_their_bounds(seed in any::<u32>(), failures in 0..100_u32) {
            let (reconnect, mut chance) = (Reconnect::default(), Chance::new(seed));
            for _ in 0..10 {
                let delay = delay_ms(&reconnect, failures, &mut chance);
                let mean = 9_800_f64.min(1_000.0 * 1.7_f64.powi(failures as i32));
                let bounds = if failures == 0 { 250.0..=4_000.0 } else { mean * 0.499..=mean * 1.501 };
                prop_assert!(bounds.contains(&delay), "{delay} after {failures}");
            }
        }

        #[test]
        fn chance_is_spread(seed in any::<u32>()) {
            let mut chance = Chance::new(seed);
            let mut tenths = [0; 10];
            for _ in 0..10_000 {
                tenths[((chance.draw() * 10.0) as usize).min(9)] += 1;
            }
            prop_assert!(tenths.iter().all(|count| (850..1_150).contains(count)), "{tenths:?}");
        }
    }

    #[test]
    fn a_first_delay_below_the_least_is_kept() {
        let reconnect = Reconnect {
            first_delay_ms: 50.0,
            ..Reconnect::default()
        };
        assert_eq!(delay_ms(&reconnect, 0, &mut Chance::new(7)), 50.0);
    }
}
