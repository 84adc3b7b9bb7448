//! The accept loop. `axum::serve` has no header time limit (a stalled client holds its connection for ever), so the
//! connections are run here: header and idle limits, a cap on connections in all and per address, graceful end.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

const HEADER_LIMIT: Duration = Duration::from_secs(5);
const GRACE: Duration = Duration::from_secs(20);
const CONNECTIONS: usize = 2_000;
const CONNECTIONS_PER_ADDRESS: usize = 200;

/// Serves until `stop` completes, then lets requests in flight finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_LIMIT).max_headers(64);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(64).keep_alive_interval(HEADER_LIMIT);
    let (builder, graceful, slots) =
        (Arc::new(builder), GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    let crowd = Crowd::default();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (Ok(slot), Some(place)) = (slots.clone().try_acquire_owned(), crowd.enter(peer.ip())) else {
            continue;
        };
        let service = TowerToHyperService::new(router.clone().layer(axum::Extension(Peer(peer))));
        let connection = graceful.watch(builder.serve_connection(ready(stream), service).into_owned());
        tokio::spawn(async move {
            let _kept = (slot, place);
            // A broken connection is the client's affair; requests log themselves.
            let _ = connection.await;
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests still running after {GRACE:?}; stopping anyway");
    }
}

/// Where the request came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

fn ready(stream: TcpStream) -> TokioIo<TcpStream> {
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}

/// Open connections per address.
#[derive(Clone, Default)]
struct Crowd(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

impl Crowd {
    fn enter(&self, address: IpAddr) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        // On loopback a proxy speaks for everybody.
        if *count >= CONNECTIONS_PER_ADDRESS && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place { crowd: self.clone(), address })
    }
}

struct Place {
    crowd: Crowd,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}
