//! Password hashing: argon2id, never more than [`AT_ONCE`], so that a rush of sign-ins can't take the memory or the time of
//! the classes.

use std::sync::{Arc, Mutex, PoisonError, mpsc};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHasher, Version,
    password_hash::phc::{Output, PasswordHash},
};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

/// OWASP's minimum: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// Hashes at once, on however many cores: some 150 sign-ins a second, in 38 MiB.
const AT_ONCE: usize = 2;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("password hashing failed")]
pub struct HashProblem;

type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// Hashes on threads of its own. Each checks password after password in the same 19 MiB; taken anew each time, they would
/// stay behind in one arena of the allocator after the other.
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
        self.on_thread(move |_| hash_with(&argon2, &password)).await
    }

    /// `None` stands for "no such account": takes the same time and says no.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, HashProblem> {
        let known = stored.is_some();
        let (password, stored) = (password.to_owned(), stored.unwrap_or(&self.decoy).to_owned());
        let right = self.on_thread(move |memory| fits(&stored, &password, memory)).await?;
        Ok(right && known)
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, HashProblem> + Send + 'static,
    ) -> Result<T, HashProblem> {
        let (done, answer) = oneshot::channel();
        // Nobody waiting any more is no problem: the browser has gone.
        let job = Box::new(move |memory: &mut Vec<Block>| drop(done.send(work(memory))));
        self.jobs.send(job).map_err(|_| HashProblem)?;
        answer.await.map_err(|_| HashProblem)?
    }
}

/// The threads live until the last hasher is gone.
fn start_threads() -> Result<mpsc::Sender<Job>, HashProblem> {
    let (jobs, queue) = mpsc::channel::<Job>();
    let queue = Arc::new(Mutex::new(queue));
    let cores = std::thread::available_parallelism().map_or(AT_ONCE, std::num::NonZero::get);
    for n in 0..cores.min(AT_ONCE) {
        let queue = queue.clone();
        let work = move || {
            let mut memory = Vec::new();
            while let Ok(job) = { queue.lock().unwrap_or_else(PoisonError::into_inner).recv() } {
                job(&mut memory);
            }
        };
        std::thread::Builder::new().name(format!("password-{n}")).spawn(work).map_err(|_| HashProblem)?;
    }
    Ok(jobs)
}

fn hash_with(argon2: &Argon2<'static>, password: &str) -> Result<String, HashProblem> {
    argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| HashProblem)
}

/// Whether `password` gives the stored hash, counted in `memory`, which grows to what the hash asks for.
fn fits(stored: &str, password: &str, memory: &mut Vec<Block>) -> Result<bool, HashProblem> {
    let stored = PasswordHash::new(stored).map_err(|_| HashProblem)?;
    let (Some(salt), Some(wanted)) = (&stored.salt, &stored.hash) else { return Err(HashProblem) };
    let params = Params::try_from(&stored).map_err(|_| HashProblem)?;
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).map_err(|_| HashProblem)?;
    let mut found = vec![0; wanted.len()];
    Argon2::new(algorithm, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut found, &mut memory[..blocks])
        .map_err(|_| HashProblem)?;
    // `Output` compares in constant time.
    Ok(Output::new(&found).is_ok_and(|found| found == *wanted))
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
    fn the_same_memory_serves_password_after_password() {
        let stored = [64, 128, 64].map(|memory| Hasher::with(memory, 1).unwrap().decoy);
        let mut memory = Vec::new();
        for stored in &stored {
            assert_eq!(fits(stored, "decoy", &mut memory), Ok(true));
            assert_eq!(fits(stored, "another", &mut memory), Ok(false));
        }
        assert_eq!(memory.len(), 128);
        assert_eq!(fits("$argon2id$v=19$m=64,t=1,p=1", "decoy", &mut memory), Err(HashProblem));
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), 14);
        assert_eq!(fold_code(&code.to_lowercase().replace('-', " ")), code);
    }
}
