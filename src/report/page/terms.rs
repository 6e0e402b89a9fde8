//! What the words of the trade mean, shown where the mouse or the keyboard rests on them.

/// What a column means, where its name does not tell.
pub(super) fn meaning(name: &str) -> Option<&'static str> {
    let known = [
        ("stretch", "Half of the runs are finished by this date: a hope, no promise."),
        ("likely", "Eight of ten runs are finished by this date."),
        ("commit", "95 of 100 runs are finished by this date: a promise that holds."),
        ("on time", "In so many of the runs the milestone is reached on or before its target."),
        ("target", "The date that was wished for or promised."),
        ("critical", "In so many of the runs any delay of it would have delayed the finish."),
        (
            "sensitivity (SSI)",
            "How much of the finish's uncertainty goes with this task, weighed by how often it is critical; 0 to 1 and above.",
        ),
        ("cruciality (CRI)", "How far this task and the finish are late together; 1 is always."),
        ("alone", "In so many of the runs it is finished by the date."),
        ("with all above", "In so many of the runs it and everything above it are finished by the date."),
        ("as entered", "With the estimates as they were written."),
        ("corrected", "With the estimates corrected by what came of the others."),
    ];
    let is = |word: &str| name == word || name.starts_with(word) && name[word.len()..].starts_with(" P");
    known.into_iter().find(|(word, _)| is(word)).map(|(_, means)| means)
}
