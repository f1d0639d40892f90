//! The way between a client and its servers, and what chance has to do with it.

/// Chance, from a number: splitmix64, of which neighbouring numbers have nothing in common.
pub struct Chance(u64);

impl Chance {
    pub fn new(number: u32) -> Chance {
        Chance(u64::from(number))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from `least` to `most`.
    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * ((self.next() >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// One client's network. It is short and hardly varies: what spreads the clients is to be their own doing.
pub struct Network(Chance);

impl Network {
    pub fn new(number: u32) -> Network {
        // Not the numbers that the client's own chance begins with.
        Network(Chance(u64::from(number) << 32))
    }

    /// To the page's own server and back, with a token, in milliseconds.
    pub fn token_ms(&mut self) -> f64 {
        self.0.between(20.0, 60.0)
    }

    /// To the server, or back, in milliseconds.
    pub fn way_ms(&mut self) -> f64 {
        self.0.between(5.0, 25.0)
    }
}
