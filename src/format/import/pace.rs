//! How a long reading lets others have their turn: every importer pauses at each question or at every few hundred
//! rows, and what a pause is the caller decides.
use std::task::{Context, Poll, Waker};

/// Somebody pressed 取消.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

#[allow(async_fn_in_trait, reason = "no importer runs on more than one thread")]
pub trait Pace {
    /// `done` of `total`, in whatever the file is counted in; both only grow.
    async fn pause(&self, done: usize, total: usize) -> Result<(), Cancelled>;
}

/// Reads on without a pause.
pub struct Headlong;

impl Pace for Headlong {
    async fn pause(&self, _done: usize, _total: usize) -> Result<(), Cancelled> {
        Ok(())
    }
}

/// Pauses that show no progress: for a part whose length is not in the count.
pub struct Still<'a, P> {
    pace: &'a P,
    done: usize,
    total: usize,
}

impl<'a, P: Pace> Still<'a, P> {
    pub const fn at(pace: &'a P, done: usize, total: usize) -> Self {
        Self { pace, done, total }
    }
}

impl<P: Pace> Pace for Still<'_, P> {
    async fn pause(&self, _done: usize, _total: usize) -> Result<(), Cancelled> {
        self.pace.pause(self.done, self.total).await
    }
}

/// The outcome of a reading that never really waits, such as one at the pace of [`Headlong`].
pub fn at_once<T>(reading: impl Future<Output = T>) -> T {
    let mut reading = std::pin::pin!(reading);
    loop {
        if let Poll::Ready(outcome) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return outcome;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    struct Three(Cell<usize>);

    impl Pace for Three {
        async fn pause(&self, _done: usize, _total: usize) -> Result<(), Cancelled> {
            self.0.set(self.0.get() + 1);
            if self.0.get() > 3 { Err(Cancelled) } else { Ok(()) }
        }
    }

    async fn count(pace: &impl Pace) -> Result<usize, Cancelled> {
        for done in 0..10 {
            pace.pause(done, 10).await?;
        }
        Ok(10)
    }

    #[test]
    fn a_reading_ends_when_its_pace_says_so() {
        assert_eq!(at_once(count(&Headlong)), Ok(10));
        let three = Three(Cell::new(0));
        assert_eq!((at_once(count(&three)), three.0.get()), (Err(Cancelled), 4));
    }
}
