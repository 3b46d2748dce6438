//! Disks, names and people as Linux tells them: from /proc and /sys, without a call of its own.

use super::Volume;
use super::Window;
use raw_window_handle::DisplayHandle;
use raw_window_handle::HandleError;
use raw_window_handle::HasDisplayHandle;
use raw_window_handle::HasWindowHandle;
use raw_window_handle::WindowHandle;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::path::PathBuf;

pub(super) fn volume(path: &Path) -> Volume {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let real = nearest(path);
    let found = mount_of(&mounts, &real);
    found.map_or_else(Volume::default, |(device, kind)| Volume {
        is_removable: is_removable(&device),
        kind,
    })
}

pub(super) fn computer() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

// There is no list of printing programs here.
pub(super) fn can_print(_: &Path) -> bool {
    false
}

pub(super) fn print(_: &Path) -> bool {
    false
}

// A session that ends takes the window's display away; drafts are kept while typing.
pub(super) fn session_is_ending() -> bool {
    false
}

// Windows reach other screens here by the window system itself, which paints them where the clerk sits.
pub(super) fn is_remote_session() -> bool {
    false
}

// `Window` is never made here: no window has a number of the kind.
pub(super) fn show_progress(_: Window, _: Option<f32>) {}

pub(super) fn watch_session(_: Window) {}

impl HasWindowHandle for Window {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        Err(HandleError::NotSupported)
    }
}

impl HasDisplayHandle for Window {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        Err(HandleError::NotSupported)
    }
}

pub(super) fn user() -> String {
    own_number().map_or_else(String::new, |number| number.to_string())
}

fn own_number() -> Option<u32> {
    std::fs::metadata("/proc/self").ok().map(|m| m.uid())
}

pub(super) fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    // In a folder that all may write to, somebody else may have been there first.
    let found = std::fs::symlink_metadata(folder)?;
    let is_mine = found.is_dir() && own_number() == Some(found.uid());
    let of_others = found.mode() & 0o077;
    if is_mine && of_others == 0 {
        return Ok(());
    }
    Err(ErrorKind::PermissionDenied.into())
}

/// Windows of this system bring themselves to the front.
pub(super) fn allow_front(_: u32) {}

// The part of the path that is there, with links followed.
fn nearest(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole
        .ancestors()
        .find_map(|p| p.canonicalize().ok())
        .unwrap_or(whole)
}

// Device and kind of the innermost mount over a path; the last of several at one place is the one that counts.
fn mount_of(mounts: &str, path: &Path) -> Option<(String, String)> {
    let lines = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (device, place, kind) = (words.next()?, words.next()?, words.next()?);
        let place = place.replace("\\040", " ");
        path.starts_with(&place)
            .then(|| (place.len(), device.to_owned(), kind.to_owned()))
    });
    lines
        .max_by_key(|(length, _, _)| *length)
        .map(|(_, device, kind)| (device, kind))
}

// A stick's disk says so itself; what hangs on USB can be pulled out whatever it says.
fn is_removable(device: &str) -> bool {
    let Some(name) = device.strip_prefix("/dev/") else {
        return false;
    };
    let Ok(place) = Path::new("/sys/class/block").join(name).canonicalize() else {
        return false;
    };
    let says = |folder: &Path| {
        std::fs::read_to_string(folder.join("removable")).is_ok_and(|t| t.trim() == "1")
    };
    let on_usb = place
        .components()
        .any(|c| c.as_os_str().to_string_lossy().starts_with("usb"));
    on_usb || says(&place) || place.parent().is_some_and(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_counts() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/share /mnt/共享 nfs4 rw 0 0\n/dev/sdb1 /media/u/我的\\040优盘 vfat rw 0 0\n";
        let kind = |path: &str| mount_of(mounts, Path::new(path)).unwrap().1;
        assert_eq!(kind("/home/u/湖滨.kepu"), "ext4");
        assert_eq!(kind("/mnt/共享/湖滨.kepu"), "nfs4");
        assert_eq!(kind("/media/u/我的 优盘/湖滨.kepu"), "vfat");
    }
}
