//! Sets of small numbers that are filled and emptied again and again.

/// A set of small numbers, in the order in which they were put in.
#[derive(Debug, Default)]
pub(super) struct Marks {
    list: Vec<u32>,
    marked: Vec<bool>,
}

impl Marks {
    pub(super) fn new(count: usize) -> Self {
        Self { list: Vec::with_capacity(count), marked: vec![false; count] }
    }

    pub(super) fn mark(&mut self, number: usize) {
        if !std::mem::replace(&mut self.marked[number], true) {
            self.list.push(number as u32);
        }
    }

    pub(super) fn pop(&mut self) -> Option<usize> {
        let number = self.list.pop()? as usize;
        self.marked[number] = false;
        Some(number)
    }

    /// Takes a number out, and tells whether it was in.
    pub(super) fn take(&mut self, number: usize) -> bool {
        let was_in = std::mem::take(&mut self.marked[number]);
        if was_in {
            self.list.retain(|&other| other as usize != number);
        }
        was_in
    }

    pub(super) fn clear(&mut self) {
        while self.pop().is_some() {}
    }
}
