//! The side of the program that has the file: takes calls, one thread for each, a few at a time, and hands every wish on.

use super::Address;
use super::Answer;
use super::Wish;
use super::read;
use super::remove_copy;
use super::write;
use crate::app::crash;
use interprocess::local_socket::ListenerNonblockingMode;
use interprocess::local_socket::ListenerOptions;
use interprocess::local_socket::Stream;
use interprocess::local_socket::traits::Listener as _;
use interprocess::local_socket::traits::Stream as _;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long a caller may take to say what it wants, where the system can be told so.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many callers at a time; more are not answered.
const MOST: usize = 8;
/// How long to wait for the listening to end.
const LEAVING: Duration = Duration::from_millis(500);

/// What carries a wish out; none when there is no answer in time.
pub type Serve = Arc<dyn Fn(Wish) -> Option<Answer> + Send + Sync>;

/// An address that is listened at, until this is dropped.
#[derive(Debug)]
pub struct Listening {
    address: Address,
    leaving: Arc<AtomicBool>,
    left: Receiver<()>,
}

impl Listening {
    /// Listen at the address of a ledger. Whoever calls has it open for writing: what a killed program left there is
    /// nobody's any more.
    ///
    /// # Errors
    /// What the system says.
    pub fn at(ledger: &Path, serve: Serve) -> std::io::Result<Self> {
        let address = Address::of(ledger)?;
        let options = ListenerOptions::new()
            .name(address.name()?)
            .nonblocking(ListenerNonblockingMode::Neither)
            .try_overwrite(true)
            .max_spin_time(LEAVING);
        let listener = for_this_user_only(options).create_sync()?;
        let leaving = Arc::new(AtomicBool::new(false));
        let (gone, left) = channel::<()>();
        let is_leaving = Arc::clone(&leaving);
        std::thread::Builder::new()
            .name("listen".into())
            .spawn(move || {
                // Dropped last: then the address is free.
                let _gone = gone;
                let callers = Arc::new(AtomicUsize::new(0));
                loop {
                    let caller = listener.accept();
                    if is_leaving.load(Ordering::Acquire) {
                        break;
                    }
                    match caller {
                        Ok(stream) => receive(stream, &callers, &serve),
                        Err(error) => {
                            tracing::debug!(%error, "a call that did not come through");
                            // Not for ever as fast as it can, whatever is wrong.
                            std::thread::sleep(Duration::from_millis(50));
                        }
                    }
                }
                drop(listener);
            })?;
        Ok(Self {
            address,
            leaving,
            left,
        })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.leaving.store(true, Ordering::Release);
        // It waits for a call, so it gets one; on a thread, for a busy pipe of Windows may let the call wait for ever.
        let address = self.address.clone();
        let called = std::thread::Builder::new()
            .name("leave".into())
            .spawn(move || address.name().and_then(Stream::connect).map(drop));
        if let Err(error) = called {
            tracing::debug!(%error, "no thread to leave by");
        }
        // Its end is told by the other half going away.
        self.left.recv_timeout(LEAVING).ok();
    }
}

// The folder of the socket is the user's own.
#[cfg(not(windows))]
fn for_this_user_only(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}

// A pipe of Windows may be read by everybody unless it says otherwise.
#[cfg(windows)]
fn for_this_user_only(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    use interprocess::os::windows::local_socket::ListenerOptionsExt as _;
    use interprocess::os::windows::security_descriptor::SecurityDescriptor;
    /// Nobody but the owner, and nothing inherited (security descriptor string format).
    const OWNER: &widestring::U16CStr = widestring::u16cstr!("D:P(A;;GA;;;OW)");
    match SecurityDescriptor::deserialize(OWNER) {
        Ok(owner) => options.security_descriptor(owner),
        Err(error) => {
            tracing::warn!(%error, "the pipe has the rights every pipe has");
            options
        }
    }
}

fn receive(stream: Stream, callers: &Arc<AtomicUsize>, serve: &Serve) {
    if callers.fetch_add(1, Ordering::AcqRel) >= MOST {
        callers.fetch_sub(1, Ordering::AcqRel);
        return;
    }
    let (among, serve) = (Arc::clone(callers), Arc::clone(serve));
    let thread = std::thread::Builder::new()
        .name("caller".into())
        .spawn(move || {
            if let Ok(Err(error)) = crash::guard(|| answer(&stream, &serve)) {
                tracing::debug!(%error, "a caller that was not understood");
            }
            among.fetch_sub(1, Ordering::AcqRel);
        });
    if thread.is_err() {
        callers.fetch_sub(1, Ordering::AcqRel);
    }
}

fn answer(stream: &Stream, serve: &Serve) -> std::io::Result<()> {
    // Pipes of Windows know no such limit; a silent caller there keeps one of the threads until it goes.
    stream.set_recv_timeout(Some(PATIENCE)).ok();
    stream.set_send_timeout(Some(PATIENCE)).ok();
    let mut reader = BufReader::new(stream);
    let wish: Wish = read(&mut reader)?;
    write(stream, &Answer::Heard)?;
    let Some(answer) = serve(wish) else {
        return Ok(());
    };
    let told = write(stream, &answer);
    if let Answer::Copy { path, .. } = &answer {
        if told.is_ok() {
            wait_for_the_end(&mut reader);
        }
        remove_copy(path);
    }
    told
}

// A lent copy lives as long as whoever borrowed it, also when it is killed.
fn wait_for_the_end(reader: &mut BufReader<&Stream>) {
    let mut said = [0; 64];
    loop {
        match reader.read(&mut said) {
            Ok(0) => return,
            Ok(_) => {}
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
    }
}
