//! Build script of the desktop shell: compiles the capabilities into the program.
//!
//! The paths are explicit because the package root is the repository, not `src-tauri`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let commands = tauri_build::AppManifest::new().commands(&["query", "act", "enter_wall"]);
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(commands);
    tauri_build::try_build(attributes)?;
    Ok(())
}
