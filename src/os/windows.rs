//! Disks, windows, printing and sessions as Windows knows them.

use super::Volume;
use super::Window;
use raw_window_handle::DisplayHandle;
use raw_window_handle::HandleError;
use raw_window_handle::HasDisplayHandle;
use raw_window_handle::HasWindowHandle;
use raw_window_handle::RawWindowHandle;
use raw_window_handle::Win32WindowHandle;
use raw_window_handle::WindowHandle;
use std::path::Component;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use windows::Win32::Foundation::HWND;
use windows::Win32::Foundation::LPARAM;
use windows::Win32::Foundation::LRESULT;
use windows::Win32::Foundation::WPARAM;
use windows::Win32::Graphics::Gdi::RDW_INTERNALPAINT;
use windows::Win32::Graphics::Gdi::RDW_INVALIDATE;
use windows::Win32::Graphics::Gdi::RDW_UPDATENOW;
use windows::Win32::Graphics::Gdi::RedrawWindow;
use windows::Win32::Storage::FileSystem::GetDriveTypeW;
use windows::Win32::System::Com::CLSCTX_INPROC_SERVER;
use windows::Win32::System::Com::COINIT_APARTMENTTHREADED;
use windows::Win32::System::Com::CoCreateInstance;
use windows::Win32::System::Com::CoInitializeEx;
use windows::Win32::UI::Shell::ASSOCF_NONE;
use windows::Win32::UI::Shell::ASSOCSTR_COMMAND;
use windows::Win32::UI::Shell::AssocQueryStringW;
use windows::Win32::UI::Shell::DefSubclassProc;
use windows::Win32::UI::Shell::ITaskbarList3;
use windows::Win32::UI::Shell::SetWindowSubclass;
use windows::Win32::UI::Shell::ShellExecuteW;
use windows::Win32::UI::Shell::TBPF_NOPROGRESS;
use windows::Win32::UI::Shell::TaskbarList;
use windows::Win32::UI::WindowsAndMessaging::AllowSetForegroundWindow;
use windows::Win32::UI::WindowsAndMessaging::GetSystemMetrics;
use windows::Win32::UI::WindowsAndMessaging::SM_REMOTESESSION;
use windows::Win32::UI::WindowsAndMessaging::SW_HIDE;
use windows::Win32::UI::WindowsAndMessaging::WM_ENDSESSION;
use windows::Win32::UI::WindowsAndMessaging::WM_QUERYENDSESSION;
use windows::core::HSTRING;
use windows::core::PCWSTR;
use windows::core::w;

// What GetDriveTypeW answers.
const REMOVABLE: u32 = 2;
const FIXED: u32 = 3;
const REMOTE: u32 = 4;
const CD: u32 = 5;

pub(super) fn volume(path: &Path) -> Volume {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Some(Component::Prefix(prefix)) = path.components().next() else {
        return Volume::default();
    };
    let mut root = prefix.as_os_str().to_owned();
    root.push("\\");
    #[expect(unsafe_code, reason = "a call of the system; the text lives over it")]
    let kind = unsafe { GetDriveTypeW(&HSTRING::from(root.as_os_str())) };
    let word = match kind {
        REMOVABLE => "removable",
        FIXED => "fixed",
        REMOTE => "remote",
        CD => "cd",
        _ => "",
    };
    Volume {
        kind: word.to_owned(),
        is_removable: kind == REMOVABLE,
    }
}

pub(super) fn computer() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

pub(super) fn can_print(path: &Path) -> bool {
    let Some(extension) = path.extension() else {
        return false;
    };
    let mut dotted = std::ffi::OsString::from(".");
    dotted.push(extension);
    let mut length = 0;
    #[expect(
        unsafe_code,
        reason = "a call of the system that only counts; the texts and the number live over it"
    )]
    let known = unsafe {
        AssocQueryStringW(
            ASSOCF_NONE,
            ASSOCSTR_COMMAND,
            &HSTRING::from(dotted.as_os_str()),
            w!("print"),
            None,
            &raw mut length,
        )
    };
    known.is_ok() && length > 1
}

// Answers above 32 mean that a program took it; below, that none is registered for printing.
const TAKEN: usize = 32;

