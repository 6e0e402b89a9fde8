//! What earlier estimates turned out to be worth.

use super::{Decoder, Table};
use crate::error::Path;
use crate::file::node::Node;
use crate::plan::Calibration;

impl Decoder {
    pub(super) fn calibration(&mut self, node: &Node, path: Path) -> Calibration {
        let mut calibration = Calibration::new(1.0);
        let wanted = "a table, such as { bias = 1.2, hit_rate = \"55%\", claimed = \"80%\" }";
        let Some(mut table) = Table::open(self, node, path, wanted) else { return calibration };
        if let Some((node, path)) = table.take("bias") {
            let wanted = "a number, such as 1.2 where work takes a fifth longer than the middle of its range";
            calibration.bias = self.number(node, &path, wanted).unwrap_or(1.0);
        }
        calibration.hit_rate = table.take("hit_rate").map(|(node, path)| self.chance(node, &path));
        calibration.claimed = table.take("claimed").map(|(node, path)| self.chance(node, &path));
        calibration.ratios = table.take("ratios").and_then(|(node, path)| self.numbers(node, &path));
        table.close(self, &[]);
        calibration
    }
}
