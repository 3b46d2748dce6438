//! The side of a second start: asks the program that has the file, and waits no longer than a limit. No answer is no
//! mishap: then everything is as if nobody had been asked.

use super::Address;
use super::Answer;
use super::HEARD;
use super::Wish;
use super::lending_folder;
use super::read;
use super::remove_copy;
use super::write;
use crate::app::words::Advice;
use crate::os;
use interprocess::local_socket::Stream;
use interprocess::local_socket::traits::Stream as _;
use interprocess::local_socket::traits::StreamCommon as _;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Instant;

/// A copy that the running program lent; given back when this is dropped.
#[derive(Debug)]
pub struct Lent {
    path: PathBuf,
    /// Its moment.
    pub moment: String,
    // Open as long as the copy is read: the lender sees by its end that nobody needs it any more.
    _line: Stream,
}

impl Lent {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        remove_copy(&self.path);
    }
}

/// Bring the window that has a ledger open to the front; whether there is one.
pub fn bring_to_front(ledger: &Path) -> bool {
    matches!(call(ledger, Wish::Front), Some((Answer::Fronted, _)))
}

/// A verified copy of a ledger as the program that has it open holds it now.
pub fn fresh_copy(ledger: &Path) -> Option<Lent> {
    let (Answer::Copy { path, moment }, line) = call(ledger, Wish::Copy)? else {
        return None;
    };
    // Whoever answers says where: nothing is read, and later removed, anywhere else.
    let folder = lending_folder().ok()?.canonicalize().ok()?;
    let path = path.canonicalize().ok()?;
    // Made only when it is ours to remove.
    (path.parent() == Some(&folder)).then(|| Lent {
        path,
        moment,
        _line: line,
    })
}

/// Have the program that has a ledger open make a backup; what it says about it. None when nobody answers.
///
/// # Errors
/// What that program was refused.
pub fn back_up(ledger: &Path, wish: Wish) -> Option<Result<Vec<String>, Advice>> {
    match call(ledger, wish)?.0 {
        Answer::BackedUp { lines } => Some(Ok(lines)),
        Answer::Refused { what, next } => Some(Err(Advice { what, next })),
        Answer::Heard | Answer::Fronted | Answer::Copy { .. } => None,
    }
}

// On a thread of its own, for a pipe of Windows can't be told how long to wait. One that nobody answers ends with the program.
fn call(ledger: &Path, wish: Wish) -> Option<(Answer, Stream)> {
    let (begun, patience) = (Instant::now(), wish.patience());
    let ledger = ledger.to_owned();
    let (tell, told) = channel();
    let thread = std::thread::Builder::new()
        .name("call".into())
        .spawn(move || {
            // Here, too: a share that is away is asked for long.
            let talked = Address::of(&ledger).and_then(|address| talk(&address, &wish, &tell));
            if let Err(error) = talked {
                tracing::debug!(%error, "no answer from the program that has the file");
            }
        });
    thread.ok()?;
    match told.recv_timeout(HEARD) {
        Ok((Answer::Heard, _)) => {}
        _ => return None,
    }
    match told.recv_timeout(patience.saturating_sub(begun.elapsed())) {
        Ok((answer, Some(stream))) => Some((answer, stream)),
        _ => None,
    }
}

fn talk(
    address: &Address,
    wish: &Wish,
    tell: &Sender<(Answer, Option<Stream>)>,
) -> std::io::Result<()> {
    let stream = Stream::connect(address.name()?)?;
    if *wish == Wish::Front
        && let Some(pid) = stream.peer_creds()?.pid()
        && let Ok(process) = u32::try_from(pid)
    {
        os::allow_front(process);
    }
    write(&stream, wish)?;
    let mut reader = BufReader::new(&stream);
    // Nobody waits for it any more when the limit has passed.
    tell.send((read(&mut reader)?, None)).ok();
    let answer = read(&mut reader)?;
    tell.send((answer, Some(stream))).ok();
    Ok(())
}
