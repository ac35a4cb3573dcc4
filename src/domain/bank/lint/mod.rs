//! What an author has to fix.
