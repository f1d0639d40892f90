//! Identifiers: UUID version 7, drawn from a pool of random bytes so that one call into the browser serves many.

use uuid::Builder;
use uuid::fmt::Hyphenated;

/// Random bytes one identifier takes.
const BYTES_PER_ID: usize = 10;

/// Identifiers the pool holds when full.
const IDS_PER_FILL: usize = 64;

/// Makes UUIDv7s from the wall clock and random bytes it is given.
#[derive(Debug)]
pub struct IdSource {
    pool: [[u8; BYTES_PER_ID]; IDS_PER_FILL],
    /// So many of the pool have not been used yet, the first ones.
    left: usize,
}

impl Default for IdSource {
    fn default() -> Self {
        IdSource::new()
    }
}

impl IdSource {
    /// A source whose pool is empty.
    pub const fn new() -> Self {
        IdSource {
            pool: [[0; BYTES_PER_ID]; IDS_PER_FILL],
            left: 0,
        }
    }

    /// A new identifier for the wall-clock time `epoch_ms`. `refill` must fill the whole slice with random bytes; it is
    /// called once for many identifiers.
    ///
    /// # Errors
    /// What `refill` failed with. The pool counts as empty still: the next call tries again.
    pub fn next<E>(
        &mut self,
        epoch_ms: u64,
        refill: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<Hyphenated, E> {
        if self.left == 0 {
            refill(self.pool.as_flattened_mut())?;
            self.left = IDS_PER_FILL;
        }
        self.left -= 1;
        let random = self.pool.get(self.left).copied().unwrap_or_default();
        let id = Builder::from_unix_timestamp_millis(epoch_ms, &random).into_uuid();
        Ok(id.hyphenated())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::convert::Infallible;
    use uuid::{Uuid, Version};

    #[test]
    fn ids_are_unique_version_7_and_carry_the_time() {
        let mut source = IdSource::new();
        let (mut seen, mut state, mut refills) = (HashSet::new(), 1_u64, 0);
        for _ in 0..1_000 {
            let Ok::<_, Infallible>(id) = source.next(1_705_314_600_007, |bytes| {
                refills += 1;
                assert_eq!(bytes.len(), BYTES_PER_ID * IDS_PER_FILL);
                for byte in bytes {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    *byte = (state >> 56) as u8;
                }
                Ok(())
            });
            let id = id.to_string();
            let parsed = Uuid::parse_str(&id).unwrap();
            assert_eq!(parsed.get_version(), Some(Version::SortRand));
            let (seconds, nanos) = parsed.get_timestamp().unwrap().to_unix();
            assert_eq!((seconds, nanos / 1_000_000), (1_705_314_600, 7));
            assert!(seen.insert(id));
        }
        assert_eq!(refills, 1_000_usize.div_ceil(IDS_PER_FILL));
    }

    #[test]
    fn a_refill_that_fails_gives_no_id_and_the_next_call_tries_again() {
        let mut source = IdSource::new();
        for _ in 0..2 {
            let failed = source.next(0, |bytes| {
                bytes[0] = 1;
                Err("no randomness")
            });
            assert_eq!(failed, Err("no randomness"));
        }
        let mut refills = 0;
        for _ in 0..=IDS_PER_FILL {
            let Ok::<_, Infallible>(id) = source.next(0, |bytes| {
                refills += 1;
                bytes.fill(0xff);
                Ok(())
            });
            assert!(id.to_string().ends_with("-ffffffffffff"), "{id}");
        }
        assert_eq!(refills, 2);
    }
}
