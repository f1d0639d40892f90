//! What it means that a server closes the connection: the one place that tells fatal close codes from retryable ones.

/// What a close code asks of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Fatal: it was meant. Nothing is tried again.
    Meant,
    /// The server does not accept the token: one fresh token is tried. Fatal if that is refused as well.
    Refused,
    /// Something that was written is at fault, and would end the next connection in the same way. The connection opens
    /// again; what was in flight is not written again.
    BlamesFrame,
    /// Retryable: the connection opens again, and what had no answer is written again.
    Passing,
}

impl Closing {
    /// By the code, and by `is_final`, what the page says of a code of its server's own: 4000 to 4999, of which none is
    /// documented, so that they pass if nothing is said. The others mean what they mean everywhere (wire protocol, section
    /// 1; RFC 6455, section 7.4.1): 1000 is normal closure, and 1008 a policy violation. 1002 protocol error, 1003 wrong
    /// kind of data, 1007 broken text and 1009 too large blame a frame. The rest pass: 1001 going away, 1006 abnormal,
    /// 1011 server error and its neighbours.
    pub fn of(code: u16, is_final: bool) -> Closing {
        match code {
            1000 => Closing::Meant,
            4000..=4999 if is_final => Closing::Meant,
            1008 => Closing::Refused,
            1002 | 1003 | 1007 | 1009 => Closing::BlamesFrame,
            _ => Closing::Passing,
        }
    }
}
