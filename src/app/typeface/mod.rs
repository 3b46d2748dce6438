//! The fonts of paper on this computer: what the clerk chose, what the computer has, what comes with the program.
//! One choice is in force for the whole program; libraries and tests begin with the bundled fonts, so that the same
//! report gives the same pages everywhere.

mod check;
mod find;

pub use check::FontFault;

use super::AppError;
use super::paths;
use super::settings;
use super::words::Advice;
use super::words::font_advice;
use crate::assets;
use crate::reports::fonts::FontFile;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Origin;
use crate::reports::fonts::Role;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Where a role's font comes from when the clerk pointed at none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefer {
    /// The fonts offices want, where this computer has them.
    Installed,
    /// Those that come with the program: pages break at the same places on every computer.
    #[default]
    BuiltIn,
}

impl Prefer {
    /// Both, in the order of the screen.
    pub const ALL: [Self; 2] = [Self::Installed, Self::BuiltIn];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Installed => "本机公文字体优先",
            Self::BuiltIn => "只用内置字体",
        }
    }
}

/// A computer's choice of fonts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FontChoice {
    /// For roles the clerk pointed at no file for.
    pub prefer: Prefer,
    /// The files the clerk pointed at.
    pub pointed: BTreeMap<Role, PathBuf>,
}

/// Where a computer keeps its choice and its fonts. The default has neither.
#[derive(Debug, Clone, Default)]
pub struct Computer {
    /// The file the choice is kept in.
    pub kept: Option<PathBuf>,
    /// The folders fonts lie in.
    pub folders: Vec<PathBuf>,
}

impl Computer {
    /// The one the program runs on.
    pub fn this() -> Self {
        Self {
            kept: paths::font_choice(),
            folders: paths::font_folders(),
        }
    }

    /// The choice kept on it. Windows brings the fonts offices want, so they are preferred there until the clerk says
    /// otherwise.
    pub fn choice(&self) -> FontChoice {
        let usual = FontChoice {
            prefer: if cfg!(windows) {
                Prefer::Installed
            } else {
                Prefer::BuiltIn
            },
            ..FontChoice::default()
        };
        let Some(text) = self
            .kept
            .as_ref()
            .and_then(|p| std::fs::read_to_string(p).ok())
        else {
            return usual;
        };
        toml::from_str(&text).unwrap_or_else(|error| {
            tracing::warn!(%error, "choice of fonts not read");
            usual
        })
    }

    fn keep(&self, choice: &FontChoice) -> Result<(), AppError> {
        let Some(path) = &self.kept else {
            return Ok(());
        };
        settings::keep(path, choice)
    }
}

/// A font that was to be used and is not.
#[derive(Debug)]
pub struct Refused {
    /// For which role.
    pub role: Role,
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub fault: FontFault,
}

impl Refused {
    /// What happened and what to do, in the clerk's words.
    pub fn advice(&self) -> Advice {
        font_advice(&self.fault, &self.path)
    }
}

/// A choice of fonts carried out.
#[derive(Debug)]
pub struct Typefaces {
    /// What was chosen.
    pub choice: FontChoice,
    /// What it came to.
    pub fonts: Arc<Fonts>,
    /// What was to be used and could not.
    pub refused: Vec<Refused>,
}

/// Carry a choice out with the fonts of these folders.
pub fn assemble(choice: &FontChoice, folders: &[PathBuf]) -> Typefaces {
    let mut found = match choice.prefer {
        Prefer::Installed => find::installed(folders),
        Prefer::BuiltIn => BTreeMap::new(),
    };
    let mut files = Vec::new();
    let mut refused = Vec::new();
    for role in Role::ALL {
        let mut open = true;
        let mut try_one = |path: &Path, index: u32, origin: Origin| match check::read(
            role, path, index, origin,
        ) {
            Ok(file) => {
                files.push(file);
                true
            }
            Err(fault) => {
                tracing::warn!(%fault, ?role, path = ?path, "font refused");
                refused.push(Refused {
                    role,
                    path: path.to_owned(),
                    fault,
                });
                false
            }
        };
        if let Some(path) = choice.pointed.get(&role) {
            let origin = Origin::Pointed(path.clone());
            open = !try_one(path, find::index_of(role, path), origin);
        }
        for candidate in found.remove(&role).unwrap_or_default() {
            // Of fonts for rare characters each has others; of the rest the first does.
            if open || role == Role::Rare {
                let origin = Origin::Installed(candidate.path.clone());
                open &= !try_one(&candidate.path, candidate.index, origin);
            }
        }
    }
    files.extend(bundled());
    Typefaces {
        choice: choice.clone(),
        fonts: Arc::new(Fonts::new(files)),
        refused,
    }
}

