//! Time that passes only when nobody can go on: a single thread, futures that are polled by hand, an agenda of what
//! happens when.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Something that goes on in a world: a call, or a person who does something later.
pub(super) type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What is to be done at a moment.
type Act = Box<dyn FnOnce()>;

/// True time, and what is to happen when. Moments are milliseconds since the world began.
#[derive(Default)]
pub(super) struct Kernel {
    now: Cell<u64>,
    order: Cell<u64>,
    agenda: RefCell<BinaryHeap<Entry>>,
    stirred: Cell<bool>,
    asleep: Cell<Option<(u64, u64)>>,
}

struct Entry {
    due: Reverse<(u64, u64)>,
    act: Option<Act>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.due.cmp(&other.due)
    }
}

impl Kernel {
    /// True time.
    pub(super) fn now(&self) -> u64 {
        self.now.get()
    }

    /// Does something at that moment, or at once where it is past.
    pub(super) fn at(&self, moment: u64, act: impl FnOnce() + 'static) {
        self.enter(moment, Some(Box::new(act)));
    }

    /// Looks at the tasks again at that moment.
    pub(super) fn wake_at(&self, moment: u64) {
        self.enter(moment, None);
    }

    /// Looks at the tasks again at this very moment: something changed for which one of them may wait.
    pub(super) fn stir(&self) {
        self.stirred.set(true);
    }

    /// The machine of the client sleeps from the first moment until the second: its tasks do not go on, the rest of
    /// the world does.
    pub(super) fn put_to_sleep(&self, from: u64, until: u64) {
        self.asleep.set(Some((from, until)));
        self.wake_at(until);
    }

    /// How long the machine of the client has slept so far.
    pub(super) fn slept(&self) -> u64 {
        self.asleep.get().map_or(0, |(from, until)| self.now().min(until).saturating_sub(from))
    }

    /// Whether the machine of the client sleeps now.
    pub(super) fn sleeps(&self) -> bool {
        self.asleep.get().is_some_and(|(from, until)| (from..until).contains(&self.now()))
    }

    /// Waits until that moment.
    pub(super) async fn sleep_until(&self, moment: u64) {
        let mut waiting = false;
        poll_fn(|_| {
            if self.now() >= moment {
                return Poll::Ready(());
            }
            if !waiting {
                waiting = true;
                self.wake_at(moment);
            }
            Poll::Pending
        })
        .await;
    }

    /// Lets time pass until every task is done, and then until nothing is on the agenda. Gives the places of the tasks
    /// that never end: those that wait for nothing, or longer than until `limit`.
    pub(super) fn run(&self, mut tasks: Vec<Task<'_>>, limit: u64) -> Vec<usize> {
        let mut left: Vec<usize> = (0..tasks.len()).collect();
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if !self.sleeps() {
                loop {
                    self.stirred.set(false);
                    left.retain(|at| tasks[*at].as_mut().poll(&mut context).is_pending());
                    if !self.stirred.get() {
                        break;
                    }
                }
            }
            let Some(next) = self.agenda.borrow().peek().map(|entry| entry.due.0.0) else { return left };
            if next > limit && !left.is_empty() {
                return left;
            }
            self.now.set(next.max(self.now()));
            self.act();
        }
    }

    /// Does all that is due.
    fn act(&self) {
        loop {
            let mut agenda = self.agenda.borrow_mut();
            if agenda.peek().is_none_or(|entry| entry.due.0.0 > self.now()) {
                return;
            }
            let entry = agenda.pop();
            drop(agenda);
            if let Some(act) = entry.and_then(|entry| entry.act) {
                act();
            }
        }
    }

    fn enter(&self, moment: u64, act: Option<Act>) {
        let order = self.order.replace(self.order.get() + 1);
        self.agenda.borrow_mut().push(Entry { due: Reverse((moment, order)), act });
    }
}

/// Carries a future on until that moment, and drops it there; `None` where it was dropped.
pub(super) async fn until<T>(kernel: &Kernel, moment: Option<u64>, future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    if let Some(moment) = moment {
        kernel.wake_at(moment);
    }
    poll_fn(|context| {
        if moment.is_some_and(|moment| kernel.now() >= moment) {
            return Poll::Ready(None);
        }
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::{Kernel, Task, until};

    #[test]
    fn things_happen_in_their_order() {
        let kernel = Rc::new(Kernel::default());
        let seen = Rc::new(RefCell::new(Vec::new()));
        for (at, name) in [(30, "c"), (10, "a"), (30, "d"), (20, "b")] {
            let seen = seen.clone();
            kernel.at(at, move || seen.borrow_mut().push(name));
        }
        let task: Task<'_> = Box::pin(async {
            kernel.sleep_until(25).await;
            seen.borrow_mut().push("task");
        });
        assert_eq!(kernel.run(vec![task], 100), Vec::<usize>::new());
        assert_eq!(*seen.borrow(), ["a", "b", "task", "c", "d"]);
        assert_eq!(kernel.now(), 30);
    }

    #[test]
    fn a_task_that_waits_for_nothing_or_for_too_long_is_told() {
        let kernel = Kernel::default();
        let tasks: Vec<Task<'_>> =
            vec![Box::pin(std::future::pending()), Box::pin(kernel.sleep_until(50)), Box::pin(kernel.sleep_until(500))];
        assert_eq!(kernel.run(tasks, 100), [0, 2]);
    }

    #[test]
    fn what_is_cut_off_does_not_go_on() {
        let kernel = Kernel::default();
        let reached = RefCell::new(Vec::new());
        let work = async {
            kernel.sleep_until(10).await;
            reached.borrow_mut().push(10);
            kernel.sleep_until(30).await;
            reached.borrow_mut().push(30);
        };
        let task: Task<'_> = Box::pin(async { assert_eq!(until(&kernel, Some(20), work).await, None) });
        assert!(kernel.run(vec![task], 100).is_empty());
        assert_eq!(*reached.borrow(), [10]);
    }

    #[test]
    fn a_machine_that_sleeps_goes_on_when_it_wakes() {
        let kernel = Kernel::default();
        kernel.put_to_sleep(5, 40);
        let task: Task<'_> = Box::pin(async {
            kernel.sleep_until(10).await;
            assert_eq!((kernel.now(), kernel.slept()), (40, 35));
        });
        assert!(kernel.run(vec![task], 100).is_empty());
    }
}
