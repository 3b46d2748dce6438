//! What a second start asks of this one (`app::instance`), carried out by the office thread; only coming to the front is the
//! window's own.

use super::Ask;
use super::Told;
use super::worker::Worker;
use crate::app::Office;
use crate::app::copies::Done;
use crate::app::copies::Password;
use crate::app::error::AppError;
use crate::app::instance::Answer;
use crate::app::instance::Listening;
use crate::app::instance::Wish;
use crate::app::words::advice;
use crate::app::words::made_line;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

/// A wish of another program that has come to the office thread, and where its answer goes.
#[derive(Debug)]
pub enum Served {
    /// It is to be carried out.
    Wish(Wish, Sender<Answer>),
    /// The copy in the second place is there, from the copying thread.
    Away(Result<Box<Done>, AppError>, Sender<Answer>),
}

/// A window that takes this long over a wish is not going to fulfil it; the second start has waited long enough.
const TO_THE_FRONT: Duration = Duration::from_millis(1500);

impl Worker {
    /// Listen for other starts with this file, as long as the result lives. Without it everything works as before.
    pub(super) fn listen(&self, office: &Office) -> Option<Listening> {
        let (asks, out, wake) = (self.asks.clone(), self.out.clone(), Arc::clone(&self.wake));
        let serve = move |wish: Wish| {
            if wish == Wish::Front {
                let (came, coming) = channel();
                out.send(Told::Front(came)).ok()?;
                wake();
                coming.recv_timeout(TO_THE_FRONT).ok()?;
                return Some(Answer::Fronted);
            }
            let patience = wish.patience();
            let (reply, answer) = channel();
            asks.send(Ask::Served(Box::new(Served::Wish(wish, reply))))
                .ok()?;
            answer.recv_timeout(patience).ok()
        };
        Listening::at(office.path(), Arc::new(serve))
            .inspect_err(|error| tracing::warn!(%error, "other starts will not find this one"))
            .ok()
    }

    pub(super) fn serve(&self, office: &Office, served: Served) {
        match served {
            Served::Wish(Wish::Copy, reply) => {
                let answer = office.lend().unwrap_or_else(|error| {
                    tracing::error!(%error, "no copy to lend");
                    advice(&error).into()
                });
                if let Err(unheard) = reply.send(answer)
                    && let Answer::Copy { path, .. } = unheard.0
                {
                    // Whoever asked has gone.
                    crate::app::instance::remove_copy(&path);
                }
            }
            Served::Wish(Wish::BackUp, reply) => {
                let made = office.back_up(None, "手动").map(|copy| {
                    let mut lines = vec![made_line(&copy)];
                    lines.extend(office.second_is_due().map(|due| format!("{due}。")));
                    lines
                });
                self.answer_backup(office, made, &reply);
            }
            Served::Wish(Wish::BackUpTo { folder, password }, reply) => {
                let password = password.map(|typed| Password::new(&typed.0));
                match office.copy_away(&folder, password) {
                    Ok(away) => {
                        let asks = self.asks.clone();
                        self.aside("copy", move || {
                            let made = away.finish(&mut |_, _| true).map(Box::new);
                            asks.send(Ask::Served(Box::new(Served::Away(made, reply))))
                                .ok();
                        });
                    }
                    Err(error) => self.answer_backup(office, Err(error), &reply),
                }
            }
            Served::Away(made, reply) => {
                let made = made.and_then(|done| {
                    office.note_away(&done)?;
                    Ok(vec![
                        made_line(&done.path),
                        format!("{}。", done.in_short()),
                    ])
                });
                self.answer_backup(office, made, &reply);
            }
            // The window carries this out; it never comes here.
            Served::Wish(Wish::Front, _) => {}
        }
    }

    fn answer_backup(
        &self,
        office: &Office,
        made: Result<Vec<String>, AppError>,
        reply: &Sender<Answer>,
    ) {
        self.state(office);
        let answer = match made {
            Ok(lines) => Answer::BackedUp { lines },
            Err(error) => {
                tracing::error!(%error, "no backup for another program");
                advice(&error).into()
            }
        };
        // Whoever asked may have gone; the backup is there all the same.
        reply.send(answer).ok();
    }
}
