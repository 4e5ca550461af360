#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| roledex_fuzz::import(data));
