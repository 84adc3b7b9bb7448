//! 計算の番: work that keeps a processor busy, done away from the threads that answer everybody else.

use tokio::sync::Semaphore;

use super::error::{AppError, Result};

/// How many calculations run at once. The others wait for their turn, so that many of them never take every thread.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Does the work when its turn has come. The turn ends with the work, even when nobody waits for the answer any more.
///
/// # Errors
/// The work panicked, or the server is stopping.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = TURNS.acquire().await.map_err(AppError::bug)?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(AppError::bug)
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn two_work_and_the_others_wait() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all: Vec<_> = (0..8)
            .map(|_| {
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(aside(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    now.fetch_sub(1, Ordering::SeqCst);
                }))
            })
            .collect();
        for one in all {
            one.await.unwrap().unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        for _ in 0..3 {
            assert!(aside(|| panic!("broken")).await.is_err());
        }
        assert_eq!(aside(|| 7).await.unwrap(), 7);
    }
}
