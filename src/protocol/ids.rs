//! Identifiers: UUID version 7, drawn from a pool of random bytes so that one call into the browser serves many.

use uuid::Builder;

/// Random bytes one identifier takes.
const BYTES_PER_ID: usize = 10;

/// Identifiers the pool holds when full.
const IDS_PER_FILL: usize = 64;

/// The size of one refill, in bytes.
pub const POOL_BYTES: usize = BYTES_PER_ID * IDS_PER_FILL;

/// Makes UUIDv7 strings from the wall clock and random bytes it is given.
pub struct IdSource {
    pool: [u8; POOL_BYTES],
    left: usize,
}

impl Default for IdSource {
    fn default() -> Self {
        IdSource {
            pool: [0; POOL_BYTES],
            left: 0,
        }
    }
}

impl IdSource {
    /// Appends a new identifier for the wall-clock time `epoch_ms`. `refill` must fill the whole slice with random bytes;
    /// it is called once for many identifiers.
    pub fn push_next(&mut self, out: &mut String, epoch_ms: u64, refill: impl FnOnce(&mut [u8])) {
        if self.left == 0 {
            refill(&mut self.pool);
            self.left = IDS_PER_FILL;
        }
        self.left -= 1;
        let mut random = [0; BYTES_PER_ID];
        let unused = self
            .pool
            .chunks_exact(BYTES_PER_ID)
            .nth(self.left)
            .unwrap_or_default();
        random
            .iter_mut()
            .zip(unused)
            .for_each(|(to, from)| *to = *from);
        let id = Builder::from_unix_timestamp_millis(epoch_ms, &random).into_uuid();
        out.push_str(id.hyphenated().encode_lower(&mut [0; 36]));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use uuid::{Uuid, Version};

    #[test]
    fn ids_are_unique_version_7_and_carry_the_time() {
        let mut source = IdSource::default();
        let (mut seen, mut state, mut refills) = (HashSet::new(), 1_u64, 0);
        for _ in 0..1_000 {
            let mut id = String::from("id: ");
            source.push_next(&mut id, 1_705_314_600_007, |bytes| {
                refills += 1;
                for byte in bytes {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    *byte = (state >> 56) as u8;
                }
            });
            let parsed = Uuid::parse_str(id.strip_prefix("id: ").unwrap()).unwrap();
            assert_eq!(parsed.get_version(), Some(Version::SortRand));
            let (seconds, nanos) = parsed.get_timestamp().unwrap().to_unix();
            assert_eq!((seconds, nanos / 1_000_000), (1_705_314_600, 7));
            assert!(seen.insert(id));
        }
        assert_eq!(refills, 1_000_usize.div_ceil(IDS_PER_FILL));
    }
}
