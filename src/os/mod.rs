//! What only the system knows, asked in its own way. The only place where unsafe may stand; everything else here is plain.

#[cfg(not(windows))]
mod linux;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
use linux as system;
#[cfg(windows)]
use windows as system;

use raw_window_handle::HasWindowHandle;
use raw_window_handle::RawWindowHandle;
use std::path::Path;

/// A disk as the system describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// What the system calls its kind: ext4, nfs, remote…
    pub kind: String,
    /// Whether it can be pulled out.
    pub is_removable: bool,
}

/// The disk a path lies on.
pub fn volume(path: &Path) -> Volume {
    system::volume(path)
}

/// The name of this computer; empty when the system does not tell.
pub fn computer() -> String {
    system::computer()
}

/// Whether the clerk's system knows a program that prints such a file. Only Windows keeps such a list; elsewhere, and with
/// programs that are not on it, the file has to be opened and printed from there.
pub fn can_print(path: &Path) -> bool {
    system::can_print(path)
}

/// Have that program print a file; whether it took it. Starting it takes a while: not for frames.
pub fn print(path: &Path) -> bool {
    system::print(path)
}

/// Whether the system is about to end the clerk's session: what was typed must be kept now.
pub fn session_is_ending() -> bool {
    system::session_is_ending()
}

/// Whether the clerk sits elsewhere and sees this computer's screen over a line.
pub fn is_remote_session() -> bool {
    system::is_remote_session()
}

/// The program's window as Windows numbers it. It lives as long as the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window(isize);

impl Window {
    /// The window something is painted in; none where the system has no such numbers.
    pub fn of(painted: &impl HasWindowHandle) -> Option<Self> {
        match painted.window_handle().ok()?.as_raw() {
            RawWindowHandle::Win32(handle) => Some(Self(handle.hwnd.get())),
            _ => None,
        }
    }

    /// Show how far long work is (0 to 1) on the window's button in the taskbar, or that there is none.
    pub fn show_progress(self, share: Option<f32>) {
        system::show_progress(self, share);
    }

    /// Have a frame painted when the session ends, with [`session_is_ending`] true in it.
    pub fn watch_session(self) {
        system::watch_session(self);
    }
}

/// Who works at this computer, as the system counts people.
pub fn user() -> String {
    system::user()
}

/// Make a folder that nobody else on this computer can look into.
///
/// # Errors
/// What the disk says; `PermissionDenied` when somebody else has made it.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    system::private_folder(folder)
}

/// Let another program of this user come to the front in this one's stead.
pub fn allow_front(process: u32) {
    system::allow_front(process);
}
