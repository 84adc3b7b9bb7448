//! デモ: three invented wards with invented people, deterministic, made through the same sealing and tables as real data.
