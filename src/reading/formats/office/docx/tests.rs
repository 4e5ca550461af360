//! Tests of DOCX.
