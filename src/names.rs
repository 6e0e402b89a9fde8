//! Names that a person may have misspelt.

/// Names longer than this are not compared: nobody misspells them, and comparing costs the product of their lengths.
const LONGEST: usize = 64;

/// The candidate nearest to `name`, when one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let allowed = (length / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| {
            candidate.len() <= 4 * LONGEST && candidate.chars().count().abs_diff(length) <= allowed
        })
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_finds_what_was_meant_and_a_strange_one_finds_nothing() {
        let names = ["api", "schema", "auth-refactor"];
        assert_eq!(nearest("apl", names), Some("api"));
        assert_eq!(nearest("Schema", names), Some("schema"));
        assert_eq!(nearest("auth-refcator", names), Some("auth-refactor"));
        assert_eq!(nearest("billing", names), None);
        assert_eq!(nearest(&"a".repeat(10_000), names), None);
    }
}
