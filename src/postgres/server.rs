//! The server process of one cluster: is it up, start it, stop it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::find::Binaries;
use super::place::Place;
use super::problem::{PostgresProblem, file};
use super::settings::PORT;

/// How long recovery after a crash may take.
const LONGEST_START: Duration = Duration::from_secs(300);
/// Between two looks at a server that is starting or stopping.
const PAUSE: Duration = Duration::from_millis(20);
/// A killed server's processes may need a moment to go; so often is a failed start repeated.
const ATTEMPTS: usize = 10;
/// Before a failed start is repeated.
const BEFORE_NEXT_ATTEMPT: Duration = Duration::from_millis(300);
/// PostgreSQL's `SSLRequest`: length 8, code 80877103. Any answer means that a server listens.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// What the server of a cluster is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Down,
    Starting,
    Ready,
    Stopping,
}

/// The server of the cluster at a [`Place`].
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) binaries: Binaries,
}

impl Server {
    /// A socket that answers says that the server is there, its own status line says how far it is:
    /// while it recovers from a crash it answers, but takes nobody in.
    pub(super) fn state(&self) -> State {
        if !self.answers() {
            return State::Down;
        }
        let pid_file = fs::read_to_string(self.place.data().join("postmaster.pid")).unwrap_or_default();
        match pid_file.lines().nth(7).map(str::trim) {
            Some("ready") => State::Ready,
            Some("stopping") => State::Stopping,
            _ => State::Starting,
        }
    }

    fn answers(&self) -> bool {
        let socket = self.place.socket_dir().join(format!(".s.PGSQL.{PORT}"));
        let ask = || {
            let mut stream = UnixStream::connect(socket)?;
            stream.set_read_timeout(Some(Duration::from_secs(2)))?;
            stream.write_all(&SSL_REQUEST)?;
            stream.read_exact(&mut [0])
        };
        ask().is_ok()
    }

    /// Starts the server and waits until it takes connections.
    pub(super) fn start(&self) -> Result<Child, PostgresProblem> {
        let mut attempt = 1;
        loop {
            let mut child = self.spawn()?;
            match self.wait_until_ready(&mut child) {
                Ok(true) => return Ok(child),
                Ok(false) if attempt < ATTEMPTS => sleep(BEFORE_NEXT_ATTEMPT),
                Ok(false) => return Err(self.did_not_start()),
                Err(problem) => return Err(problem),
            }
            attempt += 1;
        }
    }

    /// In a process group of its own: Ctrl-C in Kayoi's terminal is for Kayoi alone.
    fn spawn(&self) -> Result<Child, PostgresProblem> {
        let path = self.place.start_log();
        let log = File::create(&path).map_err(file("write", &path))?;
        let output = log.try_clone().map_err(file("write", &path))?;
        let mut command = self.program("postgres");
        command.arg("-D").arg(self.place.data()).stdout(output).stderr(log).process_group(0);
        command.spawn().map_err(file("run", self.binaries.program("postgres")))
    }

    /// `Ok(false)`: the process ended.
    fn wait_until_ready(&self, child: &mut Child) -> Result<bool, PostgresProblem> {
        let began = Instant::now();
        while began.elapsed() < LONGEST_START {
            if child.try_wait().map_err(file("watch", "postgres"))?.is_some() {
                return Ok(false);
            }
            if self.state() == State::Ready {
                return Ok(true);
            }
            sleep(PAUSE);
        }
        let log = self.place.start_log();
        Err(PostgresProblem::NotReady { seconds: LONGEST_START.as_secs(), log })
    }

    fn did_not_start(&self) -> PostgresProblem {
        let log = self.place.start_log();
        let text = fs::read_to_string(&log).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        let tail = lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n");
        PostgresProblem::Start { log, tail }
    }

    /// Waits for a server that somebody else is starting or stopping; `true` when it is ready.
    pub(super) fn settle(&self) -> bool {
        let began = Instant::now();
        loop {
            match self.state() {
                State::Ready => return true,
                State::Down => return false,
                State::Starting | State::Stopping if began.elapsed() > LONGEST_START => return false,
                State::Starting | State::Stopping => sleep(PAUSE),
            }
        }
    }

    /// Ends every connection, writes everything out, waits until the server is gone.
    pub(super) fn stop(&self) -> Result<(), PostgresProblem> {
        self.control("stop", &["-m", "fast", "-w", "-t", "60"])
    }

    /// Has a running server read its access rules and settings again.
    pub(super) fn reload(&self) -> Result<(), PostgresProblem> {
        self.control("reload", &[])
    }

    fn control(&self, action: &'static str, arguments: &[&str]) -> Result<(), PostgresProblem> {
        let mut command = self.program("pg_ctl");
        command.arg(action).arg("-D").arg(self.place.data()).args(arguments).stdout(Stdio::piped());
        let answer = command.output().map_err(file("run", self.binaries.program("pg_ctl")))?;
        if answer.status.success() {
            return Ok(());
        }
        Err(PostgresProblem::Control { action, output: said(&answer) })
    }

    /// A program of the installation, as the user who runs the server.
    pub(super) fn program(&self, name: &str) -> Command {
        self.place.runner.command(&self.binaries.program(name), self.place.changes_user())
    }
}

/// All that a program printed.
pub(super) fn said(answer: &std::process::Output) -> String {
    let text = [answer.stdout.as_slice(), answer.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).trim().to_owned()
}
