//! How the window looks on this computer: light or dark, how large its letters are, and what paints it.

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

/// The colours of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// For the day.
    #[default]
    Light,
    /// For dim rooms.
    Dark,
}

impl Look {
    /// All, in the order of the screen.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Light => "浅色",
            Self::Dark => "深色",
        }
    }
}

/// Sizes of letters that can be chosen, in hundredths of the usual one.
pub const LETTERS: [u16; 4] = [100, 110, 125, 150];

/// A computer's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// What paints.
    pub paint: Paint,
    /// Light or dark.
    pub look: Look,
    /// How large letters are: one of [`LETTERS`].
    pub letters: u16,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            paint: Paint::default(),
            look: Look::default(),
            letters: 100,
        }
    }
}

/// The choice and where it is kept. The default is kept nowhere.
#[derive(Debug, Clone, Default)]
pub struct WindowChoice {
    file: Option<PathBuf>,
    choice: Choice,
}

impl WindowChoice {
    /// The one of the computer the program runs on.
    pub fn of_this_computer() -> Self {
        Self::in_file(paths::window_choice())
    }

    /// The one a file holds.
    pub fn in_file(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|f| std::fs::read_to_string(f).ok());
        let mut choice = text.map_or_else(Choice::default, |text| {
            toml::from_str(&text).unwrap_or_else(|error| {
                tracing::warn!(%error, "choice of the window not read");
                Choice::default()
            })
        });
        if !LETTERS.contains(&choice.letters) {
            choice.letters = 100;
        }
        Self { file, choice }
    }

    /// What was chosen.
    pub fn now(&self) -> Choice {
        self.choice
    }

    /// Choose. What paints changes at the next start, the rest at once.
    ///
    /// # Errors
    /// `Write` when the choice can't be kept; it holds until the window closes all the same.
    pub fn choose(&mut self, choice: Choice) -> Result<(), AppError> {
        self.choice = choice;
        match &self.file {
            Some(path) => settings::keep(path, &choice),
            None => Ok(()),
        }
    }
}
