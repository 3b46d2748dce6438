//! Photos and plots of a report.

use super::Source;
use std::sync::Arc;
use std::sync::OnceLock;

/// A photo as it is kept: JPEG bytes that go into the PDF as they are, and a small copy for the screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// SHA-256 of the bytes in hexadecimal: the same photo twice is one in the file.
    pub hash: String,
    /// The JPEG file.
    pub jpeg: Arc<[u8]>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// A small copy for the screen, made once and aside when it is first wanted; none when the file is no photo.
    pub small: OnceLock<Option<Small>>,
}

/// Pixels across, pixels down, red green blue of each.
pub type Small = (u32, u32, Arc<[u8]>);

// A photo's bytes in a failed test's message would bury it.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}, {}×{})", self.hash, self.width, self.height)
    }
}

/// A photo with the words under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// The photo; none when its file is gone, which is said in its place.
    pub picture: Option<Arc<Picture>>,
    /// 时间, 地点, 内容.
    pub caption: String,
    /// The record it proves.
    pub source: Source,
}

/// Photos on pages of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Photos {
    /// How many stand on a page.
    pub layout: PhotoLayout,
    /// The photos in order.
    pub photos: Vec<Photo>,
}

/// How many photos stand on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum PhotoLayout {
    /// Two, one above the other.
    #[default]
    Two,
    /// Four, two by two.
    Four,
}

/// A plot of bars, drawn as lines and rectangles.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// The bars.
    pub bars: Vec<PlotBar>,
}

/// A bar of a plot.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotBar {
    /// Under it.
    pub label: String,
    /// Its height.
    pub value: f64,
    /// What it is held against: a target or last year; drawn beside it.
    pub beside: Option<f64>,
    /// The records behind it.
    pub source: Source,
}
