//! Password hashing: argon2id, never more hashes at once than there are cores, so that a rush of sign-ins can't take
//! the memory or the time of the classes.

use std::sync::{Arc, Mutex, PoisonError, mpsc};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

/// OWASP's minimum: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

#[derive(Debug, thiserror::Error)]
#[error("password hashing failed")]
pub struct HashProblem;

type Job = Box<dyn FnOnce() + Send>;

/// Hashes on threads of its own, one a core. The same few threads use the same memory again and again; on the runtime's
/// many threads each allocator arena would keep 19 MiB for itself.
#[derive(Clone)]
pub struct Hasher {
    argon2: Argon2<'static>,
    jobs: mpsc::Sender<Job>,
    /// Checked when there is no such account, so that the answer takes as long.
    decoy: Arc<str>,
}

impl Hasher {
    pub fn new() -> Result<Self, HashProblem> {
        Self::with(MEMORY_KIB, PASSES)
    }

    /// Cheap parameters, for the tests' many accounts.
    pub fn quick() -> Result<Self, HashProblem> {
        Self::with(64, 1)
    }

    fn with(memory: u32, passes: u32) -> Result<Self, HashProblem> {
        let params = Params::new(memory, passes, 1, None).map_err(|_| HashProblem)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_with(&argon2, "decoy")?;
        Ok(Self { argon2, jobs: start_threads()?, decoy: decoy.into() })
    }

    pub async fn hash(&self, password: &str) -> Result<String, HashProblem> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.on_thread(move || hash_with(&argon2, &password)).await
    }

    /// `None` stands for "no such account": takes the same time and says no.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, HashProblem> {
        let known = stored.is_some();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let right = self
            .on_thread(move || {
                let parsed = PasswordHash::new(&stored).map_err(|_| HashProblem)?;
                Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(right && known)
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashProblem> + Send + 'static,
    ) -> Result<T, HashProblem> {
        let (done, answer) = oneshot::channel();
        // Nobody waiting any more is no problem: the browser has gone.
        let job = Box::new(move || drop(done.send(work())));
        self.jobs.send(job).map_err(|_| HashProblem)?;
        answer.await.map_err(|_| HashProblem)?
    }
}

/// The threads live until the last hasher is gone.
fn start_threads() -> Result<mpsc::Sender<Job>, HashProblem> {
    let (jobs, queue) = mpsc::channel::<Job>();
    let queue = Arc::new(Mutex::new(queue));
    for n in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get) {
        let queue = queue.clone();
        let work = move || {
            while let Ok(job) = { queue.lock().unwrap_or_else(PoisonError::into_inner).recv() } {
                job();
            }
        };
        std::thread::Builder::new().name(format!("password-{n}")).spawn(work).map_err(|_| HashProblem)?;
    }
    Ok(jobs)
}

fn hash_with(argon2: &Argon2<'static>, password: &str) -> Result<String, HashProblem> {
    argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| HashProblem)
}

/// One-time codes carry 60 random bits, so a plain hash is enough.
pub fn code_hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.as_bytes()).to_vec()
}

/// A code for a printed slip: 12 characters without I, L, O, U, 0 and 1 look-alikes, in groups of four.
pub fn new_code() -> Result<String, getrandom::Error> {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ*+";
    let mut code = String::new();
    let mut byte = [0; 1];
    while code.len() < 14 {
        getrandom::fill(&mut byte)?;
        let letter = char::from(LETTERS[usize::from(byte[0] & 31)]);
        if letter.is_ascii_alphanumeric() {
            if code.len() == 4 || code.len() == 9 {
                code.push('-');
            }
            code.push(letter);
        }
    }
    Ok(code)
}

/// What was typed, as the slip has it: capitals, hyphens in place.
pub fn fold_code(typed: &str) -> String {
    let plain: String = crate::vocab::kana::half_digits(typed)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    plain.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_an_existing_account_passes() {
        let hasher = Hasher::quick().unwrap();
        let stored = hasher.hash("正しい長い合言葉です。春").await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(hasher.verify("正しい長い合言葉です。春", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("違う", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("decoy", None).await.unwrap());
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), 14);
        assert_eq!(fold_code(&code.to_lowercase().replace('-', " ")), code);
    }
}
