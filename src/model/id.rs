//! Identities. A record is known by a UUIDv7 for ever, so that files of several offices can be merged.

use serde::Deserialize;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The identity of one record: a UUIDv7, sortable by the moment it was made.
///
/// The nil value stands for "not given yet"; `app::write` replaces it before anything is stored.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(Uuid);

impl Uid {
    /// A new identity. Not called `new`: the default is the nil identity, and the two must never be confused.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// A reproducible identity for invented data: the same seed and counter give the same identity.
    pub fn invented(seed: u64, counter: u64) -> Self {
        let millis = 1_700_000_000_000 + counter;
        let mixed = (seed ^ counter.wrapping_mul(0x9E37_79B9_7F4A_7C15)).to_be_bytes();
        let mut tail = [0; 10];
        for (place, byte) in tail.iter_mut().zip(
            mixed
                .into_iter()
                .chain(counter.to_be_bytes().into_iter().skip(6)),
        ) {
            *place = byte;
        }
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
    }

    /// The identity of something that is known by a hash (UUIDv8): the same hash gives the same identity everywhere.
    /// The nil identity for what is no hash in hexadecimal.
    pub fn of_hash(hash: &str) -> Self {
        let head = hash
            .get(..32)
            .and_then(|h| u128::from_str_radix(h, 16).ok());
        head.map_or_else(Self::default, |bits| {
            Self(uuid::Builder::from_custom_bytes(bits.to_be_bytes()).into_uuid())
        })
    }

    /// The sixteen bytes that are stored.
    pub fn bytes(&self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// Read back what [`Self::bytes`] gave; `None` when it is not sixteen bytes long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Uuid::from_slice(bytes).ok().map(Self)
    }

    /// Whether this identity was never given.
    pub fn is_nil(&self) -> bool {
        self.0.is_nil()
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Uid {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text.trim()).map(Self)
    }
}
