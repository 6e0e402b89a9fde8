//! Where the texts of lines stand, so that no line runs through one.

use super::frame::Side;

/// A text stands so far beside its line [pixels].
pub(super) const BESIDE: f64 = 5.0;

/// Of more lines than this not all orders are tried.
const MOST: usize = 6;

/// Lines at places from left to right, each with a text of so many pixels that stands in a row of its own above the frame, at the left or
/// the right of its line, which goes up to it: the row of each, counted from the frame, and on which side its text ends. As few lines as
/// can be run through texts of others.
pub(super) fn arranged(lines: &[(f64, f64)], left: f64, right: f64) -> Vec<(usize, Side)> {
    let sides: Vec<Vec<Side>> = lines
        .iter()
        .map(|(x, wide)| {
            // Where there is room; else where there is more.
            let fits = |side: &Side| match side {
                Side::Right => x - wide - BESIDE >= left,
                _ => x + wide + BESIDE <= right,
            };
            let all: Vec<Side> = [Side::Right, Side::Left].into_iter().filter(fits).collect();
            match all.is_empty() {
                true => vec![if x - left > right - x { Side::Right } else { Side::Left }],
                false => all,
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    // The rightmost at the top: texts at the left of their lines then meet none.
    order.sort_by(|&one, &other| lines[one].0.total_cmp(&lines[other].0));
    let mut best: Option<(usize, Vec<(usize, Side)>)> = None;
    let mut look = |order: &[usize]| {
        let mut rows = vec![(0, Side::Right); lines.len()];
        let mut crossed = 0;
        for (row, &line) in order.iter().enumerate() {
            let through = |side: &Side| {
                let (from, to) = span(lines[line], *side);
                // Lines of the rows above come through this one.
                order[row + 1..].iter().filter(|&&other| from < lines[other].0 && lines[other].0 < to).count()
            };
            let side = sides[line].iter().copied().min_by_key(through).unwrap_or(Side::Left);
            crossed += through(&side);
            rows[line] = (row, side);
        }
        if best.as_ref().is_none_or(|(least, _)| crossed < *least) {
            best = Some((crossed, rows));
        }
        crossed == 0
    };
    if !look(&order) && lines.len() <= MOST {
        permutations(&mut order, 0, &mut look);
    }
    best.map(|(_, rows)| rows).unwrap_or_default()
}

fn span((x, wide): (f64, f64), side: Side) -> (f64, f64) {
    match side {
        Side::Right => (x - wide - BESIDE - 2.0, x - 0.5),
        _ => (x + 0.5, x + wide + BESIDE + 2.0),
    }
}

/// Every order, until one is good enough.
fn permutations(order: &mut [usize], from: usize, look: &mut impl FnMut(&[usize]) -> bool) -> bool {
    if from == order.len() {
        return look(order);
    }
    for place in from..order.len() {
        order.swap(from, place);
        if permutations(order, from + 1, look) {
            return true;
        }
        order.swap(from, place);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lines run through texts of others.
    fn crossed(lines: &[(f64, f64)], rows: &[(usize, Side)]) -> usize {
        let mut sum = 0;
        for (place, (row, side)) in rows.iter().enumerate() {
            let (from, to) = span(lines[place], *side);
            let through =
                |other: &usize| rows[*other].0 > *row && from < lines[*other].0 && lines[*other].0 < to;
            sum += (0..lines.len()).filter(through).count();
        }
        sum
    }

    #[test]
    fn no_line_runs_through_a_text_where_that_can_be() {
        for lines in [
            vec![(100.0, 80.0), (120.0, 80.0), (140.0, 200.0), (300.0, 150.0), (310.0, 150.0)],
            vec![(10.0, 200.0), (50.0, 200.0), (60.0, 200.0)],
            vec![(10.0, 200.0), (790.0, 200.0), (400.0, 300.0)],
            vec![(20.0, 150.0), (30.0, 150.0), (700.0, 150.0), (710.0, 150.0), (720.0, 150.0)],
        ] {
            let rows = arranged(&lines, 0.0, 800.0);
            assert_eq!(crossed(&lines, &rows), 0, "{lines:?} {rows:?}");
            let mut all: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
            all.sort_unstable();
            assert_eq!(all, (0..lines.len()).collect::<Vec<_>>());
            for ((x, wide), (_, side)) in lines.iter().zip(&rows) {
                assert!(if *side == Side::Right { x - wide > 0.0 } else { x + wide < 800.0 });
            }
        }
        assert!(arranged(&[], 0.0, 800.0).is_empty());
    }
}
