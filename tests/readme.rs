//! README.md shows what the library says today. `LANDFALL_UPDATE=1` writes it anew.

const PATH: &str = "README.md";

/// That a block of the README is this text, or ends with it; the block is the one that has its first line.
pub(crate) fn shows(text: &str) {
    let text = text.trim_end();
    let readme = std::fs::read_to_string(PATH).unwrap();
    let first = text.lines().next().unwrap();
    let begins = format!("\n{first}\n");
    let from = readme.find(&begins).unwrap_or_else(|| panic!("README.md has no line {first:?}")) + 1;
    let to = from + readme[from..].find("\n```\n").expect("what is shown stands between fences");
    if readme[from..to] == *text {
        return;
    }
    assert!(
        std::env::var_os("LANDFALL_UPDATE").is_some(),
        "README.md shows\n{}\ninstead of\n{text}",
        &readme[from..to]
    );
    // Others may write to it at the same time.
    static WRITES: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = WRITES.lock().unwrap();
    let readme = std::fs::read_to_string(PATH).unwrap();
    let from = readme.find(&begins).unwrap() + 1;
    let to = from + readme[from..].find("\n```\n").unwrap();
    std::fs::write(PATH, format!("{}{text}{}", &readme[..from], &readme[to..])).unwrap();
}
