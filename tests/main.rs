//! One integration binary; each module is a kind of claim.

mod analytic;
mod answers;
mod calendars;
mod crowds;
mod diagnostics;
mod distributions;
mod golden;
mod heavy;
mod hostile;
mod interrupts;
mod kernels;
mod laws;
mod lessons;
mod oracle;
mod plans;
mod psplib;
mod roundtrip;
mod sampling;
mod schedules;
mod stability;
mod streams;
mod teams;
mod tidy;
mod twins;
mod use_of_time;
mod ways;
