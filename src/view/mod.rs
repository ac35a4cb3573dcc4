pub mod route;
pub mod place;
pub mod start;
pub mod keys;
pub mod lean;
pub mod app;
pub mod components;
pub mod pages;
