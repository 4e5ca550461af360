//! Key scripts.