pub(super) fn print(path: &Path) -> bool {
    let path = HSTRING::from(path.as_os_str());
    #[expect(
        unsafe_code,
        reason = "calls of the system on a thread of their own; the texts live over them"
    )]
    let answer = unsafe {
        // Some programs are asked through COM. Where it is there already, that is as good.
        if CoInitializeEx(None, COINIT_APARTMENTTHREADED).is_err() {
            tracing::debug!("COM is there already");
        }
        ShellExecuteW(
            None,
            w!("print"),
            &path,
            PCWSTR::null(),
            PCWSTR::null(),
            SW_HIDE,
        )
    };
    answer.0 as usize > TAKEN
}

fn handle(window: Window) -> HWND {
    HWND(window.0 as *mut std::ffi::c_void)
}

// Whole numbers are what the taskbar counts in.
const WHOLE: u64 = 1000;

pub(super) fn show_progress(window: Window, share: Option<f32>) {
    #[expect(
        unsafe_code,
        reason = "calls of the system on the window's own thread, where winit keeps COM ready"
    )]
    let shown = unsafe {
        CoCreateInstance::<_, ITaskbarList3>(&TaskbarList, None, CLSCTX_INPROC_SERVER).and_then(
            |bar| {
                bar.HrInit()?;
                match share {
                    Some(share) => {
                        let done = (f64::from(share.clamp(0.0, 1.0)) * WHOLE as f64) as u64;
                        bar.SetProgressValue(handle(window), done, WHOLE)
                    }
                    None => bar.SetProgressState(handle(window), TBPF_NOPROGRESS),
                }
            },
        )
    };
    if let Err(error) = shown {
        tracing::debug!(%error, "no progress in the taskbar");
    }
}

static SESSION_ENDS: AtomicBool = AtomicBool::new(false);

pub(super) fn session_is_ending() -> bool {
    SESSION_ENDS.load(Ordering::Relaxed)
}

pub(super) fn watch_session(window: Window) {
    #[expect(
        unsafe_code,
        reason = "called on the window's own thread; the procedure is one of this program and keeps nothing"
    )]
    let watching = unsafe { SetWindowSubclass(handle(window), Some(procedure), 1, 0) };
    if !watching.as_bool() {
        tracing::warn!("the end of a session will not be noticed");
    }
}

// Windows asks before it ends a session and may kill the program once it was told. So the frame that keeps what was
// typed is painted here, before the answer.
#[expect(unsafe_code, reason = "the shape Windows wants of a window procedure")]
unsafe extern "system" fn procedure(
    window: HWND,
    message: u32,
    wide: WPARAM,
    long: LPARAM,
    _: usize,
    _: usize,
) -> LRESULT {
    let ends = match message {
        WM_QUERYENDSESSION => Some(true),
        WM_ENDSESSION => Some(wide.0 != 0),
        _ => None,
    };
    if let Some(ends) = ends {
        SESSION_ENDS.store(ends, Ordering::Relaxed);
        #[expect(
            unsafe_code,
            reason = "a call of the system on the window's own thread"
        )]
        let painted = unsafe {
            RedrawWindow(
                Some(window),
                None,
                None,
                RDW_INVALIDATE | RDW_INTERNALPAINT | RDW_UPDATENOW,
            )
        };
        if !painted.as_bool() {
            tracing::warn!("no frame at the end of a session");
        }
    }
    #[expect(unsafe_code, reason = "hands on what it was given")]
    unsafe {
        DefSubclassProc(window, message, wide, long)
    }
}

impl HasWindowHandle for Window {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        let number = std::num::NonZeroIsize::new(self.0).ok_or(HandleError::Unavailable)?;
        let raw = RawWindowHandle::Win32(Win32WindowHandle::new(number));
        #[expect(unsafe_code, reason = "the window lives as long as the program")]
        let borrowed = unsafe { WindowHandle::borrow_raw(raw) };
        Ok(borrowed)
    }
}

impl HasDisplayHandle for Window {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        Ok(DisplayHandle::windows())
    }
}

pub(super) fn user() -> String {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    format!("{}\\{}", of("USERDOMAIN"), of("USERNAME"))
}

/// The temporary folder and the profile are the user's own here.
pub(super) fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Only the program the clerk clicked last may say who comes to the front.
pub(super) fn allow_front(process: u32) {
    #[expect(
        unsafe_code,
        reason = "a call of the system; a number that is no process is refused"
    )]
    let allowed = unsafe { AllowSetForegroundWindow(process) };
    if let Err(error) = allowed {
        tracing::debug!(%error, "the system lets no other window to the front");
    }
}

pub(super) fn is_remote_session() -> bool {
    #[expect(unsafe_code, reason = "a call of the system that takes a number")]
    let is_remote = unsafe { GetSystemMetrics(SM_REMOTESESSION) };
    is_remote != 0
}
