//! `postgresql.conf`: the server's settings, written at each start. What an operator sets with
//! `ALTER SYSTEM` stands in a file of its own and wins.

use std::path::Path;

/// Number in the name of the socket file; no TCP port is opened.
pub(super) const PORT: u16 = 5432;

/// For both kinds of cluster: private socket, sizes for 2 cores and 2 GB or more, no JIT (our
/// statements are short), UTC, and a log of seven days that holds neither statements nor values
/// (`terse` leaves out the DETAIL line, which quotes keys).
const COMMON: &str = "\
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '8MB'
maintenance_work_mem = '128MB'
random_page_cost = 1.1
jit = off
log_statement = 'none'
log_error_verbosity = 'terse'
log_min_error_statement = 'panic'
";

/// Every acknowledged write survives a power cut.
const DURABLE: &str = "\
max_connections = 100
fsync = on
full_page_writes = on
synchronous_commit = on
wal_compression = on
min_wal_size = '256MB'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
logging_collector = on
log_filename = 'postgresql-%a.log'
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
";

/// For tests: a power cut may take everything, a killed process nothing (so `synchronous_commit`
/// stays on; without `fsync` it costs next to nothing).
const THROWAWAY: &str = "\
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = on
wal_level = 'minimal'
max_wal_senders = 0
max_wal_size = '4GB'
checkpoint_timeout = '1h'
";

/// The whole file.
pub(super) fn text(socket_dir: &Path, throwaway: bool) -> String {
    let socket_dir = list_item(socket_dir);
    let kind = if throwaway { THROWAWAY } else { DURABLE };
    format!(
        "# Written by Kayoi at each start.\n\
         unix_socket_directories = '{socket_dir}'\n\
         port = {PORT}\n\
         {COMMON}{kind}"
    )
}

/// A path as the only item of a setting that holds a list.
fn list_item(path: &Path) -> String {
    let item = path.display().to_string().replace('"', "\"\"");
    format!("\"{item}\"").replace('\'', "''")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_listened_on_and_a_quote_in_the_path_is_doubled() {
        for throwaway in [false, true] {
            let text = text(Path::new("/o'brien, pg"), throwaway);
            assert!(text.contains("listen_addresses = ''\n"), "{text}");
            assert!(text.contains("unix_socket_directories = '\"/o''brien, pg\"'\n"), "{text}");
        }
    }

    #[test]
    fn the_real_cluster_is_durable() {
        let text = text(Path::new("/pg"), false);
        for line in ["fsync = on\n", "full_page_writes = on\n", "synchronous_commit = on\n"] {
            assert!(text.contains(line), "{line} is missing");
        }
    }
}