// The fonts that come with the program (fonts/README.md).
fn bundled() -> Vec<FontFile> {
    let one = |role, name: &str, bytes: Cow<'static, [u8]>| FontFile {
        role,
        name: name.to_owned(),
        bytes,
        index: 0,
        origin: Origin::BuiltIn,
    };
    let compiled = |role, name, bytes: &'static [u8]| one(role, name, Cow::Borrowed(bytes));
    let mut files = vec![
        compiled(Role::Hei, "思源黑体", assets::FONT_HEI),
        compiled(Role::Hei, "思源黑体（生僻字）", assets::FONT_RARE),
        compiled(Role::HeiBold, "思源黑体粗体", assets::FONT_HEI_BOLD),
        compiled(Role::Song, "思源宋体", assets::FONT_SONG),
        compiled(Role::Title, "思源宋体粗体", assets::FONT_TITLE),
        // Its licence reserves the name of the font it was cut from.
        compiled(Role::Kai, "Kepu Kai", assets::FONT_KAI),
    ];
    if let Some(bytes) = fangsong() {
        files.push(one(Role::FangSong, "FandolFang", Cow::Owned(bytes)));
    }
    files
}

// Beside the program when installed, in the source folder while developing (decisions.md 23).
fn fangsong() -> Option<Vec<u8>> {
    let beside = std::env::current_exe()
        .ok()?
        .parent()?
        .join("fonts")
        .join(assets::FONT_FANGSONG_FILE);
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fonts")
        .join(assets::FONT_FANGSONG_FILE);
    std::fs::read(beside)
        .or_else(|_| std::fs::read(source))
        .ok()
}

struct InForce {
    computer: Computer,
    faces: Option<Arc<Typefaces>>,
}

static IN_FORCE: RwLock<InForce> = RwLock::new(InForce {
    computer: Computer {
        kept: None,
        folders: Vec::new(),
    },
    faces: None,
});
// One change after the other, each seeing the one before; readers go on with what is in force meanwhile.
static CHANGING: Mutex<()> = Mutex::new(());

/// The fonts in force, when they have been read: never waits, for frames.
pub fn chosen() -> Option<Arc<Typefaces>> {
    let now = IN_FORCE.read().unwrap_or_else(PoisonError::into_inner);
    now.faces.clone()
}

static TURN: AtomicU64 = AtomicU64::new(0);

/// The fonts in force: the bundled ones until [`follow`] was called.
pub fn in_force() -> Arc<Typefaces> {
    if let Some(faces) = chosen() {
        return faces;
    }
    let _one_at_a_time = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
    chosen().unwrap_or_else(|| {
        let faces = Arc::new(assemble(&FontChoice::default(), &[]));
        put(Arc::clone(&faces));
        faces
    })
}

/// How often the fonts in force changed: what was laid out before the last change is to be laid out again.
pub fn turn() -> u64 {
    TURN.load(Ordering::Relaxed)
}

fn put(faces: Arc<Typefaces>) {
    let mut now = IN_FORCE.write().unwrap_or_else(PoisonError::into_inner);
    now.faces = Some(faces);
}

fn computer() -> Computer {
    let now = IN_FORCE.read().unwrap_or_else(PoisonError::into_inner);
    now.computer.clone()
}

/// The fonts of paper.
pub fn fonts() -> Arc<Fonts> {
    Arc::clone(&in_force().fonts)
}

/// Use what a computer has, as was chosen on it, from now on. Reads files: not for a frame.
pub fn follow(computer: Computer) {
    let _one_at_a_time = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
    let faces = assemble(&computer.choice(), &computer.folders);
    IN_FORCE
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .computer = computer;
    put(Arc::new(faces));
    TURN.fetch_add(1, Ordering::Relaxed);
}

/// A change of the choice.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Where fonts come from.
    Prefer(Prefer),
    /// Use this file for a role.
    Point(Role, PathBuf),
    /// Forget the file of a role.
    Restore(Role),
}

/// Change the choice in force and keep it on the computer. Reads files: not for a frame.
///
/// # Errors
/// `Font` when the file can't be used, `Write` when the choice can't be kept; nothing changes then.
pub fn change(wish: Wish) -> Result<(), AppError> {
    let _one_at_a_time = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut choice = chosen().map(|f| f.choice.clone()).unwrap_or_default();
    match wish {
        Wish::Prefer(prefer) => choice.prefer = prefer,
        Wish::Point(role, path) => {
            let origin = Origin::Pointed(path.clone());
            if let Err(fault) = check::read(role, &path, find::index_of(role, &path), origin) {
                return Err(AppError::Font(fault, path));
            }
            choice.pointed.insert(role, path);
        }
        Wish::Restore(role) => drop(choice.pointed.remove(&role)),
    }
    let computer = computer();
    let faces = assemble(&choice, &computer.folders);
    computer.keep(&choice)?;
    put(Arc::new(faces));
    TURN.fetch_add(1, Ordering::Relaxed);
    Ok(())
}
