//! Writing files whole or not at all.

use std::path::Path;

use crate::error::{Error, Result};

/// Writes a text to a file whole or not at all: what stood there before stays until all of the new text is on the disk.
///
/// What is no plain file, such as a pipe, is written to as it is.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::ErrorKind::Io) where it cannot be written.
///
/// # Example
///
/// ```
/// let path = std::env::temp_dir().join("landfall-save-example.txt");
/// landfall::report::save(&path, "23 Mar 2027\n")?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap(), "23 Mar 2027\n");
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn save(path: impl AsRef<Path>, text: &str) -> Result<()> {
    let path = path.as_ref();
    let cannot = |error| Error::io(format!("cannot write {}", path.display()), error);
    let Some(name) = path.file_name().filter(|_| !path.exists() || path.is_file()) else {
        return std::fs::write(path, text).map_err(cannot);
    };
    // Where the name leads elsewhere, that is what is written anew.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written = write(&beside, text).and_then(|()| std::fs::rename(&beside, &path));
    written.map_err(|error| {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&beside);
        cannot(error)
    })
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = std::fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
