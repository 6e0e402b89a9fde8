//! What happens when: at most one event for each of a fixed number of slots, the next one first.

/// So many slots have the time of their earliest event kept together.
const BLOCK: usize = 16;

/// The time of a slot without an event.
const NEVER: i32 = i32::MAX;

/// The times of slots, in blocks. Few events lie ahead at any moment, and looking through a block of times is faster than keeping
/// them in order.
#[derive(Debug)]
pub(super) struct Queue {
    times: Vec<[i32; BLOCK]>,
    /// The earliest time of each block.
    earliest: Vec<i32>,
}

impl Queue {
    pub(super) fn new(slots: usize) -> Self {
        let blocks = slots.div_ceil(BLOCK);
        Self { times: vec![[NEVER; BLOCK]; blocks], earliest: vec![NEVER; blocks] }
    }

    pub(super) fn clear(&mut self) {
        self.times.fill([NEVER; BLOCK]);
        self.earliest.fill(NEVER);
    }

    /// The time of the next event; a time after all where there is none.
    pub(super) fn next(&self) -> i32 {
        self.earliest.iter().fold(NEVER, |earliest, &time| earliest.min(time))
    }

    /// Whether a slot has an event.
    pub(super) fn has(&self, slot: usize) -> bool {
        self.times[slot / BLOCK][slot % BLOCK] != NEVER
    }

    /// Takes the first slot that has an event of this time, which is the next.
    pub(super) fn pop_at(&mut self, now: i32) -> Option<usize> {
        let block = self.earliest.iter().position(|&time| time == now)?;
        let place = self.times[block].iter().position(|&time| time == now)?;
        self.times[block][place] = NEVER;
        self.look(block);
        Some(BLOCK * block + place)
    }

    /// Sets, or moves, the event of a slot.
    pub(super) fn set(&mut self, slot: usize, time: i32) {
        let (block, place) = (slot / BLOCK, slot % BLOCK);
        let before = std::mem::replace(&mut self.times[block][place], time);
        if time <= self.earliest[block] {
            self.earliest[block] = time;
        } else if before == self.earliest[block] {
            self.look(block);
        }
    }

    /// Takes the event of a slot away, where it has one.
    pub(super) fn remove(&mut self, slot: usize) {
        let (block, place) = (slot / BLOCK, slot % BLOCK);
        let before = std::mem::replace(&mut self.times[block][place], NEVER);
        if before != NEVER && before == self.earliest[block] {
            self.look(block);
        }
    }

    fn look(&mut self, block: usize) {
        self.earliest[block] = self.times[block].iter().fold(NEVER, |earliest, &time| earliest.min(time));
    }
}

#[cfg(test)]
mod tests {
    use super::{NEVER, Queue};

    #[test]
    fn events_come_in_the_order_of_time_and_slot_however_they_were_moved() {
        let (mut queue, mut times) = (Queue::new(50), vec![None; 50]);
        let mut random = 1u64;
        for _ in 0..20_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (slot, time) = ((random >> 33) as usize % 50, (random >> 40) as i32 % 30);
            match random >> 60 {
                0..10 => {
                    queue.set(slot, time);
                    times[slot] = Some(time);
                }
                10..13 => {
                    queue.remove(slot);
                    times[slot] = None;
                }
                _ => {
                    let first = (0..50).filter_map(|slot| Some((times[slot]?, slot))).min();
                    assert_eq!(queue.next(), first.map_or(NEVER, |(time, _)| time));
                    if let Some((time, slot)) = first {
                        assert_eq!(queue.pop_at(time - 1), None);
                        assert_eq!(queue.pop_at(time), Some(slot));
                        times[slot] = None;
                    }
                }
            }
        }
    }
}
