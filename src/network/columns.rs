//! Which columns of times the nodes read, and the slots they are kept in.

use std::collections::HashMap;

use super::{Lag, Link, Node};
use crate::kernel::path::Wait;

/// A column that a node leaves behind besides its finishes, for links that count from its start or whose lags differ from trial to trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Output {
    pub(crate) slot: usize,
    /// Whether it counts from the node's start, instead of its finish.
    pub(crate) of_start: bool,
    pub(crate) lag: OutputLag,
}

/// What the times of an output are moved by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum OutputLag {
    Nothing,
    /// So many ticks, where the node is there.
    WhereThere(i32),
    /// A share of what the node takes.
    Share(f64),
}

/// What nodes wait for and leave behind, with every column in its slot.
pub(super) struct Columns {
    pub(super) waits: Vec<Wait>,
    pub(super) outputs: Vec<Output>,
    /// How many slots there are.
    pub(super) slots: usize,
}

/// A column: the finishes of a node, or one of its outputs.
#[derive(Debug, Clone, Copy)]
enum Read {
    Finish(usize),
    Output(usize, usize),
}

/// The columns that one node reads.
#[derive(Default)]
struct Reads {
    starts_after: Vec<(Read, i32)>,
    ends_after: Vec<(Read, i32)>,
    absent_after: Vec<(Read, i32)>,
}

/// Lays out the columns of all nodes, and notes for each where they are.
pub(super) fn lay_out(nodes: &mut [Node], order: &[usize], links: &[Link], links_from: &[usize]) -> Columns {
    let mut outputs_of: Vec<Vec<Output>> = vec![Vec::new(); nodes.len()];
    let mut places = Places::new();
    let mut reads: Vec<Reads> = Vec::with_capacity(nodes.len());
    for node in 0..nodes.len() {
        let mut of_node = Reads::default();
        for link in &links[links_from[node]..links_from[node + 1]] {
            let (lag, rest) = match link.lag {
                Lag::Ticks(ticks) if ticks != 0 && nodes[link.from].presence.is_some() => {
                    (OutputLag::WhereThere(ticks), 0)
                }
                Lag::Ticks(ticks) => (OutputLag::Nothing, ticks),
                Lag::Share(share) if share != 0.0 => (OutputLag::Share(share), 0),
                Lag::Share(_) => (OutputLag::Nothing, 0),
            };
            let of_start = link.kind.waits_for_start();
            let outputs = &mut outputs_of[link.from];
            let column = (read(link.from, outputs, &mut places, of_start, lag), rest);
            match link.kind.holds_finish() {
                true => of_node.ends_after.push(column),
                false => of_node.starts_after.push(column),
            }
            if nodes[node].presence.is_some() {
                let column = read(link.from, outputs, &mut places, of_start, OutputLag::Nothing);
                of_node.absent_after.push((column, 0));
            }
        }
        reads.push(of_node);
    }
    let slots = assign_slots(nodes, order, &mut outputs_of, &reads);
    let mut columns = Columns { waits: Vec::new(), outputs: Vec::new(), slots };
    for (node, of_node) in reads.into_iter().enumerate() {
        let mut place = |reads: Vec<(Read, i32)>| {
            let begin = columns.waits.len();
            columns.waits.extend(reads.into_iter().map(|(read, lag)| {
                let column = match read {
                    Read::Finish(from) => nodes[from].slot,
                    Read::Output(from, output) => outputs_of[from][output].slot,
                };
                Wait { column, lag }
            }));
            begin..columns.waits.len()
        };
        let starts_after = place(of_node.starts_after);
        let ends_after = place(of_node.ends_after);
        let absent_after = place(of_node.absent_after);
        let begin = columns.outputs.len();
        columns.outputs.extend(&outputs_of[node]);
        let node = &mut nodes[node];
        (node.starts_after, node.ends_after, node.absent_after) = (starts_after, ends_after, absent_after);
        node.outputs = begin..columns.outputs.len();
    }
    columns
}

/// Which of its outputs counts from this end of a node with this lag, whose kind and bits these are.
type Places = HashMap<(usize, bool, bool, u64), usize>;

/// The column that counts from this end with this lag; made where there is none yet.
fn read(node: usize, outputs: &mut Vec<Output>, places: &mut Places, of_start: bool, lag: OutputLag) -> Read {
    let (is_share, bits) = match lag {
        OutputLag::Nothing if !of_start => return Read::Finish(node),
        OutputLag::Nothing => (false, 0),
        OutputLag::WhereThere(ticks) => (false, u64::from(ticks.cast_unsigned())),
        OutputLag::Share(share) => (true, share.to_bits()),
    };
    let place = *places.entry((node, of_start, is_share, bits)).or_insert(outputs.len());
    if place == outputs.len() {
        outputs.push(Output { slot: 0, of_start, lag });
    }
    Read::Output(node, place)
}

/// Gives every column a slot; one is used again once its last reader is done. Returns how many there are.
fn assign_slots(
    nodes: &mut [Node],
    order: &[usize],
    outputs_of: &mut [Vec<Output>],
    reads: &[Reads],
) -> usize {
    let mut of_finish = vec![0usize; nodes.len()];
    let mut of_output: Vec<Vec<usize>> = outputs_of.iter().map(|outputs| vec![0; outputs.len()]).collect();
    for read in reads.iter().flat_map(Reads::all) {
        match read {
            Read::Finish(node) => of_finish[node] += 1,
            Read::Output(node, output) => of_output[node][output] += 1,
        }
    }
    let mut free = Vec::new();
    let mut slots = 0;
    for &node in order {
        let mut take = || {
            free.pop().unwrap_or_else(|| {
                slots += 1;
                slots - 1
            })
        };
        nodes[node].slot = take();
        for output in &mut outputs_of[node] {
            output.slot = take();
        }
        if of_finish[node] == 0 {
            free.push(nodes[node].slot);
        }
        for read in reads[node].all() {
            let (readers, slot) = match read {
                Read::Finish(from) => (&mut of_finish[from], nodes[from].slot),
                Read::Output(from, output) => (&mut of_output[from][output], outputs_of[from][output].slot),
            };
            *readers -= 1;
            if *readers == 0 {
                free.push(slot);
            }
        }
    }
    slots
}

impl Reads {
    fn all(&self) -> impl Iterator<Item = Read> {
        self.starts_after.iter().chain(&self.ends_after).chain(&self.absent_after).map(|&(read, _)| read)
    }
}
