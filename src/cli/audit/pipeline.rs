//! Batches over threads, written in the order of the input. Each thread reads a batch, judges it and hands it over; whoever holds
//! the next in order writes it and all that wait behind it. What is held at once is bounded: nobody reads on while too much waits.

use super::judge::{Judge, Judged};
use super::records::{Batch, Records};
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of batches that may be read and not yet written.
const MOST_HELD: usize = 24 << 20;

/// What is done with judged batches, one after another, in order. An error ends the run.
pub trait Consumer: Send {
    type Error: Send;

    /// Takes the next batch.
    fn take(&mut self, judged: Judged) -> Result<(), Self::Error>;
}

struct Order<E> {
    /// The number of the batch that is written next.
    next: u64,
    waiting: BTreeMap<u64, Judged>,
    held: usize,
    writing: bool,
    failed: Option<E>,
}

struct Pipeline<'a, C: Consumer> {
    judge: &'a Judge,
    records: Mutex<Records>,
    order: Mutex<Order<C::Error>>,
    consumer: Mutex<&'a mut C>,
    moved: Condvar,
}

/// Judges all records on so many threads.
///
/// # Errors
/// The consumer's first error.
pub fn run<C: Consumer>(
    judge: &Judge,
    records: Records,
    threads: usize,
    consumer: &mut C,
) -> Result<Records, C::Error> {
    let order = Order { next: 0, waiting: BTreeMap::new(), held: 0, writing: false, failed: None };
    let pipeline = Pipeline {
        judge,
        records: Mutex::new(records),
        order: Mutex::new(order),
        consumer: Mutex::new(consumer),
        moved: Condvar::new(),
    };
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| {
            scope.spawn(|| pipeline.work());
        });
        pipeline.work();
    });
    let Pipeline { records, order, .. } = pipeline;
    match order.into_inner().unwrap_or_else(PoisonError::into_inner).failed {
        Some(error) => Err(error),
        None => Ok(records.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<C: Consumer> Pipeline<'_, C> {
    fn work(&self) {
        while let Some(batch) = self.next() {
            let number = batch.number;
            let judged = self.judge.batch(batch);
            self.hand_over(number, judged);
        }
    }

    /// The next batch, once there is room for it; `None` at the end or after an error.
    fn next(&self) -> Option<Batch> {
        let mut order = lock(&self.order);
        while order.held > MOST_HELD && order.failed.is_none() {
            order = self.moved.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
        if order.failed.is_some() {
            return None;
        }
        drop(order);
        let batch = lock(&self.records).next_batch()?;
        lock(&self.order).held += batch.bytes;
        Some(batch)
    }

    /// Puts a batch in line, and writes as far as the line is whole, unless another thread is at it.
    fn hand_over(&self, number: u64, judged: Judged) {
        let mut order = lock(&self.order);
        order.waiting.insert(number, judged);
        if std::mem::replace(&mut order.writing, true) {
            return;
        }
        loop {
            let next = order.next;
            let Some(judged) = order.waiting.remove(&next).filter(|_| order.failed.is_none()) else { break };
            drop(order);
            let bytes = judged.bytes;
            let taken = lock(&self.consumer).take(judged);
            order = lock(&self.order);
            order.next += 1;
            order.held -= bytes;
            order.failed = taken.err();
            self.moved.notify_all();
        }
        order.writing = false;
    }
}
