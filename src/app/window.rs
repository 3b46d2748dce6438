//! How the window is painted on this computer: with its graphics card, without, or as the program sees fit.

use super::AppError;
use super::paths;
use super::settings;
use serde::Deserialize;
use serde::Serialize;
use std::path::PathBuf;

/// What paints the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paint {
    /// The card, except where it is in the way or does not work.
    #[default]
    Auto,
    /// The card, in remote sessions too.
    Card,
    /// The processor.
    Processor,
}

impl Paint {
    /// All, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Card, Self::Processor];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "自动",
            Self::Card => "显卡",
            Self::Processor => "不用显卡",
        }
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    paint: Paint,
}

/// A computer's choice. The default is kept nowhere.
#[derive(Debug, Clone, Default)]
pub struct PaintChoice {
    file: Option<PathBuf>,
    paint: Paint,
}

impl PaintChoice {
    /// The one of the computer the program runs on.
    pub fn of_this_computer() -> Self {
        Self::in_file(paths::window_choice())
    }

    /// The one a file holds.
    pub fn in_file(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|f| std::fs::read_to_string(f).ok());
        let kept = text.map_or_else(Kept::default, |text| {
            toml::from_str(&text).unwrap_or_else(|error| {
                tracing::warn!(%error, "choice of the window not read");
                Kept::default()
            })
        });
        Self {
            file,
            paint: kept.paint,
        }
    }

    /// What was chosen.
    pub fn paint(&self) -> Paint {
        self.paint
    }

    /// Choose, from the next start on.
    pub fn choose(&mut self, paint: Paint) -> Result<(), AppError> {
        if let Some(path) = &self.file {
            settings::keep(path, &Kept { paint })?;
        }
        self.paint = paint;
        Ok(())
    }
}
