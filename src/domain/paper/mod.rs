//! Which questions are asked in which order: a paper is a function of the banks, a seed and the entrant.
pub mod seed;
pub mod chance;
pub mod blueprint;
pub mod draw;
pub mod scope;
pub mod shown;
